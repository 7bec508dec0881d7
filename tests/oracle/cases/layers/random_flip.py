"""RandomFlip: every mode, both data formats, whole numbers."""

import pictures
import windows

CASES = [
    ("RandomFlip", {}, [(4, 5, 3)], ""),
    ("RandomFlip", {"mode": "horizontal", "seed": 7}, [(4, 5, 2)], ""),
    ("RandomFlip", {"mode": "vertical"}, [(5, 4, 1)], ""),
    ("RandomFlip", {"data_format": "channels_first"}, [(3, 4, 5)], ""),
    ("RandomFlip", {"mode": "horizontal"}, [(4, 6, 3)], "pixels"),
]


def draw(rng):
    mode = windows.pick(rng, ["horizontal", "vertical", "horizontal_and_vertical"])
    return pictures.case(rng, "RandomFlip", {"mode": mode}, "")
