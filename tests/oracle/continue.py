"""Opens a .keras file with real Keras and goes on training: what keratin saved against what keratin does itself.

`python continue.py MODEL.keras BATCHES.json OUT.json`, where BATCHES.json holds {"batches": [{"x": [array ...],
"y": [array ...], "sampleWeight": [array ...] or null} ...]} with one array for each input or output. resume.json is
such a file too, from batch `stepsBeforeSaving` on: `--from 5`.
"""

from __future__ import annotations

import argparse
import io
import zipfile
from pathlib import Path
from typing import Any

import golden
import h5py
import keras
import train


def require_state(model: keras.Model, path: Path) -> None:
    """The optimizer's variables must all be in the file: load_model only warns when they are not."""
    if model.optimizer is None:
        raise SystemExit(f"{path}: the model was not compiled")
    with zipfile.ZipFile(path) as archive, h5py.File(io.BytesIO(archive.read("model.weights.h5"))) as file:
        stored = len(file["optimizer/vars"]) if "optimizer/vars" in file else 0
    wanted = len(model.optimizer.variables)
    if stored != wanted:
        raise SystemExit(f"{path}: {stored} optimizer variables in the file, the optimizer has {wanted}")
    if int(model.optimizer.iterations) == 0:
        raise SystemExit(f"{path}: the optimizer has made no step")


def decode_batch(batch: dict[str, Any]) -> list[Any]:
    arrays = [batch.get(name) for name in ("x", "y", "sampleWeight")]
    return [train.one_or_list(values and [golden.decode(value) for value in values]) for values in arrays]


def predict(model: keras.Model, x: Any) -> list[Any]:
    return golden.encode_all(train.predict(model, train.as_list(x)))


def run(model: keras.Model, batches: list[list[Any]]) -> dict[str, Any]:
    loaded, prediction = golden.snapshot(model), predict(model, batches[0][0])
    logs = [model.train_on_batch(*batch, return_dict=True) for batch in batches]
    return {
        "header": golden.header(0),
        "paths": golden.weight_paths(model),
        "loaded": loaded,
        "prediction": prediction,
        "logs": [{name: float(value) for name, value in log.items()} for log in logs],
        "after": golden.snapshot(model),
        "predictionAfter": predict(model, batches[0][0]),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("batches", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--from", dest="first", type=int, default=0, help="number of the first batch")
    args = parser.parse_args()
    model = keras.saving.load_model(args.model)
    require_state(model, args.model)
    batches = [decode_batch(batch) for batch in golden.read_json(args.batches)["batches"]][args.first :]
    golden.write_json(args.out, run(model, batches))
    print(f"{len(batches)} steps, now at iteration {int(model.optimizer.iterations)}")


if __name__ == "__main__":
    main()
