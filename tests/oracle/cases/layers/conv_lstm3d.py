"""ConvLSTM3D: options and first states; see ConvLSTM2D for the others."""

import numpy as np

NAME, RANK = "ConvLSTM3D", 3
IMAGE = (3, 3, 2)

CASES = [
    (NAME, {"filters": 2, "kernel_size": 2}, [(2, *IMAGE, 2)], ""),
    (NAME, {"filters": 3, "kernel_size": 3, "padding": "same", "return_sequences": True, "go_backwards": True}, [(2, *IMAGE, 1)], ""),
    (NAME, {"filters": 2, "kernel_size": 2, "strides": 2, "return_state": True, "use_bias": False}, [(2, *IMAGE, 2)], ""),
    (NAME, {"filters": 2, "kernel_size": 2, "dilation_rate": [2, 2, 1], "activation": "relu", "recurrent_activation": "hard_sigmoid", "unit_forget_bias": False}, [(2, *IMAGE, 2)], ""),
    (NAME, {"filters": 2, "kernel_size": 2, "padding": "same", "return_sequences": True, "return_state": True}, [(2, *IMAGE, 1)], "", {"initial_state": [(*IMAGE, 2)] * 2}),
]


def draw(rng: np.random.Generator):
    options = {"filters": int(rng.integers(1, 4)), "kernel_size": int(rng.integers(1, 4))}
    first = bool(rng.random() < 0.2)
    if first:
        options["data_format"] = "channels_first"
    if rng.random() < 0.5:
        options["padding"] = "same"
    step = int(rng.integers(0, 3))
    if step:
        options[["", "strides", "dilation_rate"][step]] = 2
    for key in ("return_sequences", "return_state", "go_backwards"):
        if rng.random() < 0.4:
            options[key] = True
    if rng.random() < 0.3:
        options["activation"] = str(rng.choice(["relu", "softsign", "linear"]))
    if rng.random() < 0.3:
        options["use_bias"] = False
    image = tuple(int(d) for d in rng.integers(5, 7, RANK))
    channels = int(rng.integers(1, 4))
    shape = (channels, *image) if first else (*image, channels)
    return (NAME, options, [(int(rng.integers(1, 4)), *shape)], "", {})
