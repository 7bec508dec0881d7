"""Activations, normalizations, losses and windows as ops."""

import keras
import numpy as np
from keras import ops


def inputs():
    return [
        keras.Input((6, 4), name="x"),
        keras.Input((6, 4), name="y"),
        keras.Input((6,), dtype="int32", name="label"),
        keras.Input((3,), dtype="int32", name="word"),
        keras.Input((), dtype="int32", name="long"),
        keras.Input((5, 6, 4), name="image"),
    ]


def data(rng):
    return [
        rng.normal(size=(3, 6, 4)).astype("float32"),
        rng.uniform(0.05, 0.95, (3, 6, 4)).astype("float32"),
        rng.integers(0, 4, (3, 6)).astype("int32"),
        np.array([[1, 2, 2], [3, 1, 0], [2, 2, 2]], "int32"),
        np.array([3, 2, 3], "int32"),
        rng.normal(size=(3, 5, 6, 4)).astype("float32"),
    ]


def outputs(x, y, label, word, long, image):
    steps = np.array([6, 5, 6], "int32")
    kernel = np.linspace(-1, 1, 3 * 4 * 5).reshape(3, 4, 5).astype("float32")
    plane = np.linspace(-1, 1, 2 * 3 * 4 * 6).reshape(2, 3, 4, 6).astype("float32")
    deep = np.linspace(-1, 1, 2 * 3 * 4 * 2).reshape(2, 3, 4, 2).astype("float32")
    point = np.linspace(-1, 1, 8 * 3).reshape(1, 1, 8, 3).astype("float32")
    back = np.linspace(-1, 1, 2 * 2 * 3 * 4).reshape(2, 2, 3, 4).astype("float32")
    four = np.array([0.5, 1.0, -1.0, 2.0], "float32")
    shared = y / ops.sum(y, axis=-1, keepdims=True)
    return [
        *[f(x) for f in (ops.relu, ops.relu6, ops.sigmoid, ops.sparse_sigmoid, ops.softplus, ops.softsign, ops.sparse_plus)],
        *[f(x) for f in (ops.silu, ops.log_sigmoid, ops.hard_sigmoid, ops.hard_silu, ops.selu, ops.tanh_shrink, ops.hard_tanh)],
        *[f(x) for f in (ops.soft_shrink, ops.hard_shrink, ops.squareplus, ops.leaky_relu, ops.elu, ops.celu, ops.gelu, ops.glu)],
        ops.soft_shrink(x, 0.3),
        ops.hard_shrink(x, 0.2),
        ops.squareplus(x, b=2),
        ops.leaky_relu(x, 0.1),
        ops.elu(x, 0.5),
        ops.celu(x, 2.0),
        ops.gelu(x, approximate=False),
        ops.glu(x, axis=1),
        ops.threshold(x, 0.2, -1.0),
        *[f(x, axis=axis) for f in (ops.softmax, ops.log_softmax, ops.sparsemax) for axis in (-1, 1)],
        ops.one_hot(label, 4, axis=1),
        ops.multi_hot(word, 5),
        ops.binary_crossentropy(y, ops.sigmoid(x)),
        ops.binary_crossentropy(y, x, from_logits=True),
        ops.categorical_crossentropy(shared, y),
        ops.categorical_crossentropy(shared, x, from_logits=True),
        ops.sparse_categorical_crossentropy(label, y),
        ops.sparse_categorical_crossentropy(label, x, from_logits=True),
        *ops.moments(x, axes=(0, 1)),
        *ops.moments(x, axes=(1,), keepdims=True),
        ops.batch_normalization(x, four, four * four, axis=-1, offset=four, scale=four * 2),
        ops.batch_normalization(x, four, four * four, axis=-1, epsilon=0.1),
        ops.layer_normalization(x),
        ops.layer_normalization(x, four, four, axis=-1, epsilon=1e-3),
        ops.rms_normalization(x),
        ops.rms_normalization(x, four, axis=-1, epsilon=1e-3),
        ops.normalize(x, axis=1, order=1),
        ops.psnr(x, y, max_val=2.0),
        ops.cdist(x, y),
        ops.logsumexp(x, axis=1, keepdims=True),
        ops.erf(x),
        ops.rsqrt(y),
        ops.stop_gradient(x) * x,
        ops.conv(x, kernel, strides=2, padding="same"),
        ops.conv(image, plane, padding="valid", dilation_rate=(1, 2)),
        ops.depthwise_conv(image, deep, padding="same"),
        ops.separable_conv(image, deep, point, strides=(1, 1)),
        ops.conv_transpose(image, back, strides=2, padding="same"),
        ops.max_pool(image, 2, strides=2),
        ops.max_pool(image, (2, 3), strides=1, padding="same"),
        ops.average_pool(image, (2, 3), strides=2, padding="same"),
        ops.dot_product_attention(image, image * 0.5, image),
        ops.ctc_loss(word, x, long, long + 3, mask_index=0),
        *ops.ctc_decode(x, long + 3),
        *ops.ctc_decode(x, long + 1, merge_repeated=False, mask_index=2),
        ops.ctc_decode(x, long + 3, mask_index=None)[0],
    ]
