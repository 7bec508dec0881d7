"""SimpleRNN: every option, masks, a first state."""

import runpy
from pathlib import Path

import numpy as np

lstm = runpy.run_path(str(Path(__file__).with_name("lstm.py")))

CASES = [
    ("SimpleRNN", {"units": 3}, [(4, 5)], ""),
    ("SimpleRNN", {"units": 5, "return_sequences": True, "return_state": True}, [(3, 2)], "", {"initial_state": [(5,)]}),
    ("SimpleRNN", {"units": 9, "go_backwards": True, "return_sequences": True}, [(3, 4)], "", {"mask": True}),
    ("SimpleRNN", {"units": 4, "use_bias": False, "zero_output_for_mask": True}, [(5, 3)], "", {"mask": True}),
    ("SimpleRNN", {"units": 4, "activation": "relu", "return_sequences": True}, [(5, 3)], "", {"mask": True, "initial_state": [(4,)]}),
    ("SimpleRNN", {"units": 3, "unroll": True, "return_sequences": True}, [(4, 3)], "", {"mask": True, "initial_state": [(3,)]}),
    ("SimpleRNN", {"units": 3, "dropout": 0.3, "recurrent_dropout": 0.2}, [(2, 3)], ""),
]


def draw(rng: np.random.Generator):
    return lstm["draw_recurrent"](rng, "SimpleRNN", 1, {}, False)
