"""Losses with their gradients, metrics over several updates, and class weights in a training step."""

from __future__ import annotations

import itertools
from typing import Any

import golden
import jax
import keras
import numpy as np

SEED = 13
REDUCTIONS = ("sum_over_batch_size", "sum", "mean_with_sample_weight", "none")
EPSILON = 1e-7

Rng = np.random.Generator
Options = dict[str, Any]
Pair = tuple[np.ndarray, np.ndarray]


def floats(values: Any) -> np.ndarray:
    return np.asarray(values, dtype="float32")


def softmax(values: np.ndarray) -> np.ndarray:
    powers = np.exp(values - values.max(-1, keepdims=True))
    return floats(powers / powers.sum(-1, keepdims=True))


def one_hot(labels: np.ndarray, classes: int) -> np.ndarray:
    return floats(np.eye(classes)[labels])


# Pairs of target and prediction


def real_pairs(rng: Rng) -> dict[str, Pair]:
    pairs = {
        "plain": (rng.normal(size=(6, 3)), rng.normal(size=(6, 3))),
        "column": (rng.normal(size=(7, 1)), rng.normal(size=(7, 1))),
        "images": (rng.normal(size=(3, 4, 2)), rng.normal(size=(3, 4, 2))),
        "flat target": (rng.normal(size=(5,)), rng.normal(size=(5, 1))),
        "equal and far": ([[0, 1, -2], [3, 0.5, 1e4]], [[0, 1, -2], [4, -1e6, -1e4]]),
        "at delta": ([[0, 0, 0, 0]], [[1, -1, 0.5, -0.5]]),
    }
    return {name: (floats(a), floats(b)) for name, (a, b) in pairs.items()}


def binary_pairs(rng: Rng, logits: bool) -> dict[str, Pair]:
    def predictions(shape: tuple[int, ...]) -> np.ndarray:
        return 3 * rng.normal(size=shape) if logits else rng.uniform(0.01, 0.99, shape)

    edges = [0, -0.0, 20, -20, 100, -100, 1e4, -1e4] if logits else [0, 1, EPSILON, 1 - EPSILON, 1e-8, 0.5, 1e-3, 2]
    pairs = {
        "plain": (rng.integers(0, 2, (6, 3)), predictions((6, 3))),
        "column": (rng.integers(0, 2, (7, 1)), predictions((7, 1))),
        "flat target": (rng.integers(0, 2, (5,)), predictions((5, 1))),
        "soft": (rng.uniform(size=(4, 2)), predictions((4, 2))),
        "images": (rng.integers(0, 2, (3, 4, 2)), predictions((3, 4, 2))),
        "edges": ([[0] * 8, [1] * 8, [0.5] * 8], [edges] * 3),
    }
    return {name: (floats(a), floats(b)) for name, (a, b) in pairs.items()}


def class_pairs(rng: Rng, logits: bool) -> dict[str, tuple[np.ndarray, np.ndarray, int]]:
    """Integer labels, predictions, and the number of classes."""

    def predictions(shape: tuple[int, ...]) -> np.ndarray:
        values = 2 * rng.normal(size=shape)
        return floats(values) if logits else softmax(values)

    edges = [[0, 1, 0], [1, 0, 0], [1e-9, 1, 0], [2, 2, 4], [1 / 3, 1 / 3, 1 / 3], [0, 0, 5]]
    if logits:
        edges = [[0, 0, 0], [100, -100, 0], [1e4, 0, -1e4], [-1e4, -1e4, -1e4], [1e-3, 0, -1e-3], [88, 89, 90]]
    return {
        "plain": (rng.integers(0, 4, 6), predictions((6, 4)), 4),
        "images": (rng.integers(0, 3, (2, 3, 2)), predictions((2, 3, 2, 3)), 3),
        "sequence": (rng.integers(0, 5, (3, 4)), predictions((3, 4, 5)), 5),
        "edges": (np.array([0, 0, 1, 2, 1, 1]), floats(edges), 3),
    }


