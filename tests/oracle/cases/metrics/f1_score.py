from draws import columns, metric_cases, pick, some

CASES, draw = metric_cases(
    "F1Score",
    columns,
    lambda rng: some(rng, {"average": pick(rng, [None, "micro", "macro", "weighted"]), "threshold": pick(rng, [None, 0.5])}),
)
