"""Cropping3D: every form of the option."""

import numpy as np
import windows

CASES = windows.cropping_cases("Cropping3D", 3)


def draw(rng: np.random.Generator) -> windows.Case:
    return windows.cropping(rng, "Cropping3D", 3)
