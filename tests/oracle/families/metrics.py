"""A metric over several updates: result after each, the state at the end, the result after a reset."""

from __future__ import annotations

from typing import Any

import golden
import keras
import numpy as np


def run(case: Any, rng: np.random.Generator) -> dict[str, Any]:
    name, options, updates = case
    keras.utils.clear_session()
    metric = getattr(keras.metrics, name)(**options)
    config = metric.get_config()
    steps = []
    for y_true, y_pred, weight, mask in updates:
        if y_pred is None:
            metric.update_state(y_true, sample_weight=weight)
        else:
            tensor = keras.ops.convert_to_tensor(y_pred)
            if mask is not None:
                keras.src.backend.set_keras_mask(tensor, keras.ops.convert_to_tensor(mask))
            metric.update_state(y_true, tensor, sample_weight=weight)
        arrays = {"y_true": y_true, "y_pred": y_pred, "sample_weight": weight, "mask": mask}
        steps.append(
            {
                **{key: None if array is None else golden.encode(array) for key, array in arrays.items()},
                "result": golden.encode(np.asarray(metric.result())),
            }
        )
    return {
        "class_name": name,
        "options": golden.plain(options),
        "config": golden.plain(config),
        "direction": getattr(metric, "_direction", None),
        "updates": steps,
        "state": [{"name": v.name, "value": golden.encode(v.numpy())} for v in metric.variables],
    }
