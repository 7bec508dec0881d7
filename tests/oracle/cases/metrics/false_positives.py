from draws import metric_cases, pick, some, table

CASES, draw = metric_cases(
    "FalsePositives", table, lambda rng: some(rng, {"thresholds": pick(rng, [None, 0.3, [0.25, 0.5, 0.75], [0.0, 0.5, 1.0], [0.1, 0.9]])})
)
