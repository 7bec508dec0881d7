"""Graphs: two inputs, shared layers, nested models called twice and partly frozen, every merge, two outputs."""

import api
from api import L
from write import case


def block(name):
    """A nested Functional with a residual sum and a frozen first layer."""
    x = api.Input((3,), name=name + "_in")
    h = L.Dense(3, activation="tanh", name=name + "_frozen")
    h.trainable = False
    y = api.shared_norm(name=name + "_bn", momentum=0.5)(h(x))
    y = L.Dense(3, name=name + "_out")(y)
    return api.Model(x, api.merge("Add", [x, y]), name=name)


@case("functional", "h5 keras weights json")
def functional(fx):
    a = api.Input((4,), name="a")
    b = api.Input((4,), name="b")
    shared = L.Dense(3, activation="tanh", name="shared")
    stack = api.Sequential(
        [
            L.Dense(4, activation="relu", input_shape=(3,), name="stack_first"),
            api.shared_norm(name="stack_bn", momentum=0.5),
            L.Dense(3, name="stack_last"),
        ],
        name="stack",
    )
    stack.layers[0].trainable = False
    nested = block("block")
    sa, sb = shared(a), shared(b)
    p, q = stack(sa), stack(sb)
    r, s = nested(sa), nested(q)
    parts = []
    for kind in ("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"):
        if kind == "Subtract" and not (L.has("Subtract") and not api.K1):
            continue
        if kind == "Minimum" and not (L.has("Minimum") and not api.K1):
            continue
        parts.append(api.merge(kind, [p, r]))
    parts.append(api.merge("Average", [p, q, s]))
    parts.append(api.merge("Dot", [r, s], axis=1 if not api.K1 else [1, 1]))
    if not api.K1 or api.BACKEND == "tensorflow":
        parts.append(api.merge("Dot", [p, s], axis=1 if not api.K1 else [1, 1], normalize=not api.K1))
    joined = api.merge("Concatenate", parts, name="joined")
    one = L.Dense(3, activation="softmax", name="one")(joined)
    two = L.Dense(1, activation="sigmoid", name="two")(s)
    model = api.Model([a, b], [one, two], name="functional")
    x = [fx.normal(4, 4), fx.normal(4, 4)]
    y = [fx.rng.dirichlet([1.0] * 3, 4).astype("float32"), fx.rng.uniform(size=(4, 1)).astype("float32")]
    opt = api.optimizer("SGD", lr=0.1, momentum=0.9)
    loss = {"one": "categorical_crossentropy", "two": "binary_crossentropy"}
    api.train(model, x, fx.rng, loss=loss, opt=opt, y=y, loss_weights={"one": 1.0, "two": 0.5})
    fx.save(model, x, y=y)


@case("slashes", "h5 keras weights json", when=api.LANDMARK and not api.K3)
def slashes(fx):
    """Names with slashes, as keras.applications has them, in a nested model and of an output too."""
    x = api.Input((4,), name="x")
    h = L.Dense(4, activation="relu", name="stem/dense")(x)
    a = api.Input((4,), name="a")
    inner = api.Model(a, L.Dense(3, name="dense/1")(L.Dense(4, activation="tanh", name="dense/0")(a)), name="inner")
    y, z = L.Dense(2, name="head/y")(inner(h)), L.Dense(1, name="head/z")(h)
    model = api.Model(x, [y, z])
    values = [fx.normal(4, 4)]
    losses = {"head/y": "mse", "head/z": "mae"}
    targets = api.train(model, values, fx.rng, loss=losses, opt=api.optimizer("SGD", lr=0.1, momentum=0.9))
    fx.save(model, values, y=targets)


