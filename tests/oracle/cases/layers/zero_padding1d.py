"""ZeroPadding1D: every form of the option."""

import numpy as np
import windows

CASES = windows.padding_cases("ZeroPadding1D", 1)


def draw(rng: np.random.Generator) -> windows.Case:
    return windows.padding(rng, "ZeroPadding1D", 1)
