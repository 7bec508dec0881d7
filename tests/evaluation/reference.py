"""What Keras in TensorFlow 2 makes of the models of models.json: scores on the data, predictions, and losses of
fine-tuning.

    python tests/evaluation/reference.py FOLDER      # writes tests/golden/evaluation.json
"""

import gzip
import json
import os
import pathlib
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"  # with it TensorFlow 2.15 crashes when it trains separable convolutions
import keras
import numpy as np
import tensorflow as tf

HERE = pathlib.Path(__file__).parent
GOLDEN = HERE.parent / "golden" / "evaluation.json"
RANDOM_ROWS = 8
VALUES = 320  # of the predictions that are kept, in whole rows


def content(path):
    raw = path.read_bytes()
    return gzip.decompress(raw) if path.suffix == ".gz" else raw


def tfjs(path):
    """A layers model of TensorFlow.js, its weights by their names."""
    described = json.loads(path.read_text())
    config = described["modelTopology"]["model_config"]
    model = tf.keras.Model.from_config(config["config"])
    for group in described["weightsManifest"]:
        raw = b"".join((path.parent / shard).read_bytes() for shard in group["paths"])
        places = {variable.name.split(":")[0]: variable for variable in model.weights}
        offset = 0
        for weight in group["weights"]:
            count = int(np.prod(weight["shape"], dtype=np.int64))
            values = np.frombuffer(raw, "<f4", count, offset).reshape(weight["shape"])
            places.pop(weight["name"]).assign(values)
            offset += 4 * count
        assert not places and offset == len(raw), (sorted(places), offset, len(raw))
    return model


def load(path):
    return tfjs(path) if path.name == "model.json" else tf.keras.models.load_model(path, compile=False)


def fractions(count):
    """Numbers that any language computes alike: a congruential generator modulo 2^32, its upper 24 bits as a fraction."""
    state, values = 1, np.empty(count)
    for i in range(count):
        state = (1664525 * state + 1013904223) & 0xFFFFFFFF
        values[i] = (state >> 8) / 2**24
    return values


def random_inputs(shape, low, high):
    return (low + (high - low) * fractions(int(np.prod(shape)))).astype(np.float32).reshape(shape)


def samples(folder, data, task, shape):
    """The rows a model reads and a label for each, or for each clip of rows."""
    if "table" in data:
        rows = np.loadtxt(content(folder / data["table"]).decode().splitlines(), delimiter=",", dtype=np.float64)
        return rows[:, 1:].astype(np.float32), rows[:, 0].astype(int)
    lines = [line.split(",") for line in (folder / data["labels"]).read_text().split()]
    raw = np.frombuffer(content(folder / data["samples"]), np.dtype(data["type"]).newbyteorder("<"))
    values = ((raw.astype(np.float64) - data["zero"]) * data["scale"]).astype(np.float32)
    labels = np.array([int(line[2]) for line in lines])
    if task == "anomaly":
        width, step = int(lines[0][3]) // 4, int(lines[0][4]) // 4
        clips = values.reshape(len(lines), -1)
        return np.lib.stride_tricks.sliding_window_view(clips, width, axis=1)[:, ::step].copy(), labels
    return values.reshape(len(lines), *shape), labels


def auc(scores, labels):
    """The share of pairs of an anomaly and a normal clip in which the anomaly scores higher; equal ones count half."""
    anomalies, normal = scores[labels == 1][:, None], scores[labels == 0][None, :]
    return float(np.mean((anomalies > normal) + 0.5 * (anomalies == normal)))


def listed(values):
    return [float(f"{v:.9g}") for v in np.asarray(values, np.float64).ravel()]


