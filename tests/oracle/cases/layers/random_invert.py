"""RandomInvert: none, all or some of the images, ranges, both data formats, whole numbers."""

import pictures

CASES = [
    ("RandomInvert", {}, [(4, 5, 3)], "shades"),
    ("RandomInvert", {"factor": 0.3, "seed": 3, "data_format": "channels_first"}, [(2, 4, 5)], "shades"),
    ("RandomInvert", {"factor": [1, 1], "value_range": [0, 1]}, [(4, 5, 3)], "unit", pictures.FIXED),
    ("RandomInvert", {"factor": 0.0}, [(4, 5, 3)], "shades", pictures.FIXED),
    ("RandomInvert", {"factor": [1.0, 1.0]}, [(4, 5, 3)], "pixels", pictures.FIXED),
]


def draw(rng):
    return pictures.colored(rng, "RandomInvert", {"factor": pictures.bounds(rng, 0, 1)})
