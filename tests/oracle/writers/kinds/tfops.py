"""TensorFlow operations between the layers of a functional model: TensorFlowOpLayer, TFOpLambda, SlicingOpLambda."""

import numpy as np

import api
from api import L, tf
from write import case, each

TF = api.TF
MORE = api.LANDMARK
HERE = tf is not None and not api.OLD and TF >= (1, 14, 0)


@case("tfops_operators", when=HERE)
def operators(fx):
    each(
        fx,
        (4,),
        [
            ("x*2", lambda x, y: x * 2),
            ("2*x", lambda x, y: 2.0 * x),
            ("x+1", lambda x, y: x + 1.0),
            ("1-x", lambda x, y: 1.0 - x),
            ("x-y", lambda x, y: x - y),
            ("x+y", lambda x, y: x + y),
            ("x*y", lambda x, y: x * y),
            ("x/y", lambda x, y: x / y),
            ("x/3", lambda x, y: x / 3.0),
            ("1/y", lambda x, y: 1.0 / y),
            ("x//y", lambda x, y: x // y),
            ("x%y", lambda x, y: x % y),
            ("x**2", lambda x, y: x**2),
            ("2**x", lambda x, y: 2.0**x),
            ("-x", lambda x, y: -x),
            ("abs(x)", lambda x, y: abs(x)),
            ("x>y", lambda x, y: tf.cast(x > y, "float32")),
            ("x<=0", lambda x, y: tf.cast(x <= 0, "float32")),
            ("x and y", lambda x, y: tf.cast((x > 0) & (y > 0), "float32")),
            ("x @ w", lambda x, y: tf.matmul(x, y, transpose_b=True)),
            ("x + array", lambda x, y: x + np.array([1.0, 2.0, 3.0, 4.0], dtype="float32")),
            ("after a layer", lambda x, y: L.Dense(2, name="dense")(x) * 0.5 + 1.0),
        ],
        second=(4,),
    )


@case("tfops_slices", when=HERE and MORE)
def slices(fx):
    each(
        fx,
        (4, 5, 3),
        [
            ("x[:, 1:3]", lambda x: x[:, 1:3]),
            ("x[..., 0]", lambda x: x[..., 0]),
            ("x[:, -1]", lambda x: x[:, -1]),
            ("x[:, None]", lambda x: x[:, None]),
            ("x[:, ::2, 1:]", lambda x: x[:, ::2, 1:]),
            ("x[:, ::-1]", lambda x: x[:, ::-1]),
            ("x[..., tf.newaxis, 1]", lambda x: x[..., tf.newaxis, 1]),
            ("x[:, 2, :, :2]", lambda x: x[:, 2, :, :2]),
            ("tf.gather", lambda x: tf.gather(x, [2, 0], axis=1)),
            ("tf.strided_slice", lambda x: tf.strided_slice(x, [0, 0, 1], [2, 4, 4], [1, 2, 1])),
            ("tf.slice", lambda x: tf.slice(x, [0, 1, 0, 0], [-1, 2, -1, 2])),
            ("tf.split", lambda x: tf.split(x, 2, axis=1)[1]),
            ("tf.split sizes", lambda x: tf.split(x, [1, 3, 1], axis=2)[1]),
            ("tf.unstack", lambda x: tf.unstack(x, axis=1)[2]),
            ("tf.reverse", lambda x: tf.reverse(x, axis=[2])),
            ("tf.roll", lambda x: tf.roll(x, shift=1, axis=1)),
        ],
    )


@case("tfops_shapes", when=HERE and MORE)
def shapes(fx):
    each(
        fx,
        (4, 3),
        [
            ("tf.concat", lambda x, y: tf.concat([x, y], axis=-1)),
            ("tf.concat axis 1", lambda x, y: tf.concat([x, y, x], axis=1)),
            ("tf.stack", lambda x, y: tf.stack([x, y], axis=1)),
            ("tf.reshape", lambda x, y: tf.reshape(x, [-1, 12])),
            ("tf.reshape by tf.shape", lambda x, y: tf.reshape(x, [tf.shape(x)[0], 2, 6])),
            ("tf.expand_dims", lambda x, y: tf.expand_dims(x, -1)),
            ("tf.squeeze", lambda x, y: tf.squeeze(tf.expand_dims(x, 1), axis=1)),
            ("tf.transpose", lambda x, y: tf.transpose(x, [0, 2, 1])),
            ("tf.tile", lambda x, y: tf.tile(x, [1, 2, 1])),
            ("tf.repeat", lambda x, y: tf.repeat(x, 2, axis=1)),
            ("tf.pad", lambda x, y: tf.pad(x, [[0, 0], [1, 2], [0, 0]])),
            ("tf.pad reflect", lambda x, y: tf.pad(x, [[0, 0], [1, 0], [1, 1]], mode="REFLECT")),
            ("tf.broadcast_to", lambda x, y: tf.broadcast_to(x[:, :1], [2, 4, 3])),
            ("tf.zeros_like", lambda x, y: tf.zeros_like(x)),
            ("tf.ones_like", lambda x, y: tf.ones_like(x) * y),
            ("tf.matmul", lambda x, y: tf.matmul(x, y, transpose_b=True)),
            ("tf.tensordot", lambda x, y: tf.tensordot(x, tf.constant([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), axes=1)),
            ("tf.one_hot", lambda x, y: tf.one_hot(tf.argmax(x, axis=-1), 3)),
            ("tf.where", lambda x, y: tf.where(x > 0, x, y)),
            ("tf.linalg.norm", lambda x, y: tf.norm(x, axis=-1)),
            ("tf.shape product", lambda x, y: x * tf.cast(tf.shape(x)[1], tf.float32)),
        ],
        second=(4, 3),
    )


@case("tfops_einsum", when=HERE and MORE)
def einsum(fx):
    """From 2.4 on TensorFlow writes it without its tensors."""
    each(fx, (4, 3), [("tf.einsum", lambda x, y: tf.einsum("btc,bsc->bts", x, y))], second=(4, 3))


@case("tfops_math", when=HERE and MORE)
def math(fx):
    positive = lambda x: tf.abs(x) + 0.1
    each(
        fx,
        (3, 4),
        [
            ("tf.reduce_mean", lambda x: tf.reduce_mean(x, axis=1)),
            ("tf.reduce_mean keepdims", lambda x: tf.reduce_mean(x, axis=[1, 2], keepdims=True)),
            ("tf.reduce_sum", lambda x: tf.reduce_sum(x, axis=-1)),
            ("tf.reduce_max", lambda x: tf.reduce_max(x, axis=1)),
            ("tf.reduce_min", lambda x: tf.reduce_min(x, axis=2)),
            ("tf.reduce_prod", lambda x: tf.reduce_prod(x, axis=1)),
            ("tf.math.reduce_std", lambda x: tf.math.reduce_std(x, axis=1)),
            ("tf.math.reduce_variance", lambda x: tf.math.reduce_variance(x, axis=1)),
            ("tf.math.reduce_logsumexp", lambda x: tf.math.reduce_logsumexp(x, axis=1)),
            ("tf.nn.relu", lambda x: tf.nn.relu(x)),
            ("tf.nn.relu6", lambda x: tf.nn.relu6(x * 4)),
            ("tf.nn.leaky_relu", lambda x: tf.nn.leaky_relu(x, alpha=0.1)),
            ("tf.nn.elu", lambda x: tf.nn.elu(x)),
            ("tf.nn.softmax", lambda x: tf.nn.softmax(x, axis=1)),
            ("tf.nn.swish", lambda x: tf.nn.swish(x)),
            ("tf.nn.softplus", lambda x: tf.nn.softplus(x)),
            ("tf.nn.gelu", lambda x: tf.nn.gelu(x)),
            ("tf.math.sigmoid", lambda x: tf.math.sigmoid(x)),
            ("tf.tanh", lambda x: tf.tanh(x)),
            ("tf.cast", lambda x: tf.cast(tf.cast(x * 3, tf.int32), "float32")),
            ("tf.clip_by_value", lambda x: tf.clip_by_value(x, -0.5, 0.7)),
            ("tf.maximum", lambda x: tf.maximum(x, 0.2)),
            ("tf.minimum", lambda x: tf.minimum(x, tf.reverse(x, [1]))),
            ("tf.abs", lambda x: tf.abs(x)),
            ("tf.exp", lambda x: tf.exp(x)),
            ("tf.math.log", lambda x: tf.math.log(positive(x))),
            ("tf.sqrt", lambda x: tf.sqrt(positive(x))),
            ("tf.math.rsqrt", lambda x: tf.math.rsqrt(positive(x))),
            ("tf.square", lambda x: tf.square(x)),
            ("tf.pow", lambda x: tf.pow(positive(x), 1.5)),
            ("tf.sign", lambda x: tf.sign(x)),
            ("tf.sin", lambda x: tf.sin(x)),
            ("tf.round", lambda x: tf.round(x * 3)),
            ("tf.floor", lambda x: tf.floor(x * 3)),
            ("tf.math.divide_no_nan", lambda x: tf.math.divide_no_nan(x, tf.nn.relu(x))),
            ("tf.math.l2_normalize", lambda x: tf.math.l2_normalize(x, axis=-1)),
            ("tf.math.cumsum", lambda x: tf.math.cumsum(x, axis=1)),
            ("tf.add_n", lambda x: tf.add_n([x, x, x])),
            ("tf.identity", lambda x: tf.identity(x)),
            ("tf.stop_gradient", lambda x: tf.stop_gradient(x)),
            ("tf.argsort", lambda x: tf.cast(tf.argsort(x, axis=-1), "float32")),
            ("tf.sort", lambda x: tf.sort(x, axis=1)),
            ("tf.math.top_k", lambda x: tf.math.top_k(x, k=2)[0]),
            ("tf.squared_difference", lambda x: tf.math.squared_difference(x, 1.0)),
            ("tf.logical_not", lambda x: tf.cast(tf.logical_not(x > 0), "float32")),
        ],
    )


@case("tfops_images", when=HERE and MORE)
def images(fx):
    kernel = np.linspace(-1, 1, 3 * 3 * 2 * 2).astype("float32").reshape(3, 3, 2, 2)
    each(
        fx,
        (4, 6, 2),
        [
            ("tf.image.resize", lambda x: tf.image.resize(x, [8, 9])),
            ("tf.image.resize nearest", lambda x: tf.image.resize(x, (5, 4), method="nearest")),
            ("tf.compat.v1.image.resize_bilinear", lambda x: tf.compat.v1.image.resize_bilinear(x, [7, 7])),
            ("align_corners", lambda x: tf.compat.v1.image.resize_bilinear(x, [7, 7], align_corners=True)),
            ("tf.image.flip_left_right", lambda x: tf.image.flip_left_right(x)),
            ("tf.image.central_crop", lambda x: tf.image.central_crop(x, 0.5)),
            ("tf.image.adjust_contrast", lambda x: tf.image.adjust_contrast(x, 2.0)),
            ("tf.nn.max_pool2d", lambda x: tf.nn.max_pool2d(x, 2, 2, "SAME")),
            ("tf.nn.avg_pool2d", lambda x: tf.nn.avg_pool2d(x, 2, 1, "VALID")),
            ("tf.nn.conv2d", lambda x: tf.nn.conv2d(x, kernel, strides=1, padding="SAME")),
            ("tf.nn.depth_to_space", lambda x: tf.nn.depth_to_space(tf.concat([x, x], axis=-1), 2)),
            ("tf.nn.space_to_depth", lambda x: tf.nn.space_to_depth(x, 2)),
            ("tf.nn.bias_add", lambda x: tf.nn.bias_add(x, [0.5, -0.5])),
        ],
    )


@case("tfops_backend", "h5 keras", when=HERE and MORE and TF[0] == 2)
def backend(fx):
    """The functions of keras.backend on symbolic tensors."""
    K = api.K
    each(
        fx,
        (3, 4),
        [
            ("K.mean", lambda x: K.mean(x, axis=1)),
            ("K.sum", lambda x: K.sum(x, axis=-1, keepdims=True)),
            ("K.max", lambda x: K.max(x, axis=1)),
            ("K.l2_normalize", lambda x: K.l2_normalize(x, axis=-1)),
            ("K.batch_dot", lambda x: K.batch_dot(x, x, axes=2)),
            ("K.concatenate", lambda x: K.concatenate([x, x], axis=1)),
            ("K.expand_dims", lambda x: K.expand_dims(x, 1)),
            ("K.squeeze", lambda x: K.squeeze(K.expand_dims(x, 1), 1)),
            ("K.permute_dimensions", lambda x: K.permute_dimensions(x, (0, 2, 1))),
            ("K.reshape", lambda x: K.reshape(x, (-1, 12))),
            ("K.relu", lambda x: K.relu(x, max_value=0.5)),
            ("K.sigmoid", lambda x: K.sigmoid(x)),
            ("K.clip", lambda x: K.clip(x, -0.5, 0.5)),
            ("K.cast", lambda x: K.cast(K.greater(x, 0), "float32")),
            ("K.square", lambda x: K.square(x)),
            ("K.sqrt", lambda x: K.sqrt(K.abs(x))),
            ("K.stack", lambda x: K.stack([x, x], axis=1)),
            ("K.repeat_elements", lambda x: K.repeat_elements(x, 2, axis=1)),
            ("K.softmax", lambda x: K.softmax(x)),
        ],
    )


@case("tfops_residual", when=HERE)
def residual(fx):
    """As people wrote it: a small trained network with operations in it."""
    x = api.Input((4, 4, 3), name="x")
    h = x / 127.5 - 1.0
    h = L.Conv2D(4, 3, padding="same", name="conv")(h)
    h = tf.nn.relu(L.BatchNormalization(name="bn", momentum=0.5)(h))
    s = L.Conv2D(4, 3, padding="same", name="conv2")(h)
    h = h + 0.1 * s
    w = tf.reduce_mean(h, axis=[1, 2], keepdims=True)
    h = h * tf.sigmoid(L.Dense(4, name="gate")(w))
    h = tf.reduce_mean(h, axis=[1, 2])
    h = tf.concat([h, tf.reduce_max(tf.abs(s), axis=[1, 2])], axis=-1)
    model = api.Model(x, L.Dense(3, activation="softmax", name="head")(h))
    values = [fx.rng.uniform(0, 255, size=(2, 4, 4, 3)).astype("float32")]
    api.train(model, values, fx.rng, loss="categorical_crossentropy", opt=api.optimizer("SGD", lr=0.1))
    fx.save(model, values)


@case("tfops_order", "h5 keras weights json", when=HERE and MORE and TF[0] == 2)
def order(fx):
    """What becomes two operations in Keras 3, so that layers of one class stand there in another order; trained with slots."""
    x = api.Input((4, 6), name="x")
    query, key = L.Dense(6, name="query"), L.Dense(6, name="key")
    scores = tf.matmul(query(x), key(x), transpose_b=True)
    model = api.Model(x, L.Dense(2, name="out")(scores))
    values = [fx.normal(2, 4, 6)]
    y = api.train(model, values, fx.rng, opt=api.optimizer("Adam", lr=0.01))
    fx.save(model, values, y=y)