def weights_for(rng: Rng, values: np.ndarray) -> dict[str, np.ndarray | None]:
    """Sample weights that fit per-sample losses of the shape of `values`, a zero among them."""
    rank = max(1, values.ndim - 1)
    full = floats(rng.uniform(0, 2, values.shape[:rank]))
    full.flat[0] = 0
    rows = full.reshape(len(full), -1)[:, :1].reshape((-1,) + (1,) * (rank - 1))
    found: dict[str, np.ndarray | None] = {"": None, "weighted": full}
    if rank == 1:
        found["weighted by column"] = full[:, np.newaxis]
        found["weights all zero"] = np.zeros_like(full)
    else:
        found["weighted by row"] = floats(rows)
    return found


# Losses


def loss_case(name: str, options: Options, pair: Pair, weight: np.ndarray | None, rng: Rng) -> dict[str, Any]:
    y_true, y_pred = pair
    loss = getattr(keras.losses, name)(**options)
    value = np.asarray(loss(y_true, y_pred, sample_weight=weight))
    cotangent = floats(rng.normal(size=value.shape)) if value.ndim else floats(1)

    def scalar(prediction: Any) -> Any:
        return keras.ops.sum(loss(y_true, prediction, sample_weight=weight) * cotangent)

    return {
        "class_name": name,
        "options": options,
        "config": golden.plain(loss.get_config()),
        "y_true": golden.encode(y_true),
        "y_pred": golden.encode(y_pred),
        "sampleWeight": None if weight is None else golden.encode(weight),
        "value": golden.encode(value),
        "cotangent": golden.encode(cotangent),
        "gradient": golden.encode(jax.grad(scalar)(y_pred)),
    }


def loss_table(rng: Rng) -> list[tuple[str, Options, dict[str, Pair]]]:
    """Class, options, and pairs by name."""
    table: list[tuple[str, Options, dict[str, Pair]]] = [
        ("MeanSquaredError", {}, real_pairs(rng)),
        ("MeanAbsoluteError", {}, real_pairs(rng)),
        *(("Huber", {"delta": delta}, real_pairs(rng)) for delta in (1.0, 0.5, 3.0)),
    ]
    for logits in (False, True):
        for smoothing in (0.0, 0.2):
            options = {"from_logits": logits, "label_smoothing": smoothing}
            table.append(("BinaryCrossentropy", options, binary_pairs(rng, logits)))
            pairs = class_pairs(rng, logits)
            hot = {name: (one_hot(labels, count), y) for name, (labels, y, count) in pairs.items()}
            hot["soft"] = (softmax(rng.normal(size=(5, 3))), pairs["edges"][1][:5])
            table.append(("CategoricalCrossentropy", options, hot))
        sparse = {name: (labels.astype("int32"), y) for name, (labels, y, _) in class_pairs(rng, logits).items()}
        sparse["column"] = (sparse["plain"][0][:, np.newaxis], sparse["plain"][1])
        sparse["float labels"] = (floats(sparse["plain"][0]), sparse["plain"][1])
        table.append(("SparseCategoricalCrossentropy", {"from_logits": logits}, sparse))
        table.append(("SparseCategoricalCrossentropy", {"from_logits": logits, "ignore_class": 1}, sparse))
    last = {"plain": class_pairs(rng, False)["plain"]}
    moved = {name: (one_hot(labels, count).T, y.T.copy()) for name, (labels, y, count) in last.items()}
    table.append(("CategoricalCrossentropy", {"axis": 0, "reduction": "none"}, moved))
    return table


