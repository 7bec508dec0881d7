"""One face for nine years of Keras: Keras 1.0 to 3, tf.keras and tf_keras, on Python 2.7 to 3.13.

The kinds are written in the words of Keras 2 and 3 (`Conv2D(filters, kernel_size, padding=...)`); `L` says them in the
words of the Keras at hand. What a version lacks raises `Missing`, and the case is skipped.
"""

from __future__ import print_function

import inspect
import os
import sys

FLAVOUR = os.environ.get("WRITER_FLAVOUR", "keras")
ENV = os.environ.get("WRITER_ENV", "?")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

import numpy as np

tf = None
if FLAVOUR == "tf.keras":
    import tensorflow as tf

    keras = tf.keras
elif FLAVOUR == "tf_keras":
    import tensorflow as tf
    import tf_keras as keras
else:
    import keras

if FLAVOUR == "keras" and keras.__version__[0] in "12" and os.environ.get("KERAS_BACKEND") == "tensorflow":
    import tensorflow as tf


def numbers(text):
    return tuple(int("".join(c for c in part if c.isdigit()) or 0) for part in text.split("-")[0].split(".")[:3])


def find_version():
    if hasattr(keras, "__version__"):
        return keras.__version__
    if numbers(tf.__version__) >= (2, 6, 0):
        import keras as inside

        return inside.__version__
    return "2.0.8"  # tf.keras 1.4 does not say


VERSION = find_version()
NUMBERS = numbers(VERSION)
TF = numbers(tf.__version__) if tf is not None else None
K1 = NUMBERS[0] == 1
K3 = NUMBERS[0] >= 3
OLD = K1 or (NUMBERS[0] == 2 and FLAVOUR == "keras" and NUMBERS[1] < 4)  # standalone Keras before it was tf.keras
BACKEND = os.environ.get("KERAS_BACKEND", "tensorflow")
TF2 = TF is not None and TF[0] == 2 and not OLD
K = keras.backend


# The versions that get every kind; the others get the core only.
LANDMARK = ENV in (
    "k10_theano k1_theano k1_tf k224_tf k23_tf tf115 tf20 tf24 tf212 tf215 k3_3.0.5 k3_3.12.0 k3_3.15.1"
).split() or "WRITER_EVERYTHING" in os.environ
# Where preprocessing, precisions and quantized weights changed.
STEPS = LANDMARK or ENV in "tf23 tf26 tf212 tf213 tfk221 k3_3.1.1 k3_3.3.3 k3_3.6.0 k3_3.9.2 k3_3.12.0 k3_3.13.0 k3_3.14.0".split()

# Hardly different from a neighbour: a few cases only.
MINOR = ENV in (
    "k220_tf k222_tf k22_tf k23_tf2 k21_theano tf19 tf112 tf22 tf27 tf28 tf210 tf214 tfk217 tfk218 tfk219 tfk220 "
    "k3_3.2.1 k3_3.5.0 k3_3.7.0 k3_3.8.0 k3_3.10.0 k3_3.11.3"
).split()
FEW = "cnn functional recurrent later multi_head tfops_operators ops_operators optimizer_adam cudnn".split()


class Missing(Exception):
    """This version has no such thing."""


def writer():
    name = {"tf.keras": "tf.keras", "tf_keras": "tf_keras"}.get(FLAVOUR, "keras")
    if FLAVOUR == "tf.keras":
        return "tf.keras %s of tensorflow %s" % (VERSION, tf.__version__)
    return "%s %s on %s %s" % (name, VERSION, BACKEND, backend_version())


def backend_version():
    if BACKEND == "theano":
        import theano

        return theano.__version__
    if BACKEND == "jax":
        import jax

        return jax.__version__
    return tf.__version__


def find(*paths):
    """The first of the dotted paths below `keras` that exists."""
    for path in paths:
        value = keras
        try:
            for part in path.split("."):
                value = getattr(value, part)
            return value
        except (AttributeError, ImportError):
            pass
    raise Missing(paths[0])


# ---------------------------------------------------------------- layers

K1_CLASSES = {
    "Conv1D": "Convolution1D",
    "Conv2D": "Convolution2D",
    "Conv3D": "Convolution3D",
    "Conv2DTranspose": "Deconvolution2D",
    "SeparableConv2D": "SeparableConvolution2D",
}
K1_ARGUMENTS = {
    "units": "output_dim",
    "filters": "nb_filter",
    "padding": "border_mode",
    "strides": "subsample",
    "data_format": "dim_ordering",
    "use_bias": "bias",
    "recurrent_activation": "inner_activation",
    "kernel_initializer": "init",
    "recurrent_initializer": "inner_init",
    "kernel_regularizer": "W_regularizer",
    "bias_regularizer": "b_regularizer",
    "recurrent_regularizer": "U_regularizer",
    "kernel_constraint": "W_constraint",
    "rate": "p",
    "dropout": "dropout_W",
    "recurrent_dropout": "dropout_U",
    "dilation_rate": "atrous_rate",
}
K1_VALUES = {"channels_last": "tf", "channels_first": "th"}
# The positional arguments that the kinds use.
ORDER = {
    "Dense": ["units"],
    "Activation": ["activation"],
    "Dropout": ["rate"],
    "Embedding": ["input_dim", "output_dim"],
    "LSTM": ["units"],
    "GRU": ["units"],
    "SimpleRNN": ["units"],
}
for _n in "123":
    ORDER["Conv%sD" % _n] = ["filters", "kernel_size"]
    ORDER["LocallyConnected%sD" % _n] = ["filters", "kernel_size"]
