from draws import chance, number, optimizer_cases, pick, some  # noqa: F401


CASES, draw = optimizer_cases("AdamW", lambda rng: some(rng, {"beta_1": number(rng, 0.5, 0.95), "beta_2": number(rng, 0.5, 0.999), "epsilon": pick(rng, [1e-7, 1e-3]), "amsgrad": chance(rng)}))
