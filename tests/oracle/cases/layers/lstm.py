"""LSTM: every option, masks, first states, other activations."""

import numpy as np

PARTS = ("kernel", "recurrent", "bias")
ACTIVATIONS = "relu sigmoid softsign linear hard_sigmoid elu".split()

CASES = [
    ("LSTM", {"units": 3}, [(4, 5)], ""),
    ("LSTM", {"units": 1, "return_sequences": True}, [(1, 1)], ""),
    ("LSTM", {"units": 5, "return_sequences": True, "return_state": True}, [(3, 2)], "", {"initial_state": [(5,), (5,)]}),
    ("LSTM", {"units": 9, "go_backwards": True, "return_sequences": True}, [(3, 4)], "", {"mask": True}),
    ("LSTM", {"units": 4, "use_bias": False, "zero_output_for_mask": True}, [(5, 3)], "", {"mask": True}),
    ("LSTM", {"units": 4, "return_sequences": True, "zero_output_for_mask": True}, [(5, 3)], "", {"mask": True}),
    ("LSTM", {"units": 2, "activation": "relu", "unit_forget_bias": False}, [(4, 3)], ""),
    ("LSTM", {"units": 2, "recurrent_activation": "hard_sigmoid", "return_sequences": True, "go_backwards": True}, [(4, 3)], "", {"mask": True, "initial_state": [(2,), (2,)]}),
    ("LSTM", {"units": 3, "unroll": True, "return_sequences": True}, [(4, 3)], "", {"mask": True, "initial_state": [(3,), (3,)]}),
    ("LSTM", {"units": 3, "kernel_regularizer": "l2", "recurrent_regularizer": "l1", "bias_regularizer": "l2", "kernel_constraint": "non_neg"}, [(2, 3)], ""),
    ("LSTM", {"units": 3, "dropout": 0.3, "recurrent_dropout": 0.2, "seed": 3}, [(2, 3)], ""),
    ("LSTM", {"units": 3, "trainable": False, "return_state": True}, [(2, 3)], ""),
]


def draw_recurrent(rng: np.random.Generator, name: str, states: int, own: dict, gated: bool):
    """A random layer with units, and how it is called."""

    def flip(p: float = 0.5) -> bool:
        return bool(rng.random() < p)

    units, steps, features = (int(rng.integers(1, 11)), int(rng.integers(1, 8)), int(rng.integers(1, 10)))
    options = {"units": units, **own}
    for key in ("return_sequences", "return_state", "go_backwards", "unroll", "zero_output_for_mask"):
        if flip(0.4):
            options[key] = True
    if flip(0.3):
        options["use_bias"] = False
    if flip(0.3):
        options["activation"] = str(rng.choice(ACTIVATIONS))
    if gated and flip(0.2):
        # Gates that may be negative let states grow without bound, unless the activation bounds them.
        bounded = options.get("activation", "tanh") in ("tanh", "sigmoid", "softsign", "hard_sigmoid")
        options["recurrent_activation"] = str(rng.choice(["hard_sigmoid", "tanh"])) if bounded else "hard_sigmoid"
    for part in PARTS:
        if flip(0.15) and (part != "bias" or options.get("use_bias", True)):
            options[f"{part}_regularizer"] = str(rng.choice(["l1", "l2"]))
    for rate in ("dropout", "recurrent_dropout"):
        if flip(0.2):
            options[rate] = float(np.round(rng.random() * 0.8, 2))
    extra = {}
    if flip():
        extra["mask"] = True
    if flip():
        extra["initial_state"] = [(units,)] * states
    return (name, options, [(steps, features)], "", extra)


def draw(rng: np.random.Generator):
    own = {"unit_forget_bias": False} if rng.random() < 0.3 else {}
    return draw_recurrent(rng, "LSTM", 2, own, True)
