"""AveragePooling1D: windows, strides and borders."""

import numpy as np
import windows

CASES = windows.pool_cases("AveragePooling1D", 1)


def draw(rng: np.random.Generator) -> windows.Case:
    return windows.pool(rng, "AveragePooling1D", 1)
