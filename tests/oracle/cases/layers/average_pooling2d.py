"""AveragePooling2D: windows, strides and borders."""

import numpy as np
import windows

CASES = windows.pool_cases("AveragePooling2D", 2)


def draw(rng: np.random.Generator) -> windows.Case:
    return windows.pool(rng, "AveragePooling2D", 2)
