from draws import chance, loss_cases, number, shares, some

CASES, draw = loss_cases(
    "CategoricalCrossentropy",
    shares,
    lambda rng: some(rng, {"from_logits": chance(rng), "label_smoothing": number(rng, 0, 0.5)}),
)
