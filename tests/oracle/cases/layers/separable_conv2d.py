"""SeparableConv2D: strides and dilation, also together, depth multipliers."""

import numpy as np
import windows

CASES = windows.separable_cases("SeparableConv2D", 2)


def draw(rng: np.random.Generator) -> windows.Case:
    return windows.separable(rng, "SeparableConv2D", 2)
