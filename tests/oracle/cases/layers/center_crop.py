"""CenterCrop: even and odd borders, images that are too small, whole numbers."""

import numpy as np
import windows

CASES = [
    ("CenterCrop", {"height": 4, "width": 3}, [(7, 6, 2)], ""),
    ("CenterCrop", {"height": 7, "width": 6}, [(7, 6, 2)], ""),
    ("CenterCrop", {"height": 5, "width": 8}, [(7, 6, 2)], ""),
    ("CenterCrop", {"height": 9, "width": 9}, [(7, 4, 2)], ""),
    ("CenterCrop", {"height": 2, "width": 3, "data_format": "channels_first"}, [(2, 5, 6)], ""),
    ("CenterCrop", {"height": 2, "width": 3}, [(5, 5, 2)], "pixels"),
]


def draw(rng: np.random.Generator) -> windows.Case:
    return windows.center_crop(rng, "CenterCrop")