def loss_cases() -> list[dict[str, Any]]:
    rng = np.random.default_rng(SEED)
    cases = []
    for name, options, pairs in loss_table(rng):
        for pair_name, pair in pairs.items():
            weights = {"": None} if "axis" in options else weights_for(rng, pair[1])
            reductions = REDUCTIONS if pair_name in ("plain", "images") else REDUCTIONS[:1]
            reductions = (options["reduction"],) if "reduction" in options else reductions
            for (weight_name, weight), reduction in itertools.product(weights.items(), reductions):
                case = loss_case(name, {**options, "reduction": reduction}, pair, weight, rng)
                cases.append({"name": " ".join(filter(None, (pair_name, weight_name, reduction))), **case})
    return cases


# Metrics


def metric_case(name: str, options: Options, updates: list[tuple[Any, ...]]) -> dict[str, Any]:
    """Updates are (y_true, y_pred, weight), for Mean (values, weight)."""
    metric = getattr(keras.metrics, name)(**options)
    steps = []
    for *arrays, weight in updates:
        metric.update_state(*arrays, sample_weight=weight)
        steps.append(
            {
                "arrays": golden.encode_all(arrays),
                "sampleWeight": None if weight is None else golden.encode(weight),
                "result": float(metric.result()),
            }
        )
    state = golden.encode_all(variable.numpy() for variable in metric.variables)
    metric.reset_state()
    return {
        "class_name": name,
        "options": options,
        "config": golden.plain(metric.get_config()),
        "updates": steps,
        "state": state,
        "reset": float(metric.result()),
    }


def updates_of(rng: Rng, pairs: list[Pair]) -> list[list[tuple[Any, ...]]]:
    """Three histories of the same pairs: without weights, with weights, and weights coming and going."""
    weights = [floats(rng.uniform(0, 2, len(y_pred))) for _, y_pred in pairs]
    weights[0][0] = 0
    return [
        [(*pair, None) for pair in pairs],
        [(*pair, weight) for pair, weight in zip(pairs, weights)],
        [(*pair, weight if index % 2 else None) for index, (pair, weight) in enumerate(zip(pairs, weights))],
    ]


def metric_cases() -> list[dict[str, Any]]:
    rng = np.random.default_rng(SEED + 1)
    sizes = (5, 8, 3)
    real = [(floats(rng.normal(size=(n, 3))), floats(rng.normal(size=(n, 3)))) for n in sizes]
    odds = [(floats(rng.integers(0, 2, (n, 2))), floats(rng.uniform(size=(n, 2)))) for n in sizes]
    odds[1][1][0] = [0.5, np.nextafter(np.float32(0.5), np.float32(1))]
    column = [(y_true[:, 0], y_pred[:, :1]) for y_true, y_pred in odds]
    labels = [rng.integers(0, 4, n).astype("int32") for n in sizes]
    scores = [softmax(rng.normal(size=(n, 4))) for n in sizes]
    scores[0][1] = 0.25
    hot = [(one_hot(label, 4), score) for label, score in zip(labels, scores)]
    sparse = list(zip(labels, scores))
    sparse_column = [(label[:, np.newaxis], score) for label, score in sparse]
    images = [(rng.integers(0, 3, (n, 2, 3)).astype("int32"), softmax(rng.normal(size=(n, 2, 3, 3)))) for n in sizes]
    logits = [(a, floats(4 * b - 2)) for a, b in odds]
    table: list[tuple[str, Options, list[Pair]]] = [
        ("BinaryAccuracy", {}, odds),
        ("BinaryAccuracy", {"threshold": 0.3}, odds),
        ("BinaryAccuracy", {}, column),
        ("CategoricalAccuracy", {}, hot),
        ("SparseCategoricalAccuracy", {}, sparse),
        ("SparseCategoricalAccuracy", {}, sparse_column),
        ("SparseCategoricalAccuracy", {}, images),
        ("MeanSquaredError", {}, real),
        ("MeanAbsoluteError", {}, real),
        ("RootMeanSquaredError", {}, real),
        ("BinaryCrossentropy", {}, odds),
        ("BinaryCrossentropy", {"from_logits": True, "label_smoothing": 0.1}, logits),
        ("CategoricalCrossentropy", {}, hot),
        ("CategoricalCrossentropy", {"from_logits": True, "label_smoothing": 0.2}, hot),
        ("SparseCategoricalCrossentropy", {}, sparse),
        ("SparseCategoricalCrossentropy", {"from_logits": True}, sparse),
        ("SparseCategoricalCrossentropy", {}, images),
    ]
    cases = [
        metric_case(name, options, history) for name, options, pairs in table for history in updates_of(rng, pairs)
    ]
    values = [floats(rng.normal(size=shape)) for shape in ((4,), (3, 2), ())]
    cases.append(metric_case("Mean", {}, [(value, None) for value in values]))
    cases.append(metric_case("Mean", {}, [(values[0], floats([0, 1, 2, 0.5])), (values[1], floats([3, 0, 1]))]))
    cases.append(metric_case("Mean", {}, [(values[1], floats([[1, 0], [2, 3], [0, 0]])), (values[2], floats(4))]))
    cases.append(metric_case("Mean", {}, [(values[0], floats(0.0))]))
    return cases


