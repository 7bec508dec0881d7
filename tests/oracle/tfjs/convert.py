"""Writes tests/golden/tfjs/py_*.json.gz: models of tf.keras that the Python converter turned, and what tf.keras predicts.

`pip install --no-deps tensorflowjs==4.22.0 tensorflow-hub importlib_resources tf_keras` beside a TensorFlow, here 2.15; what
the converter imports for other formats (JAX, decision forests) need not be there. Of a quantized model the prediction is that
of the weights as the converter's own loader reads them. `convert.py keras3 FOLDER` makes FOLDER/*.keras with Keras 3, whose
environment may be another, and `convert.py from FOLDER` converts them.
"""

import base64
import gzip
import io
import json
import os
import sys
import tempfile
from pathlib import Path
from unittest.mock import MagicMock

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import numpy as np

if "keras3" in sys.argv:
    os.environ["KERAS_BACKEND"] = "jax"
    import keras as K
else:
    for module in ["tensorflow_decision_forests", "jax", "jax.experimental", "jax.experimental.jax2tf"]:
        sys.modules[module] = MagicMock()
    import tensorflow as tf
    import tensorflowjs
    from tensorflowjs.converters import converter

    K = tf.keras

L = K.layers
OUT = Path(__file__).resolve().parents[2] / "golden" / "tfjs"


def encode(array):
    values = np.ascontiguousarray(array)
    return {"dtype": values.dtype.name, "shape": list(values.shape), "data": base64.b64encode(values.tobytes()).decode()}


def set_weights(model):
    model.set_weights(
        [
            (np.abs(wave) + 0.5 if "variance" in weight.name else wave).astype("float32")
            for k, weight in enumerate(model.weights)
            for shape in [[int(size) for size in weight.shape]]
            for wave in [0.6 * np.sin(1 + 0.7 * np.arange(np.prod(shape)) + 1.3 * k).reshape(shape)]
        ]
    )


def cnn():
    return K.Sequential(
        [
            L.Conv2D(4, 3, padding="same", activation="relu", input_shape=(8, 8, 2), name="stem"),
            L.BatchNormalization(name="norm"),
            L.MaxPooling2D(2),
            L.SeparableConv2D(5, 3, depth_multiplier=2, padding="same", name="separable"),
            L.DepthwiseConv2D(2, depth_multiplier=2, dilation_rate=2, name="depthwise"),
            L.ReLU(6.0, negative_slope=0.1),
            L.UpSampling2D(2, interpolation="bilinear"),
            L.GlobalAveragePooling2D(),
            L.Dense(4, activation="softmax", name="top"),
        ]
    )


def functional():
    a, b = K.Input((5,), name="a"), K.Input((5,), name="b")
    shared = L.Dense(4, activation="tanh", name="shared")
    inner = K.Input((4,))
    nested = K.Model(inner, L.Dense(4, activation="selu", name="deep")(inner), name="nested")
    stack = K.Sequential([L.Dense(3, activation="elu", input_shape=(4,), name="layer")], name="stack")
    x, y = nested(shared(a)), nested(shared(b))
    joined = L.Concatenate()([L.Add()([x, y]), L.Multiply()([x, y]), stack(x)])
    return K.Model([a, b], [L.Dense(2, name="first")(joined), L.Subtract()([x, y]), L.Dot(axes=1, normalize=True)([x, y])])


def recurrent():
    words = K.Input((6,), name="words")
    x = L.Embedding(7, 4, mask_zero=True, name="table")(words)
    x = L.Bidirectional(L.LSTM(3, return_sequences=True), name="both")(x)
    x = L.GRU(4, return_sequences=True, reset_after=True, name="after")(x)
    x = L.GRU(3, return_sequences=True, reset_after=False, recurrent_activation="hard_sigmoid", name="before")(x)
    x = L.TimeDistributed(L.Dense(3, activation="hard_sigmoid"), name="each")(x)
    x, h, c = L.LSTM(2, return_state=True, return_sequences=True, name="first")(x)
    # Without a mask: Keras 3 leaves it out where states are given, Keras 2 did not.
    y = L.LSTM(2, name="second")(L.Embedding(7, 4, name="other")(words), initial_state=[h, c])
    return K.Model(words, L.Dense(2, name="top")(L.concatenate([y, L.SimpleRNN(3, name="simple")(x)])))


