"""DepthwiseConv2D: strides and dilation, also together, depth multipliers."""

import numpy as np
import windows

CASES = windows.depthwise_cases("DepthwiseConv2D", 2)


def draw(rng: np.random.Generator) -> windows.Case:
    return windows.depthwise(rng, "DepthwiseConv2D", 2)
