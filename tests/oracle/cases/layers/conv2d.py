"""Conv2D: windows, borders, groups, strides, dilation, both data formats."""

import numpy as np
import windows

CASES = windows.conv_cases("Conv2D", 2)


def draw(rng: np.random.Generator) -> windows.Case:
    return windows.conv(rng, "Conv2D", 2)
