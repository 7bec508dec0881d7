"""An activation's values and gradients."""

from __future__ import annotations

from typing import Any

import golden
import jax
import keras
import numpy as np

EDGES = [0, -0.0, 0.5, -0.5, 1, -1, 2, -2, 3, -3, 6, -6, 1e-4, -1e-4, 30, -30, 100, -100, 1e4, -1e4]


def values(rng: np.random.Generator, shape: tuple[int, ...], way: str) -> np.ndarray:
    if way == "edges":
        return rng.permutation(np.tile(EDGES, 1 + int(np.prod(shape)) // len(EDGES)))[: int(np.prod(shape))].reshape(
            shape
        )
    if way == "ties":
        return rng.integers(-3, 4, shape)
    return rng.normal(size=shape) * (10 if way == "wide" else 1)


def run(case: Any, rng: np.random.Generator) -> dict[str, Any]:
    name, options, shape, way = case
    x = values(rng, shape, way).astype("float32")
    function = getattr(keras.activations, name)
    y = np.asarray(function(x, **options))
    cotangent = rng.normal(size=y.shape).astype("float32")
    gradient = jax.grad(lambda v: keras.ops.sum(function(v, **options) * cotangent))(x)
    return {
        "class_name": name,
        "options": options,
        "x": golden.encode(x),
        "y": golden.encode(y),
        "cotangent": golden.encode(cotangent),
        "gradient": golden.encode(gradient),
    }
