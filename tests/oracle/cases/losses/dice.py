from draws import loss_case, odds, axes, chance

def draw(rng):
    y_true, y_pred = odds(rng, {"axis": 0})
    if chance(rng, 0.3):
        return loss_case(rng, "Dice", {}, (y_true, y_pred), 0)
    axis = axes(rng, y_pred.ndim - 1)
    axis = [a + 1 for a in axis] if isinstance(axis, list) else 1
    left = y_pred.ndim - (len(axis) if isinstance(axis, list) else 1)
    return loss_case(rng, "Dice", {"axis": axis}, (y_true, y_pred), 1 if left == 1 else 0)


def cases():
    import numpy as np

    rng = np.random.default_rng(43)
    return [draw(rng) for _ in range(8)]


CASES = cases()
