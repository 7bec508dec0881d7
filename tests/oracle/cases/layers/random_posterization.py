"""RandomPosterization: ranges, factors that are fixed, both data formats, whole numbers."""

import pictures

CASES = [
    ("RandomPosterization", {"factor": 5}, [(4, 5, 3)], "shades"),
    ("RandomPosterization", {"factor": [2, 7], "value_range": [0, 1], "seed": 3}, [(4, 5, 2)], "unit"),
    ("RandomPosterization", {"factor": [3, 3]}, [(4, 5, 1)], "pixels", pictures.FIXED),
    ("RandomPosterization", {"factor": 1, "data_format": "channels_first"}, [(2, 4, 5)], "shades", pictures.FIXED),
    ("RandomPosterization", {"factor": [8, 8]}, [(4, 5, 1)], "shades", pictures.FIXED),
]


def draw(rng):
    low = int(rng.integers(1, 8))
    factor = [low, int(rng.integers(low + 1, 9))] if rng.random() < 0.5 else low + 1
    name, options, shapes, way = pictures.colored(rng, "RandomPosterization", {"factor": factor})
    # Values out of range overflow a byte.
    options = {key: value for key, value in options.items() if key != "value_range"}
    return (name, options, shapes, "shades")
