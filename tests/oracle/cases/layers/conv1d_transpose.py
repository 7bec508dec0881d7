"""Conv1DTranspose: strides against kernels, output padding, dilation."""

import numpy as np
import windows

CASES = windows.conv_transpose_cases("Conv1DTranspose", 1)


def draw(rng: np.random.Generator) -> windows.Case:
    return windows.conv_transpose(rng, "Conv1DTranspose", 1)
