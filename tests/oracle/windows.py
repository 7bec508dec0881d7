"""Configurations of layers over one to three spatial axes, chosen and drawn: for the files of cases/layers."""

from __future__ import annotations

from typing import Any

import numpy as np

Shape = tuple[int, ...]
Options = dict[str, Any]
Case = tuple[str, Options, list[Shape], str]

REGULARIZERS = [None, None, None, "l1", "l2"]
CONSTRAINTS = [None, None, "non_neg", "max_norm", "unit_norm"]
ACTIVATIONS = [None, None, "relu", "tanh", "softmax", "gelu"]
# Sides of inputs, by the number of spatial axes: all differ.
SIDES = {1: (9,), 2: (6, 5), 3: (4, 3, 3)}


def place(sides: Shape, channels: int, options: Options) -> list[Shape]:
    """The input's shape in the data format of the options."""
    first = options.get("data_format") == "channels_first"
    return [(channels, *sides) if first else (*sides, channels)]


def pick(rng: np.random.Generator, values: Any) -> Any:
    return values[int(rng.integers(len(values)))]


def sizes(rng: np.random.Generator, rank: int, high: int, low: int = 1) -> Any:
    """One number for all axes, or one for each."""
    if rng.random() < 0.4:
        return int(rng.integers(low, high + 1))
    return [int(rng.integers(low, high + 1)) for _ in range(rank)]


def spread(value: Any, rank: int) -> list[int]:
    return [value] * rank if isinstance(value, int) else list(value)


def draw_window(rng: np.random.Generator, rank: int, both: bool, paddings: tuple[str, ...]) -> tuple[Options, Shape]:
    """Options of a window and sides that it fits; `both` lets strides and dilation exceed 1 together."""
    options: Options = {"kernel_size": sizes(rng, rank, {1: 5, 2: 4, 3: 3}[rank])}
    strided, dilated = rng.random() < 0.6, rng.random() < 0.4
    if strided:
        options["strides"] = sizes(rng, rank, 3)
    if dilated and (both or not strided):
        options["dilation_rate"] = sizes(rng, rank, 3)
    options["padding"] = pick(rng, paddings)
    if rng.random() < 0.4:
        options["data_format"] = pick(rng, ["channels_first", "channels_last"])
    kernel, dilation = spread(options["kernel_size"], rank), spread(options.get("dilation_rate", 1), rank)
    most = {1: 9, 2: 5, 3: 3}[rank]
    least = [(k - 1) * d + 1 if options["padding"] == "valid" else 1 for k, d in zip(kernel, dilation)]
    return options, tuple(int(low + rng.integers(0, most)) for low in least)


def draw_rest(rng: np.random.Generator, options: Options, prefixes: tuple[str, ...]) -> None:
    """What does not change shapes."""
    options["use_bias"] = bool(rng.random() < 0.7)
    options["activation"] = pick(rng, ACTIVATIONS)
    # Along the width a softmax cancels the bias: its gradient is noise.
    if options["activation"] == "softmax" and options.get("data_format") == "channels_first":
        options["use_bias"] = False
    for prefix in (*prefixes, "bias"):
        options[f"{prefix}_regularizer"] = pick(rng, REGULARIZERS)
        options[f"{prefix}_constraint"] = pick(rng, CONSTRAINTS)


def conv(rng: np.random.Generator, name: str, rank: int) -> Case:
    paddings = ("valid", "same", "causal") if rank == 1 else ("valid", "same")
    options, sides = draw_window(rng, rank, False, paddings)
    groups = pick(rng, [1, 1, 2, 3])
    own, each = int(rng.integers(1, 6)), int(rng.integers(1, 6))
    options |= {"filters": each * groups, "groups": groups}
    draw_rest(rng, options, ("kernel",))
    return (name, options, place(sides, own * groups, options), "")


def conv_cases(name: str, rank: int) -> list[Case]:
    sides = SIDES[rank]
    two = [2] + [1] * (rank - 1)
    options: list[tuple[Options, int]] = [
        ({"filters": 1, "kernel_size": 1}, 1),
        ({"filters": 2, "kernel_size": 3, "activation": "relu"}, 3),
        ({"filters": 3, "kernel_size": 2, "padding": "same", "use_bias": False}, 2),
        ({"filters": 4, "kernel_size": 3, "strides": 2, "padding": "same", "groups": 2}, 4),
        ({"filters": 2, "kernel_size": 2, "strides": 3}, 3),
        ({"filters": 3, "kernel_size": 2, "dilation_rate": [2] * rank, "padding": "same"}, 2),
        ({"filters": 6, "kernel_size": [2] + [1] * (rank - 1), "dilation_rate": two, "groups": 3}, 3),
        ({"filters": 2, "kernel_size": 2, "data_format": "channels_first", "activation": "gelu"}, 3),
        ({"filters": 2, "kernel_size": 2, "kernel_regularizer": "l2", "bias_regularizer": "l1"}, 3 * (4 - rank)),
    ]
    if rank == 1:
        options += [
            ({"filters": 3, "kernel_size": 3, "padding": "causal"}, 2),
            ({"filters": 3, "kernel_size": 2, "padding": "causal", "dilation_rate": 4}, 2),
            ({"filters": 2, "kernel_size": 4, "padding": "causal", "strides": 2, "data_format": "channels_first"}, 2),
        ]
    return [(name, option, place(sides, channels, option), "") for option, channels in options]


