"""Operations of TensorFlow between the layers of tf.keras 1.15 to 2.15: what the models predict, and their configs.

Runs in an environment of the old TensorFlow, with nothing else: `python old_operations.py` writes
`golden/tensorflow/VERSION.json.gz`. `cases/tensorflow/NAME.py` has inputs (shapes, or shapes with a dtype) and models (a
name, and what becomes of the inputs); what a version does not have is left out.
"""

import base64
import gzip
import json
import os
import runpy
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"
import numpy as np
import tensorflow as tf

HERE = os.path.dirname(os.path.abspath(__file__))
SEED = 29
VERSION = tuple(int(part) for part in tf.__version__.split(".")[:2])
# What the cases call things.
WORDS = {
    "np": np,
    "tf": tf,
    "nn": tf.nn,
    "M": tf.math,
    "K": tf.keras.backend,
    "L": tf.keras.layers,
    "V": VERSION,
    "f32": lambda x: tf.cast(x, tf.float32),
    "pos": lambda x: tf.abs(x) + 0.2,
    "unit": lambda x: tf.tanh(x) * 0.9,
}


def encode(array):
    array = np.asarray(array)
    stored = array.astype("uint8" if array.dtype == bool else array.dtype)
    data = base64.b64encode(np.ascontiguousarray(stored).tobytes()).decode()
    return {"dtype": array.dtype.name, "shape": list(array.shape), "data": data}


def values(rng, shape, dtype):
    full = (2,) + tuple(5 if size is None else size for size in shape)
    if dtype == "int32":
        return rng.randint(0, 3, size=full).astype(dtype)
    if dtype == "uint8":
        return rng.randint(0, 255, size=full).astype(dtype)
    return rng.normal(size=full).astype("float32")


def model_of(inputs, build):
    outputs = build(*inputs)
    outputs = list(outputs) if isinstance(outputs, (list, tuple)) else [outputs]
    try:
        return tf.keras.Model(inputs, outputs)
    except ValueError:  # TensorFlow wants no input that is not used
        return tf.keras.Model(inputs[:1], outputs)


def case(name, build, given, data):
    tf.keras.backend.clear_session()
    inputs = [tf.keras.Input(shape, dtype=dtype, name="in%d" % i) for i, (shape, dtype) in enumerate(given)]
    model = model_of(inputs, build)
    if model.weights:
        return None
    data = data[: len(model.inputs)]
    predicted = model.predict(data if len(data) > 1 else data[0])
    predicted = predicted if isinstance(predicted, (list, tuple)) else [predicted]
    config = model.to_json()
    try:
        tf.keras.models.model_from_json(config)
        lost = False
    except Exception:
        lost = True
    return {"name": name, "lost": lost, "config": config, "outputs": [encode(x) for x in predicted]}


def family(path):
    found = runpy.run_path(path, init_globals=WORDS)
    given = [x if isinstance(x[0], tuple) else (x, None) for x in found["INPUTS"]]
    rng = np.random.RandomState(SEED)
    data = [values(rng, shape, dtype) for shape, dtype in given]
    cases = []
    for name, build in found["CASES"]:
        try:
            cases.append(case(name, build, given, data))
        except Exception as error:
            sys.stderr.write("%s has no %s: %s\n" % (tf.__version__, name, str(error).split("\n")[0][:100]))
    name = os.path.basename(path)[:-3]
    return {"family": name, "inputs": [encode(x) for x in data], "cases": [x for x in cases if x]}


def main():
    folder = os.path.join(HERE, "cases", "tensorflow")
    families = [family(os.path.join(folder, name)) for name in sorted(os.listdir(folder)) if name.endswith(".py")]
    header = {"format": "keratin-tensorflow", "version": 1, "tensorflow": tf.__version__, "seed": SEED}
    out = os.path.join(HERE, "..", "golden", "tensorflow")
    os.makedirs(out, exist_ok=True)
    content = json.dumps({"header": header, "families": families}, separators=(",", ":"))
    with gzip.GzipFile(os.path.join(out, "%d.%d.json.gz" % VERSION), "wb", mtime=0) as file:
        file.write(content.encode())


main()
