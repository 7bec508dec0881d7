"""RepeatVector: one vector, several times."""

import numpy as np
import windows

CASES = [
    ("RepeatVector", {"n": 1}, [(4,)], ""),
    ("RepeatVector", {"n": 3}, [(5,)], ""),
]


def draw(rng: np.random.Generator) -> windows.Case:
    return ("RepeatVector", {"n": int(rng.integers(1, 7))}, [(int(rng.integers(1, 9)),)], "")
