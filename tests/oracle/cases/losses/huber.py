from draws import loss_cases, number, real, some

CASES, draw = loss_cases("Huber", real, lambda rng: some(rng, {"delta": number(rng, 0.1, 2)}))
