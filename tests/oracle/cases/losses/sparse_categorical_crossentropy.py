from draws import chance, labels, loss_cases, pick, some

CASES, draw = loss_cases(
    "SparseCategoricalCrossentropy",
    labels,
    lambda rng: some(rng, {"from_logits": chance(rng), "ignore_class": pick(rng, [0, 1, -1])}),
    count=16,
)
