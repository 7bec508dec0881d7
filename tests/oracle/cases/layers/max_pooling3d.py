"""MaxPooling3D: windows, strides and borders, equal cells."""

import numpy as np
import windows

CASES = windows.pool_cases("MaxPooling3D", 3)


def draw(rng: np.random.Generator) -> windows.Case:
    return windows.pool(rng, "MaxPooling3D", 3)
