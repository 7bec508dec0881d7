"""TimeDistributed: layers over features and over images, and such that must see each step by itself."""

import runpy
from pathlib import Path

import numpy as np

rnn = runpy.run_path(str(Path(__file__).with_name("rnn.py")))
cell = rnn["cell"]

CASES = [
    ("TimeDistributed", {"layer": cell("Dense", units=3, activation="tanh")}, [(4, 2)], ""),
    ("TimeDistributed", {"layer": cell("Conv2D", filters=2, kernel_size=2)}, [(2, 3, 4, 2)], ""),
    ("TimeDistributed", {"layer": cell("BatchNormalization", momentum=0.5)}, [(3, 4)], ""),
    ("TimeDistributed", {"layer": cell("Flatten")}, [(3, 2, 2)], ""),
    ("TimeDistributed", {"layer": cell("TimeDistributed", layer=cell("Dense", units=2, kernel_regularizer="l2"))}, [(3, 2, 4)], ""),
    ("TimeDistributed", {"layer": cell("LSTM", units=2)}, [(3, 4, 2)], ""),
]


def draw(rng: np.random.Generator):
    kind = str(rng.choice(["Dense", "BatchNormalization", "LSTM", "Conv2D"]))
    steps = int(rng.integers(1, 5))
    config = {
        "Dense": {"units": int(rng.integers(1, 5))},
        "BatchNormalization": {"momentum": 0.7},
        "LSTM": {"units": 2, "return_sequences": bool(rng.random() < 0.5)},
        "Conv2D": {"filters": 2, "kernel_size": 2, "padding": "same"},
    }[kind]
    rest = {"Dense": (3,), "BatchNormalization": (2, 3), "LSTM": (3, 2), "Conv2D": (3, 3, 2)}[kind]
    return ("TimeDistributed", {"layer": cell(kind, **config)}, [(steps, *rest)], "", {})