def conv_transpose(rng: np.random.Generator, name: str, rank: int) -> Case:
    options, sides = draw_window(rng, rank, False, ("valid", "same"))
    options["filters"] = int(rng.integers(1, 6))
    if rng.random() < 0.4:
        strides = spread(options.get("strides", 1), rank)
        options["output_padding"] = [int(rng.integers(0, stride)) for stride in strides]
    draw_rest(rng, options, ("kernel",))
    sides = tuple(min(side, {1: 9, 2: 5, 3: 3}[rank]) for side in sides)
    return (name, options, place(sides, int(rng.integers(1, 6)), options), "")


def conv_transpose_cases(name: str, rank: int) -> list[Case]:
    sides = {1: (5,), 2: (4, 2), 3: (2, 1, 2)}[rank]
    options: list[tuple[Options, int]] = [
        ({"filters": 1, "kernel_size": 1}, 1),
        ({"filters": 3, "kernel_size": 3, "activation": "relu"}, 2),
        ({"filters": 2, "kernel_size": 3, "padding": "same", "use_bias": False}, 3),
        ({"filters": 2, "kernel_size": 3, "strides": 2, "padding": "same"}, 2),
        ({"filters": 2, "kernel_size": 2, "strides": 3}, 2),
        ({"filters": 2, "kernel_size": 1, "strides": 2, "padding": "same"}, 2),
        ({"filters": 2, "kernel_size": 3, "strides": 2, "padding": "same", "output_padding": 1}, 2),
        ({"filters": 2, "kernel_size": 2, "strides": 2, "output_padding": [1] + [0] * (rank - 1)}, 2),
        ({"filters": 2, "kernel_size": 2, "strides": 3, "padding": "same", "output_padding": 0}, 2),
        ({"filters": 2, "kernel_size": 3, "dilation_rate": 2, "padding": "same"}, 2),
        ({"filters": 2, "kernel_size": 2, "dilation_rate": [3] + [1] * (rank - 1)}, 2),
        ({"filters": 2, "kernel_size": 2, "strides": 2, "data_format": "channels_first"}, 3),
    ]
    return [(name, option, place(sides, channels, option), "") for option, channels in options]


def depthwise(rng: np.random.Generator, name: str, rank: int) -> Case:
    options, sides = draw_window(rng, rank, True, ("valid", "same"))
    options["depth_multiplier"] = int(rng.integers(1, 4))
    draw_rest(rng, options, ("depthwise",))
    return (name, options, place(sides, int(rng.integers(1, 10)), options), "")


def depthwise_cases(name: str, rank: int) -> list[Case]:
    sides = SIDES[rank]
    options: list[tuple[Options, int]] = [
        ({"kernel_size": 3, "activation": "relu"}, 3),
        ({"kernel_size": 2, "padding": "same", "use_bias": False, "depth_multiplier": 2}, 5),
        ({"kernel_size": 3, "strides": 2, "padding": "same"}, 3),
        ({"kernel_size": 2, "dilation_rate": 2}, 3),
        ({"kernel_size": 3, "strides": 2, "dilation_rate": 2, "padding": "same"}, 2),
        ({"kernel_size": 2, "strides": 3, "dilation_rate": 3}, 2),
        ({"kernel_size": 2, "data_format": "channels_first", "depthwise_regularizer": "l2"}, 3),
    ]
    return [(name, option, place(sides, channels, option), "") for option, channels in options]


def separable(rng: np.random.Generator, name: str, rank: int) -> Case:
    options, sides = draw_window(rng, rank, True, ("valid", "same"))
    options |= {"filters": int(rng.integers(1, 6)), "depth_multiplier": int(rng.integers(1, 4))}
    draw_rest(rng, options, ("depthwise", "pointwise"))
    return (name, options, place(sides, int(rng.integers(1, 6)), options), "")


