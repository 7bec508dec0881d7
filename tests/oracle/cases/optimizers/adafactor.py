from draws import chance, number, optimizer_cases, pick, some  # noqa: F401


CASES, draw = optimizer_cases("Adafactor", lambda rng: some(rng, {"beta_2_decay": -number(rng, 0.3, 0.9), "epsilon_2": number(rng, 0.001, 0.1), "clip_threshold": number(rng, 0.5, 2), "relative_step": chance(rng)}))
