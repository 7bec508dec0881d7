from draws import chance, metric_cases, sizes

def pair(rng, options):
    shape = sizes(rng, 1, 3)
    y_true, y_pred = rng.integers(0, 3, shape), rng.integers(0, 3, shape)
    return (y_true.astype("float32"), y_pred.astype("float32")) if chance(rng) else (y_true.astype("int32"), y_pred.astype("int32"))


CASES, draw = metric_cases("Accuracy", pair, masks=True)
