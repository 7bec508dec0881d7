"""Every layer in several configurations: outputs, gradients and what a training call does to the moving statistics."""

from __future__ import annotations

import argparse
import runpy
from pathlib import Path
from typing import Any

import augmenting
import golden
import jax
import keras
import numpy as np

SEED = 17
BATCH = 3

Shape = tuple[int, ...]
Options = dict[str, Any]
# Class, options, input shapes without the batch, and how the inputs are drawn ("" is normal). A fifth element may hold
# "mask" (True: drawn for [batch, steps]) and "initial_state" (shapes without the batch), given to the call, and "fixed"
# (True: in training nothing is left to chance, which is compared as well).
# A layer among the options is {"class_name", "config"}.
Case = tuple[Any, ...]
PARTS = ("layer", "backward_layer", "cell", "cells")

# Layers whose call takes its tensors one by one, and what a call may be told by name.
SPREAD = ("MultiHeadAttention", "GroupQueryAttention")
FLAGS = ("use_causal_mask", "return_attention_scores", "reverse")

EDGES = [0.0, -0.0, 1e-8, -1e-8, 0.5, -0.5, 1, -1, 2.5, -2.5, 3, -3, 6, -6, 20, -20, 50, -50, 80, -80, 1e4, -1e4]


def activation_cases() -> list[Case]:
    plain: list[Case] = [("Activation", {"activation": name}, [(4, 5)], "") for name in golden.ACTIVATIONS]
    edges: list[Case] = [("Activation", {"activation": name}, [(len(EDGES),)], "edges") for name in golden.ACTIVATIONS]
    relus: list[Case] = [
        ("ReLU", options, [(len(EDGES),)], "edges")
        for options in (
            {},
            {"max_value": 1.0},
            {"max_value": 6.0},
            {"negative_slope": 0.1},
            {"threshold": 0.5},
            {"max_value": 2.5, "negative_slope": 0.2, "threshold": 0.5},
            {"negative_slope": 0.3, "threshold": 1.0},
            {"max_value": 3.0, "threshold": 1.0},
        )
    ]
    others: list[Case] = [
        ("LeakyReLU", {}, [(len(EDGES),)], "edges"),
        ("LeakyReLU", {"negative_slope": 0.05}, [(3, 4)], ""),
        ("Softmax", {}, [(7,)], ""),
        ("Softmax", {"axis": 1}, [(3, 5)], ""),
        ("Softmax", {"axis": 2}, [(3, 4, 2)], ""),
        ("Softmax", {"axis": [1, 2]}, [(3, 4, 2)], ""),
        ("Softmax", {}, [(len(EDGES),)], "edges"),
    ]
    return plain + edges + relus + others


def dense_cases() -> list[Case]:
    cases: list[Case] = [
        ("Dense", {"units": 1}, [(1,)], ""),
        ("Dense", {"units": 5}, [(4,)], ""),
        ("Dense", {"units": 17, "use_bias": False}, [(8,)], ""),
        ("Dense", {"units": 3}, [(300,)], ""),
        ("Dense", {"units": 10, "activation": "softmax"}, [(7,)], ""),
        ("Dense", {"units": 4, "activation": "relu"}, [(3, 5)], ""),
        ("Dense", {"units": 3, "activation": "gelu"}, [(2, 3, 4)], ""),
        ("Dense", {"units": 4, "kernel_regularizer": "l2", "bias_regularizer": "l1"}, [(5,)], ""),
        (
            "Dense",
            {"units": 4, "kernel_regularizer": {"class_name": "L1L2", "config": {"l1": 0.1, "l2": 0.2}}},
            [(5,)],
            "",
        ),
        ("Dense", {"units": 3, "trainable": False}, [(4,)], ""),
    ]
    return cases + [("Dense", {"units": 6, "activation": name}, [(5,)], "") for name in golden.ACTIVATIONS]


