"""Adagrad: its accumulator's start, and what every optimizer has."""

CASES = [
    ("Adagrad", {}),
    ("Adagrad", {"learning_rate": 0.1}),
    ("Adagrad", {"initial_accumulator_value": 1.0}),
    ("Adagrad", {"epsilon": 0.1}),
    ("Adagrad", {"weight_decay": 0.05}),
    ("Adagrad", {"clipnorm": 0.3}),
    ("Adagrad", {"global_clipnorm": 0.5, "learning_rate": 0.05}),
    ("Adagrad", {"use_ema": True, "ema_momentum": 0.7, "ema_overwrite_frequency": 5}),
    ("Adagrad", {"gradient_accumulation_steps": 3}),
]
