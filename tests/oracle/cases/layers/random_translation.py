"""RandomTranslation: fill modes, shifts that are fixed, whole numbers."""

import pictures

CASES = [
    ("RandomTranslation", {"height_factor": 0.3, "width_factor": 0.2}, [(6, 5, 3)], ""),
    (
        "RandomTranslation",
        {"height_factor": [-0.5, 0.4], "width_factor": 0.2, "fill_mode": "wrap", "seed": 3},
        [(4, 5, 2)],
        "",
    ),
    (
        "RandomTranslation",
        {"height_factor": [0.31, 0.31], "width_factor": 0, "fill_mode": "constant", "fill_value": 0.5},
        [(5, 5, 1)],
        "",
        pictures.FIXED,
    ),
    (
        "RandomTranslation",
        {"height_factor": [-0.3, -0.3], "width_factor": [0.37, 0.37], "fill_mode": "nearest"},
        [(6, 7, 3)],
        "",
        pictures.FIXED,
    ),
    (
        "RandomTranslation",
        {"height_factor": [0.2, 0.2], "width_factor": [-0.71, -0.71], "data_format": "channels_first"},
        [(2, 6, 7)],
        "",
        pictures.FIXED,
    ),
    (
        "RandomTranslation",
        {"height_factor": [0.37, 0.37], "width_factor": 0.0, "interpolation": "nearest"},
        [(6, 5, 3)],
        "pixels",
        pictures.FIXED,
    ),
]


def draw(rng):
    options = {name: pictures.bounds(rng, -1, 1) for name in ("height_factor", "width_factor")}
    return pictures.warped(rng, "RandomTranslation", options)
