from draws import axes, chance, loss_case, number, odds, some

def draw(rng):
    y_true, y_pred = odds(rng, {"axis": 0})
    if chance(rng, 0.3):
        return loss_case(rng, "Tversky", some(rng, {"alpha": number(rng, 0, 1), "beta": number(rng, 0, 1)}), (y_true, y_pred), 0)
    axis = axes(rng, y_pred.ndim - 1)
    axis = [a + 1 for a in axis] if isinstance(axis, list) else 1
    left = y_pred.ndim - (len(axis) if isinstance(axis, list) else 1)
    return loss_case(rng, "Tversky", {"axis": axis, **some(rng, {"alpha": number(rng, 0, 1), "beta": number(rng, 0, 1)})}, (y_true, y_pred), 1 if left == 1 else 0)


def cases():
    import numpy as np

    rng = np.random.default_rng(43)
    return [draw(rng) for _ in range(8)]


CASES = cases()
