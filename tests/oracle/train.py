"""Trains a compiled model on fixed batches: what models.py and its float64 twin have in common."""

from __future__ import annotations

from typing import Any

import golden  # noqa: F401
import keras
import numpy as np

STEPS = 20
EVALUATE_ROWS = 10

Arrays = list[np.ndarray]


def one_or_list(values: Any) -> Any:
    return values[0] if values is not None and len(values) == 1 else values


def as_list(values: Any) -> list[Any]:
    return list(values) if isinstance(values, (list, tuple)) else [values]


def rows(arrays: Arrays | None, span: list[int]) -> Any:
    return one_or_list(None if arrays is None else [array[span[0] : span[1]] for array in arrays])


def train(
    model: keras.Model, x: Arrays, y: Arrays, sample_weight: Arrays | None, batches: list[list[int]], steps: int
) -> list[dict[str, float]]:
    """The logs of `train_on_batch`, one step after the other, the batches in a circle."""
    logs = []
    for step in range(steps):
        span = batches[step % len(batches)]
        result = model.train_on_batch(rows(x, span), rows(y, span), rows(sample_weight, span), return_dict=True)
        logs.append({name: float(value) for name, value in result.items()})
    return logs


def evaluate(model: keras.Model, x: Arrays, y: Arrays, sample_weight: Arrays | None) -> dict[str, float]:
    result = model.evaluate(
        one_or_list(x),
        one_or_list(y),
        sample_weight=one_or_list(sample_weight),
        batch_size=EVALUATE_ROWS,
        verbose=0,
        return_dict=True,
    )
    return {name: float(value) for name, value in result.items()}


def predict(model: keras.Model, x: Arrays) -> Arrays:
    return as_list(model.predict_on_batch(one_or_list(x)))
