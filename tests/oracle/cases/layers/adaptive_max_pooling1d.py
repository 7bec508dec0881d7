"""AdaptiveMaxPooling1D: windows that divide the input and that do not, outputs larger than the input."""

import numpy as np
import windows

CASES = windows.adaptive_cases("AdaptiveMaxPooling1D", 1)


def draw(rng: np.random.Generator) -> windows.Case:
    return windows.adaptive(rng, "AdaptiveMaxPooling1D", 1)
