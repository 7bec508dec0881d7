"""Recurrent layers with the defaults of the version (hard_sigmoid before TF 2), with sigmoid, wrapped, reversed."""

import numpy as np

import api
from api import L
from write import case


def gru(units, reset_after, **kwargs):
    if api.K1 or not api.accepts(L.find("GRU"), "reset_after"):
        if reset_after:
            raise api.Missing("GRU(reset_after)")
        return L.GRU(units, **kwargs)
    return L.GRU(units, reset_after=reset_after, **kwargs)


@case("recurrent", "h5 keras weights json")
def recurrent(fx):
    """Defaults all over, with a mask."""
    length = {} if api.K3 else {"input_length": 6}
    layers = [
        L.Embedding(9, 4, mask_zero=True, **length),
        L.LSTM(4, return_sequences=True),
        L.Bidirectional(L.GRU(3, return_sequences=True)) if L.has("Bidirectional") else L.GRU(3, return_sequences=True),
        L.SimpleRNN(4),
        L.Dense(2, activation="softmax"),
    ]
    model = api.Sequential(layers)
    x = np.array([[1, 2, 3, 4, 5, 6], [7, 8, 1, 0, 0, 0], [3, 0, 2, 0, 0, 0]], dtype="int32")
    api.train(model, [x], fx.rng, loss="categorical_crossentropy")
    fx.save(model, [x])


@case("recurrent_more", "h5 keras", when=api.LANDMARK)
def recurrent_more(fx):
    """sigmoid gates, reset before and after, reversed, TimeDistributed, every merge mode of Bidirectional."""
    x = api.Input((5, 3), name="x")
    sigmoid = {"recurrent_activation": "sigmoid"}
    out = [
        L.LSTM(3, go_backwards=True, return_sequences=True, **sigmoid)(x),
        gru(3, False, return_sequences=True, **sigmoid)(x),
        L.SimpleRNN(2, activation="relu", return_sequences=True, go_backwards=True)(x),
        L.TimeDistributed(L.Dense(2, activation="tanh"))(x),
    ]
    try:
        out.append(gru(3, True, return_sequences=True, **sigmoid)(x))
    except api.Missing:
        pass
    if not api.K1:
        out.append(L.LSTM(2, use_bias=False, return_sequences=True, unit_forget_bias=False)(x))
        out.append(gru(2, False, use_bias=False, return_sequences=True)(x))
    if L.has("Bidirectional"):
        for mode in ("sum", "mul", "ave"):
            out.append(L.Bidirectional(L.LSTM(2, return_sequences=True), merge_mode=mode)(x))
        both = L.Bidirectional(L.SimpleRNN(2, return_sequences=True), merge_mode=None)(x)
        out += list(both) if isinstance(both, (list, tuple)) else [both]
        out.append(L.RepeatVector(5)(L.Bidirectional(L.GRU(2))(x)))
    else:
        out.append(L.RepeatVector(5)(L.GRU(2)(x)))
    joined = api.merge("Concatenate", out)
    y = L.TimeDistributed(L.Dense(3))(joined)
    model = api.Model(x, y)
    values = [fx.normal(3, 5, 3)]
    api.train(model, values, fx.rng, opt=api.optimizer("SGD", lr=0.1))
    fx.save(model, values)


@case("stateful", "best", when=api.LANDMARK)
def stateful(fx):
    """Two stateful layers; the expectation is of the first call after reset_states."""
    first = [api.keras.layers.InputLayer(batch_shape=(2, 4, 3))] if api.K3 else []
    model = api.Sequential(
        first
        + [
            L.LSTM(3, stateful=True, return_sequences=True, **api.stateful_input((2, 4, 3))),
            L.GRU(3, stateful=True),
            L.Dense(2),
        ]
    )
    values = [fx.normal(2, 4, 3)]
    api.train(model, values, fx.rng)

    def reset():
        if hasattr(model, "reset_states"):
            model.reset_states()
        else:
            for layer in model.layers:
                if hasattr(layer, "reset_states"):
                    layer.reset_states()
                elif hasattr(layer, "reset_state"):
                    layer.reset_state()

    reset()
    got = api.predict(model, values)
    again = api.predict(model, values)
    fx.extra["secondCall"] = None
    from write import encode

    fx.extra["secondCall"] = [encode(again)]
    fx.notes.append("outputs: the first call after reset_states; secondCall: the same inputs again")
    reset()
    fx.save(model, values, outputs=[got])


