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
