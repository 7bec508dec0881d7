"""Bidirectional: merge modes, a layer of its own for the way back, masks, states."""

import runpy
from pathlib import Path

import numpy as np

rnn = runpy.run_path(str(Path(__file__).with_name("rnn.py")))
cell = rnn["cell"]

CASES = [
    ("Bidirectional", {"layer": cell("LSTM", units=3)}, [(4, 2)], ""),
    ("Bidirectional", {"layer": cell("GRU", units=3, return_sequences=True), "merge_mode": "sum"}, [(4, 2)], ""),
    ("Bidirectional", {"layer": cell("SimpleRNN", units=3, return_sequences=True), "merge_mode": "mul"}, [(4, 2)], "", {"mask": True}),
    ("Bidirectional", {"layer": cell("LSTM", units=2, return_sequences=True, return_state=True), "merge_mode": "ave"}, [(3, 2)], "", {"initial_state": [(2,)] * 4}),
    ("Bidirectional", {"layer": cell("GRU", units=2, return_sequences=True), "merge_mode": None}, [(3, 2)], ""),
    ("Bidirectional", {"layer": cell("LSTM", units=2, name="up"), "backward_layer": cell("GRU", units=3, go_backwards=True, name="down")}, [(3, 2)], "", {"mask": True}),
    ("Bidirectional", {"layer": cell("RNN", cell=[cell("LSTMCell", units=2), cell("GRUCell", units=3)], return_sequences=True)}, [(3, 2)], ""),
]


def draw(rng: np.random.Generator):
    name = str(rng.choice(["LSTM", "GRU", "SimpleRNN", "RNN"]))
    config = {"units": int(rng.integers(1, 6))}
    if name == "RNN":
        config = {"cell": [rnn["draw_cell"](rng) for _ in range(2)]}
    sequences = bool(rng.random() < 0.6)
    if sequences:
        config["return_sequences"] = True
    mode = [None, "sum", "mul", "ave", "concat"][int(rng.integers(0, 5))]
    states = {"LSTM": 2, "GRU": 1, "SimpleRNN": 1}.get(name)
    # Keras loses the list of outputs where states come behind two of them.
    if rng.random() < 0.3 and mode is not None:
        config["return_state"] = True
    options = {"layer": cell(name, **config), "merge_mode": mode}
    extra = {"mask": True} if rng.random() < 0.4 else {}
    if states and rng.random() < 0.4:
        extra["initial_state"] = [(config["units"],)] * states * 2
    return ("Bidirectional", options, [(int(rng.integers(1, 6)), int(rng.integers(1, 5)))], "", extra)
