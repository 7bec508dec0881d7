"""ZeroPadding3D: every form of the option."""

import numpy as np
import windows

CASES = windows.padding_cases("ZeroPadding3D", 3)


def draw(rng: np.random.Generator) -> windows.Case:
    return windows.padding(rng, "ZeroPadding3D", 3)
