"""Conv1D: windows, borders, groups, strides, dilation, both data formats."""

import numpy as np
import windows

CASES = windows.conv_cases("Conv1D", 1)


def draw(rng: np.random.Generator) -> windows.Case:
    return windows.conv(rng, "Conv1D", 1)
