"""RandomColorDegeneration: ranges, factors that are fixed, both data formats, whole numbers."""

import pictures

CASES = [
    ("RandomColorDegeneration", {"factor": 0.5}, [(4, 5, 3)], "shades"),
    ("RandomColorDegeneration", {"factor": [0.3, 0.9], "value_range": [0, 1], "seed": 3}, [(4, 5, 3)], "unit"),
    ("RandomColorDegeneration", {"factor": [0.7, 0.7]}, [(4, 5, 3)], "pixels", pictures.FIXED),
    (
        "RandomColorDegeneration",
        {"factor": [-0.6, -0.6], "data_format": "channels_first"},
        [(3, 4, 5)],
        "shades",
        pictures.FIXED,
    ),
]


def draw(rng):
    return pictures.colored(rng, "RandomColorDegeneration", {"factor": pictures.bounds(rng, -1, 1)}, 3)
