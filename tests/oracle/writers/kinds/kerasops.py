"""keras.ops between the layers of a functional model (Keras 3)."""

import operator

import numpy as np

import api
from api import L
from write import case, each

HERE = api.K3
MORE = HERE and api.LANDMARK
ops = api.keras.ops if HERE else None
ramp = lambda *shape: np.linspace(-1, 1, int(np.prod(shape))).astype("float32").reshape(shape)
spd = lambda x: ops.matmul(x, ops.transpose(x, (0, 2, 1))) + np.eye(3, dtype="float32")


@case("ops_operators", "best", when=HERE)
def operators(fx):
    each(
        fx,
        (4,),
        [
            ("x*2", lambda x, y: x * 2),
            ("2*x", lambda x, y: 2.0 * x),
            ("x+1", lambda x, y: x + 1),
            ("1-x", lambda x, y: 1 - x),
            ("x-y", lambda x, y: x - y),
            ("x/y", lambda x, y: x / y),
            ("1/y", lambda x, y: 1.0 / y),
            ("x//y", lambda x, y: x // y),
            ("x%y", lambda x, y: x % y),
            ("x**2", lambda x, y: x**2),
            ("2**x", lambda x, y: 2.0**x),
            ("-x", lambda x, y: -x),
            ("abs(x)", lambda x, y: abs(x)),
            ("x>y", lambda x, y: ops.cast(x > y, "float32")),
            ("x<=0", lambda x, y: ops.cast(x <= 0, "float32")),
            ("equal", lambda x, y: ops.cast(ops.equal(x, y), "int32")),
            ("and", lambda x, y: ops.cast((x > 0) & (y > 0), "float32")),
            ("or not", lambda x, y: ops.cast((x > 0) | ~(y > 0), "float32")),
            ("matmul", lambda x, y: operator.matmul(x, ops.transpose(y))),
            ("array", lambda x, y: x + np.array([1.0, 2.0, 3.0, 4.0], dtype="float32")),
            ("x[:, 1:3]", lambda x, y: x[:, 1:3]),
            ("x[..., 0]", lambda x, y: x[..., 0]),
            ("x[:, None]", lambda x, y: x[:, None]),
            ("x[:, ::-1]", lambda x, y: x[:, ::-1]),
            ("x[:, -1]", lambda x, y: x[:, -1]),
            ("x[0]", lambda x, y: x[0]),
            ("after a layer", lambda x, y: L.Dense(2, name="dense")(x) * 0.5 + 1.0),
        ],
        second=(4,),
    )


UNARY = (
    "absolute arccos arcsin arcsinh arctan ceil conjugate cos cosh exp expm1 floor isfinite isinf isnan log1p "
    "logical_not negative ones_like zeros_like real reciprocal round sign sin sinh square tan tanh erf trunc exp2 "
    "rad2deg deg2rad sinc signbit fabs "
    "relu relu6 sigmoid softplus softsign silu log_sigmoid leaky_relu hard_sigmoid hard_silu elu selu gelu celu "
    "tanh_shrink hard_tanh hard_shrink soft_shrink squareplus sparse_plus sparse_sigmoid softmax log_softmax sparsemax "
    "erfinv isposinf isneginf isreal erfc i0 nan_to_num copy"
).split()
POSITIVE = "log log2 log10 sqrt rsqrt cbrt".split()


def unary(name):
    f = getattr(ops, name)
    return lambda x: f(x)


@case("ops_unary", "best", when=MORE)
def unaries(fx):
    found = [(name, unary(name)) for name in UNARY if hasattr(ops, name)]
    found += [(name, (lambda f: lambda x: f(ops.abs(x) + 0.1))(getattr(ops, name))) for name in POSITIVE if hasattr(ops, name)]
    found += [
        ("arctanh", lambda x: ops.arctanh(x * 0.5)),
        ("arccosh", lambda x: ops.arccosh(ops.abs(x) + 1.0)),
        ("gelu exact", lambda x: ops.gelu(x, approximate=False)),
        ("elu alpha", lambda x: ops.elu(x, alpha=0.5)),
        ("leaky_relu slope", lambda x: ops.leaky_relu(x, negative_slope=0.3)),
        ("softmax axis", lambda x: ops.softmax(x, axis=1)),
        ("softmax axes", lambda x: ops.softmax(x, axis=(1, 2))),
        ("glu", lambda x: ops.glu(x, axis=-1)),
        ("threshold", lambda x: ops.threshold(x, 0.2, -1.0)),
        ("clip", lambda x: ops.clip(x, -0.4, 0.3)),
        ("round decimals", lambda x: ops.round(x, decimals=1)),
        ("heaviside", lambda x: ops.heaviside(x, ops.ones_like(x))),
        ("cast", lambda x: ops.cast(x * 4, "int32")),
        ("saturate_cast", lambda x: ops.saturate_cast(x * 400, "uint8")),
        ("stop_gradient", lambda x: ops.stop_gradient(x)),
        ("normalize", lambda x: ops.normalize(x, axis=-1)),
        ("full_like", lambda x: ops.full_like(x, 2.5)),
        ("angle", lambda x: ops.angle(x)),
        ("nan_to_num", lambda x: ops.nan_to_num(x, nan=1.0)),
        ("bitwise", lambda x: ops.bitwise_and(ops.cast(x * 8, "int32"), ops.cast(x * 4, "int32"))),
        ("left_shift", lambda x: ops.left_shift(ops.cast(x * 8, "int32"), ops.cast(ops.abs(x * 4), "int32"))),
    ]
    each(fx, (2, 4), found, values=fx.rng.uniform(-0.95, 0.95, size=(2, 2, 4)).astype("float32"))


@case("ops_binary", "best", when=MORE)
def binary(fx):
    names = (
        "add subtract multiply divide maximum minimum arctan2 equal not_equal greater greater_equal less less_equal "
        "logical_and logical_or logical_xor mod divide_no_nan hypot logaddexp logaddexp2 fmax fmin fmod isclose "
        "true_divide floor_divide"
    ).split()
    found = [(name, (lambda f: lambda x, y: f(x, y))(getattr(ops, name))) for name in names if hasattr(ops, name)]
    found += [
        ("power", lambda x, y: ops.power(ops.abs(x), y)),
        ("where", lambda x, y: ops.where(x > 0, x, y)),
        ("concatenate", lambda x, y: ops.concatenate([x, y], axis=1)),
        ("stack", lambda x, y: ops.stack([x, y], axis=1)),
        ("append", lambda x, y: ops.append(x, y, axis=-1)),
        ("hstack", lambda x, y: ops.hstack([x, y])),
        ("dstack", lambda x, y: ops.dstack([x, y])),
        ("vstack", lambda x, y: ops.vstack([x, y])),
        ("matmul", lambda x, y: ops.matmul(x, ops.swapaxes(y, 1, 2))),
        ("einsum", lambda x, y: ops.einsum("bij,bkj->bik", x, y)),
        ("einsum sum", lambda x, y: ops.einsum("bij,bij->b", x, y)),
        ("dot", lambda x, y: ops.dot(x, ramp(3, 2))),
        ("tensordot", lambda x, y: ops.tensordot(x, y, axes=[[1, 2], [1, 2]])),
        ("tensordot 1", lambda x, y: ops.tensordot(x, ramp(3, 2), axes=1)),
        ("inner", lambda x, y: ops.inner(x, y)),
        ("outer", lambda x, y: ops.outer(x, y)),
        ("cross", lambda x, y: ops.cross(x, y)),
        ("kron", lambda x, y: ops.kron(x, y)),
        ("vdot", lambda x, y: ops.reshape(ops.vdot(x, y), (1,))),
        ("take_along_axis", lambda x, y: ops.take_along_axis(x, ops.argsort(y, axis=1), axis=1)),
        ("searchsorted", lambda x, y: ops.reshape(ops.searchsorted(ramp(7), ops.reshape(x, (-1,))), (-1, 4, 3))),
        ("digitize", lambda x, y: ops.digitize(x, np.array([-0.5, 0.0, 0.5], "float32"))),
        ("meshgrid", lambda x, y: ops.meshgrid(x[0, 0], y[0, :, 0])[0]),
        ("average", lambda x, y: ops.average(x, axis=1, weights=ops.abs(y))),
        ("select", lambda x, y: ops.select([x > 0.5, x < -0.5], [x, y], 0.25)),
        ("correlate", lambda x, y: ops.correlate(x[0, :, 0], y[0, :, 1])),
        ("lerp by hand", lambda x, y: x + 0.3 * (y - x)),
        ("binary_crossentropy", lambda x, y: ops.binary_crossentropy(ops.sigmoid(x), ops.sigmoid(y))),
        ("categorical_crossentropy", lambda x, y: ops.categorical_crossentropy(ops.softmax(x), ops.softmax(y))),
        ("cdist", lambda x, y: ops.cdist(x, y)),
        ("dot_product_attention", lambda x, y: ops.dot_product_attention(x[:, :, None], y[:, :, None], y[:, :, None])),
    ]
    each(fx, (4, 3), found, second=(4, 3))


@case("ops_reduce", "best", when=MORE)
def reduce(fx):
    names = (
        "sum mean max min prod std var amax amin argmax argmin median any all count_nonzero logsumexp ptp "
        "nanmax nanmin nanmean nansum nanstd nanvar nanprod nanmedian nanargmax nanargmin"
    ).split()
    found = [(name, (lambda f: lambda x: f(x, axis=1))(getattr(ops, name))) for name in names if hasattr(ops, name)]
    found += [(n + " keepdims", (lambda f: lambda x: f(x, axis=(1, 2), keepdims=True))(getattr(ops, n))) for n in ("sum", "mean", "max", "std", "var", "median", "any") if hasattr(ops, n)]
    found += [
        ("norm", lambda x: ops.norm(x, axis=(-1,))),
        ("norm 1", lambda x: ops.norm(x, ord=1, axis=(1,), keepdims=True)),
        ("norm inf", lambda x: ops.norm(x, ord=np.inf, axis=(-1,))),
        ("norm fro", lambda x: ops.norm(x, ord="fro", axis=(1, 2))),
        ("quantile", lambda x: ops.quantile(x, 0.3, axis=(1,))),
        ("quantile many", lambda x: ops.quantile(x, [0.25, 0.5], axis=(2,), method="nearest")),
        ("percentile", lambda x: ops.percentile(x, 40.0, axis=(1,))),
        ("cumsum", lambda x: ops.cumsum(x, axis=1)),
        ("cumprod", lambda x: ops.cumprod(x, axis=-1)),
        ("sort", lambda x: ops.sort(x, axis=1)),
        ("argsort", lambda x: ops.argsort(x, axis=-1)),
        ("argpartition", lambda x: ops.sort(ops.argpartition(x, 2, axis=-1)[..., :3], axis=-1)),
        ("top_k", lambda x: ops.top_k(x, 2)[0]),
        ("top_k indices", lambda x: ops.top_k(x, 2)[1]),
        ("in_top_k", lambda x: ops.in_top_k(ops.argmax(x[:, 0], axis=-1), x[:, 1], k=2)),
        ("moments", lambda x: ops.moments(x, axes=[1])[1]),
        ("diff", lambda x: ops.diff(x, n=1, axis=1)),
        ("trapezoid", lambda x: ops.trapezoid(x, dx=0.5, axis=-1)),
        ("histogram", lambda x: ops.histogram(x[0, 0], bins=4, range=(-2.0, 2.0))[0]),
        ("bincount", lambda x: ops.bincount(ops.cast(ops.abs(x[:, 0]) * 2, "int32"), minlength=5)),
        ("one_hot", lambda x: ops.one_hot(ops.argmax(x, axis=-1), 5)),
        ("multi_hot", lambda x: ops.multi_hot(ops.argmax(x, axis=-1), 5)),
        ("segment_sum", lambda x: ops.segment_sum(x[0], ops.convert_to_tensor(np.array([0, 0, 1])), num_segments=2)),
        ("unravel_index", lambda x: ops.unravel_index(ops.argmax(x, axis=-1), (2, 3))[0]),
    ]
    each(fx, (3, 5), found)


@case("ops_shape", "best", when=MORE)
def shape(fx):
    each(
        fx,
        (4, 3),
        [
            ("reshape", lambda x: ops.reshape(x, (-1, 6, 2))),
            ("transpose", lambda x: ops.transpose(x, (0, 2, 1))),
            ("swapaxes", lambda x: ops.swapaxes(x, 1, 2)),
            ("moveaxis", lambda x: ops.moveaxis(x, 1, -1)),
            ("expand_dims", lambda x: ops.expand_dims(x, 1)),
            ("squeeze", lambda x: ops.squeeze(ops.expand_dims(x, 1), axis=1)),
            ("ravel", lambda x: ops.ravel(x)),
            ("flip", lambda x: ops.flip(x, axis=1)),
            ("roll", lambda x: ops.roll(x, 1, axis=1)),
            ("rot90", lambda x: ops.rot90(x, k=1, axes=(1, 2))),
            ("tile", lambda x: ops.tile(x, (1, 2, 1))),
            ("repeat", lambda x: ops.repeat(x, 2, axis=1)),
            ("pad", lambda x: ops.pad(x, ((0, 0), (1, 2), (0, 0)))),
            ("pad constant", lambda x: ops.pad(x, ((0, 0), (1, 0), (0, 1)), mode="constant", constant_values=2.0)),
            ("pad reflect", lambda x: ops.pad(x, ((0, 0), (1, 2), (0, 0)), mode="reflect")),
            ("pad symmetric", lambda x: ops.pad(x, ((0, 0), (1, 1), (2, 0)), mode="symmetric")),
            ("pad edge", lambda x: ops.pad(x, ((0, 0), (0, 2), (0, 0)), mode="edge")),
            ("pad wrap", lambda x: ops.pad(x, ((0, 0), (1, 1), (0, 0)), mode="wrap")),
            ("split", lambda x: ops.split(x, 2, axis=1)[1]),
            ("split at", lambda x: ops.split(x, [1, 3], axis=1)[1]),
            ("unstack", lambda x: ops.unstack(x, axis=1)[2]),
            ("hsplit", lambda x: ops.hsplit(x, 2)[0]),
            ("take", lambda x: ops.take(x, [2, 0], axis=1)),
            ("slice", lambda x: ops.slice(x, (0, 1, 0), (2, 2, 3))),
            ("slice_update", lambda x: ops.slice_update(x, (0, 1, 0), ops.ones((2, 1, 3)))),
            ("broadcast_to", lambda x: ops.broadcast_to(x[:, :1], (2, 4, 3))),
            ("tril", lambda x: ops.tril(x)),
            ("triu", lambda x: ops.triu(x, k=1)),
            ("diagonal", lambda x: ops.diagonal(x, axis1=1, axis2=2)),
            ("trace", lambda x: ops.trace(x, axis1=1, axis2=2)),
            ("diag", lambda x: ops.diag(x[0, 0])),
            ("diagflat", lambda x: ops.diagflat(x[0])),
            ("vander", lambda x: ops.vander(x[0, 0], 3)),
            ("size", lambda x: x * ops.cast(ops.shape(x)[1], "float32")),
            ("linspace", lambda x: ops.linspace(x[:, 0], x[:, 1], num=4)),
            ("scatter", lambda x: ops.scatter(np.array([[1], [3]]), x[0, :2], (5, 3))),
            ("scatter_update", lambda x: ops.scatter_update(x[0], np.array([[1], [3]]), x[0, :2] * 2)),
            ("extract_sequences", lambda x: ops.extract_sequences(ops.transpose(x, (0, 2, 1)), 2, 1)),
            ("fliplr", lambda x: ops.fliplr(x)),
            ("rearrange", lambda x: ops.rearrange(x, "b (h w) c -> b h (w c)", h=2)),
            ("unfold", lambda x: ops.unfold(ops.transpose(x, (0, 2, 1))[:, :, :, None], (2, 1))),
            ("array_split", lambda x: ops.array_split(x, 3, axis=1)[0]),
        ],
    )


@case("ops_nn", "best", when=MORE)
def nn(fx):
    each(
        fx,
        (4, 5, 4),
        [
            ("max_pool", lambda x: ops.max_pool(x, 2, strides=2)),
            ("max_pool same", lambda x: ops.max_pool(x, (3, 2), strides=(2, 1), padding="same")),
            ("average_pool", lambda x: ops.average_pool(x, 2, strides=2, padding="valid")),
            ("conv", lambda x: ops.conv(x, ramp(3, 3, 4, 2), strides=2, padding="same")),
            ("conv dilated", lambda x: ops.conv(x, ramp(2, 2, 4, 2), dilation_rate=2)),
            ("depthwise_conv", lambda x: ops.depthwise_conv(x, ramp(2, 2, 4, 1), strides=1, padding="same")),
            ("separable_conv", lambda x: ops.separable_conv(x, ramp(2, 2, 4, 1), ramp(1, 1, 4, 3), strides=1)),
            ("conv_transpose", lambda x: ops.conv_transpose(x, ramp(3, 3, 2, 4), strides=2, padding="same", data_format="channels_last")),
            ("batch_normalization", lambda x: ops.batch_normalization(x, ramp(4), np.abs(ramp(4)) + 0.5, axis=-1)),
            ("layer_normalization", lambda x: ops.layer_normalization(x, ramp(4), ramp(4))),
            ("rms_normalization", lambda x: ops.rms_normalization(x)),
            ("adaptive_average_pool", lambda x: ops.adaptive_average_pool(x, (3, 2))),
            ("adaptive_max_pool", lambda x: ops.adaptive_max_pool(x, (3, 2))),
            ("depth_to_space", lambda x: ops.depth_to_space(x, 2)),
            ("space_to_depth", lambda x: ops.space_to_depth(x[:, :, :4], 2)),
            ("image.resize", lambda x: ops.image.resize(x, (6, 5))),
            ("image.resize nearest", lambda x: ops.image.resize(x, (3, 6), interpolation="nearest")),
            ("image.resize bicubic", lambda x: ops.image.resize(x, (6, 6), interpolation="bicubic")),
            ("image.resize antialias", lambda x: ops.image.resize(x, (3, 3), antialias=True)),
            ("image.extract_patches", lambda x: ops.image.extract_patches(x, 3, padding="same")),
            ("image.pad_images", lambda x: ops.image.pad_images(x, 1, 2, target_height=6, target_width=8)),
            ("image.crop_images", lambda x: ops.image.crop_images(x, 1, 2, target_height=2, target_width=2)),
            ("image.rgb_to_grayscale", lambda x: ops.image.rgb_to_grayscale(x[..., :3])),
            ("image.rgb_to_hsv", lambda x: ops.image.rgb_to_hsv(ops.sigmoid(x[..., :3]))),
            ("image.hsv_to_rgb", lambda x: ops.image.hsv_to_rgb(ops.sigmoid(x[..., :3]))),
            ("image.affine_transform", lambda x: ops.image.affine_transform(x, np.array([[0.9, 0.1, 0.5, -0.1, 1.1, 0.2, 0, 0]], "float32"))),
            ("image.map_coordinates", lambda x: ops.image.map_coordinates(x[0, :, :, 0], ops.abs(x[0, :2, :3, :3]), order=1)),
        ],
        values=fx.normal(1, 4, 5, 4),
    )


@case("ops_linalg", "best", when=MORE)
def linalg(fx):
    each(
        fx,
        (3, 3),
        [
            ("cholesky", lambda x: ops.cholesky(spd(x))),
            ("det", lambda x: ops.det(x)),
            ("inv", lambda x: ops.inv(spd(x))),
            ("solve", lambda x: ops.solve(spd(x), x)),
            ("solve_triangular", lambda x: ops.solve_triangular(ops.tril(x) + 2 * np.eye(3, dtype="float32"), x, lower=True)),
            ("qr", lambda x: ops.abs(ops.qr(x)[1])),
            ("lu_factor", lambda x: ops.lu_factor(x)[0]),
            ("slogdet", lambda x: ops.slogdet(spd(x))[1]),
            ("logdet", lambda x: ops.logdet(spd(x))),
            ("matrix_power", lambda x: ops.matrix_power(x, 3)),
        ],
    )


@case("ops_rare", "best", when=MORE)
def rare(fx):
    """Operations that readers may lack; each must say which."""
    each(
        fx,
        (3, 3),
        [
            ("eigh values", lambda x: ops.eigh(spd(x))[0]),
            ("svd values", lambda x: ops.svd(x, compute_uv=False)),
            ("lstsq", lambda x: ops.lstsq(spd(x)[0], x[0])),
            ("pinv", lambda x: ops.pinv(spd(x))),
            ("fft real", lambda x: ops.fft((x, ops.zeros_like(x)))[0]),
            ("rfft", lambda x: ops.rfft(x, fft_length=4)[1]),
            ("view", lambda x: ops.view(x, "int32")),
            ("nextafter", lambda x: ops.nextafter(x, x * 2)),
        ],
    )


@case("ops_network", "h5 keras", when=HERE)
def network(fx):
    """As people wrote it: a small trained network with operations in it."""
    x = api.Input((4, 4, 3), name="x")
    h = x / 127.5 - 1.0
    h = L.Conv2D(4, 3, padding="same", name="conv")(h)
    h = ops.relu(L.BatchNormalization(name="bn", momentum=0.5)(h))
    s = L.Conv2D(4, 3, padding="same", name="conv2")(h)
    h = h + 0.1 * s
    w = ops.mean(h, axis=[1, 2], keepdims=True)
    h = h * ops.sigmoid(L.Dense(4, name="gate")(w))
    h = ops.mean(h, axis=[1, 2])
    h = ops.concatenate([h, ops.max(ops.abs(s), axis=[1, 2])], axis=-1)
    model = api.Model(x, L.Dense(3, activation="softmax", name="head")(h))
    values = [fx.rng.uniform(0, 255, size=(2, 4, 4, 3)).astype("float32")]
    api.train(model, values, fx.rng, loss="categorical_crossentropy", opt=api.optimizer("SGD", lr=0.1))
    fx.save(model, values)
