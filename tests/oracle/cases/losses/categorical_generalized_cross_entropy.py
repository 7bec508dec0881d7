from draws import floats, labels, loss_case, number, some

def draw(rng):
    options = some(rng, {"q": number(rng, 0.05, 0.95)})
    y_true, y_pred = labels(rng, {})
    return loss_case(rng, "CategoricalGeneralizedCrossEntropy", options, (y_true.reshape(y_pred.shape[:-1]), floats(y_pred)))


def cases():
    import numpy as np

    rng = np.random.default_rng(41)
    return [draw(rng) for _ in range(6)]


CASES = cases()
