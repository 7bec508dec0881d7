"""Solarization: ranges, factors that are fixed, both data formats, whole numbers."""

import pictures

CASES = [
    ("Solarization", {}, [(4, 5, 3)], "shades", pictures.FIXED),
    ("Solarization", {"addition_factor": 0.5, "threshold_factor": 0.8, "seed": 3}, [(4, 5, 3)], "shades"),
    ("Solarization", {"threshold_factor": [0.3, 0.9], "value_range": [0, 1]}, [(4, 5, 2)], "unit"),
    ("Solarization", {"value_range": [0, 1], "data_format": "channels_first"}, [(2, 4, 5)], "unit", pictures.FIXED),
    ("Solarization", {"addition_factor": [0.2, 0.4]}, [(4, 5, 1)], "pixels"),
]


def draw(rng):
    options = {name: pictures.bounds(rng, 0, 1) for name in ("addition_factor", "threshold_factor")}
    return pictures.colored(rng, "Solarization", options)
