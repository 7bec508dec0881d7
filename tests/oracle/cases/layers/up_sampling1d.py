"""UpSampling1D: repeated steps."""

import numpy as np
import windows

CASES = [
    ("UpSampling1D", {}, [(4, 3)], ""),
    ("UpSampling1D", {"size": 1}, [(4, 3)], ""),
    ("UpSampling1D", {"size": 5}, [(3, 2)], ""),
]


def draw(rng: np.random.Generator) -> windows.Case:
    return windows.upsampling(rng, "UpSampling1D", 1)
