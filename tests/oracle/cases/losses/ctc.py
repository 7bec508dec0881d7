from draws import floats, loss_case

import numpy as np


def draw(rng):
    batch, length, classes = (int(rng.integers(1, 4)), int(rng.integers(1, 5)), int(rng.integers(2, 6)))
    # Time enough for every label and a blank between: what cannot be costs 1e5, and drowns the others in its rounding.
    time = 2 * length + int(rng.integers(0, 4))
    labels = np.zeros((batch, length), "int32")
    for row in labels:
        count = int(rng.integers(0, len(row) + 1))
        row[:count] = rng.integers(1, classes, count)
    return loss_case(rng, "CTC", {}, (labels, floats(2 * rng.normal(size=(batch, time, classes)))), 1)


def cases():
    rng = np.random.default_rng(53)
    return [draw(rng) for _ in range(10)]


CASES = cases()