ORDER["SeparableConv2D"] = ["filters", "kernel_size"]


def _keras1_layer(name, args, kwargs):
    cls = getattr(keras.layers, K1_CLASSES.get(name, name), None)
    if cls is None:
        cls = find("layers." + K1_CLASSES.get(name, name), "layers.advanced_activations." + name)
    given = dict(zip(ORDER.get(name, []), args))
    rest = args[len(given):]
    given.update(kwargs)
    one = name.endswith("1D")
    out = {}
    for key, value in given.items():
        value = K1_VALUES.get(value, value) if isinstance(value, str) else value
        if key == "kernel_size":
            size = (value,) if isinstance(value, int) else tuple(value)
            if one:
                out["filter_length"] = size[0]
            elif name == "Conv3D":
                size = size * 3 if len(size) == 1 else size
                out.update(kernel_dim1=size[0], kernel_dim2=size[1], kernel_dim3=size[2])
            else:
                size = size * 2 if len(size) == 1 else size
                out.update(nb_row=size[0], nb_col=size[1])
        elif key == "strides" and "Pooling" in name:
            out["stride" if one else "strides"] = value
        elif key == "strides" and one:
            out["subsample_length"] = value
        elif key == "strides" and isinstance(value, int):
            out["subsample"] = (value,) * (3 if name == "Conv3D" else 2)
        elif key == "pool_size" and one:
            out["pool_length"] = value
        elif key == "size" and one:
            out["length"] = value
        elif key == "mask_zero" or key == "name":
            out[key] = value
        elif key == "batch_shape":
            out["batch_input_shape"] = value
        else:
            out[K1_ARGUMENTS.get(key, key)] = value
    if name in ("GaussianNoise",) and "stddev" in out:
        out["sigma"] = out.pop("stddev")
    return cls(*rest, **out)


class Layers(object):
    """`L.Dense(3)`: the layer of that name, wherever this version keeps it."""

    def find(self, name):
        if K1:
            real = K1_CLASSES.get(name, name)
            return find("layers." + real, "layers.advanced_activations." + real)
        if name.startswith("CuDNN") and TF2:
            return getattr(tf.compat.v1.keras.layers, name)
        return find(
            "layers." + name,
            "layers.experimental.preprocessing." + name,
            "layers.experimental." + name,
            "layers.advanced_activations." + name,
        )

    def has(self, name):
        try:
            self.find(name)
            return True
        except Missing:
            return False

    def __getattr__(self, name):
        cls = self.find(name)
        if K1:
            return lambda *args, **kwargs: _keras1_layer(name, args, kwargs)
        if name in RECURRENT and not K3:
            return lambda *args, **kwargs: cls(*args, **kwargs)
        return cls


RECURRENT = ("LSTM", "GRU", "SimpleRNN")
L = Layers()


def accepts(cls, name):
    """Whether the constructor (or one of its bases') has an argument of this name."""
    for base in inspect.getmro(cls):
        init = base.__dict__.get("__init__")
        if init is None:
            continue
        init = getattr(init, "__wrapped__", init)
        try:
            code = init.__code__
        except AttributeError:
            continue
        if name in code.co_varnames[: code.co_argcount + getattr(code, "co_kwonlyargcount", 0)]:
            return True
    return False


def stateful_input(shape):
    """The constructor argument that fixes the batch size of a first layer (Keras 3 wants a layer of its own)."""
    return {} if K3 else {"batch_input_shape": shape}


def Sequential(layers=(), name=None):
    cls = find("Sequential", "models.Sequential")
    if K1 or TF == (1, 4, 1):
        model = cls(name=name) if name else cls()
    else:
        model = cls(name=name)
    for layer in layers:
        model.add(layer)
    return model


def Input(shape, name=None, dtype=None):
    make = find("Input", "layers.Input")
    kwargs = {}
    if name:
        kwargs["name"] = name
    if dtype:
        kwargs["dtype"] = dtype
    return make(shape=shape, **kwargs)


def Model(inputs, outputs, name=None):
    cls = find("Model", "models.Model")
    kwargs = {"name": name} if name else {}
    if K1:
        return cls(input=inputs, output=outputs, **kwargs)
    return cls(inputs=inputs, outputs=outputs, **kwargs)


