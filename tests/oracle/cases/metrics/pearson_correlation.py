from draws import floats, metric_cases, pick, some

def pair(rng, options):
    shape = (int(rng.integers(1, 5)), int(rng.integers(2, 6)), int(rng.integers(2, 6)))[: int(rng.integers(2, 4))]
    return floats(rng.normal(size=shape)), floats(rng.normal(size=shape))


CASES, draw = metric_cases("PearsonCorrelation", pair, lambda rng: some(rng, {"axis": pick(rng, [-1, 1])}), masks=True)
