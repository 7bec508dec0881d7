"""RandomPerspective: scales, both interpolations and data formats, whole numbers."""

import pictures

CASES = [
    ("RandomPerspective", {"scale": 0.4}, [(6, 5, 3)], ""),
    ("RandomPerspective", {"factor": [1, 1], "scale": 0.6, "fill_value": 0.5, "seed": 3}, [(6, 7, 2)], ""),
    ("RandomPerspective", {"factor": 0.9, "interpolation": "nearest", "scale": 0.3}, [(6, 7, 3)], ""),
    ("RandomPerspective", {"factor": [1, 1], "scale": 0.5, "data_format": "channels_first"}, [(2, 6, 5)], ""),
    ("RandomPerspective", {"factor": [1, 1], "scale": 0.3}, [(4, 5, 1)], "pixels"),
    ("RandomPerspective", {"factor": 0.0}, [(4, 5, 1)], "", pictures.FIXED),
]


def draw(rng):
    options = {"factor": pictures.bounds(rng, 0, 1), "scale": round(float(rng.uniform(0, 0.7)), 2)}
    return pictures.case(rng, "RandomPerspective", {**options, "fill_value": float(rng.integers(0, 3))}, "")
