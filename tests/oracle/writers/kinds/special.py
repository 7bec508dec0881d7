"""Precisions, low-rank adapters, quantized weights, shards and folders: Keras 3 and late tf.keras."""

import os

import numpy as np

import api
from api import L
from write import case

keras = api.keras
MIXED = api.K3 or (api.TF2 and api.TF >= (2, 4, 0))


def with_policy(name, build):
    """Builds and trains under a global policy, then goes back to float32."""
    if api.K3:
        place = getattr(keras, "mixed_precision", None) or keras.config
        setter = getattr(place, "set_global_policy", None) or getattr(place, "set_dtype_policy")
    else:
        setter = keras.mixed_precision.set_global_policy
    setter(name)
    try:
        return build()
    finally:
        setter("float32")


def eager(fx, model, values):
    """Keras 3: predictions without compiling, as XLA may leave out roundings to fewer bits (the difference is noted)."""
    if not api.K3:
        return None
    compiled = api.predict(model, values)
    model.predict_function = None
    model.run_eagerly = True
    outputs = api.predict(model, values)
    gap = np.abs(np.asarray(outputs, "float32") - np.asarray(compiled, "float32")).max()
    if gap > 1e-6:
        fx.notes.append("outputs: of predict with run_eagerly; the compiled predict is up to %.2g off" % gap)
    return outputs


def policy(name):
    @case(name, "h5 keras" if not api.K3 else "best", when=MIXED and api.STEPS)
    def build(fx):
        def make():
            x = api.Input((6, 6, 2), name="x")
            h = L.Conv2D(3, 3, activation="relu", name="conv")(x)
            if api.K3 or name == "mixed_float16":  # TensorFlow has no bfloat16 batch normalization on a CPU
                h = L.BatchNormalization(name="bn", momentum=0.5)(h)
            h = L.GlobalAveragePooling2D(name="pool")(h)
            y = L.Dense(2, activation="softmax", dtype="float32", name="out")(h)
            model = api.Model(x, y)
            values = [fx.normal(3, 6, 6, 2)]
            api.train(model, values, fx.rng, opt=api.optimizer("SGD", lr=0.05))
            fx.save(model, values, outputs=eager(fx, model, values), check=not api.K3)

        with_policy(name, make)


for _name in ("mixed_float16", "mixed_bfloat16"):
    policy(_name)


@case("mixed_adam", "h5", when=api.K3 and api.LANDMARK and api.NUMBERS >= (3, 4, 0))
def mixed_adam(fx):
    """The state of an optimizer inside the one that scales the loss, in HDF5."""

    def make():
        x = api.Input((4,), name="x")
        h = L.Dense(3, activation="tanh", name="dense")(x)
        model = api.Model(x, L.Dense(1, dtype="float32", name="out")(h))
        values = [fx.normal(3, 4)]
        api.train(model, values, fx.rng, opt=api.optimizer("Adam", lr=0.01))
        fx.save(model, values, outputs=eager(fx, model, values), check=False)

    with_policy("mixed_float16", make)


@case("bfloat16", "best", when=api.K3 and api.STEPS)
def bfloat16(fx):
    """Weights in bfloat16 and in float16."""
    x = api.Input((4,), name="x")
    h = L.Dense(3, activation="tanh", dtype="bfloat16", name="brain")(x)
    h = L.Dense(3, dtype="float16", name="half")(h)
    model = api.Model(x, L.Dense(2, dtype="float32", name="out")(h))
    values = [fx.normal(3, 4)]
    api.train(model, values, fx.rng, opt=api.optimizer("SGD", lr=0.05))
    fx.save(model, values, outputs=eager(fx, model, values), check=False)


@case("float64", "best", when=api.LANDMARK and (api.TF2 or api.K3))
def float64(fx):
    x = api.Input((4,), name="x", dtype="float64")
    model = api.Model(x, L.Dense(2, dtype="float64", name="out")(x))
    values = [fx.normal(3, 4).astype("float64")]
    api.train(model, values, fx.rng, opt=api.optimizer("SGD", lr=0.05))
    fx.save(model, values)


def transformer(fx):
    ids = api.Input((4,), name="ids", dtype="int32")
    e = L.Embedding(8, 6, name="embedding")(ids)
    h = L.MultiHeadAttention(num_heads=2, key_dim=3, name="mha")(e, e)
    h = L.LayerNormalization(name="ln")(h)
    h = L.Dense(7, activation="tanh", name="dense")(h)
    return api.Model(ids, L.Dense(3, name="out")(h)), [fx.integers(0, 8, 2, 4)]


@case("lora", "best", when=api.K3 and api.STEPS)
def lora(fx):
    """Adapters on Dense, EinsumDense and Embedding, trained after they were enabled."""
    model, values = transformer(fx)
    if not hasattr(model.get_layer("dense"), "enable_lora"):
        raise api.Missing("enable_lora")
    try:
        model.get_layer("dense").enable_lora(2, lora_alpha=4)
    except TypeError:
        model.get_layer("dense").enable_lora(2)
    model.get_layer("embedding").enable_lora(2)
    model.get_layer("mha")._query_dense.enable_lora(2)
    api.train(model, values, fx.rng)
    fx.save(model, values)


