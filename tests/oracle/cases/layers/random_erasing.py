"""RandomErasing: noise and a fill value (three of them fail on JAX), none and all of an image, both data formats, whole numbers."""

import pictures

CASES = [
    ("RandomErasing", {}, [(6, 5, 3)], "shades"),
    ("RandomErasing", {"factor": 0.5, "scale": [0.1, 0.6], "fill_value": 9, "seed": 3}, [(6, 7, 2)], "shades"),
    ("RandomErasing", {"factor": [1, 1], "scale": [0.3, 0.3], "data_format": "channels_first"}, [(2, 6, 5)], "shades"),
    ("RandomErasing", {"factor": [1, 1], "scale": [1, 1], "fill_value": 0.5}, [(4, 5, 1)], "pixels", pictures.FIXED),
    ("RandomErasing", {"factor": 0.0, "value_range": [0, 1]}, [(4, 5, 1)], "unit", pictures.FIXED),
]


def draw(rng):
    return pictures.colored(rng, "RandomErasing", {"scale": pictures.bounds(rng, 0, 1), "factor": pictures.bounds(rng, 0, 1)})
