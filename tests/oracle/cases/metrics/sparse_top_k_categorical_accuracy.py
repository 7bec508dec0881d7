from draws import chance, labels, metric_cases, pick, some

def pair(rng, options):
    y_true, y_pred = labels(rng, {})
    y_true = y_true.reshape(y_pred.shape[:-1]).astype("int32")
    if options.get("from_sorted_ids"):
        y_true, y_pred = y_true.reshape(-1), y_pred.reshape(-1, y_pred.shape[-1])
        y_pred = (-y_pred).argsort(-1).astype("float32")
    return y_true, y_pred


CASES, draw = metric_cases(
    "SparseTopKCategoricalAccuracy",
    pair,
    lambda rng: some(rng, {"k": pick(rng, [1, 2, 3]), "from_sorted_ids": chance(rng, 0.4)}),
    masks=True,
)
