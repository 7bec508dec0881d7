"""RandomSharpness: ranges, factors that are fixed, both data formats, whole numbers."""

import pictures

CASES = [
    ("RandomSharpness", {"factor": 0.5}, [(4, 5, 3)], "shades"),
    ("RandomSharpness", {"factor": [0.3, 0.9], "value_range": [0, 1], "seed": 3}, [(4, 5, 2)], "unit"),
    ("RandomSharpness", {"factor": [0.9, 0.9]}, [(4, 5, 1)], "pixels", pictures.FIXED),
    ("RandomSharpness", {"factor": [0.1, 0.1], "data_format": "channels_first"}, [(2, 4, 5)], "shades", pictures.FIXED),
]


def draw(rng):
    return pictures.colored(rng, "RandomSharpness", {"factor": pictures.bounds(rng, 0, 1)})
