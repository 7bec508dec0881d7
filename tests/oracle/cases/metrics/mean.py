from draws import floats, metric_cases, sizes

CASES, draw = metric_cases("Mean", lambda rng, options: (floats(rng.normal(size=sizes(rng, 0, 3))), None))
