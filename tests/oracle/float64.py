"""The float64 twin of models.py: trains the same models in double precision.

`python float64.py FOLDER` reads every NNN.keras with its NNN.json there and writes NNN.float64.json beside: the
gradients' magnitudes at the initial weights and what the same steps lead to. It runs in a process of its own,
because JAX chooses its precision once.
"""

from __future__ import annotations

import os
import sys
import warnings

os.environ["JAX_ENABLE_X64"] = "1"

from pathlib import Path
from typing import Any

import golden
import jax
import keras
import numpy as np
import train

keras.config.set_floatx("float64")
# A model saved before its first step has no slots in the file, which load_model mentions.
warnings.filterwarnings("ignore", message="Skipping variable loading for optimizer")


def widen(config: Any) -> Any:
    """A config with float64 wherever float32 was."""
    if isinstance(config, dict):
        return {key: widen(value) for key, value in config.items()}
    if isinstance(config, list):
        return [widen(value) for value in config]
    return "float64" if isinstance(config, str) and config == "float32" else config


def load(path: Path) -> keras.Model:
    narrow = keras.saving.load_model(path)
    model = keras.saving.deserialize_keras_object(widen(keras.saving.serialize_keras_object(narrow)))
    model.set_weights([np.asarray(weight, dtype="float64") for weight in narrow.get_weights()])
    model.compile_from_config(widen(narrow.get_compile_config()))
    assert all(weight.dtype == "float64" for weight in model.weights)
    return model


def gradient_sizes(model: keras.Model, fixture: dict[str, Any]) -> list[float | None]:
    """For each weight the largest |g| over the batches, at the present weights; nothing for what is not trained."""

    def values(variables: list[Any]) -> list[Any]:
        return [variable.value for variable in variables]

    def loss(trainable: list[Any], x: Any, y: Any, sample_weight: Any) -> Any:
        rest = values(model.non_trainable_variables), values(model.metrics_variables)
        state = values(model.optimizer.variables)
        return model.compute_loss_and_updates(trainable, *rest, x, y, sample_weight, True, state)[0]

    gradient = jax.jit(jax.grad(loss))
    largest = np.zeros(len(model.trainable_variables))
    for span in fixture["batches"]:
        batch = [train.rows(fixture[name], span) for name in ("x", "y", "sampleWeight")]
        model._symbolic_build(data_batch=tuple(batch))
        found = gradient(values(model.trainable_variables), *batch)
        largest = np.maximum(largest, [float(np.max(np.abs(g), initial=0.0)) for g in found])
    by_variable = dict(zip(map(id, model.trainable_variables), largest.tolist()))
    return [by_variable.get(id(weight)) for weight in model.weights]


def double(value: Any) -> np.ndarray:
    array = golden.decode(value)
    return array.astype("float64") if array.dtype == np.float32 else array


def run(path: Path) -> dict[str, Any]:
    fixture = golden.read_json(path.with_suffix(".json"))
    for name in ("x", "y", "sampleWeight"):
        fixture[name] = fixture[name] and [double(value) for value in fixture[name]]
    data = fixture["x"], fixture["y"], fixture["sampleWeight"]
    model = load(path)
    sizes = gradient_sizes(model, fixture)
    logs = train.train(model, *data, fixture["batches"], train.STEPS)
    return {
        "gradients": sizes,
        "logs": logs,
        "weights": golden.encode_all(model.get_weights()),
        "predictionAfter": golden.encode_all(train.predict(model, data[0])),
        "evaluation": train.evaluate(model, *data),
    }


def main() -> None:
    for path in sorted(Path(sys.argv[1]).glob("*.keras")):
        golden.write_json(path.with_suffix(".float64.json"), run(path))


if __name__ == "__main__":
    main()
