from draws import chance, metric_cases, number, odds, some

CASES, draw = metric_cases(
    "BinaryCrossentropy",
    lambda rng, options: odds(rng, {**options, "axis": -1}),
    lambda rng: some(rng, {"from_logits": chance(rng), "label_smoothing": number(rng, 0, 0.5)}),
    masks=True,
)
