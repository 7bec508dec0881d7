"""RandomRotation: fill modes, both interpolations, angles that are fixed, whole numbers."""

import pictures

CASES = [
    ("RandomRotation", {"factor": 0.2}, [(6, 5, 3)], ""),
    ("RandomRotation", {"factor": [-0.1, 0.4], "fill_mode": "wrap", "seed": 3}, [(4, 5, 2)], ""),
    ("RandomRotation", {"factor": 1.0, "fill_mode": "constant", "fill_value": 0.5}, [(5, 5, 1)], ""),
    ("RandomRotation", {"factor": [0.13, 0.13], "fill_mode": "nearest"}, [(6, 7, 3)], "", pictures.FIXED),
    ("RandomRotation", {"factor": [-0.07, -0.07], "data_format": "channels_first"}, [(2, 6, 5)], "", pictures.FIXED),
    ("RandomRotation", {"factor": [0.13, 0.13], "interpolation": "nearest"}, [(6, 5, 3)], "pixels", pictures.FIXED),
    ("RandomRotation", {"factor": 0.0}, [(6, 5, 3)], "", pictures.FIXED),
]


def draw(rng):
    return pictures.warped(rng, "RandomRotation", {"factor": pictures.bounds(rng, -1, 1)})