def conv_cases() -> list[Case]:
    image, odd = (7, 6, 3), (5, 8, 4)
    return [
        ("Conv2D", {"filters": 1, "kernel_size": 1}, [(1, 1, 1)], ""),
        ("Conv2D", {"filters": 4, "kernel_size": 3}, [image], ""),
        ("Conv2D", {"filters": 5, "kernel_size": 3, "padding": "same", "activation": "relu"}, [image], ""),
        ("Conv2D", {"filters": 3, "kernel_size": 2, "padding": "same", "use_bias": False}, [odd], ""),
        ("Conv2D", {"filters": 8, "kernel_size": [1, 3], "strides": [2, 1]}, [image], ""),
        ("Conv2D", {"filters": 4, "kernel_size": [4, 2], "padding": "same"}, [image], ""),
        ("Conv2D", {"filters": 4, "kernel_size": 3, "strides": 2, "padding": "same"}, [image], ""),
        ("Conv2D", {"filters": 4, "kernel_size": 3, "strides": [3, 2], "padding": "same"}, [odd], ""),
        ("Conv2D", {"filters": 2, "kernel_size": 2, "strides": 3}, [(8, 9, 2)], ""),
        ("Conv2D", {"filters": 2, "kernel_size": 1, "strides": 2, "padding": "same"}, [image], ""),
        ("Conv2D", {"filters": 3, "kernel_size": 3, "dilation_rate": 2}, [image], ""),
        ("Conv2D", {"filters": 3, "kernel_size": 3, "dilation_rate": [1, 2], "padding": "same"}, [image], ""),
        ("Conv2D", {"filters": 3, "kernel_size": 3, "dilation_rate": 3, "padding": "same"}, [image], ""),
        ("Conv2D", {"filters": 4, "kernel_size": 3, "groups": 2}, [odd], ""),
        ("Conv2D", {"filters": 8, "kernel_size": 3, "groups": 4, "padding": "same", "strides": 2}, [odd], ""),
        ("Conv2D", {"filters": 6, "kernel_size": 2, "groups": 3, "dilation_rate": 2, "padding": "same"}, [image], ""),
        ("Conv2D", {"filters": 2, "kernel_size": 5, "padding": "same"}, [(3, 3, 1)], ""),
        ("Conv2D", {"filters": 17, "kernel_size": 1}, [(2, 3, 9)], ""),
        ("Conv2D", {"filters": 3, "kernel_size": 3}, [(4, 4, 33)], ""),
        (
            "Conv2D",
            {"filters": 4, "kernel_size": 3, "padding": "same", "data_format": "channels_first"},
            [(3, 6, 5)],
            "",
        ),
        ("Conv2D", {"filters": 3, "kernel_size": 2, "strides": 2, "data_format": "channels_first"}, [(2, 6, 5)], ""),
        ("DepthwiseConv2D", {"kernel_size": 3}, [image], ""),
        ("DepthwiseConv2D", {"kernel_size": 3, "padding": "same", "activation": "relu6"}, [odd], ""),
        ("DepthwiseConv2D", {"kernel_size": 3, "strides": 2, "padding": "same", "use_bias": False}, [(7, 7, 17)], ""),
        ("DepthwiseConv2D", {"kernel_size": 3, "strides": 2}, [image], ""),
        ("DepthwiseConv2D", {"kernel_size": 2, "depth_multiplier": 2}, [image], ""),
        ("DepthwiseConv2D", {"kernel_size": [3, 1], "depth_multiplier": 3, "padding": "same"}, [odd], ""),
        ("DepthwiseConv2D", {"kernel_size": 3, "dilation_rate": 2, "padding": "same"}, [image], ""),
        ("DepthwiseConv2D", {"kernel_size": 2, "dilation_rate": [2, 1], "depth_multiplier": 2}, [image], ""),
        ("DepthwiseConv2D", {"kernel_size": 3, "data_format": "channels_first", "padding": "same"}, [(3, 6, 5)], ""),
    ]


