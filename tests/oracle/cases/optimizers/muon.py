from draws import chance, number, optimizer_cases, pick, some  # noqa: F401


CASES, draw = optimizer_cases("Muon", lambda rng: some(rng, {"adam_beta_1": number(rng, 0.5, 0.95), "adam_weight_decay": number(rng, 0, 0.1), "momentum": number(rng, 0.5, 0.95), "ns_steps": int(rng.integers(1, 6)), "nesterov": chance(rng), "rms_rate": pick(rng, [None, 0.2, 0.5]), "adam_lr_ratio": number(rng, 0.5, 2), "exclude_layers": pick(rng, [[], ["kernel"]])}))
