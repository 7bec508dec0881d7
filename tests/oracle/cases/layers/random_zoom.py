"""RandomZoom: with and without a width, fill modes, factors that are fixed, whole numbers."""

import pictures

CASES = [
    ("RandomZoom", {"height_factor": 0.3}, [(6, 5, 3)], ""),
    ("RandomZoom", {"height_factor": [-0.5, 0.4], "width_factor": 0.2, "fill_mode": "wrap", "seed": 3}, [(4, 5, 2)], ""),
    ("RandomZoom", {"height_factor": [0.6, 0.6], "fill_mode": "constant", "fill_value": 0.5}, [(5, 5, 1)], "", pictures.FIXED),
    (
        "RandomZoom",
        {"height_factor": [-0.3, -0.3], "width_factor": [0.37, 0.37], "fill_mode": "nearest"},
        [(6, 7, 3)],
        "",
        pictures.FIXED,
    ),
    ("RandomZoom", {"height_factor": [0.2, 0.2], "data_format": "channels_first"}, [(2, 6, 5)], "", pictures.FIXED),
    (
        "RandomZoom",
        {"height_factor": [0.37, 0.37], "interpolation": "nearest"},
        [(6, 5, 3)],
        "pixels",
        pictures.FIXED,
    ),
]


def draw(rng):
    options = {"height_factor": pictures.bounds(rng, -0.9, 1)}
    if rng.random() < 0.5:
        options["width_factor"] = pictures.bounds(rng, -0.9, 1)
    return pictures.warped(rng, "RandomZoom", options)
