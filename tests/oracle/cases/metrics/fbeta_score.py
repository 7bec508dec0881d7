from draws import columns, metric_cases, number, pick, some

CASES, draw = metric_cases(
    "FBetaScore",
    columns,
    lambda rng: some(
        rng,
        {
            "average": pick(rng, [None, "micro", "macro", "weighted"]),
            "beta": number(rng, 0.2, 2),
            "threshold": pick(rng, [None, 0.5, 0.3]),
        },
    ),
    count=5,
)
