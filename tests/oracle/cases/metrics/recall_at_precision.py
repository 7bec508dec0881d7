from draws import metric_cases, number, pick, some, table

CASES, draw = metric_cases(
    "RecallAtPrecision",
    table,
    lambda rng: {"precision": number(rng, 0, 1), **some(rng, {"num_thresholds": pick(rng, [1, 2, 3, 10, 200]), "class_id": 1}, 0.5)},
)
