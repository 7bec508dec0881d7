from draws import chance, loss_cases, number, odds, some

CASES, draw = loss_cases(
    "BinaryCrossentropy", odds, lambda rng: some(rng, {"from_logits": chance(rng), "label_smoothing": number(rng, 0, 0.5)})
)
