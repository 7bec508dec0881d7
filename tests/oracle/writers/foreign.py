"""Files of other formats, which a reader of Keras files should refuse with advice:  foreign.py OUT

Run by make.py in tf215 (most of them) and in k224_tf (the YAML config, which newer Keras no longer writes).
"""

import io
import json
import os
import pickle
import sys

import numpy as np

import api
from api import L

OUT = sys.argv[1]
api.clear(1)
model = api.Sequential([L.Dense(3, activation="relu", input_shape=(4,), name="first"), L.Dense(2, name="last")])
model.set_weights([np.linspace(-1, 1, w.size).reshape(w.shape).astype("float32") for w in model.get_weights()])


def path(*names):
    return os.path.join(OUT, *names)


if api.FLAVOUR == "keras":
    with io.open(path("config.yaml"), "w", encoding="utf-8") as out:
        out.write(u"" + model.to_yaml())
else:
    import tensorflow as tf
    from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

    # TensorFlow's own format, a folder.
    model.save(path("saved_model"), save_format="tf")
    # A checkpoint of TensorFlow: an index and data.
    model.save_weights(path("checkpoint"), save_format="tf")
    with open(path("model.tflite"), "wb") as out:
        out.write(tf.lite.TFLiteConverter.from_keras_model(model).convert())
    function = tf.function(lambda x: model(x)).get_concrete_function(tf.TensorSpec((None, 4), "float32"))
    with open(path("frozen.pb"), "wb") as out:
        out.write(convert_variables_to_constants_v2(function).graph.as_graph_def().SerializeToString())
    with open(path("weights.pickle"), "wb") as out:
        pickle.dump({"config": model.get_config(), "weights": model.get_weights()}, out)
    np.savez(path("weights.npz"), *model.get_weights())
    np.save(path("weights.npy"), model.get_weights()[0])
    # TF.js's graph models, written by hand after their documented layout; the other files here are real.
    node = {"name": "x", "op": "Placeholder", "attr": {"dtype": {"type": "DT_FLOAT"}, "shape": {"shape": {"dim": [{"size": "-1"}, {"size": "4"}]}}}}
    shape = {"dtype": "DT_FLOAT", "tensorShape": {"dim": [{"size": "-1"}, {"size": "4"}]}}
    graph = {
        "format": "graph-model",
        "generatedBy": tf.__version__,
        "convertedBy": "TensorFlow.js Converter v4.22.0",
        "signature": {"inputs": {"x": dict(name="x:0", **shape)}, "outputs": {"y": dict(name="Identity:0", **shape)}},
        "modelTopology": {
            "node": [node, {"name": "Identity", "op": "Identity", "input": ["x"], "attr": {"T": {"type": "DT_FLOAT"}}}],
            "library": {},
            "versions": {"producer": 1645},
        },
        "weightsManifest": [{"paths": ["group1-shard1of1.bin"], "weights": []}],
    }
    with open(path("graph-model.json"), "w") as out:
        json.dump(graph, out)
