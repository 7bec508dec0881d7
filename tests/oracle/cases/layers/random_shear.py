"""RandomShear: fill modes, whole numbers. Its sign is always drawn."""

import pictures

CASES = [
    ("RandomShear", {}, [(6, 5, 3)], "", pictures.FIXED),
    ("RandomShear", {"x_factor": 0.3, "y_factor": 0.2}, [(6, 5, 3)], ""),
    ("RandomShear", {"x_factor": [0.5, 0.9], "fill_mode": "wrap", "seed": 3}, [(4, 5, 2)], ""),
    ("RandomShear", {"y_factor": 0.8, "fill_mode": "constant", "fill_value": 0.5}, [(5, 5, 1)], ""),
    ("RandomShear", {"x_factor": [0.2, 0.2], "fill_mode": "nearest", "data_format": "channels_first"}, [(2, 6, 5)], ""),
    ("RandomShear", {"x_factor": 1.0, "interpolation": "nearest"}, [(6, 5, 3)], "pixels"),
]


def draw(rng):
    return pictures.warped(rng, "RandomShear", {name: pictures.bounds(rng, 0, 1) for name in ("x_factor", "y_factor")})
