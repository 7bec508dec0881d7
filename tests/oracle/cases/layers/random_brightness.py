"""RandomBrightness: ranges, a factor that is fixed, both data formats."""

import pictures

CASES = [
    ("RandomBrightness", {"factor": 0.5}, [(4, 5, 3)], "shades"),
    ("RandomBrightness", {"factor": [-0.3, 0.9], "value_range": [0, 1], "seed": 3}, [(4, 5, 3)], "unit"),
    ("RandomBrightness", {"factor": [0.2, 0.2]}, [(4, 5, 1)], "shades", pictures.FIXED),
    ("RandomBrightness", {"factor": [-0.6, -0.6], "value_range": [255, -20]}, [(2, 4, 5)], "shades", pictures.FIXED),
    ("RandomBrightness", {"factor": 0.0, "data_format": "channels_first"}, [(2, 4, 5)], "shades", pictures.FIXED),
]


def draw(rng):
    return pictures.colored(rng, "RandomBrightness", {"factor": pictures.bounds(rng, -1, 1)})
