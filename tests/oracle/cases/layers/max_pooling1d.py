"""MaxPooling1D: windows, strides and borders, equal cells."""

import numpy as np
import windows

CASES = windows.pool_cases("MaxPooling1D", 1)


def draw(rng: np.random.Generator) -> windows.Case:
    return windows.pool(rng, "MaxPooling1D", 1)
