"""Cropping2D: every form of the option."""

import numpy as np
import windows

CASES = windows.cropping_cases("Cropping2D", 2)


def draw(rng: np.random.Generator) -> windows.Case:
    return windows.cropping(rng, "Cropping2D", 2)
