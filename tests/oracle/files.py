"""Opens with real Keras what keratin saved again of every version's files, predicts, and trains on as keratin did.

    KERATIN_FILES=folder npx vitest run --config tests/oracle/vitest.config.ts tests/oracle/files.oracle.ts
    python tests/oracle/files.py folder

Prints the models that are too far apart, and fails when there is one. Text and some layers need the backend of TensorFlow,
which FILES_BACKEND=tensorflow asks for.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from pathlib import Path
from typing import Any

import golden

os.environ["KERAS_BACKEND"] = os.environ.get("FILES_BACKEND", "jax")

import keras
import numpy as np
import train
from golden import decode, distance
from keras import ops

PREDICTION, TRAINED = 1e-5, 1e-4
# What Keras can do with TensorFlow alone: on JAX attention takes no values of another size than keys.
TENSORFLOW = r"requires TensorFlow|MultiHeadAttention.call\(\)(?s:.*)cannot reshape"


@keras.saving.register_keras_serializable("my", "Scale")
class Scale(keras.layers.Layer):
    """y = x * w * factor, as the writers' own layer."""

    def __init__(self, factor: float = 2.0, **kwargs: Any):
        super().__init__(**kwargs)
        self.factor = factor

    def build(self, input_shape: Any) -> None:
        self.w = self.add_weight(name="w", shape=(input_shape[-1],), initializer="ones")

    def call(self, x: Any) -> Any:
        return x * self.w * self.factor

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "factor": self.factor}


@keras.saving.register_keras_serializable("my", "Net")
class Net(keras.Model):
    """The writers' own model."""

    def __init__(self, units: int = 3, **kwargs: Any):
        super().__init__(**kwargs)
        self.units = units
        self.first = keras.layers.Dense(units, activation="relu")
        self.blocks = [keras.layers.Dense(units), keras.layers.BatchNormalization(momentum=0.5)]
        self.heads = {"a": keras.layers.Dense(2), "b": Scale(factor=0.5)}
        self.offset = self.add_weight(name="offset", shape=(units,), initializer="zeros")

    def call(self, x: Any, training: bool = False) -> Any:
        y = self.first(x) + self.offset
        y = self.blocks[1](self.blocks[0](y), training=training)
        return self.heads["a"](self.heads["b"](y))

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "units": self.units}


def twice(x: Any) -> Any:
    return ops.multiply(x, 2)


CUSTOM = {"Scale": Scale, "Net": Net, "twice": twice}


def flat(outputs: Any) -> list[Any]:
    return [outputs[key] for key in sorted(outputs)] if isinstance(outputs, dict) else train.as_list(outputs)


def apart(ours: list[Any], theirs: list[Any], what: str, limit: float) -> list[str]:
    if len(ours) != len(theirs):
        return [f"{what}: keratin has {len(ours)}, Keras {len(theirs)}"]
    worst = max((distance(decode(a), np.asarray(b)) for a, b in zip(ours, theirs)), default=0.0)
    return [] if worst <= limit else [f"{what}: {worst:.2e} apart, at most {limit:.0e}"]


def check(path: Path) -> list[str]:
    record = golden.read_json(path.with_suffix(".json"))
    model = keras.saving.load_model(path, custom_objects=CUSTOM)
    x = [np.array(a["data"], dtype=object).reshape(a["shape"]) if a["dtype"] == "string" else decode(a) for a in record["inputs"]]
    names = record.get("inputNames")
    given = dict(zip(names, x)) if names else train.one_or_list(x)
    faults = apart(record["loaded"], [w.numpy() for w in model.weights], "weights", 0.0)
    faults += apart(record["prediction"], flat(model.predict_on_batch(given)), "prediction", PREDICTION)
    training = record.get("training")
    if training and not faults and keras.backend.backend() != "numpy":
        weighted = training.get("sampleWeight")
        y = train.one_or_list([decode(target) for target in training["targets"]])
        for ours in training["losses"]:
            loss = model.train_on_batch(given, y, weighted and train.one_or_list([decode(w) for w in weighted]))
            loss = float(np.asarray(loss[0] if isinstance(loss, (list, tuple)) else loss))
            if not abs(loss - ours) <= TRAINED * max(1.0, abs(ours)):
                faults.append(f"loss: keratin {ours}, Keras {loss}")
        faults += apart(training["weights"], [w.numpy() for w in model.weights], "weights trained on", TRAINED)
        faults += apart(training["prediction"], flat(model.predict_on_batch(given)), "prediction after", TRAINED)
    return faults


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="a part of the names")
    arguments = parser.parse_args()
    paths = sorted(path for path in arguments.folder.glob("*.keras") if arguments.only in path.name)
    if not paths:
        raise SystemExit(f"{arguments.folder} holds no .keras files")
    failed = left = unread = 0
    begun = time.time()
    for i, path in enumerate(paths):
        keras.utils.clear_session()
        if '"dtype":"string"' in path.with_suffix(".json").read_text() and keras.backend.backend() != "tensorflow":
            left += 1
            continue
        try:
            faults = check(path)
        except Exception as error:  # noqa: BLE001 - whatever Keras says is the fault
            lines = str(error).strip().splitlines() or [""]
            if golden.read_json(path.with_suffix(".json")).get("note"):
                unread += 1  # as it was when it came from Keras
                continue
            if keras.backend.backend() != "tensorflow" and re.search(TENSORFLOW, str(error)):
                left += 1
                continue
            faults = [f"{type(error).__name__}: {' '.join(lines)[:300]}"]
        failed += bool(faults)
        if faults:
            print(f"FAIL {path.name}", *faults, sep="\n     ", flush=True)
        if sys.stderr.isatty():
            print(f"\r{i + 1}/{len(paths)}", end="", file=sys.stderr)
    print(f"{len(paths) - failed - left - unread} of {len(paths)} models are in Keras as in keratin, {time.time() - begun:.0f} s", end="")
    print(f"; {left} that need TensorFlow were left out, {unread} hold what Keras writes and cannot read")
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
