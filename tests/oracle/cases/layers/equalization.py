"""Equalization: ranges, bins, images of one colour, both data formats, whole numbers."""

import pictures

CASES = [
    ("Equalization", {}, [(4, 5, 3)], "shades", pictures.FIXED),
    ("Equalization", {"value_range": [0, 1], "bins": 16}, [(4, 5, 2)], "unit", pictures.FIXED),
    ("Equalization", {"data_format": "channels_first", "bins": 7}, [(2, 4, 5)], "shades", pictures.FIXED),
    ("Equalization", {}, [(4, 5, 1)], "pixels", pictures.FIXED),
    ("Equalization", {"value_range": [1, 2]}, [(4, 5, 1)], "constant", pictures.FIXED),
]


def draw(rng):
    name, options, shapes, way = pictures.colored(rng, "Equalization", {"bins": int(rng.integers(2, 300))})
    return (name, options, shapes, way, pictures.FIXED)
