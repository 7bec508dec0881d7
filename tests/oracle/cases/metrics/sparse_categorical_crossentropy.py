from draws import chance, labels, metric_cases, pick, some

CASES, draw = metric_cases(
    "SparseCategoricalCrossentropy",
    labels,
    lambda rng: some(rng, {"from_logits": chance(rng), "ignore_class": pick(rng, [0, 1])}),
)
