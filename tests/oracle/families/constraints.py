"""A constraint on a weight, and on a variable that an optimizer steps."""

from __future__ import annotations

from typing import Any

import golden
import keras
import numpy as np

STEPS = 4


def run(case: Any, rng: np.random.Generator) -> dict[str, Any]:
    name, options, shape = case
    constraint = getattr(keras.constraints, name)(**options)
    value = rng.normal(size=shape).astype("float32")
    if rng.random() < 0.2:
        value[...] = 0
    variable = keras.Variable(value, name="w")
    variable.constraint = constraint
    settings: dict[str, Any] = {"learning_rate": 0.5, "momentum": float(rng.choice([0.0, 0.5]))}
    if rng.random() < 0.3:
        settings["gradient_accumulation_steps"] = 2
    if rng.random() < 0.3:
        settings.update(use_ema=True, ema_momentum=0.5, ema_overwrite_frequency=2)
    optimizer = keras.optimizers.SGD(**settings)
    gradients = [rng.normal(size=shape).astype("float32") for _ in range(STEPS)]
    after = []
    for gradient in gradients:
        optimizer.apply([keras.ops.convert_to_tensor(gradient)], [variable])
        after.append(golden.encode(variable.numpy()))
    return {
        "class_name": name,
        "options": options,
        "config": golden.plain(constraint.get_config()),
        "value": golden.encode(value),
        "constrained": golden.encode(np.asarray(constraint(value))),
        "optimizer": settings,
        "gradients": golden.encode_all(gradients),
        "after": after,
    }
