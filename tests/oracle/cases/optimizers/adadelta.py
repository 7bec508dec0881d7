from draws import chance, number, optimizer_cases, pick, some  # noqa: F401


CASES, draw = optimizer_cases("Adadelta", lambda rng: some(rng, {"rho": number(rng, 0.5, 0.99), "epsilon": pick(rng, [1e-7, 1e-3])}))
