"""RNN over one cell and over stacks of them."""

import runpy
from pathlib import Path

import numpy as np

lstm = runpy.run_path(str(Path(__file__).with_name("lstm.py")))


def cell(name, /, **config):
    return {"class_name": name, "config": config}


CASES = [
    ("RNN", {"cell": cell("SimpleRNNCell", units=3, seed=4)}, [(4, 2)], ""),
    ("RNN", {"cell": cell("LSTMCell", units=3), "return_sequences": True, "return_state": True}, [(4, 2)], "", {"mask": True, "initial_state": [(3,), (3,)]}),
    ("RNN", {"cell": cell("GRUCell", units=3, reset_after=False, use_bias=False), "go_backwards": True, "return_sequences": True}, [(3, 2)], ""),
    ("RNN", {"cell": [cell("LSTMCell", units=3), cell("LSTMCell", units=2, activation="relu")], "return_sequences": True}, [(4, 2)], ""),
    ("RNN", {"cell": [cell("GRUCell", units=2), cell("SimpleRNNCell", units=4), cell("LSTMCell", units=3)], "return_state": True, "go_backwards": True}, [(3, 2)], "", {"mask": True}),
    ("RNN", {"cell": cell("StackedRNNCells", cells=[cell("GRUCell", units=2, dropout=0.2), cell("GRUCell", units=3)]), "zero_output_for_mask": True, "return_sequences": True}, [(5, 2)], "", {"mask": True}),
]


def draw_cell(rng: np.random.Generator):
    name = str(rng.choice(["LSTMCell", "GRUCell", "SimpleRNNCell"]))
    config = {"units": int(rng.integers(1, 6))}
    if rng.random() < 0.2:
        config["activation"] = str(rng.choice(["relu", "softsign", "linear"]))
    if rng.random() < 0.2:
        config["use_bias"] = False
    if name == "GRUCell" and rng.random() < 0.3:
        config["reset_after"] = False
    if name == "LSTMCell" and rng.random() < 0.3:
        config["unit_forget_bias"] = False
    return cell(name, **config)


def draw(rng: np.random.Generator):
    stack = bool(rng.random() < 0.6)
    # Keras cannot mask a stack of one cell.
    cells = [draw_cell(rng) for _ in range(int(rng.integers(2, 4)))]
    options = {"cell": cells if stack else cells[0]}
    for key in ("return_sequences", "return_state", "go_backwards", "zero_output_for_mask"):
        if rng.random() < 0.4:
            options[key] = True
    extra = {"mask": True} if rng.random() < 0.5 else {}
    return ("RNN", options, [(int(rng.integers(1, 6)), int(rng.integers(1, 5)))], "", extra)
