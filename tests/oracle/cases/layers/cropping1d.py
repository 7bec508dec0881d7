"""Cropping1D: every form of the option."""

import numpy as np
import windows

CASES = windows.cropping_cases("Cropping1D", 1)


def draw(rng: np.random.Generator) -> windows.Case:
    return windows.cropping(rng, "Cropping1D", 1)