def separable_cases(name: str, rank: int) -> list[Case]:
    sides = SIDES[rank]
    options: list[tuple[Options, int]] = [
        ({"filters": 2, "kernel_size": 3, "activation": "relu"}, 3),
        ({"filters": 4, "kernel_size": 2, "padding": "same", "use_bias": False, "depth_multiplier": 2}, 3),
        ({"filters": 3, "kernel_size": 3, "strides": 2, "padding": "same"}, 2),
        ({"filters": 3, "kernel_size": 2, "dilation_rate": 2}, 2),
        ({"filters": 2, "kernel_size": 3, "strides": 2, "dilation_rate": 2, "padding": "same"}, 2),
        ({"filters": 2, "kernel_size": 2, "data_format": "channels_first", "pointwise_regularizer": "l2"}, 3),
    ]
    return [(name, option, place(sides, channels, option), "") for option, channels in options]


def pool(rng: np.random.Generator, name: str, rank: int) -> Case:
    options: Options = {"pool_size": sizes(rng, rank, 4)}
    if rng.random() < 0.6:
        options["strides"] = sizes(rng, rank, 3)
    if rng.random() < 0.7:
        options["padding"] = pick(rng, ["valid", "same"])
    if rng.random() < 0.4:
        options["data_format"] = pick(rng, ["channels_first", "channels_last"])
    least = [1 if options.get("padding") == "same" else k for k in spread(options["pool_size"], rank)]
    sides = tuple(int(low + rng.integers(0, 5 if rank < 3 else 3)) for low in least)
    way = "ties" if name.startswith("Max") and rng.random() < 0.5 else ""
    return (name, options, place(sides, int(rng.integers(1, 10)), options), way)


def pool_cases(name: str, rank: int) -> list[Case]:
    sides = SIDES[rank]
    mixed = [2, 3, 1][:rank]
    options: list[Options] = [
        {} if name.startswith("Max") else {"pool_size": 2},
        {"pool_size": 3, "strides": 1, "padding": "same"},
        {"pool_size": mixed, "strides": [1, 2, 3][:rank]},
        {"pool_size": 2, "strides": 3, "padding": "same"},
        {"pool_size": 4, "strides": 2, "padding": "same"},
        {"pool_size": 1},
        {"pool_size": 2, "data_format": "channels_first"},
    ]
    cases: list[Case] = [(name, option, place(sides, 3, option), "") for option in options]
    if name.startswith("Max"):
        cases += [(name, option, place(sides, 3, option), "ties") for option in options[:4]]
    return cases


def global_pool(rng: np.random.Generator, name: str, rank: int) -> Case:
    options: Options = {}
    if rng.random() < 0.5:
        options["keepdims"] = bool(rng.random() < 0.5)
    if rng.random() < 0.5:
        options["data_format"] = pick(rng, ["channels_first", "channels_last"])
    sides = tuple(int(side) for side in rng.integers(1, 7 if rank < 3 else 5, rank))
    way = pick(rng, ["", "ties"])
    return (name, options, place(sides, int(rng.integers(1, 10)), options), way)


def global_pool_cases(name: str, rank: int) -> list[Case]:
    options: list[Options] = [{}, {"keepdims": True}, {"data_format": "channels_first"}]
    cases: list[Case] = [(name, option, place(SIDES[rank], 3, option), "") for option in options]
    cases.append((name, {"keepdims": True, "data_format": "channels_first"}, [(2, *SIDES[rank])], "ties"))
    return cases


def adaptive(rng: np.random.Generator, name: str, rank: int) -> Case:
    options: Options = {"output_size": sizes(rng, rank, 6 if rank < 3 else 4)}
    if rng.random() < 0.5:
        options["data_format"] = pick(rng, ["channels_first", "channels_last"])
    sides = tuple(int(side) for side in rng.integers(1, 10 if rank < 3 else 6, rank))
    way = "ties" if "Max" in name and rng.random() < 0.5 else ""
    return (name, options, place(sides, int(rng.integers(1, 6)), options), way)


def adaptive_cases(name: str, rank: int) -> list[Case]:
    sides = {1: (9,), 2: (7, 6), 3: (4, 3, 5)}[rank]
    options: list[Options] = [
        {"output_size": 1},
        {"output_size": 3},
        {"output_size": [4, 4, 3][:rank]},
        {"output_size": [sides[0] + 2, *sides[1:]]},
        {"output_size": 2, "data_format": "channels_first"},
    ]
    cases: list[Case] = [(name, option, place(sides, 2, option), "") for option in options]
    if "Max" in name:
        cases += [(name, options[2], place(sides, 2, options[2]), "ties")]
    return cases


