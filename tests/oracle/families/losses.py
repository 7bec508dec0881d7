"""A loss's value and gradient, with sample weights and a mask on the prediction."""

from __future__ import annotations

from typing import Any

import golden
import jax
import keras
import numpy as np


def run(case: Any, rng: np.random.Generator) -> dict[str, Any]:
    name, options, data = case
    loss = getattr(keras.losses, name)(**options)

    def call(y_pred: Any) -> Any:
        y_pred = keras.ops.convert_to_tensor(y_pred)
        if data["mask"] is not None:
            keras.src.backend.set_keras_mask(y_pred, keras.ops.convert_to_tensor(data["mask"]))
        return loss(data["y_true"], y_pred, sample_weight=data["sample_weight"])

    value = np.asarray(call(data["y_pred"]))
    cotangent = rng.normal(size=value.shape).astype("float32")
    gradient = jax.grad(lambda y_pred: keras.ops.sum(call(y_pred) * cotangent))(data["y_pred"])
    return {
        "class_name": name,
        "options": options,
        "config": golden.plain(loss.get_config()),
        **{key: None if array is None else golden.encode(array) for key, array in data.items()},
        "value": golden.encode(value),
        "cotangent": golden.encode(cotangent),
        "gradient": golden.encode(gradient),
    }
