"""Layers that augment images: what they draw, and what they make of it. For layers.py."""

from __future__ import annotations

from typing import Any

import golden
import jax
import keras
import numpy as np

# What Keras does not give by name.
UNNAMED = {"RandomCrop": ("h_start", "w_start"), "RandomGrayscale": ("should_apply",)}


def augments(layer: keras.layers.Layer) -> bool:
    """Whether the layer changes images by what it draws in training. `RandomColorJitter` draws inside its parts."""
    return hasattr(layer, "generator") and type(layer).__name__ != "RandomColorJitter" and hasattr(layer, "transform_images")


def named(layer: keras.layers.Layer, found: Any) -> dict[str, np.ndarray]:
    """Draws by their names; those of the parts of `RandAugment` as "part/name"."""
    names = UNNAMED.get(type(layer).__name__)
    if names:
        values = dict(zip(names, found if isinstance(found, tuple) else (found,)))
    else:
        parts = found.get("transforms", {})
        values = {f"{part}/{key}": value for part, own in parts.items() for key, value in (own or {}).items()}
        values = {key: value for key, value in {**found, **values}.items() if hasattr(value, "shape")}
    arrays = {key: np.asarray(value) for key, value in values.items()}
    return {key: value.astype("int32") if value.dtype == "int64" else value for key, value in arrays.items()}


def drawn(layer: keras.layers.Layer, images: np.ndarray, rng: np.random.Generator) -> Any:
    """What the layer drew for images, and what it made of them; the gradient is of sum(output * cotangent)."""
    found = layer.get_random_transformation(images, training=True)

    def transformed(x: Any) -> Any:
        return layer.transform_images(x, found, training=True)

    output = transformed(keras.ops.convert_to_tensor(images))
    draws = {key: golden.encode(value) for key, value in named(layer, found).items()}
    entry = {"draws": draws, "output": golden.encode(output)}
    if images.dtype != np.float32:
        return entry
    cotangent = rng.normal(size=output.shape).astype("float32")
    gradient = jax.grad(lambda x: keras.ops.sum(transformed(x) * cotangent))(images)
    # Where AutoContrast meets one colour, Keras's gradient is no number.
    if not np.isfinite(gradient).all():
        return entry
    return {**entry, "cotangent": golden.encode(cotangent), "inputGradient": golden.encode(gradient)}
