"""ZeroPadding2D: every form of the option."""

import numpy as np
import windows

CASES = windows.padding_cases("ZeroPadding2D", 2)


def draw(rng: np.random.Generator) -> windows.Case:
    return windows.padding(rng, "ZeroPadding2D", 2)
