"""RandomSaturation: ranges, factors that are fixed, both data formats."""

import pictures

CASES = [
    ("RandomSaturation", {"factor": 0.5}, [(4, 5, 3)], "shades"),
    ("RandomSaturation", {"factor": [0.3, 0.9], "value_range": [0, 1], "seed": 3}, [(4, 5, 3)], "unit"),
    ("RandomSaturation", {"factor": [0.25, 0.25]}, [(4, 5, 3)], "shades", pictures.FIXED),
    ("RandomSaturation", {"factor": [0.6, 0.6], "data_format": "channels_first"}, [(3, 4, 5)], "shades", pictures.FIXED),
    ("RandomSaturation", {"factor": [0.9, 0.9], "value_range": [0, 1]}, [(4, 5, 3)], "unit", pictures.FIXED),
    ("RandomSaturation", {"factor": [0.5, 0.5]}, [(4, 5, 3)], "shades", pictures.FIXED),
]


def draw(rng):
    return pictures.colored(rng, "RandomSaturation", {"factor": pictures.bounds(rng, 0, 0.95)}, 3)