def pool_cases() -> list[Case]:
    image = (7, 6, 3)
    options: list[Options] = [
        {"pool_size": 2},
        {"pool_size": 3},
        {"pool_size": [2, 3], "strides": [1, 2]},
        {"pool_size": 2, "padding": "same"},
        {"pool_size": 3, "strides": 1, "padding": "same"},
        {"pool_size": 3, "strides": 2, "padding": "same"},
        {"pool_size": 2, "strides": 3, "padding": "same"},
        {"pool_size": [3, 2], "strides": 3},
        {"pool_size": 4, "strides": 2, "padding": "same"},
    ]
    cases: list[Case] = [
        (name, option, [image], "") for name in ("MaxPooling2D", "AveragePooling2D") for option in options
    ]
    cases += [("MaxPooling2D", option, [image], "ties") for option in options[:5]]
    for name in ("MaxPooling2D", "AveragePooling2D"):
        cases.append((name, {"pool_size": 2, "data_format": "channels_first"}, [(3, 6, 5)], ""))
    cases.append(("MaxPooling2D", {}, [image], ""))
    for name in ("GlobalAveragePooling2D", "GlobalMaxPooling2D"):
        cases += [
            (name, {}, [image], ""),
            (name, {"keepdims": True}, [image], ""),
            (name, {}, [image], "ties"),
            (name, {"data_format": "channels_first"}, [(3, 6, 5)], ""),
        ]
    return cases


def norm_cases() -> list[Case]:
    options: list[tuple[Options, Shape]] = [
        ({}, (5,)),
        ({}, (4, 3)),
        ({}, (4, 5, 3)),
        ({"axis": 1}, (4, 5, 3)),
        ({"axis": 2}, (4, 5, 3)),
        ({"axis": 1}, (6, 2)),
        ({"axis": -2}, (6, 2)),
        ({"center": False}, (4, 5, 3)),
        ({"scale": False}, (4, 5, 3)),
        ({"center": False, "scale": False}, (7,)),
        ({"momentum": 0.5, "epsilon": 1e-5}, (4, 4, 17)),
        ({"momentum": 0.0}, (6,)),
        ({"epsilon": 0.1}, (3, 3, 1)),
        ({"trainable": False}, (4, 5, 3)),
    ]
    cases: list[Case] = [("BatchNormalization", option, [shape], "") for option, shape in options]
    cases.append(("BatchNormalization", {}, [(4, 5, 3)], "far"))
    cases.append(("BatchNormalization", {}, [(5,)], "constant"))
    return cases


def shape_cases() -> list[Case]:
    image = (4, 3, 2)
    return [
        ("Dropout", {"rate": 0.0}, [(5,)], ""),
        ("Flatten", {}, [image], ""),
        ("Flatten", {}, [(5,)], ""),
        ("Flatten", {"data_format": "channels_first"}, [(2, 4, 3)], ""),
        ("Reshape", {"target_shape": [6, 4]}, [image], ""),
        ("Reshape", {"target_shape": [-1]}, [image], ""),
        ("Reshape", {"target_shape": [2, -1, 3]}, [image], ""),
        ("Reshape", {"target_shape": [2, 3, 4, 1]}, [(24,)], ""),
        ("Permute", {"dims": [2, 1]}, [(3, 5)], ""),
        ("Permute", {"dims": [3, 1, 2]}, [image], ""),
        ("Permute", {"dims": [2, 3, 1]}, [image], ""),
        ("Permute", {"dims": [1, 3, 2]}, [image], ""),
        ("ZeroPadding2D", {}, [image], ""),
        ("ZeroPadding2D", {"padding": [2, 1]}, [image], ""),
        ("ZeroPadding2D", {"padding": [[1, 0], [0, 3]]}, [image], ""),
        ("ZeroPadding2D", {"padding": [[0, 0], [0, 0]]}, [image], ""),
        ("ZeroPadding2D", {"padding": 1, "data_format": "channels_first"}, [(2, 4, 3)], ""),
        ("Rescaling", {"scale": 1 / 255}, [image], "pixels"),
        ("Rescaling", {"scale": 1 / 127.5, "offset": -1}, [image], "pixels"),
        ("Rescaling", {"scale": 0.5, "offset": 2.0}, [(5,)], ""),
        ("Rescaling", {"scale": [0.5, 2.0], "offset": [1.0, -1.0]}, [image], ""),
    ]


