from draws import floats, metric_cases, pick, some

def pair(rng, options):
    shape = (int(rng.integers(3, 9)), 2)
    return floats(rng.normal(size=shape)), floats(rng.normal(size=shape))


CASES, draw = metric_cases(
    "R2Score",
    pair,
    lambda rng: some(
        rng,
        {
            "class_aggregation": pick(rng, [None, "uniform_average", "variance_weighted_average"]),
            "num_regressors": pick(rng, [0, 1, 3]),
        },
    ),
    count=5,
)
