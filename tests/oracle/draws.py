"""Random arrays, options and choices for the generators of cases."""

from __future__ import annotations

from typing import Any, Sequence

import numpy as np

Rng = np.random.Generator


def chance(rng: Rng, p: float = 0.5) -> bool:
    return bool(rng.random() < p)


def pick(rng: Rng, values: Sequence[Any]) -> Any:
    return values[int(rng.integers(len(values)))]


def number(rng: Rng, low: float, high: float) -> float:
    return float(np.round(rng.uniform(low, high), 3))


def some(rng: Rng, options: dict[str, Any], p: float = 0.6) -> dict[str, Any]:
    """Each option or not."""
    return {key: value for key, value in options.items() if chance(rng, p)}


def sizes(rng: Rng, low: int, high: int, largest: int = 4) -> tuple[int, ...]:
    """A shape of `low` to `high` axes."""
    return tuple(int(d) for d in rng.integers(1, largest + 1, rng.integers(low, high + 1)))


def axes(rng: Rng, rank: int) -> Any:
    """One axis or a list of them."""
    chosen = sorted(int(a) for a in rng.choice(rank, int(rng.integers(1, rank + 1)), replace=False))
    return chosen if chance(rng) else chosen[0] - (rank if chance(rng) else 0)


# Targets and predictions

REDUCTIONS = ("sum_over_batch_size", "sum", "mean", "mean_with_sample_weight", "none", None)


def floats(values: Any) -> np.ndarray:
    return np.asarray(values, dtype="float32")


def softmax(values: np.ndarray, axis: int = -1) -> np.ndarray:
    powers = np.exp(values - values.max(axis, keepdims=True))
    return floats(powers / powers.sum(axis, keepdims=True))


def one_hot(labels: np.ndarray, classes: int) -> np.ndarray:
    return floats(np.eye(classes)[labels])


