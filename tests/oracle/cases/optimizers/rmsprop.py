from draws import chance, number, optimizer_cases, pick, some  # noqa: F401


CASES, draw = optimizer_cases("RMSprop", lambda rng: some(rng, {"rho": number(rng, 0.5, 0.95), "momentum": number(rng, 0, 0.9), "centered": chance(rng)}))
