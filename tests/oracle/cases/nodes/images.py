"""Ops over images and volumes, and blocks of them."""

import keras
import numpy as np
from keras import ops


def inputs():
    return [
        keras.Input(batch_shape=(2, 6, 7, 3), name="x"),
        keras.Input(batch_shape=(2, 3, 6, 7), name="first"),
        keras.Input((4, 4, 4, 2), name="volume"),
        keras.Input(batch_shape=(2, 6, 7, 3), dtype="uint8", name="bytes"),
        keras.Input(batch_shape=(2, 6), name="six"),
        keras.Input((8, 9), name="columns"),
    ]


def data(rng):
    identity = np.array([1, 0, 0, 0, 1, 0], "float32")
    return [
        rng.uniform(size=(2, 6, 7, 3)).astype("float32"),
        rng.uniform(size=(2, 3, 6, 7)).astype("float32"),
        rng.normal(size=(2, 4, 4, 4, 2)).astype("float32"),
        rng.integers(0, 256, (2, 6, 7, 3)).astype("uint8"),
        (identity + rng.normal(0, 0.4, (2, 6))).astype("float32"),
        rng.normal(size=(2, 8, 9)).astype("float32"),
    ]


def outputs(x, first, volume, bytes, six, columns):
    # The last two numbers have no meaning on JAX, though gradients.
    transform = ops.concatenate([six, np.zeros((2, 2), "float32")], axis=1)
    image = ops.image
    one = x[0]
    start = np.array([[0.2, 0.1], [0.3, 6.2], [5.1, 0.4], [5.3, 6.1]], "float32")
    end = np.array([[0.0, 0.5], [0.6, 5.9], [4.6, 0.0], [5.0, 5.6]], "float32")
    places = np.array([[-1.3, 0.4, 2.7, 6.2], [0.6, 3.2, 7.4, -2.1], [0.0, 1.3, 2.0, 0.7]], "float32")
    modes = ("constant", "nearest", "wrap", "mirror", "reflect")
    return [
        *[f(x) for f in (image.rgb_to_grayscale, image.rgb_to_hsv, image.hsv_to_rgb)],
        *[f(first, data_format="channels_first") for f in (image.rgb_to_grayscale, image.rgb_to_hsv, image.hsv_to_rgb)],
        image.rgb_to_grayscale(one),
        image.rgb_to_grayscale(bytes),
        image.rgb_to_grayscale(image.rgb_to_grayscale(x)),
        image.pad_images(x, 1, 2, 3, 0),
        image.pad_images(one, top_padding=1, left_padding=2, target_height=9, target_width=10),
        image.pad_images(first, bottom_padding=1, right_padding=2, target_height=9, target_width=10, data_format="channels_first"),
        image.crop_images(x, 1, 2, 3, 0),
        image.crop_images(one, top_cropping=1, left_cropping=2, target_height=3, target_width=2),
        image.crop_images(first, bottom_cropping=1, right_cropping=2, target_height=3, target_width=2, data_format="channels_first"),
        image.extract_patches(x, (2, 3)),
        image.extract_patches(x, 3, strides=2, padding="same"),
        image.extract_patches(one, (3, 2), strides=1, dilation_rate=2),
        image.extract_patches(first, (3, 2), strides=(1, 2), data_format="channels_first"),
        image.extract_patches(volume, (2, 2, 2)),
        image.extract_patches(volume, (2, 3, 1), strides=1, padding="same"),
        *[image.affine_transform(x, transform, fill_mode=mode) for mode in modes],
        *[image.affine_transform(x, transform, interpolation="nearest", fill_mode=mode) for mode in modes[:2]],
        image.affine_transform(x, transform, fill_value=0.5),
        image.affine_transform(bytes, transform),
        image.affine_transform(first, transform, data_format="channels_first"),
        image.affine_transform(one, np.array([1, 0.1, -0.5, 0.2, 1, 1, 0, 0], "float32")),
        *[image.map_coordinates(one, places, 1, fill_mode=mode) for mode in modes],
        *[image.map_coordinates(one, places, 0, fill_mode=mode) for mode in modes],
        image.map_coordinates(one, places, 1, fill_value=2.0),
        image.map_coordinates(one, ops.stack([one[..., 0], one[..., 1] * 5.0, one[..., 2]]), 1),
        image.perspective_transform(one, start, end),
        image.perspective_transform(one, start, end, interpolation="nearest", fill_value=0.3),
        image.perspective_transform(x, np.stack([start, end]), np.stack([end, start])),
        image.gaussian_blur(x, (3, 3), (1.0, 1.5)),
        image.gaussian_blur(one, (5, 5)),
        image.gaussian_blur(first, data_format="channels_first"),
        image.sobel_edges(x),
        image.sobel_edges(first, data_format="channels_first"),
        image.ssim(x, x * 0.9, filter_size=5),
        image.ssim(one, one * one, max_val=2.0, filter_size=3, filter_sigma=1.0),
        image.ssim(first, first * 0.5, filter_size=5, data_format="channels_first"),
        *[
            image.scale_and_translate(x, (2, 9, 5, 3), np.array([1.5, 0.6], "float32"), np.array([0.3, -0.2], "float32"), (1, 2), method)
            for method in ("linear", "bicubic", "lanczos3")
        ],
        image.scale_and_translate(x, (2, 4, 7, 3), np.array([0.5], "float32"), np.array([0.0], "float32"), (1,), "linear", antialias=False),
        image.resize(x, (4, 9)),
        ops.unfold(first, 2),
        ops.unfold(first, (2, 3), dilation=2, padding=1, stride=2),
        ops.fold(columns, 4, 2),
        ops.fold(columns, (6, 6), 2, stride=2),
        ops.fold(columns, (4, 4), 2, padding=1, stride=2),
        ops.depth_to_space(volume[:, 0, :, :, :1] * np.ones((1, 1, 1, 4), "float32"), 2),
        ops.space_to_depth(volume[:, 0], 2),
    ]
