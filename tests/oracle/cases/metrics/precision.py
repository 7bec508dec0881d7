from draws import columns, metric_cases, pick, some, table

def options(rng):
    found = some(rng, {"thresholds": pick(rng, [None, 0.3, [0.25, 0.5, 0.75], [0.0, 0.5, 1.0], [0.1, 0.9]])}, 0.5)
    if rng.random() < 0.4:
        found["top_k"] = pick(rng, [1, 2])
    if rng.random() < 0.4:
        found["class_id"] = pick(rng, [0, 2])
    return found


CASES, draw = metric_cases(
    "Precision",
    lambda rng, found: (columns if "top_k" in found or "class_id" in found else table)(rng, found),
    options,
    count=5,
)
