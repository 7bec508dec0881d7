"""Ops of `keras.ops.image`: results, and gradients of sum(result * cotangent) by images and transforms."""

from __future__ import annotations

from typing import Any

import golden
import jax
import keras
import numpy as np
from keras import ops

SEED = 29
MODES = ("constant", "nearest", "wrap", "mirror", "reflect")
# Maps: turned and scaled, far outside, nearly flat, and the identity.
MAPS = {
    "turned": [0.8, -0.53, 1.37, 0.61, 0.87, -1.21, 0, 0],
    "far": [2.3, 0.41, -9.27, -0.37, -3.1, 17.3, 0, 0],
    "flat": [0.013, 0.21, 0.77, 0.11, 0.17, 0.63, 0, 0],
    "same": [1, 0, 0, 0, 1, 0, 0, 0],
}
START = [[0.0, 0.0], [6.0, 0.0], [0.0, 4.0], [6.0, 4.0]]

Case = dict[str, Any]


def images(rng: np.random.Generator, shape: tuple[int, ...], dtype: str = "float32") -> np.ndarray:
    if dtype == "float32":
        return rng.normal(size=shape).astype(dtype)
    return rng.integers(0, 256, shape).astype(dtype)


def affine_cases(rng: np.random.Generator) -> list[tuple[str, list[np.ndarray], Case]]:
    found = []
    for mode in MODES:
        for interpolation in ("nearest", "bilinear"):
            options = {"fill_mode": mode, "interpolation": interpolation, "fill_value": 0.7}
            maps = np.array([MAPS[name] for name in ("turned", "far", "flat", "same")], dtype="float32")
            found.append(("affine_transform", [images(rng, (4, 5, 7, 3)), maps], options))
        options = {"fill_mode": mode, "data_format": "channels_first"}
        found.append(("affine_transform", [images(rng, (2, 6, 5)), np.array(MAPS["turned"], dtype="float32")], options))
        options = {"fill_mode": mode, "fill_value": 9}
        # A mirror of one cell divides by zero in JAX.
        narrow = (2, 1, 3, 1) if mode != "mirror" else (2, 2, 3, 1)
        maps = np.array([MAPS["turned"], MAPS["far"]], dtype="float32")
        found.append(("affine_transform", [images(rng, narrow, "uint8"), maps], options))
        found.append(("affine_transform", [images(rng, (2, 4, 4, 5), "int32"), maps], options))
    return found


def perspective_cases(rng: np.random.Generator) -> list[tuple[str, list[np.ndarray], Case]]:
    start = np.repeat(np.array([START], dtype="float32"), 3, axis=0)
    end = (start + rng.uniform(-1.3, 1.3, start.shape)).astype("float32")
    x = images(rng, (3, 5, 7, 2))
    return [
        ("perspective_transform", [x, start, end], {}),
        ("perspective_transform", [x, start, end], {"interpolation": "nearest", "fill_value": 0.3}),
        ("perspective_transform", [x.transpose(0, 3, 1, 2), start, end], {"data_format": "channels_first"}),
        ("perspective_transform", [x[0], start[0], end[0]], {"fill_value": -1.0}),
    ]


def color_cases(rng: np.random.Generator) -> list[tuple[str, list[np.ndarray], Case]]:
    found = []
    unit = rng.random((2, 4, 5, 3)).astype("float32")
    # Gray, black, white, ties of two channels.
    unit[0, 0] = [[0.3, 0.3, 0.3], [0, 0, 0], [1, 1, 1], [0.5, 0.5, 0.1], [0.1, 0.5, 0.5]]
    unit[0, 1, 0] = [0.5, 0.1, 0.5]
    unit[0, 1, 1] = [-1e-9, 0.2, 1e-9]
    for name in ("rgb_to_hsv", "hsv_to_rgb", "rgb_to_grayscale"):
        found.append((name, [unit], {}))
        found.append((name, [unit[1].transpose(2, 0, 1)], {"data_format": "channels_first"}))
    found.append(("hsv_to_rgb", [(3 * unit - 1).astype("float32")], {}))
    found.append(("rgb_to_hsv", [255 * unit], {}))
    found.append(("rgb_to_grayscale", [images(rng, (2, 4, 5, 3), "uint8")], {}))
    found.append(("rgb_to_grayscale", [unit[..., :1]], {}))
    return found


def other_cases(rng: np.random.Generator) -> list[tuple[str, list[np.ndarray], Case]]:
    x = images(rng, (2, 6, 7, 2))
    first = {"data_format": "channels_first"}
    # Without a data format Keras blurs other axes on JAX.
    last = {"data_format": "channels_last"}
    crop = {"top_cropping": 1, "bottom_cropping": 2, "left_cropping": 0, "target_width": 4}
    pad = {"top_padding": 1, "target_height": 9, "right_padding": 3, "target_width": 12}
    return [
        ("gaussian_blur", [x], last),
        ("gaussian_blur", [x], {"kernel_size": [5, 3], "sigma": [0.8, 2.0], **last}),
        ("gaussian_blur", [x], {"kernel_size": [3, 7], "sigma": [0.4, 1.5], **first}),
        ("gaussian_blur", [x[0]], {"kernel_size": [4, 2], "sigma": [1.1, 0.7], **last}),
        ("crop_images", [x], crop),
        ("crop_images", [x[0]], {**crop, **first, "target_width": 2, "bottom_cropping": 0}),
        ("crop_images", [x], {"bottom_cropping": 1, "target_height": 2, "right_cropping": 3, "target_width": 4}),
        ("pad_images", [x], pad),
        ("pad_images", [x[0]], {**pad, **first}),
        ("pad_images", [x], {"bottom_padding": 1, "target_height": 8, "left_padding": 2, "right_padding": 0}),
    ]


def run(name: str, inputs: list[np.ndarray], options: Case, rng: np.random.Generator) -> Case:
    function = getattr(keras.ops.image, name)
    settings = {key: tuple(value) if isinstance(value, list) else value for key, value in options.items()}
    output = function(*inputs, **settings)
    entry = {"op": name, "options": options, "inputs": golden.encode_all(inputs), "output": golden.encode(output)}
    if str(output.dtype) != "float32":
        return entry
    cotangent = rng.normal(size=output.shape).astype("float32")

    def scalar(*tensors: Any) -> Any:
        return ops.sum(function(*tensors, **settings) * cotangent)

    gradients = jax.grad(scalar, argnums=tuple(range(len(inputs))))(*inputs)
    return {**entry, "cotangent": golden.encode(cotangent), "gradients": golden.encode_all(gradients)}


def main() -> None:
    args = golden.arguments(__doc__.splitlines()[0])
    rng = np.random.default_rng(SEED)
    cases = [*affine_cases(rng), *perspective_cases(rng), *color_cases(rng), *other_cases(rng)]
    fixture = {"header": golden.header(SEED), "cases": [run(*case, rng) for case in cases]}
    golden.write_json(args.out / "images.json.gz", fixture)
    print(f"{len(cases)} calls of {len({name for name, _, _ in cases})} ops")


if __name__ == "__main__":
    main()