@case("states", "best", when=api.LANDMARK and not api.K1)
def states(fx):
    """An encoder's states start a decoder (return_state, initial_state)."""
    x, z = api.Input((4, 3), name="x"), api.Input((2, 3), name="z")
    y, h, c = L.LSTM(3, return_state=True, name="encoder")(x)
    d = L.LSTM(3, return_sequences=True, name="decoder")(z, initial_state=[h, c])
    g, s = L.GRU(3, return_state=True, name="gru")(x)
    e = L.GRU(3, return_sequences=True, name="gru_decoder")(z, initial_state=s)
    model = api.Model([x, z], L.Dense(2)(api.merge("Concatenate", [d, e])))
    values = [fx.normal(3, 4, 3), fx.normal(3, 2, 3)]
    api.train(model, values, fx.rng)
    fx.save(model, values)


@case("cells", "best", when=api.LANDMARK and not api.K1)
def cells(fx):
    """RNN of cells and of stacked cells."""
    if not L.has("RNN"):
        raise api.Missing("RNN")
    x = api.Input((4, 3), name="x")
    y = L.RNN([L.LSTMCell(3), L.GRUCell(2)], return_sequences=True)(x)
    y = L.RNN(L.SimpleRNNCell(3))(y)
    model = api.Model(x, L.Dense(2)(y))
    values = [fx.normal(3, 4, 3)]
    api.train(model, values, fx.rng)
    fx.save(model, values)


@case("masking", "best", when=api.LANDMARK)
def masking(fx):
    """Masking of padded steps in the middle and at both ends; wrappers and pooling that use the mask."""
    x = api.Input((5, 2), name="x")
    m = L.Masking(mask_value=0.0)(x)
    out = [L.LSTM(3)(m), L.GRU(2, go_backwards=True)(m)]
    if L.has("Bidirectional"):
        out.append(L.Bidirectional(L.SimpleRNN(2))(m))
    if api.TF2 or api.K3:
        out.append(L.GlobalAveragePooling1D()(L.TimeDistributed(L.Dense(3))(m)))
    model = api.Model(x, L.Dense(2)(api.merge("Concatenate", out)))
    values = fx.normal(4, 5, 2)
    values[1, 3:] = 0
    values[2, :2] = 0
    values[3, 2] = 0
    api.train(model, [values], fx.rng)
    fx.save(model, [values])


def pretend(cls):
    """Newer TensorFlows refuse even to place a CudnnRNN node on a CPU; the saved file does not depend on the node."""
    code = getattr(cls, "_process_batch", None)
    if code is None:
        return

    def process(self, inputs, initial_state):
        row = api.tf.reduce_sum(inputs, axis=[1, 2])
        unit = api.tf.tile(api.tf.expand_dims(row, 1), [1, self.units])
        many = api.tf.tile(api.tf.reduce_sum(inputs, axis=2, keepdims=True), [1, 1, self.units])
        return (many if self.return_sequences else unit), [unit] * len(initial_state)

    cls._process_batch = process


@case("cudnn", "h5 weights", when=not api.K1 and api.BACKEND == "tensorflow" and not api.K3)
def cudnn(fx):
    """Built and saved on a CPU, where they cannot run: what they compute comes from plain layers that load the weights."""
    try:
        lstm, gru_ = L.CuDNNLSTM, L.CuDNNGRU
    except AttributeError:
        raise api.Missing("CuDNNLSTM")

    def build(first, second):
        x = api.Input((4, 3), name="x")
        y = second(first(x))
        return api.Model(x, L.Dense(2, name="out")(y))

    for cls in (lstm, gru_):
        pretend(cls)
    plain = build(
        L.Bidirectional(L.LSTM(3, return_sequences=True, recurrent_activation="sigmoid"), name="both"),
        gru(4, True, recurrent_activation="sigmoid", name="gru"),
    )
    model = build(L.Bidirectional(lstm(3, return_sequences=True), name="both"), gru_(4, name="gru"))
    model.set_weights([fx.normal(*w.shape, scale=0.4) for w in model.get_weights()])
    values = [fx.normal(3, 4, 3)]
    model.save_weights(fx.path(".weights-only.h5"))
    plain.load_weights(fx.path(".weights-only.h5"))
    got = api.predict(plain, values)
    fx.notes.append("outputs come from LSTM(recurrent_activation='sigmoid') and GRU(reset_after=True) given these weights by load_weights")
    fx.save(model, values, outputs=got, check=False)
