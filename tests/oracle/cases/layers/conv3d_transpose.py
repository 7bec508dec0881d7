"""Conv3DTranspose: strides against kernels, output padding, dilation."""

import numpy as np
import windows

CASES = windows.conv_transpose_cases("Conv3DTranspose", 3)


def draw(rng: np.random.Generator) -> windows.Case:
    return windows.conv_transpose(rng, "Conv3DTranspose", 3)