def merge_cases() -> list[Case]:
    two: list[Shape] = [(4, 3)] * 2
    three: list[Shape] = [(2, 3, 5)] * 3
    cases: list[Case] = []
    for name in ("Add", "Multiply", "Average", "Maximum"):
        cases += [(name, {}, two, ""), (name, {}, three, ""), (name, {}, [(4, 3), (1, 3)], "")]
        cases += [(name, {}, [(4, 1), (1, 3)], ""), (name, {}, [(4, 3), (3,)], "")]
    cases += [("Maximum", {}, two, "ties"), ("Maximum", {}, three, "ties")]
    cases += [("Subtract", {}, two, ""), ("Subtract", {}, [(4, 3), (4, 1)], "")]
    cases += [
        ("Concatenate", {}, [(4, 3), (4, 5)], ""),
        ("Concatenate", {}, [(3,), (5,), (1,)], ""),
        ("Concatenate", {"axis": 1}, [(2, 3), (4, 3), (1, 3)], ""),
        ("Concatenate", {"axis": 2}, [(2, 3, 5), (2, 1, 5)], ""),
        ("Concatenate", {"axis": -2}, [(2, 3, 5), (2, 2, 5)], ""),
    ]
    return cases


def all_cases() -> list[Case]:
    return [
        *dense_cases(),
        *conv_cases(),
        *pool_cases(),
        *norm_cases(),
        *activation_cases(),
        *shape_cases(),
        *merge_cases(),
    ]


def draw_input(rng: np.random.Generator, shape: Shape, way: str) -> np.ndarray:
    full = (BATCH, *shape)
    if way == "edges":
        return np.tile(np.asarray(EDGES, dtype="float32"), (BATCH, 1))
    if way == "ties":
        return rng.integers(-1, 2, full).astype("float32")
    if way == "pixels":
        return rng.integers(0, 256, full).astype("uint8")
    if way == "integers":
        return rng.integers(0, 7, full).astype("int32")
    if way in ("shades", "unit"):
        return (rng.random(full) * (255 if way == "shades" else 1)).astype("float32")
    if way == "constant":
        return np.full(full, 1.5, dtype="float32")
    return (rng.normal(size=full) + (100 if way == "far" else 0)).astype("float32")


def settle_weights(rng: np.random.Generator, layer: keras.layers.Layer) -> None:
    for weight in layer.weights:
        noise = rng.normal(size=weight.shape)
        scale = 1 / np.sqrt(max(1, np.prod(weight.shape[:-1])))
        spread = 0.5 + rng.random(weight.shape)
        weight.assign(spread if weight.name in ("gamma", "moving_variance", "variance") else scale * noise)


def values_of(variables: list[Any]) -> list[Any]:
    return [variable.value for variable in variables]


def make(name: str, options: Options) -> keras.layers.Layer:
    """A layer, with the layers among its options."""

    def part(value: Any) -> Any:
        if isinstance(value, list):
            return [part(item) for item in value]
        return make(value["class_name"], value["config"]) if isinstance(value, dict) else value

    return getattr(keras.layers, name)(**{k: part(v) if k in PARTS else v for k, v in options.items()})


