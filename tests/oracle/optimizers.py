"""Optimizers on fixed gradients: three variables, twelve steps, the learning rate changed at the sixth."""

from __future__ import annotations

from typing import Any

import golden
import keras
import numpy as np

SEED = 11
STEPS = 12
CHANGE = 5
NEW_RATE = 0.003
SHAPES: dict[str, tuple[int, ...]] = {"kernel": (3, 5), "bias": (5,), "filters": (2, 2, 1, 3)}

CASES: list[tuple[str, dict[str, Any]]] = [
    ("SGD", {}),
    ("SGD", {"learning_rate": 0.1}),
    ("SGD", {"momentum": 0.9}),
    ("SGD", {"momentum": 0.9, "nesterov": True}),
    ("SGD", {"momentum": 0.0, "nesterov": True}),
    ("SGD", {"weight_decay": 0.01}),
    ("SGD", {"momentum": 0.5, "weight_decay": 0.1, "clipnorm": 0.5}),
    ("SGD", {"clipnorm": 1.0}),
    ("SGD", {"clipvalue": 0.2}),
    ("SGD", {"global_clipnorm": 1.0}),
    ("SGD", {"global_clipnorm": 100.0}),
    ("SGD", {"use_ema": True, "ema_momentum": 0.9}),
    ("SGD", {"use_ema": True, "ema_momentum": 0.8, "ema_overwrite_frequency": 4}),
    ("SGD", {"gradient_accumulation_steps": 3}),
    ("SGD", {"gradient_accumulation_steps": 2, "momentum": 0.9, "clipnorm": 0.5, "weight_decay": 0.05}),
    ("SGD", {"loss_scale_factor": 4.0}),
    ("Adam", {}),
    ("Adam", {"learning_rate": 0.1}),
    ("Adam", {"beta_1": 0.5, "beta_2": 0.9}),
    ("Adam", {"epsilon": 0.1}),
    ("Adam", {"amsgrad": True, "beta_2": 0.5}),
    ("Adam", {"weight_decay": 0.05}),
    ("Adam", {"clipnorm": 0.3}),
    ("Adam", {"clipvalue": 0.1}),
    ("Adam", {"global_clipnorm": 0.5}),
    ("Adam", {"use_ema": True}),
    ("Adam", {"use_ema": True, "ema_momentum": 0.7, "ema_overwrite_frequency": 5, "amsgrad": True}),
    ("Adam", {"gradient_accumulation_steps": 2}),
    ("Adam", {"gradient_accumulation_steps": 4, "amsgrad": True, "global_clipnorm": 0.5}),
    ("Adam", {"loss_scale_factor": 128.0, "clipvalue": 0.1}),
    ("RMSprop", {}),
    ("RMSprop", {"learning_rate": 0.05, "rho": 0.5}),
    ("RMSprop", {"momentum": 0.9}),
    ("RMSprop", {"centered": True}),
    ("RMSprop", {"momentum": 0.5, "centered": True, "epsilon": 1e-3}),
    ("RMSprop", {"weight_decay": 0.05}),
    ("RMSprop", {"clipnorm": 0.3}),
    ("RMSprop", {"clipvalue": 0.1}),
    ("RMSprop", {"global_clipnorm": 0.5}),
    ("RMSprop", {"use_ema": True, "ema_momentum": 0.9, "ema_overwrite_frequency": 3}),
    ("RMSprop", {"gradient_accumulation_steps": 3, "momentum": 0.5}),
]


def starting_values() -> list[np.ndarray]:
    rng = np.random.default_rng(SEED)
    return [rng.normal(size=shape).astype("float32") for shape in SHAPES.values()]


def gradients() -> list[list[np.ndarray]]:
    """One list of gradients per step, of changing size; the bias gets none in the fourth step."""
    rng = np.random.default_rng(SEED + 1)
    steps = []
    for step in range(STEPS):
        scale = 10.0 ** rng.uniform(-1.5, 0.5)
        steps.append([(scale * rng.normal(size=shape)).astype("float32") for shape in SHAPES.values()])
        if step == 3:
            steps[-1][1] = np.zeros_like(steps[-1][1])
    return steps


def run(name: str, options: dict[str, Any], steps: list[list[np.ndarray]]) -> dict[str, Any]:
    keras.utils.clear_session()
    given = dict(options)
    excluded = given.pop("exclude", None)
    rate = given.get("learning_rate")
    scheduled = isinstance(rate, dict)
    if scheduled:
        given["learning_rate"] = keras.optimizers.schedules.deserialize(rate)
    optimizer = getattr(keras.optimizers, name)(**given)
    if excluded:
        optimizer.exclude_from_weight_decay(var_names=excluded)
    config = golden.plain(optimizer.get_config())
    variables = [keras.Variable(value, name=key) for key, value in zip(SHAPES, starting_values())]
    optimizer.build(variables)
    after = []
    for index, step in enumerate(steps):
        if index == CHANGE and not scheduled:
            optimizer.learning_rate = NEW_RATE
        optimizer.apply([keras.ops.convert_to_tensor(gradient) for gradient in step], variables)
        after.append(golden.encode_all(variable.numpy() for variable in variables))
    state = golden.optimizer_state(optimizer)
    iterations = int(optimizer.iterations)
    optimizer.finalize_variable_values(variables)
    return {
        "class_name": name,
        "options": options,
        "config": config,
        "steps": after,
        "iterations": iterations,
        "state": state,
        "finalized": golden.encode_all(variable.numpy() for variable in variables),
    }


def extra(parser: Any) -> None:
    parser.add_argument("--draw", type=int, default=0, help="so many random cases of each class of cases/optimizers")
    parser.add_argument("--seed", type=int, default=SEED)


def main() -> None:
    args = golden.arguments(__doc__.splitlines()[0], extra)
    steps = gradients()
    fixture = {
        "header": golden.header(SEED),
        "names": list(SHAPES),
        "variables": golden.encode_all(starting_values()),
        "gradients": [golden.encode_all(step) for step in steps],
        "change": {"before_step": CHANGE, "learning_rate": NEW_RATE},
        "cases": [] if args.draw else [run(name, options, steps) for name, options in CASES],
    }
    if not args.draw:
        golden.write_json(args.out / "optimizers.json", fixture)
    draws = golden.added_draws("optimizers", args.draw, args.seed)
    for file, added in (draws if args.draw else golden.added_cases("optimizers")).items():
        fixture["cases"] = [run(name, options, steps) for name, options in added]
        golden.write_json(args.out / "optimizers" / f"{file}.json", fixture)
    print(f"{len(CASES)} optimizers")


if __name__ == "__main__":
    main()