def kept(outputs):
    return min(len(outputs), max(1, VALUES // outputs.shape[1]))


def crossentropy(labels, outputs):
    """Of the clipped probabilities, as Keras 3 takes it on JAX; on TensorFlow Keras would go back to what softmax was given."""
    return tf.keras.losses.sparse_categorical_crossentropy(labels, tf.identity(outputs))


def tune(record, model, data):
    """The loss before, and those of some epochs of Adam in an order mixed beforehand."""
    tuning, anomaly = record["tuning"], record["task"] == "anomaly"
    shape, classes = model.input_shape[1:], model.output_shape[-1]
    if data is None:
        rows = random_inputs((tuning["rows"], *shape), *record["range"])
        labels = np.arange(len(rows)) % classes
    else:
        rows = data[0].reshape(-1, *shape)
        labels = np.repeat(data[1], len(rows) // len(data[1]))
    own = np.flatnonzero(labels == 0 if anomaly else labels < classes)
    own = own[np.argsort(fractions(len(rows))[own], kind="stable")][: tuning["rows"]]
    inputs = rows[own]
    if tuning.get("mirrored"):
        inputs[:, ::2] *= -1
    tf.keras.utils.set_random_seed(1)
    model.compile(tf.keras.optimizers.Adam(tuning["rate"]), "mse" if anomaly else crossentropy)
    targets = inputs if anomaly else labels[own]
    before = model.evaluate(inputs, targets, batch_size=tuning["batch"], verbose=0)
    history = model.fit(
        inputs, targets, batch_size=tuning["batch"], epochs=tuning["epochs"], shuffle=False, verbose=0
    )
    dropout = any("Dropout" in type(layer).__name__ for layer in model.layers)
    return {"before": before, "losses": listed(history.history["loss"]), "dropout": dropout}


def exact(model):
    """The same model in float64."""
    config = json.loads(json.dumps(model.get_config()).replace('"float32"', '"float64"'))
    precise = type(model).from_config(config)
    precise.set_weights(model.get_weights())
    return precise


def error(model, rows, outputs):
    """How far the predictions are from those in float64, relative where they are above 1."""
    truth = exact(model).predict(rows, batch_size=64, verbose=0)
    assert truth.dtype == np.float64, truth.dtype
    return float(np.max(np.abs(outputs - truth) / np.maximum(1, np.abs(truth))))


def on_data(folder, record, model, inputs, labels):
    rows = inputs.reshape(-1, *model.input_shape[1:])
    outputs = model.predict(rows, batch_size=64, verbose=0)
    if record["task"] == "anomaly":
        errors = np.mean(np.square(rows.astype(np.float64) - outputs), axis=1).reshape(len(labels), -1).mean(axis=1)
        check_gold(folder, record, errors)
        score = {"metric": "AUC", "value": auc(errors, labels), "clips": listed(errors)}
    else:
        right = int(np.sum(np.argmax(outputs, axis=1) == labels))
        score = {"metric": "accuracy", "right": right, "rows": len(labels)}
    count = kept(outputs)
    places = [i * len(rows) // count for i in range(count)]
    return score, {"rows": places, "values": listed(outputs[places]), "error": error(model, rows, outputs)}


def check_gold(folder, record, errors):
    """The scores that MLPerf Tiny published for the same clips, from their wav files, by Keras in TensorFlow 2.3."""
    gold = dict(line.split(",") for line in (folder / record["data"]["gold"]).read_text().split())
    lines = (folder / record["data"]["labels"]).read_text().split()
    names = [line.split("_hist_librosa.bin")[0] + ".wav" for line in lines]
    np.testing.assert_allclose(errors, [float(gold[name]) for name in names], rtol=1e-5)


def check_quantization(folder, data):
    """An int8 sample stands for the number that the quantized model takes it for."""
    reader = tf.lite.Interpreter(str(folder / data["quantization"]))
    reader.allocate_tensors()
    scale, zero = reader.get_input_details()[0]["quantization"]
    assert (scale, zero) == (data["scale"], data["zero"]), (scale, zero)


def main(folder):
    models = {}
    for record in json.loads((HERE / "models.json").read_text()):
        model = load(folder / record["file"])
        inputs = random_inputs((RANDOM_ROWS, *model.input_shape[1:]), *record["range"])
        predicted = model.predict(inputs, verbose=0)
        answer = {"params": model.count_params(), "random": listed(predicted[: kept(predicted)])}
        data = None
        if "data" in record:
            data = samples(folder, record["data"], record["task"], model.input_shape[1:])
            if "quantization" in record["data"]:
                check_quantization(folder, record["data"])
            answer["score"], answer["data"] = on_data(folder, record, model, *data)
        answer["tuning"] = tune(record, model, data)
        models[record["file"]] = answer
        print(record["file"], answer["params"], answer.get("score"), answer["tuning"], flush=True)
    written = {"tensorflow": tf.__version__, "keras": keras.__version__, "models": models}
    GOLDEN.write_text(json.dumps(written) + "\n")


main(pathlib.Path(sys.argv[1]))
