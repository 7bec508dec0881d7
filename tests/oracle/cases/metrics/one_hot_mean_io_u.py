from draws import chance, metric_cases, one_hot, pick, some

def pair(rng, options):
    shape = (int(rng.integers(1, 6)), int(rng.integers(1, 4)))
    y_true, y_pred = rng.integers(0, 3, shape), rng.integers(0, 3, shape)
    y_true = one_hot(y_true, 3)
    y_pred = y_pred.astype("int32") if options.get("sparse_y_pred", False) else rng.random((*shape, 3)).astype("float32")
    return y_true, y_pred


def options(rng):
    extra = {"ignore_class": pick(rng, [0, 1]), "sparse_y_pred": chance(rng)}
    found = {"num_classes": 3, **some(rng, extra, 0.5)}
    return {**found, "dtype": "float32"} if chance(rng, 0.4) else found


CASES, draw = metric_cases("OneHotMeanIoU", pair, options, weights=None)
