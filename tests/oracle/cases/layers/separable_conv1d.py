"""SeparableConv1D: strides and dilation, also together, depth multipliers."""

import numpy as np
import windows

CASES = windows.separable_cases("SeparableConv1D", 1)


def draw(rng: np.random.Generator) -> windows.Case:
    return windows.separable(rng, "SeparableConv1D", 1)
