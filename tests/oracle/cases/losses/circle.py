from draws import chance, floats, loss_case, number, some

import numpy as np


def draw(rng):
    n = int(rng.integers(2, 9))
    y_pred = floats(rng.normal(size=(n, int(rng.integers(2, 5)))))
    y_pred /= np.linalg.norm(y_pred, axis=1, keepdims=True)
    y_true = rng.integers(0, 3, (n, 1) if chance(rng) else n).astype("int32")
    counts = np.bincount(y_true.ravel(), minlength=3)
    if (counts == 1).any() or counts.max() == n:
        return draw(rng)
    options = some(rng, {"gamma": number(rng, 1, 80), "margin": number(rng, 0.1, 0.6), "remove_diagonal": chance(rng)})
    return loss_case(rng, "Circle", options, (y_true, floats(y_pred)), 1)


def cases():
    rng = np.random.default_rng(47)
    return [draw(rng) for _ in range(8)]


CASES = cases()