def stack(fx):
    """The three kinds of layer that can be quantized."""
    ids = api.Input((4,), name="ids", dtype="int32")
    h = L.Embedding(8, 6, name="embedding")(ids)
    h = L.EinsumDense("abc,cde->abde", output_shape=(None, 2, 3), bias_axes="de", activation="tanh", name="einsum")(h)
    h = L.EinsumDense("abde,dec->abc", output_shape=(None, 5), bias_axes="c", name="joined")(h)
    h = L.Dense(7, activation="tanh", name="dense")(h)
    return api.Model(ids, L.Dense(3, use_bias=False, name="out")(h)), [fx.integers(0, 8, 2, 4)]


def quantized(mode, config=None, name=None, make=stack, when=True):
    @case(name or "quantized_" + mode, "best", when=api.K3 and api.STEPS and when)
    def build(fx):
        model, values = make(fx)
        if not hasattr(model, "quantize"):
            raise api.Missing("quantize")
        api.train(model, values, fx.rng)
        before = api.predict(model, values)
        try:
            if config:
                model.quantize(config=config())
            else:
                model.quantize(mode)
        except (ValueError, TypeError, NotImplementedError, AttributeError, KeyError) as error:
            raise api.Missing("%s: %s" % (mode, str(error)[:100]))
        model.predict_function = None  # some releases go on with the function compiled before
        kinds = sorted(set(str(v.dtype) for v in model.variables))
        if mode != "float8" and "int8" not in kinds and "uint8" not in kinds:
            fx.notes.append("nothing was quantized")
        outputs = eager(fx, model, values)
        gap = np.abs(outputs - before).max()
        fx.notes.append("dtypes: %s; quantizing moved the outputs by up to %.3g" % (kinds, gap))
        fx.save(model, values, outputs=outputs)


for _mode in ("int8", "int4", "float8", "ternary"):
    quantized(_mode)


def block(size):
    def config():
        if not hasattr(keras, "quantizers") or not hasattr(keras.quantizers, "Int4QuantizationConfig"):
            raise api.Missing("Int4QuantizationConfig")
        cls = keras.quantizers.Int4QuantizationConfig
        if not api.accepts(cls, "block_size"):
            raise api.Missing("block_size")
        return cls(block_size=size)

    return config


quantized("int4", config=block(-1), name="quantized_int4_channel")
quantized("int4", config=block(4), name="quantized_int4_block4")
quantized("int8", name="quantized_mha_int8", make=transformer, when=api.LANDMARK)


@case("reversible", "best", when=api.K3 and api.STEPS)
def reversible(fx):
    reversible_model(fx, None)


def reversible_model(fx, mode):
    """ReversibleEmbedding, tied and untied."""
    cls = L.find("ReversibleEmbedding")
    ids = api.Input((3,), name="ids", dtype="int32")
    tied, free = cls(6, 5, name="tied"), cls(6, 5, tie_weights=False, name="free")
    a, b = tied(ids), free(ids)
    model = api.Model(ids, [tied(L.Dense(5, name="d")(a), reverse=True), free(L.Dense(5, name="e")(b), reverse=True)])
    values = [fx.integers(0, 6, 2, 3)]
    api.train(model, values, fx.rng)
    if mode:
        model.quantize(mode)
    fx.save(model, values)


@case("reversible_int8", "best", when=api.K3 and api.STEPS)
def reversible_int8(fx):
    reversible_model(fx, "int8")


@case("reversible_int4", "best", when=api.K3 and api.STEPS)
def reversible_int4(fx):
    reversible_model(fx, "int4")


@case("shards", "json", when=api.K3 and api.STEPS)
def shards(fx):
    """save_weights(max_shard_size): an index and its shards."""
    if not api.accepts(keras.Model, "max_shard_size"):
        code = keras.Model.save_weights
        code = getattr(code, "__wrapped__", code).__code__
        if "max_shard_size" not in code.co_varnames:
            raise api.Missing("max_shard_size")
    x = api.Input((6,), name="x")
    h = L.Dense(40, activation="tanh", name="a")(x)
    h = L.Dense(30, activation="tanh", name="b")(h)
    model = api.Model(x, L.Dense(2, name="c")(h))
    values = [fx.normal(3, 6)]
    api.train(model, values, fx.rng, opt=api.optimizer("SGD", lr=0.05))
    model.save_weights(fx.path(".weights.json"), max_shard_size=0.000006)
    folder = os.path.dirname(fx.path(""))
    found = sorted(name for name in os.listdir(folder) if name.startswith("shards") and name != "shards.json")
    fx.extra["files"] = {"shards": "shards.weights.json"}
    fx.extra["shards"] = [name for name in found if name.endswith(".h5")]
    fx.made += found
    fx.save(model, values)


@case("folder", "keras dir", when=api.K3 and api.STEPS)
def folder(fx):
    """save(zipped=False): a folder."""
    model = keras.Model.save
    model = getattr(model, "__wrapped__", model).__code__
    if "zipped" not in model.co_varnames and api.NUMBERS < (3, 4, 0):
        raise api.Missing("zipped")
    net = api.Sequential([L.Dense(3, activation="relu", input_shape=(4,)), L.BatchNormalization(momentum=0.5), L.Dense(2)])
    values = [fx.normal(3, 4)]
    api.train(net, values, fx.rng)
    fx.save(net, values)


@case("h5_by_keras_name", "h5keras", when=(api.LANDMARK or api.ENV == "tf211") and api.TF2 and api.TF < (2, 13, 0))
def by_name(fx):
    """A file named .keras that is HDF5: what tf.keras wrote before 2.13."""
    model = api.Sequential([L.Dense(3, activation="relu", input_shape=(4,)), L.Dense(2)])
    values = [fx.normal(3, 4)]
    api.train(model, values, fx.rng)
    fx.save(model, values)
