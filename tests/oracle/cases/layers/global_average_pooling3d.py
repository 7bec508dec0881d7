"""GlobalAveragePooling3D: both data formats, kept axes."""

import numpy as np
import windows

CASES = windows.global_pool_cases("GlobalAveragePooling3D", 3)


def draw(rng: np.random.Generator) -> windows.Case:
    return windows.global_pool(rng, "GlobalAveragePooling3D", 3)
