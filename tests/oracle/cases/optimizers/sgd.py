from draws import chance, number, optimizer_cases, pick, some  # noqa: F401


CASES, draw = optimizer_cases("SGD", lambda rng: some(rng, {"momentum": number(rng, 0, 0.9), "nesterov": chance(rng)}))
