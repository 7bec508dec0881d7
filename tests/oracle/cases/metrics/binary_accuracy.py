from draws import metric_cases, number, odds, some

CASES, draw = metric_cases("BinaryAccuracy", odds, lambda rng: some(rng, {"threshold": number(rng, 0, 1)}), masks=True)
