from draws import chance, metric_cases, number, shares, some

CASES, draw = metric_cases(
    "CategoricalCrossentropy",
    shares,
    lambda rng: some(rng, {"from_logits": chance(rng), "label_smoothing": number(rng, 0, 0.5)}),
    masks=True,
)
