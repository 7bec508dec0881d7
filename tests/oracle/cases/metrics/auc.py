from draws import chance, columns, metric_cases, pick, some, table

def options(rng):
    found = some(
        rng,
        {
            "num_thresholds": pick(rng, [2, 3, 10, 50]),
            "curve": pick(rng, ["ROC", "PR", "PRGAIN"]),
            "summation_method": pick(rng, ["interpolation", "minoring", "majoring"]),
            "from_logits": chance(rng, 0.3),
        },
    )
    if chance(rng, 0.3):
        found["thresholds"] = pick(rng, [[0.5], [0.2, 0.7, 0.4], [0.25, 0.5, 0.75]])
    if chance(rng, 0.5):
        found["label_weights"] = [0.5, 1.0, 2.0]
    if chance(rng, 0.4):
        found["multi_label"] = True
        if chance(rng):
            found["num_labels"] = 3
    return found


CASES, draw = metric_cases(
    "AUC",
    lambda rng, found: (columns if found.get("multi_label") or "label_weights" in found else table)(rng, found),
    options,
    count=8,
)
