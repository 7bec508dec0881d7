from draws import metric_cases, pick, some, real

def pair(rng, options):
    y_true, y_pred = real(rng, options)
    return (y_true, y_pred) if y_true.shape == y_pred.shape else pair(rng, options)


CASES, draw = metric_cases("CosineSimilarity", pair, lambda rng: some(rng, {"axis": pick(rng, [-1, 1])}))
