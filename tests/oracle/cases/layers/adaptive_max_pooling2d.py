"""AdaptiveMaxPooling2D: windows that divide the input and that do not, outputs larger than the input."""

import numpy as np
import windows

CASES = windows.adaptive_cases("AdaptiveMaxPooling2D", 2)


def draw(rng: np.random.Generator) -> windows.Case:
    return windows.adaptive(rng, "AdaptiveMaxPooling2D", 2)
