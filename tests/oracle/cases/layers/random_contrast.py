"""RandomContrast: ranges, a factor that is fixed, both data formats, whole numbers."""

import pictures

CASES = [
    ("RandomContrast", {"factor": 0.5}, [(4, 5, 3)], "shades"),
    ("RandomContrast", {"factor": [0.3, 0.9], "value_range": [0, 1], "seed": 3}, [(4, 5, 3)], "unit"),
    ("RandomContrast", {"factor": [-0.6, 0.6]}, [(4, 5, 1)], "shades", pictures.FIXED),
    ("RandomContrast", {"factor": [-0.6, 0.6], "data_format": "channels_first"}, [(2, 4, 5)], "shades", pictures.FIXED),
    ("RandomContrast", {"factor": [-0.4, 0.4]}, [(4, 5, 3)], "pixels", pictures.FIXED),
]


def draw(rng):
    return pictures.colored(rng, "RandomContrast", {"factor": pictures.bounds(rng, 0, 1)})
