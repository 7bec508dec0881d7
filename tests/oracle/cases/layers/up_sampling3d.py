"""UpSampling3D: repeated cells."""

import numpy as np
import windows

CASES = [
    ("UpSampling3D", {}, [(2, 3, 1, 2)], ""),
    ("UpSampling3D", {"size": [1, 2, 3]}, [(2, 1, 2, 3)], ""),
    ("UpSampling3D", {"size": [2, 1, 2], "data_format": "channels_first"}, [(2, 1, 3, 2)], ""),
]


def draw(rng: np.random.Generator) -> windows.Case:
    return windows.upsampling(rng, "UpSampling3D", 3)