@case("convnext", "best", when=api.LANDMARK and (api.K3 or (api.TF2 and api.TF >= (2, 15, 0))))
def convnext(fx):
    """The layers that keras.applications has for itself."""
    from keras.src.applications.convnext import LayerScale, StochasticDepth

    x = api.Input((5, 5, 3), name="x")
    h = L.DepthwiseConv2D(3, padding="same", name="depthwise")(x)
    h = L.LayerNormalization(epsilon=1e-6, name="norm")(h)
    h = L.Dense(6, activation="gelu", name="wide")(h)
    h = L.Dense(3, name="narrow")(h)
    h = StochasticDepth(0.1, name="depth")(LayerScale(0.5, 3, name="scale")(h))
    y = L.GlobalAveragePooling2D(name="pool")(L.Add(name="sum")([x, h]))
    model = api.Model(x, L.Dense(2, name="head")(y))
    values = [fx.normal(3, 5, 5, 3)]
    # Keras cannot train StochasticDepth on batches of any size.
    fx.save(model, values, custom=None if api.K3 else {"LayerScale": LayerScale, "StochasticDepth": StochasticDepth})


@case("later", "best")
def later(fx):
    """A layer called again on the output of a layer that the file lists after it."""
    x = api.Input((4,), name="x")
    again = L.Dense(4, activation="tanh", name="again")
    between = L.Dense(4, activation="relu", name="between")
    y = again(between(again(x)))
    model = api.Model(x, L.Dense(2, name="out")(y))
    values = [fx.normal(3, 4)]
    api.train(model, values, fx.rng)
    fx.save(model, values)


@case("frozen_whole", "best", when=api.LANDMARK)
def frozen_whole(fx):
    """A nested model frozen as a whole after a deeper one inside it: how trainable is saved, and the order of weights."""
    x = api.Input((3,), name="x")
    inner = block("inner")
    outer_in = api.Input((3,), name="outer_in")
    outer = api.Model(outer_in, L.Dense(2, name="outer_last")(inner(outer_in)), name="outer")
    inner.trainable = False
    y = L.BatchNormalization(name="bn")(outer(x))
    model = api.Model(x, L.Dense(2, name="head")(y))
    values = [fx.normal(4, 3)]
    api.train(model, values, fx.rng)
    fx.save(model, values)


@case("dict_inputs", "best", when=api.TF2 or api.K3)
def dict_inputs(fx):
    """Inputs and outputs by name in a dict."""
    age, size = api.Input((1,), name="size"), api.Input((2,), name="age")
    h = L.Concatenate()([L.Dense(2)(age), size])
    model = api.Model({"size": age, "age": size}, {"z": L.Dense(1, name="z")(h), "a": L.Dense(2, name="a_out")(h)})
    inputs = {"size": fx.normal(3, 1), "age": fx.normal(3, 2)}
    got = api.predict(model, inputs)
    if not isinstance(got, dict):
        raise api.Missing("outputs in a dict")
    fx.save(model, inputs, outputs=got)


@case("merge_sequential", "h5 json", when=api.K1)
def merge_sequential(fx):
    """Keras 1's Merge of two Sequential models as the first layer of a third."""
    left = api.Sequential([L.Dense(3, input_shape=(4,), activation="tanh")])
    right = api.Sequential([L.Dense(3, input_shape=(2,), activation="relu")])
    model = api.Sequential([api.keras.layers.Merge([left, right], mode="concat"), L.Dense(2)])
    x = [fx.normal(3, 4), fx.normal(3, 2)]
    api.train(model, x, fx.rng)
    fx.save(model, x)


@case("merge_modes", "h5", when=api.K1)
def merge_modes(fx):
    """Keras 1's merge by mode, with dot axes and cos on sequences."""
    a, b = api.Input((3, 4), name="a"), api.Input((3, 4), name="b")
    out = []
    for mode in ("sum", "mul", "ave", "max", "concat", "dot", "cos"):
        options = {"dot_axes": [2, 2]} if mode in ("dot", "cos") else {}
        try:
            m = api.keras.layers.merge([a, b], mode=mode, **options)
            api.Model([a, b], m).predict([fx.normal(2, 3, 4)] * 2)
        except Exception as error:
            fx.notes.append("merge mode %s does not run here: %s" % (mode, str(error)[:80]))
            continue
        out.append(L.Flatten()(m) if mode != "cos" else L.Flatten()(m))
    joined = api.merge("Concatenate", out)
    model = api.Model([a, b], L.Dense(2)(joined))
    x = [fx.normal(2, 3, 4), fx.normal(2, 3, 4)]
    api.train(model, x, fx.rng, opt=api.optimizer("SGD", lr=0.01))
    fx.save(model, x)
