from draws import metric_cases, pick, shares, some

CASES, draw = metric_cases(
    "TopKCategoricalAccuracy", shares, lambda rng: some(rng, {"k": pick(rng, [1, 2, 3])}), masks=True
)