MERGE_MODES = {
    "Add": "sum",
    "Multiply": "mul",
    "Average": "ave",
    "Maximum": "max",
    "Concatenate": "concat",
    "Dot": "dot",
}


def merge(kind, tensors, axis=None, normalize=False, name=None):
    """Add, Multiply, Average, Maximum, Minimum, Subtract, Concatenate(axis), Dot(axis)."""
    named = {"name": name} if name else {}
    if K1:
        if kind not in MERGE_MODES:
            raise Missing(kind)
        mode = "cos" if normalize else MERGE_MODES[kind]
        if kind == "Concatenate":
            named["concat_axis"] = -1 if axis is None else axis
        if kind == "Dot":
            named["dot_axes"] = axis
        return keras.layers.merge(tensors, mode=mode, **named)
    if kind == "Concatenate":
        return L.Concatenate(axis=-1 if axis is None else axis, **named)(tensors)
    if kind == "Dot":
        return L.Dot(axes=axis, normalize=normalize, **named)(tensors)
    return getattr(L, kind)(**named)(tensors)


def shared_norm(**kwargs):
    """A batch normalization that may be called twice (Keras before 1.2 wants mode=2 for that)."""
    if K1 and NUMBERS < (1, 2, 0):
        kwargs.pop("momentum", None)
        return L.BatchNormalization(mode=2, **kwargs)
    return L.BatchNormalization(**kwargs)


# ---------------------------------------------------------------- training


def optimizer(kind, lr=None, **kwargs):
    cls = kind if not isinstance(kind, str) else find("optimizers." + kind)
    if lr is not None:
        try:
            return cls(learning_rate=lr, **kwargs)
        except Exception:  # TypeError, or Exception in Keras 1.0
            pass
        kwargs["lr"] = lr
    return cls(**kwargs)


def compile(model, optimizer_, loss, **kwargs):
    model.compile(optimizer=optimizer_, loss=loss, **kwargs)


def predict(model, inputs):
    rows = len(first(inputs))
    got = model.predict(inputs if isinstance(inputs, dict) else one(inputs), batch_size=rows, verbose=0)
    return got


def run(model, inputs):
    """As predict, without compiling a function where that can be done."""
    if (K3 or TF2) and TF != (2, 0, 4):
        return model(one(inputs), training=False)
    return predict(model, inputs)


def first(inputs):
    return list(inputs.values())[0] if isinstance(inputs, dict) else inputs[0]


def one(values):
    return values[0] if isinstance(values, (list, tuple)) and len(values) == 1 else values


def as_list(values):
    if isinstance(values, dict):
        return [values[key] for key in sorted(values)]
    return list(values) if isinstance(values, (list, tuple)) else [values]


def targets(model, inputs, rng):
    """Numbers like the predictions: rows of a probability distribution over the last axis."""
    found = []
    for got in as_list(predict(model, inputs)):
        y = rng.uniform(0.1, 1.0, size=got.shape).astype("float32")
        found.append((y / y.sum(axis=-1, keepdims=True)).astype("float32"))
    return found


def train(model, inputs, rng, loss="mse", opt=None, steps=3, y=None, sample_weight=None, **kwargs):
    """Compiles, then takes a few steps, so that statistics, biases and slots are not where they began."""
    if opt is None:
        opt = optimizer("SGD", lr=0.1)  # keeps no slots: the files stay small
    compile(model, opt, loss, **kwargs)
    if y is None:
        y = targets(model, inputs, rng)
    for _ in range(steps):
        step(model, inputs, y, sample_weight)
    return y


def step(model, inputs, y, sample_weight=None):
    if K3:
        model.reset_metrics()  # else the loss is the mean of all steps so far
    weights = {} if sample_weight is None else {"sample_weight": sample_weight}
    return model.train_on_batch(one(inputs), y if isinstance(y, dict) else one(y), **weights)


CONVOLUTIONS = "cnn mobile conv1d conv2d convlstm channels_first".split()


def prepare(name):
    """Theano: only convolutions need compiled C (minutes the first time); the rest runs its Python code."""
    if BACKEND == "theano":
        import theano

        theano.config.linker = "cvm" if name in CONVOLUTIONS else "py"
        theano.compile.mode.instantiated_default_mode = None


def clear(seed):
    """A fresh graph, fresh layer names, fixed seeds."""
    for place in (K, getattr(keras, "utils", None)):
        if place is not None and hasattr(place, "clear_session"):
            try:
                place.clear_session()
                break
            except Exception:
                pass
    if hasattr(K, "reset_uids") and not K3:
        try:
            K.reset_uids()
        except Exception:
            pass
    np.random.seed(seed)
    if tf is not None:
        (tf.random.set_seed if TF[0] >= 2 else tf.set_random_seed)(seed)
    if hasattr(keras, "utils") and hasattr(keras.utils, "set_random_seed"):
        keras.utils.set_random_seed(seed)


def l2(value):
    return find("regularizers.l2", "regularizers.L2")(value)