def borders(rng: np.random.Generator, rank: int, low: int = 0) -> Any:
    way = int(rng.integers(3))
    if way == 0:
        return int(rng.integers(low, 3))
    if rank == 1:
        return [int(d) for d in rng.integers(0, 3, 2)]
    if way == 1:
        return [int(d) for d in rng.integers(0, 3, rank)]
    return [[int(d) for d in rng.integers(0, 3, 2)] for _ in range(rank)]


def padding(rng: np.random.Generator, name: str, rank: int) -> Case:
    options: Options = {"padding": borders(rng, rank)} if rng.random() < 0.9 else {}
    if rng.random() < 0.5:
        options["data_format"] = pick(rng, ["channels_first", "channels_last"])
    sides = tuple(int(side) for side in rng.integers(1, 5, rank))
    return (name, options, place(sides, int(rng.integers(1, 4)), options), "")


def padding_cases(name: str, rank: int) -> list[Case]:
    pairs = [[1, 0], [0, 3], [2, 1]][:rank]
    options: list[Options] = [
        {},
        {"padding": 2},
        {"padding": 0},
        {"padding": [2, 1] if rank == 1 else [2, 1, 0][:rank]},
        {"padding": [0, 3] if rank == 1 else pairs, "data_format": "channels_first"},
    ]
    return [(name, option, place((2, 3, 1)[:rank], 2, option), "") for option in options]


def cropping(rng: np.random.Generator, name: str, rank: int) -> Case:
    options: Options = {"cropping": borders(rng, rank)} if rng.random() < 0.9 else {}
    if rank > 1 and rng.random() < 0.5:
        options["data_format"] = pick(rng, ["channels_first", "channels_last"])
    sides = tuple(int(side) for side in rng.integers(5, 8, rank))
    return (name, options, place(sides, int(rng.integers(1, 4)), options), "")


def cropping_cases(name: str, rank: int) -> list[Case]:
    pairs = [[1, 0], [0, 3], [2, 1]][:rank]
    options: list[Options] = [
        {},
        {"cropping": 1},
        {"cropping": 0},
        {"cropping": [2, 1] if rank == 1 else [2, 1, 0][:rank]},
        {"cropping": [0, 3]} if rank == 1 else {"cropping": pairs, "data_format": "channels_first"},
    ]
    return [(name, option, place((5, 5, 4)[:rank], 2, option), "") for option in options]


def upsampling(rng: np.random.Generator, name: str, rank: int) -> Case:
    size = int(rng.integers(1, 5)) if rank == 1 else sizes(rng, rank, 4 if rank == 2 else 3)
    options: Options = {"size": size} if rng.random() < 0.9 else {}
    if rank > 1 and rng.random() < 0.5:
        options["data_format"] = pick(rng, ["channels_first", "channels_last"])
    if rank == 2 and rng.random() < 0.8:
        options["interpolation"] = pick(rng, ["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"])
    sides = tuple(int(side) for side in rng.integers(1, 7 if rank < 3 else 4, rank))
    return (name, options, place(sides, int(rng.integers(1, 4)), options), "")


INTERPOLATIONS = ["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"]


def resizing(rng: np.random.Generator, name: str) -> Case:
    options: Options = {"height": int(rng.integers(1, 12)), "width": int(rng.integers(1, 12))}
    options["interpolation"] = pick(rng, INTERPOLATIONS)
    options["antialias"] = bool(rng.random() < 0.5)
    way = pick(rng, ["", "", "crop_to_aspect_ratio", "pad_to_aspect_ratio"])
    if way:
        options[way] = True
    if way == "pad_to_aspect_ratio" and rng.random() < 0.5:
        options |= {"fill_mode": "constant", "fill_value": float(rng.integers(0, 200))}
    if rng.random() < 0.5:
        options["data_format"] = pick(rng, ["channels_first", "channels_last"])
    sides = tuple(int(side) for side in rng.integers(1, 12, 2))
    # Between two whole numbers the last bit of a sum decides: only picked pixels compare exactly.
    ways = ["", "pixels"] if options["interpolation"] == "nearest" else [""]
    return (name, options, place(sides, int(rng.integers(1, 4)), options), pick(rng, ways))


def center_crop(rng: np.random.Generator, name: str) -> Case:
    options: Options = {"height": int(rng.integers(1, 9)), "width": int(rng.integers(1, 9))}
    if rng.random() < 0.5:
        options["data_format"] = pick(rng, ["channels_first", "channels_last"])
    sides = tuple(int(side) for side in rng.integers(1, 12, 2))
    return (name, options, place(sides, int(rng.integers(1, 4)), options), pick(rng, ["", "", "pixels"]))
