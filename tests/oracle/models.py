"""Random small models and what Keras makes of them in 20 steps of training.

Writes NNN.keras (compiled, before training) and NNN.json for every model into --out, and index.json over them all.
A model stays only if float32 and float64 agree about it: otherwise it sits on a kink, and no two correct programs
would agree. `--check` draws some of the committed models again and compares.
"""

from __future__ import annotations

import argparse
import itertools
import json
import subprocess
import sys
import tempfile
import warnings
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any, Callable, Iterator

import draw
import golden
import keras
import train

Drawer = Callable[[int], draw.Drawn]

FIRST_SEED = 1000
CHUNK = 16
CHECKED = 4

# The most by which float32 may differ from float64 after the steps.
LIMITS = {"prediction": 2e-5, "evaluation": 2e-5, "logs": 5e-5, "weights": 1e-4}
# A gradient this small beside its layer's largest, or at float64's rounding beside the model's, is exactly zero.
DEAD_IN_LAYER = 1e-6
DEAD_IN_MODEL = 1e-12
MOST_PARAMETERS = 10_000

# A model saved before its first step has no slots in the file, which load_model mentions.
warnings.filterwarnings("ignore", message="Skipping variable loading for optimizer")


def fixture_of(model: keras.Model, drawn: draw.Drawn, seed: int) -> dict[str, Any]:
    data = drawn.x, drawn.y, drawn.sample_weight
    prediction = train.predict(model, drawn.x)
    logs = train.train(model, *data, drawn.batches, train.STEPS)
    return {
        "header": golden.header(seed),
        "kind": drawn.kind,
        "batches": drawn.batches,
        "x": golden.encode_all(drawn.x),
        "y": golden.encode_all(drawn.y),
        "sampleWeight": drawn.sample_weight and golden.encode_all(drawn.sample_weight),
        "prediction": golden.encode_all(prediction),
        "logs": logs,
        "paths": golden.weight_paths(model),
        "trainable": [weight.trainable for weight in model.weights],
        "weights": golden.encode_all(model.get_weights()),
        "predictionAfter": golden.encode_all(train.predict(model, drawn.x)),
        "evaluateRows": train.EVALUATE_ROWS,
        "evaluation": train.evaluate(model, *data),
    }


def layers_of(model: keras.Model) -> list[keras.layers.Layer]:
    return [layer for layer in model._flatten_layers(include_self=False) if not isinstance(layer, keras.Model)]


def write_candidate(folder: Path, seed: int, drawer: Drawer) -> dict[str, Any] | None:
    """Draws, saves and trains a model; returns its entry in the index, or nothing for a model too large or one that diverges."""
    drawn = drawer(seed)
    if drawn.model.count_params() > MOST_PARAMETERS:
        return None
    path = folder / f"{seed}.keras"
    golden.save_model(drawn.model, path)
    # From here on with the model of the file: Keras names some weights otherwise after loading.
    loaded = keras.saving.load_model(path)
    try:
        golden.write_json(path.with_suffix(".json"), fixture_of(loaded, drawn, seed))
    except ValueError:
        # Training diverged: JSON holds no infinities, and nothing can be compared with them.
        path.unlink()
        return None
    layers = layers_of(drawn.model)
    return {
        "seed": seed,
        "kind": drawn.kind,
        "layers": sorted({type(layer).__name__ for layer in layers}),
        "activations": sorted({layer.activation.__name__ for layer in layers if hasattr(layer, "activation")}),
        "losses": drawn.losses,
        "optimizer": type(drawn.model.optimizer).__name__,
    }


def excluded(paths: list[str], gradients: list[float | None]) -> list[int]:
    """Indices of the trainable weights whose exact gradient is zero."""
    layers = [path.rpartition("/")[0] for path in paths]
    sizes = {index: size for index, size in enumerate(gradients) if size is not None}
    in_layer: dict[str, float] = {}
    for index, size in sizes.items():
        in_layer[layers[index]] = max(size, in_layer.get(layers[index], 0.0))
    in_model = max(sizes.values(), default=0.0)
    limits = {index: max(DEAD_IN_LAYER * in_layer[layers[index]], DEAD_IN_MODEL * in_model) for index in sizes}
    return [index for index, size in sizes.items() if size < limits[index]]


def array_distance(ours: list[Any], twins: list[Any], skip: list[int] | None = None) -> float:
    pairs = [pair for index, pair in enumerate(zip(ours, twins)) if index not in (skip or [])]
    return max((golden.distance(golden.decode(a), golden.decode(b)) for a, b in pairs), default=0.0)


def log_distance(ours: list[dict[str, float]], twins: list[dict[str, float]]) -> float:
    return max(golden.distance(a[name], b[name], floor=1e-2) for a, b in zip(ours, twins) for name in b)


