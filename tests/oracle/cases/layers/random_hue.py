"""RandomHue: ranges, both data formats, whole numbers. Its sign is always drawn."""

import pictures

CASES = [
    ("RandomHue", {"factor": 0.5}, [(4, 5, 3)], "shades"),
    ("RandomHue", {"factor": [0.3, 0.9], "value_range": [0, 1], "seed": 3}, [(4, 5, 3)], "unit"),
    ("RandomHue", {"factor": 1.0, "data_format": "channels_first"}, [(3, 4, 5)], "shades"),
    ("RandomHue", {"factor": 0.0}, [(4, 5, 3)], "shades", pictures.FIXED),
    ("RandomHue", {"factor": [0.4, 0.4], "value_range": [-1.0, 1.0]}, [(4, 5, 3)], ""),
    ("RandomHue", {"factor": 0.7}, [(4, 5, 3)], "pixels"),
]


def draw(rng):
    return pictures.colored(rng, "RandomHue", {"factor": pictures.bounds(rng, 0, 1)}, 3)
