"""DepthwiseConv1D: strides and dilation, also together, depth multipliers."""

import numpy as np
import windows

CASES = windows.depthwise_cases("DepthwiseConv1D", 1)


def draw(rng: np.random.Generator) -> windows.Case:
    return windows.depthwise(rng, "DepthwiseConv1D", 1)
