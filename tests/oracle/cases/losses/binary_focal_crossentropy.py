from draws import chance, loss_cases, number, odds, pick, some

CASES, draw = loss_cases(
    "BinaryFocalCrossentropy",
    odds,
    lambda rng: some(
        rng,
        {
            "from_logits": chance(rng),
            "label_smoothing": number(rng, 0, 0.5),
            "apply_class_balancing": chance(rng),
            "alpha": number(rng, 0, 1),
            "gamma": pick(rng, [0.0, 1.0, 2.0, 0.5, 3.5]),
        },
    ),
)