def draw_extra(rng: np.random.Generator, shapes: list[Shape], extra: Options) -> dict[str, Any]:
    """The arguments of the call beside its inputs."""
    found: dict[str, Any] = {}
    if extra.get("mask"):
        found["mask"] = rng.random((BATCH, shapes[0][0])) < 0.6
    if extra.get("masks"):
        found["mask"] = [rng.random((BATCH, shape[0])) < 0.6 for shape in shapes]
        for mask in found["mask"]:
            mask[:, 0] = True
    if "attention_mask" in extra:
        found["attention_mask"] = rng.random((BATCH, *extra["attention_mask"])) < 0.6
        found["attention_mask"][..., 0] = True
    found |= {name: True for name in FLAGS if extra.get(name)}
    if "initial_state" in extra:
        found["initial_state"] = [rng.normal(size=(BATCH, *shape)).astype("float32") for shape in extra["initial_state"]]
    return found


def measure(
    layer: keras.layers.Layer, inputs: list[np.ndarray], training: bool, rng: np.random.Generator, extra: dict[str, Any]
) -> Any:
    """Outputs, cotangents, gradients of sum(output * cotangent), and all weights after the call."""
    frozen = values_of(layer.non_trainable_variables)
    mode = {"training": training} if layer._call_has_training_arg else {}
    mode |= {name: value for name, value in extra.items() if name != "initial_state"}
    spread = type(layer).__name__ in (*SPREAD, "GroupedQueryAttention")

    def call(trainable: list[Any], tensors: list[Any], states: list[Any]) -> Any:
        arguments = tensors if spread else [tensors if len(tensors) > 1 else tensors[0]]
        given = {"initial_state": states} if states else {}
        return layer.stateless_call(trainable, frozen, *arguments, **mode, **given)

    first = extra.get("initial_state", [])
    output, after = call(values_of(layer.trainable_variables), inputs, first)
    outputs = keras.tree.flatten(output)
    many = len(outputs) > 1
    cotangents = [rng.normal(size=y.shape).astype("float32") for y in outputs]
    # Bins and few shades are steps: there is nothing to differentiate.
    steps = type(layer).__name__ in ("Discretization", "RandomPosterization")
    real = [tensor.dtype == np.float32 and not steps for tensor in inputs]

    def scalar(trainable: list[Any], tensors: list[Any], states: list[Any]) -> Any:
        restored = iter(tensors)
        full = [next(restored) if is_real else tensor for tensor, is_real in zip(inputs, real)]
        results = keras.tree.flatten(call(trainable, full, states)[0])
        return sum(keras.ops.sum(y * cotangent) for y, cotangent in zip(results, cotangents))

    differentiable = [tensor for tensor, is_real in zip(inputs, real) if is_real]
    by_weight, by_input, by_state = jax.grad(scalar, argnums=(0, 1, 2))(
        values_of(layer.trainable_variables), differentiable, first
    )
    weight_gradients = dict(zip([variable.path for variable in layer.trainable_variables], by_weight))
    state = dict(zip([variable.path for variable in layer.non_trainable_variables], after))
    input_gradients = iter(by_input)
    return {
        "output": golden.encode_all(outputs) if many else golden.encode(outputs[0]),
        "cotangent": golden.encode_all(cotangents) if many else golden.encode(cotangents[0]),
        "inputGradients": [golden.encode(next(input_gradients)) if is_real else None for is_real in real],
        **({"stateGradients": golden.encode_all(by_state)} if first else {}),
        "weightGradients": [
            golden.encode(weight_gradients[weight.path]) if weight.path in weight_gradients else None
            for weight in layer.weights
        ],
        "weightsAfter": [golden.encode(state.get(weight.path, weight.value)) for weight in layer.weights],
    }


def masks_of(extra: dict[str, Any]) -> dict[str, Any]:
    """The masks of a call, as the fixture has them."""
    found: dict[str, Any] = {}
    if "mask" in extra:
        many = isinstance(extra["mask"], list)
        found = {"masks": golden.encode_all(extra["mask"])} if many else {"mask": golden.encode(extra["mask"])}
    if "attention_mask" in extra:
        found["attentionMask"] = golden.encode(extra["attention_mask"])
    return found