def inputs_of(model):
    found = []
    for k, tensor in enumerate(model.inputs):
        shape = [4] + [int(size) for size in tensor.shape[1:]]
        wave = np.sin(0.37 * (np.arange(np.prod(shape)) + 1) + k).reshape(shape)
        found.append((np.round((wave + 1) * 3) if tensor.name.startswith("words") else wave).astype("float32"))
    return found


def predict(model, x):
    outputs = model.predict(x if len(x) > 1 else x[0], verbose=0)
    return outputs if isinstance(outputs, list) else [outputs]


def convert(source, name, x, outputs=None, options=(), form="keras"):
    with tempfile.TemporaryDirectory() as target:
        options = [f"--input_format={form}", "--output_format=tfjs_layers_model", *options]
        converter.convert([*options, source, target])
        if outputs is None:
            own = tensorflowjs.converters.load_keras_model(os.path.join(target, "model.json"))
            outputs = predict(own, x)
        files = {path.name: base64.b64encode(path.read_bytes()).decode() for path in sorted(Path(target).iterdir())}
    content = {
        "header": {
            "format": "keratin-golden",
            "version": 1,
            "writer": f"tensorflowjs {tensorflowjs.__version__}, TensorFlow {tf.__version__}",
        },
        "files": files,
        "inputs": [encode(value) for value in x],
        "outputs": [encode(value) for value in outputs],
    }
    OUT.mkdir(parents=True, exist_ok=True)
    path = OUT / f"py_{tensorflowjs.__version__.replace('.', '_')}_{name}.json.gz"
    buffer = io.BytesIO()
    with gzip.GzipFile("", "wb", 9, buffer, mtime=0) as file:
        file.write(json.dumps(content).encode())
    path.write_bytes(buffer.getvalue())
    print(path.name, len(buffer.getvalue()))


def variants(make, model, folder):
    """What is converted: the name's end, the options; all of it with the newest converter alone."""
    name = make.__name__
    x = inputs_of(model)
    outputs = predict(model, x)
    h5 = os.path.join(folder, "model.h5")
    model.save(h5)
    convert(h5, name, x, outputs)
    if not tensorflowjs.__version__.startswith("4."):
        return
    if make is not functional:
        for dtype in ["uint8", "uint16", "float16"]:
            convert(h5, f"{name}_{dtype}", x, None, [f"--quantize_{dtype}=*"])
    if make is cnn:
        mixed = ["--quantize_uint8=top/*", "--quantize_uint16=stem/kernel", "--quantize_float16=separable/*"]
        convert(h5, "cnn_mixed", x, None, mixed)
        convert(h5, "cnn_shards", x, outputs, ["--weight_shard_size_bytes=300"])
        convert(h5, "cnn_split", x, outputs, ["--split_weights_by_layer"])
    if make is not recurrent:
        zipped = os.path.join(folder, "model.keras")
        model.save(zipped, save_format="keras")
        convert(zipped, f"{name}_v3", x, outputs, form="keras_keras")


def main():
    if "from" in sys.argv:
        for path in sorted(Path(sys.argv[2]).glob("*.keras")):
            arrays = np.load(path.with_suffix(".npz"))
            values = [[arrays[key] for key in arrays.files if key.startswith(kind)] for kind in ("x", "y")]
            convert(str(path), f"keras3_{path.stem}", *values, form="keras_keras")
        return
    for make in [cnn, functional, recurrent]:
        model = make()
        set_weights(model)
        if make is cnn:
            model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
        if "keras3" in sys.argv:
            path = Path(sys.argv[2]) / f"{make.__name__}.keras"
            model.save(path)
            x = inputs_of(model)
            pairs = [(kind, list(enumerate(values))) for kind, values in (("x", x), ("y", predict(model, x)))]
            np.savez(path.with_suffix(".npz"), **{f"{kind}{i}": value for kind, values in pairs for i, value in values})
            continue
        with tempfile.TemporaryDirectory() as folder:
            variants(make, model, folder)


if __name__ == "__main__":
    main()