def judge(folder: Path, seed: int) -> dict[str, float]:
    """Completes the fixture with `excluded` and `float64`, and returns the latter: how far float64 is."""
    path = folder / f"{seed}.json"
    fixture, twin = golden.read_json(path), golden.read_json(folder / f"{seed}.float64.json")
    fixture["excluded"] = excluded(fixture["paths"], twin["gradients"])
    apart = {
        "prediction": array_distance(fixture["predictionAfter"], twin["predictionAfter"]),
        "evaluation": log_distance([fixture["evaluation"]], [twin["evaluation"]]),
        "logs": log_distance(fixture["logs"], twin["logs"]),
        "weights": array_distance(fixture["weights"], twin["weights"], fixture["excluded"]),
    }
    fixture["float64"] = {name: float(f"{min(value, 1e9):.3g}") for name, value in apart.items()}
    golden.write_json(path, fixture)
    return fixture["float64"]


def run_chunk(folder: Path, seeds: list[int], drawer: Drawer = draw.draw) -> Iterator[tuple[dict[str, Any], dict[str, float]]]:
    """The models of these seeds through both precisions: their entries, and how far apart the two are."""
    folder.mkdir()
    entries = [entry for entry in (write_candidate(folder, seed, drawer) for seed in seeds) if entry]
    twin = Path(__file__).with_name("float64.py")
    subprocess.run([sys.executable, str(twin), str(folder)], check=True)
    for entry in entries:
        yield entry, judge(folder, entry["seed"])


def candidates(folder: Path, first: int) -> Iterator[tuple[Path, dict[str, Any], dict[str, float]]]:
    for seed in itertools.count(first, CHUNK):
        chunk = folder / str(seed)
        for entry, apart in run_chunk(chunk, list(range(seed, seed + CHUNK))):
            yield chunk, entry, apart


def generate(out: Path, first: int, count: int) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for old in itertools.chain(out.glob("*.keras"), out.glob("*.json")):
        old.unlink()
    kept: list[dict[str, Any]] = []
    dropped: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        for chunk, entry, apart in candidates(Path(folder), first):
            over = [name for name, limit in LIMITS.items() if apart[name] > limit]
            print(entry["seed"], entry["kind"], entry["optimizer"], apart, "DROPPED" if over else "", flush=True)
            if over:
                dropped.append({"seed": entry["seed"], "float64": apart})
                continue
            name = f"{len(kept):03d}"
            kept.append({"name": name, **entry})
            for suffix in (".keras", ".json"):
                (chunk / f"{entry['seed']}{suffix}").rename(out / f"{name}{suffix}")
            if len(kept) == count:
                break
    write_index(out, first, kept, dropped)


def write_index(out: Path, first: int, kept: list[dict[str, Any]], dropped: list[dict[str, Any]]) -> None:
    def tally(key: str) -> dict[str, int]:
        found = (entry[key] if isinstance(entry[key], list) else [entry[key]] for entry in kept)
        return dict(sorted(Counter(itertools.chain.from_iterable(found)).items()))

    coverage = {key: tally(key) for key in ("kind", "layers", "activations", "losses", "optimizer")}
    index = {"header": golden.header(first), "coverage": coverage, "dropped": dropped, "models": kept}
    golden.write_json(out / "index.json", index)
    print(f"{len(kept)} kept, {len(dropped)} dropped")
    for key, counts in coverage.items():
        print(f"  {key}: {counts}")


def without_ids(config: Any) -> Any:
    """A config without `shared_object_id`, which is an address in Python's memory."""
    if isinstance(config, dict):
        return {key: without_ids(value) for key, value in config.items() if key != "shared_object_id"}
    return [without_ids(value) for value in config] if isinstance(config, list) else config


def config_of(path: Path) -> Any:
    with zipfile.ZipFile(path) as archive:
        return without_ids(json.loads(archive.read("config.json")))


def check(out: Path) -> list[str]:
    """Draws every so-manyth committed model again."""
    entries = golden.read_json(out / "index.json")["models"]
    chosen = entries[:: max(1, len(entries) // CHECKED)][:CHECKED]
    found: list[str] = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "check"
        list(run_chunk(folder, [entry["seed"] for entry in chosen]))
        for entry in chosen:
            new, old = folder / str(entry["seed"]), out / entry["name"]
            if config_of(new.with_suffix(".keras")) != config_of(old.with_suffix(".keras")):
                found.append(f"{entry['name']}.keras: another config")
            fresh, committed = (golden.read_json(stem.with_suffix(".json")) for stem in (new, old))
            for key in set(committed) - {"float64"}:
                trained = key in ("logs", "weights", "predictionAfter", "evaluation")
                tolerance = golden.TRAINED_TOLERANCE if trained else golden.STEP_TOLERANCE
                found += golden.differences(fresh[key], committed[key], tolerance, f"{entry['name']}.json/{key}")
    return found


def options(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(out=golden.GOLDEN / "models")
    parser.add_argument("--count", type=int, default=68)
    parser.add_argument("--seed", type=int, default=FIRST_SEED)
    parser.add_argument("--check", action="store_true", help="compare a sample with what --out holds")


def main() -> None:
    args = golden.arguments(__doc__.splitlines()[0], options)
    if args.check:
        golden.report(check(args.out))
    else:
        generate(args.out, args.seed, args.count)


if __name__ == "__main__":
    main()
