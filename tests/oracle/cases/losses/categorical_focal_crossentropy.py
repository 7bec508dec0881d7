from draws import chance, loss_cases, number, pick, shares, some

CASES, draw = loss_cases(
    "CategoricalFocalCrossentropy",
    shares,
    lambda rng: some(
        rng,
        {
            "from_logits": chance(rng),
            "label_smoothing": number(rng, 0, 0.5),
            "alpha": number(rng, 0, 1),
            "gamma": pick(rng, [0.0, 1.0, 2.0, 0.5, 3.5]),
        },
    ),
)
