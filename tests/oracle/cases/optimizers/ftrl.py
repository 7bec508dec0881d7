from draws import chance, number, optimizer_cases, pick, some  # noqa: F401


CASES, draw = optimizer_cases("Ftrl", lambda rng: some(rng, {"learning_rate_power": -number(rng, 0.1, 0.9), "initial_accumulator_value": number(rng, 0.1, 1), "l1_regularization_strength": number(rng, 0, 0.1), "l2_regularization_strength": number(rng, 0, 0.1), "l2_shrinkage_regularization_strength": number(rng, 0, 0.1), "beta": number(rng, 0, 1)}))
