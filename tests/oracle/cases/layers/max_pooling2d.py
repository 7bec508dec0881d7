"""MaxPooling2D: windows, strides and borders, equal cells."""

import numpy as np
import windows

CASES = windows.pool_cases("MaxPooling2D", 2)


def draw(rng: np.random.Generator) -> windows.Case:
    return windows.pool(rng, "MaxPooling2D", 2)