def run(case: Case, seed: int) -> dict[str, Any]:
    name, options, shapes, way = case[:4]
    wanted: Options = case[4] if len(case) > 4 else {}
    keras.utils.clear_session()
    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed)
    inputs = [draw_input(rng, shape, way) for shape in shapes]
    extra = draw_extra(rng, shapes, wanted)
    arguments = inputs if name in SPREAD else [inputs if len(inputs) > 1 else inputs[0]]
    layer = make(name, options)
    layer(*arguments)
    settle_weights(rng, layer)
    if name == "Normalization":
        # It computes with copies of its weights.
        layer.finalize_state()
    serialized = keras.saving.serialize_keras_object(layer)
    layer(*arguments)
    trains = name in ("BatchNormalization", "Dropout", "SpectralNormalization") or (name == "TimeDistributed" and layer.non_trainable_variables != [] and layer.trainable) or bool(wanted.get("fixed"))
    stateful = bool(getattr(layer, "stateful", False))
    reset = layer.reset_state if stateful else lambda: None
    reset()
    entry = {
        "name": " ".join(filter(None, (name, str(options) if options else "", way, str(wanted) if wanted else ""))),
        "class_name": name,
        "config": golden.plain(serialized["config"]),
        "inputs": golden.encode_all(inputs),
        **masks_of(extra),
        **({"callOptions": {name: True for name in FLAGS if name in extra}} if set(FLAGS) & set(extra) else {}),
        **({"initialState": golden.encode_all(extra["initial_state"])} if "initial_state" in extra else {}),
        "paths": [weight.path for weight in layer.weights],
        "weights": golden.encode_all(layer.get_weights()),
        "losses": [float(loss) for loss in layer.losses],
        "inference": measure(layer, inputs, False, rng, extra),
        "training": measure(layer, inputs, True, rng, extra) if trains else None,
        **({"drawn": augmenting.drawn(layer, inputs[0], rng)} if augmenting.augments(layer) else {}),
    }
    if stateful:
        reset()
        layer(*arguments)
        entry["again"] = golden.encode_all(keras.tree.flatten(layer(*arguments)))
    return entry


def drawn_cases(count: int, seed: int, only: str | None) -> dict[str, list[Case]]:
    """Random cases of every file of cases/layers that has a `draw`."""
    found: dict[str, list[Case]] = {}
    for path in sorted((Path(__file__).parent / "cases" / "layers").glob("*.py")):
        draw = runpy.run_path(str(path)).get("draw")
        if draw and only in (None, path.stem):
            found[path.stem] = [draw(np.random.default_rng([seed, index])) for index in range(count)]
    return found


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--every", type=int, default=1, help="only every so-manyth case, and file of cases")
    parser.add_argument("--only", help="only cases/layers/ONLY.py")
    parser.add_argument("--draw", type=int, help="so many random cases of each file instead (give --out, --seed)")
    parser.add_argument("--seed", type=int, default=SEED, help="of the random cases")


def main() -> None:
    args = golden.arguments(__doc__.splitlines()[0], options)
    cases: list[dict[str, Any]] = []
    if args.draw is None and args.only is None:
        numbered = list(enumerate(all_cases()))[:: args.every]
        cases = [run(case, SEED + 1000 * index) for index, case in numbered]
        golden.write_json(args.out / "layers.json.gz", {"header": golden.header(SEED), "cases": cases})
    if args.draw is not None:
        files = drawn_cases(args.draw, args.seed, args.only)
    else:
        chosen = list(golden.added_cases("layers").items())[:: args.every]
        files = {name: own for name, own in chosen if args.only in (None, name)}
    for file, added in files.items():
        cases = [run(case, args.seed + index) for index, case in enumerate(added)]
        golden.write_json(args.out / "layers" / f"{file}.json", {"header": golden.header(args.seed), "cases": cases})
    print(f"{len(cases)} cases of {len({case['class_name'] for case in cases})} layers")


if __name__ == "__main__":
    main()
