"""GlobalMaxPooling3D: both data formats, kept axes."""

import numpy as np
import windows

CASES = windows.global_pool_cases("GlobalMaxPooling3D", 3)


def draw(rng: np.random.Generator) -> windows.Case:
    return windows.global_pool(rng, "GlobalMaxPooling3D", 3)
