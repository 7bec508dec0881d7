"""AveragePooling3D: windows, strides and borders."""

import numpy as np
import windows

CASES = windows.pool_cases("AveragePooling3D", 3)


def draw(rng: np.random.Generator) -> windows.Case:
    return windows.pool(rng, "AveragePooling3D", 3)
