"""AutoContrast: ranges, an image of one colour, both data formats, whole numbers."""

import pictures

CASES = [
    ("AutoContrast", {}, [(4, 5, 3)], "shades"),
    ("AutoContrast", {"value_range": [0, 1]}, [(4, 5, 2)], "unit"),
    ("AutoContrast", {"data_format": "channels_first"}, [(2, 4, 5)], "shades"),
    ("AutoContrast", {}, [(4, 5, 1)], "pixels"),
    ("AutoContrast", {}, [(1, 1, 2)], "pixels"),
]


def draw(rng):
    return pictures.colored(rng, "AutoContrast", {})
