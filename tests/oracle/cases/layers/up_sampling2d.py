"""UpSampling2D: every interpolation."""

import numpy as np
import windows

CASES = [
    ("UpSampling2D", {}, [(4, 3, 2)], ""),
    ("UpSampling2D", {"size": [1, 3]}, [(4, 3, 2)], ""),
    ("UpSampling2D", {"size": [3, 2], "interpolation": "bilinear"}, [(4, 3, 2)], ""),
    ("UpSampling2D", {"size": [2, 3], "interpolation": "bicubic"}, [(5, 4, 1)], ""),
    ("UpSampling2D", {"size": 2, "interpolation": "lanczos3"}, [(5, 4, 1)], ""),
    ("UpSampling2D", {"size": 2, "interpolation": "lanczos5", "data_format": "channels_first"}, [(2, 5, 4)], ""),
    ("UpSampling2D", {"size": 2, "data_format": "channels_first"}, [(2, 3, 4)], ""),
]


def draw(rng: np.random.Generator) -> windows.Case:
    return windows.upsampling(rng, "UpSampling2D", 2)
