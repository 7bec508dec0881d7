"""GRU: the reset gate on both sides of the product, every option, masks, first states."""

import runpy
from pathlib import Path

import numpy as np

lstm = runpy.run_path(str(Path(__file__).with_name("lstm.py")))

CASES = [
    ("GRU", {"units": 3}, [(4, 5)], ""),
    ("GRU", {"units": 1, "return_sequences": True}, [(1, 1)], ""),
    ("GRU", {"units": 5, "return_sequences": True, "return_state": True}, [(3, 2)], "", {"initial_state": [(5,)]}),
    ("GRU", {"units": 9, "go_backwards": True, "return_sequences": True}, [(3, 4)], "", {"mask": True}),
    ("GRU", {"units": 4, "use_bias": False, "zero_output_for_mask": True}, [(5, 3)], "", {"mask": True}),
    ("GRU", {"units": 4, "reset_after": False}, [(5, 3)], "", {"mask": True}),
    ("GRU", {"units": 6, "reset_after": False, "use_bias": False, "return_sequences": True, "go_backwards": True}, [(3, 3)], "", {"initial_state": [(6,)]}),
    ("GRU", {"units": 2, "activation": "relu", "recurrent_activation": "tanh"}, [(4, 3)], ""),
    ("GRU", {"units": 2, "activation": "relu", "use_bias": False, "return_sequences": True}, [(4, 3)], "", {"mask": True}),
    ("GRU", {"units": 3, "unroll": True, "return_sequences": True}, [(4, 3)], "", {"mask": True, "initial_state": [(3,)]}),
    ("GRU", {"units": 3, "dropout": 0.3, "recurrent_dropout": 0.2, "seed": 3, "activity_regularizer": "l2"}, [(2, 3)], ""),
]


def draw(rng: np.random.Generator):
    own = {"reset_after": False} if rng.random() < 0.4 else {}
    return lstm["draw_recurrent"](rng, "GRU", 1, own, True)