def real(rng: Rng, options: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """Any numbers, also a flat target for a column."""
    shape = sizes(rng, 2, 4, 5)
    y_true, y_pred = floats(rng.normal(size=shape)), floats(rng.normal(size=shape))
    if chance(rng, 0.2):
        y_true.flat[0] = y_pred.flat[0]
    return (y_true[..., 0], y_pred[..., :1]) if chance(rng, 0.2) else (y_true, y_pred)


def positive(rng: Rng, options: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    y_true, y_pred = real(rng, options)
    return np.abs(y_true), np.abs(y_pred)


def shares(rng: Rng, options: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """Distributions along the last axis, and predictions of them, or logits."""
    shape = (*sizes(rng, 1, 3), int(rng.integers(2, 6)))
    y_true = softmax(2 * rng.normal(size=shape))
    if chance(rng):
        y_true = one_hot(rng.integers(0, shape[-1], shape[:-1]), shape[-1])
    logits = floats(2 * rng.normal(size=shape))
    return y_true, logits if options.get("from_logits") else softmax(logits)


def odds(rng: Rng, options: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """Zeros and ones, or numbers between, and probabilities of them, or logits."""
    shape = sizes(rng, 2, 4, 5)
    y_true = floats(rng.integers(0, 2, shape) if chance(rng, 0.7) else rng.random(shape))
    y_pred = floats(3 * rng.normal(size=shape) if options.get("from_logits") else rng.uniform(0.01, 0.99, shape))
    return (y_true[..., 0], y_pred[..., :1]) if chance(rng, 0.2) and "axis" not in options else (y_true, y_pred)


def hinges(rng: Rng, options: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """Targets of 0 and 1, of -1 and 1, or anything."""
    y_true, y_pred = odds(rng, {"from_logits": True})
    return (2 * y_true - 1 if chance(rng) else y_true), y_pred


def labels(rng: Rng, options: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """Whole numbers, also as a column or as floats, and predictions of classes."""
    classes = int(rng.integers(2, 6))
    shape = sizes(rng, 1, 3)
    y_true = rng.integers(0, classes, shape).astype("int32")
    logits = floats(2 * rng.normal(size=(*shape, classes)))
    y_pred = logits if options.get("from_logits") else softmax(logits)
    if chance(rng, 0.3):
        y_true = y_true[..., None]
    return (floats(y_true) if chance(rng, 0.3) else y_true), y_pred


def loss_case(rng: Rng, name: str, options: dict[str, Any], pair: Any, rank: int | None = None, masks: bool = True) -> Any:
    """A loss with a reduction, sample weights or not, and a mask or not; `rank` is that of the losses of samples."""
    y_true, y_pred = pair(rng, options) if callable(pair) else pair
    chosen = {**options, "reduction": pick(rng, REDUCTIONS)} if chance(rng, 0.8) else options
    shape = y_pred.shape[: y_pred.ndim - 1 if rank is None else rank]
    weight = mask = None
    if chance(rng):
        weight = floats(rng.uniform(0, 2, shape))
        if weight.size:
            weight.flat[0] = 0
        if weight.ndim > 1 and chance(rng, 0.3):
            weight = weight[:, :1].copy() if weight.ndim == 2 else weight
    if masks and shape and chance(rng, 0.4):
        mask = rng.random(shape) < 0.6
    return name, chosen, {"y_true": y_true, "y_pred": y_pred, "sample_weight": weight, "mask": mask}


def loss_cases(name: str, pair: Any, options: Any = None, count: int = 8, seed: int = 31, rank: int | None = None) -> Any:
    """`CASES` and `draw` of a loss: `options(rng)` gives its options."""

    def draw(rng: Rng) -> Any:
        return loss_case(rng, name, options(rng) if options else {}, pair, rank)

    rng = np.random.default_rng([seed, *name.encode()])
    return [draw(rng) for _ in range(count)], draw


def metric_cases(
    name: str, pair: Any, options: Any = None, weights: Any = "rows", count: int = 3, seed: int = 61, masks: bool = False
) -> Any:
    """`CASES` and `draw` of a metric: some updates with pairs of one shape or of several."""

    def draw(rng: Rng) -> Any:
        chosen = options(rng) if options else {}
        updates = []
        for _ in range(int(rng.integers(1, 4))):
            y_true, y_pred = pair(rng, chosen)
            lead = (y_true if y_pred is None else y_pred).shape
            weight = None
            if weights and lead and chance(rng):
                weight = floats(rng.uniform(0, 2, lead[:1]))
                if chance(rng, 0.3):
                    weight = floats(rng.integers(0, 3, lead[:1]))
            mask = rng.random(lead[:1]) < 0.6 if masks and lead and chance(rng, 0.3) else None
            updates.append((y_true, y_pred, weight, mask))
        return name, chosen, updates

    rng = np.random.default_rng([seed, *name.encode()])
    return [draw(rng) for _ in range(count)], draw


def table(rng: Rng, options: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """Zeros and ones, and scores in [0, 1] with some at borders: [samples] or [samples, 3]."""
    shape = (int(rng.integers(1, 9)), 3) if options.get("class_id") is not None or chance(rng) else (int(rng.integers(1, 9)),)
    return grid(rng, shape)


def grid(rng: Rng, shape: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    y_pred = rng.random(shape)
    if chance(rng, 0.4):
        y_pred = np.round(y_pred * 4) / 4
    return floats(rng.integers(0, 2, shape)), floats(y_pred)


def columns(rng: Rng, options: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """[samples, 3]."""
    return grid(rng, (int(rng.integers(1, 9)), 3))


# Optimizers


def schedule(rng: Rng) -> dict[str, Any]:
    """The config of a random schedule that changes within some steps."""
    steps = int(rng.integers(1, 12))
    rate = number(rng, 0.001, 0.1)
    name = pick(rng, ("CosineDecay", "CosineDecayRestarts", "ExponentialDecay", "InverseTimeDecay", "PiecewiseConstantDecay", "PolynomialDecay"))
    common = {"initial_learning_rate": rate, "decay_steps": steps}
    config = {
        "CosineDecay": lambda: {**common, **some(rng, {"alpha": number(rng, 0, 1), "warmup_target": 2 * rate, "warmup_steps": int(rng.integers(1, 5))})},
        "CosineDecayRestarts": lambda: {
            "initial_learning_rate": rate,
            "first_decay_steps": steps,
            **some(rng, {"t_mul": pick(rng, [1.0, 1.5, 2.0]), "m_mul": number(rng, 0.5, 1), "alpha": number(rng, 0, 1)}),
        },
        "ExponentialDecay": lambda: {**common, "decay_rate": number(rng, 0.3, 1), "staircase": chance(rng)},
        "InverseTimeDecay": lambda: {**common, "decay_rate": number(rng, 0.1, 2), "staircase": chance(rng)},
        "PiecewiseConstantDecay": lambda: {"boundaries": [2, 5], "values": [rate, rate / 2, rate / 4]},
        "PolynomialDecay": lambda: {
            **common,
            **some(rng, {"end_learning_rate": rate / 8, "power": pick(rng, [1.0, 2.0, 0.5]), "cycle": chance(rng)}),
        },
    }[name]()
    return {"class_name": name, "config": config}


def common(rng: Rng) -> dict[str, Any]:
    """What every optimizer takes."""
    found = some(
        rng,
        {
            "learning_rate": schedule(rng) if chance(rng, 0.4) else number(rng, 0.001, 0.1),
            "weight_decay": number(rng, 0, 0.1),
            "gradient_accumulation_steps": int(rng.integers(2, 5)),
            "loss_scale_factor": pick(rng, [2.0, 128.0]),
        },
        0.4,
    )
    if chance(rng, 0.4):
        found[pick(rng, ("clipnorm", "global_clipnorm", "clipvalue"))] = number(rng, 0.1, 2)
    if chance(rng, 0.3):
        found.update(use_ema=True, ema_momentum=number(rng, 0.5, 1))
        if chance(rng):
            found["ema_overwrite_frequency"] = int(rng.integers(1, 6))
    if "weight_decay" in found and chance(rng, 0.4):
        found["exclude"] = ["bias"]
    return found


def optimizer_cases(name: str, options: Any, fixed: Any = (), count: int = 7, seed: int = 71) -> Any:
    """`CASES` (those given, and some drawn) and `draw` of an optimizer."""

    def draw(rng: Rng) -> Any:
        return name, {**common(rng), **options(rng)}

    rng = np.random.default_rng([seed, *name.encode()])
    return [(name, {}), *((name, one) for one in fixed), *(draw(rng) for _ in range(count))], draw
