"""Configurations of layers that augment images: for the files of cases/layers."""

from __future__ import annotations

from typing import Any

import numpy as np
import windows

Case = tuple[Any, ...]
# In training nothing is left to chance.
FIXED = {"fixed": True}
RANGES = [None, None, [0, 1], [-1.0, 1.0], (20, 200)]
MODES = ["reflect", "wrap", "constant", "nearest"]


def case(rng: np.random.Generator, name: str, options: dict[str, Any], way: str = "shades", channels: int = 0) -> Case:
    """A case with a drawn data format, seed and image; whole numbers sometimes where the layer takes them."""
    first = rng.random() < 0.25
    settings = {**options, **({"data_format": "channels_first"} if first else {})}
    if name not in ("AutoContrast", "Equalization") and rng.random() < 0.5:
        settings["seed"] = int(rng.integers(1, 1000))
    sides = tuple(int(side) for side in rng.integers(3, 8, 2))
    return (name, settings, windows.place(sides, channels or int(rng.integers(1, 5)), settings), way)


def bounds(rng: np.random.Generator, low: float, high: float) -> Any:
    """A number, or two."""
    one, two = (round(float(value), 3) for value in rng.uniform(low, high, 2))
    return abs(one) if rng.random() < 0.5 else sorted([one, two])


def ranged(rng: np.random.Generator, options: dict[str, Any]) -> dict[str, Any]:
    """The options with a range of values, or without."""
    value_range = windows.pick(rng, RANGES)
    return options if value_range is None else {**options, "value_range": list(value_range)}


def way_of(options: dict[str, Any]) -> str:
    """Images that fit the range of values of the options."""
    return "unit" if options.get("value_range") == [0, 1] else "" if options.get("value_range") == [-1.0, 1.0] else "shades"


def warped(rng: np.random.Generator, name: str, options: dict[str, Any]) -> Case:
    """A case of a layer that turns, shifts or scales."""
    more = {"fill_mode": windows.pick(rng, MODES), "interpolation": "bilinear", "fill_value": float(rng.integers(0, 3))}
    return case(rng, name, {**options, **more}, "")


def colored(rng: np.random.Generator, name: str, options: dict[str, Any], channels: int = 0) -> Case:
    """A case of a layer that changes values."""
    settings = ranged(rng, options)
    return case(rng, name, settings, way_of(settings), channels)