# Class weights


def class_weight_case(loss: str, y: np.ndarray, class_weight: dict[int, float]) -> dict[str, Any]:
    """One step of SGD on a dense softmax with a class weight; the metric once without and once with weights."""
    keras.utils.clear_session()
    rng = np.random.default_rng(SEED + 2)
    x = floats(rng.normal(size=(len(y), 4)))
    units = 1 if loss == "binary_crossentropy" else 3
    activation = "sigmoid" if units == 1 else "softmax"
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(units, activation=activation)])
    before = [floats(rng.normal(size=weight.shape)) for weight in model.weights]
    model.set_weights(before)
    # As a metric, binary cross-entropy does not add the missing axis to a flat target; as a loss it does.
    weighted = ["accuracy", loss] if y.ndim > 1 or units > 1 else ["accuracy"]
    model.compile(keras.optimizers.SGD(0.5), loss=loss, metrics=["accuracy"], weighted_metrics=weighted)
    logs = model.train_on_batch(x, y, class_weight=class_weight, return_dict=True)
    return {
        "units": units,
        "activation": activation,
        "loss": loss,
        "learning_rate": 0.5,
        "x": golden.encode(x),
        "y": golden.encode(y),
        "classWeight": {str(key): value for key, value in class_weight.items()},
        "weightsBefore": golden.encode_all(before),
        "logs": {name: float(value) for name, value in logs.items()},
        "weights": golden.encode_all(model.get_weights()),
    }


def class_weight_cases() -> list[dict[str, Any]]:
    labels = np.array([0, 1, 2, 2, 0, 1, 1, 0, 2], dtype="int32")
    flags = floats(labels > 0)
    weights = {0: 0.5, 1: 2.0, 2: 3.0}
    return [
        class_weight_case("sparse_categorical_crossentropy", labels, weights),
        class_weight_case("sparse_categorical_crossentropy", labels[:, np.newaxis], weights),
        class_weight_case("sparse_categorical_crossentropy", labels, {1: 4.0}),
        class_weight_case("sparse_categorical_crossentropy", labels, {0: 0.0, 2: 1.5}),
        class_weight_case("categorical_crossentropy", one_hot(labels, 3), weights),
        class_weight_case("binary_crossentropy", flags[:, np.newaxis], {0: 0.25, 1: 2.0}),
        class_weight_case("binary_crossentropy", flags, {1: 3.0}),
    ]


def main() -> None:
    args = golden.arguments(__doc__.splitlines()[0])
    fixture = {
        "header": golden.header(SEED),
        "losses": loss_cases(),
        "metrics": metric_cases(),
        "classWeights": class_weight_cases(),
    }
    golden.write_json(args.out / "losses.json", fixture)
    print(", ".join(f"{len(fixture[key])} {key}" for key in ("losses", "metrics", "classWeights")))


if __name__ == "__main__":
    main()
