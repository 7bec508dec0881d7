from draws import metric_cases, number, pick, some, table

CASES, draw = metric_cases(
    "BinaryIoU",
    table,
    lambda rng: some(rng, {"target_class_ids": pick(rng, [[0], [1], [0, 1]]), "threshold": number(rng, 0.1, 0.9)}),
    weights=None,
)
