"""A few small models around every class of layer: masks, states, outputs and 20 steps of training.

The configurations are those that `cases/layers/NAME.py` draws. `python classes.py --count 3 --seed 5 --out FOLDER` makes
three models of each; `KERATIN_MODELS=FOLDER npx vitest run tests/models/keras.test.ts` tries them.
"""

from __future__ import annotations

import argparse
import functools
import itertools
import runpy
import subprocess
import tempfile
import zlib
from pathlib import Path
from typing import Any

import draw
import golden
import keras
import models
import numpy as np
from draw import Rng, chance
from keras import layers
from layers import FLAGS, SPREAD, make

CASES = Path(__file__).parent / "cases" / "layers"
# Kinks and ties everywhere, or nothing to train through: their fixtures of single calls are what holds them.
UNTRAINED = {"resizing", "center_crop", "auto_contrast"}
IDS = 7
# Bytes of a fixture.
LARGEST = 90_000


def drawers() -> dict[str, Any]:
    """The drawing functions of the case files, by name."""
    found = {path.stem: runpy.run_path(str(path)).get("draw") for path in sorted(CASES.glob("*.py"))}
    return {name: function for name, function in found.items() if function and name not in UNTRAINED and not draws(name)}


def draws(name: str) -> bool:
    """Whether a layer changes images by chance: Keras's draws are its own."""
    return name.startswith("random_") or name in ("solarization", "equalization", "rand_augment")


def entry(rng: Rng, shape: tuple[int, ...], way: str, masked: bool) -> tuple[Any, Any]:
    """An input, and what the layer gets of it."""
    if way == "integers":
        start = keras.Input(shape, dtype="int32")
        return start, start
    start = keras.Input(shape)
    x = layers.Masking(mask_value=0.0)(start) if masked else start
    # A layer before it, so that gradients pass through to its inputs.
    return start, (layers.Dense(shape[-1])(x) if shape and chance(rng, 0.5) else x)


def data_of(rng: Rng, start: Any, rows: int, masked: bool) -> np.ndarray:
    shape = (rows, *start.shape[1:])
    if start.dtype == "bool":
        values = rng.random(shape) < 0.7
        values[..., 0] = True
        return values
    if start.dtype == "int32":
        return rng.integers(0, IDS, shape).astype("int32")
    values = rng.normal(size=shape).astype("float32")
    if masked and values.ndim == 3:
        values[rng.random(values.shape[:2]) < 0.3] = 0
        values[:, 0] += 1
    return values


def call(rng: Rng, layer: Any, name: str, tensors: list[Any], extra: dict[str, Any]) -> tuple[list[Any], list[Any]]:
    """The outputs of the layer, and further inputs that it took."""
    more: list[Any] = []
    options: dict[str, Any] = {flag: True for flag in FLAGS if extra.get(flag)}
    if "attention_mask" in extra:
        more.append(keras.Input(tuple(extra["attention_mask"]), dtype="bool"))
        options["attention_mask"] = more[-1]
    if "initial_state" in extra:
        states = [keras.Input(tuple(shape)) for shape in extra["initial_state"]]
        more += states
        options["initial_state"] = states
    arguments = tensors if name in SPREAD else [tensors if len(tensors) > 1 else tensors[0]]
    return keras.tree.flatten(layer(*arguments, **options)), more


def join(rng: Rng, outputs: list[Any]) -> Any:
    """One vector, or one sequence, of all outputs."""
    first = outputs[0]
    if len(outputs) == 1 and len(first.shape) == 3 and None not in first.shape[1:] and chance(rng, 0.4):
        return first
    flat = [layers.Reshape((1,))(y) if len(y.shape) == 1 else layers.Flatten()(y) for y in outputs]
    return layers.Concatenate()(flat) if len(flat) > 1 else flat[0]


def model_of(rng: Rng, case: tuple[Any, ...]) -> tuple[keras.Model, draw.Objective, bool]:
    name, options, shapes, way = case[:4]
    extra = case[4] if len(case) > 4 else {}
    masked = bool(extra.get("mask") or extra.get("masks")) or (len(shapes[0]) == 2 and chance(rng, 0.3))
    pairs = [entry(rng, tuple(shape), way, masked and len(shape) == 2) for shape in shapes]
    if options.get("stateful"):
        options = {**options, "stateful": False}
    layer = make(name, options)
    outputs, more = call(rng, layer, name, [x for _, x in pairs], extra)
    goal = draw.objective(rng)
    if masked:
        # In training on JAX, and only there, metrics do not see the mask of a prediction.
        goal = goal._replace(metrics=[])
    y = draw.head(rng, goal)(join(rng, outputs))
    return keras.Model([start for start, _ in pairs] + more, y), goal, masked


def draw_class(drawer: Any, seed: int) -> draw.Drawn:
    """As `attempt`, until Keras takes the model: some calls it cannot make on symbolic tensors."""
    for again in range(20):
        try:
            return attempt(drawer, seed + 50_000_000 * again)
        except (TypeError, ValueError, AttributeError) as error:
            last = error
    raise last


def attempt(drawer: Any, seed: int) -> draw.Drawn:
    rng = np.random.default_rng(seed)
    keras.utils.clear_session()
    keras.utils.set_random_seed(seed)
    case = drawer(rng)
    model, goal, masked = model_of(rng, case)
    draw.settle_weights(rng, model)
    draw.compile_model(rng, model, [goal], False)
    batches = draw.draw_batches(rng)
    rows = batches[-1][1]
    return draw.Drawn(
        kind=case[0],
        model=model,
        losses=[draw.loss_name(goal.loss)],
        x=[data_of(rng, start, rows, masked) for start in model.inputs],
        y=[goal.targets(rng, (rows, *model.outputs[0].shape[1:]))],
        sample_weight=None,
        batches=batches,
    )


def generate(out: Path, first: int, count: int, only: str | None) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for name, drawer in drawers().items():
        if only not in (None, name):
            continue
        seeds = itertools.count(first + 1000 * (zlib.crc32(name.encode()) % 1000))
        kept = tried = 0
        with tempfile.TemporaryDirectory() as folder:
            while kept < count and tried < 4 * count:
                chunk = [next(seeds) for _ in range(count)]
                tried += len(chunk)
                try:
                    found = list(
                        models.run_chunk(Path(folder) / str(chunk[0]), chunk, functools.partial(draw_class, drawer))
                    )
                except subprocess.CalledProcessError:
                    # Some of Keras's layers do not run in float64.
                    continue
                for entry_, apart in found:
                    over = [key for key, limit in models.LIMITS.items() if apart[key] > limit]
                    large = (Path(folder) / str(chunk[0]) / f"{entry_['seed']}.json").stat().st_size > LARGEST
                    if over or large or kept == count:
                        continue
                    for suffix in (".keras", ".json"):
                        path = Path(folder) / str(chunk[0]) / f"{entry_['seed']}{suffix}"
                        path.replace(out / f"{name}-{kept}{suffix}")
                    kept += 1
        print(f"{name}: {kept} kept of {tried}", flush=True)


def options(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(out=golden.GOLDEN / "classes")
    parser.add_argument("--count", type=int, default=1, help="models of each class")
    parser.add_argument("--seed", type=int, default=4242)
    parser.add_argument("--class", dest="only", help="only cases/layers/CLASS.py")


def main() -> None:
    args = golden.arguments(__doc__.splitlines()[0], options)
    generate(args.out, args.seed, args.count, args.only)


if __name__ == "__main__":
    main()
