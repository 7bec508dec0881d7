"""Functions of elements, of floats and of integers."""

import keras
import numpy as np
from keras import ops


def inputs():
    return [
        keras.Input((2, 6), name="x"),
        keras.Input((2, 6), name="part"),
        keras.Input((2, 6), name="odd"),
        keras.Input((2, 6), dtype="int32", name="whole"),
        keras.Input((2, 6), dtype="bool", name="truth"),
    ]


def data(rng):
    odd = np.array([np.nan, np.inf, -np.inf, 0.0, -0.0, 1.5] * 6, "float32").reshape(3, 2, 6)
    return [
        rng.normal(size=(3, 2, 6)).astype("float32") * 3,
        rng.uniform(-0.98, 0.98, (3, 2, 6)).astype("float32"),
        odd,
        rng.integers(-40, 40, (3, 2, 6)).astype("int32"),
        rng.integers(0, 2, (3, 2, 6)).astype("bool"),
    ]


def outputs(x, part, odd, whole, truth):
    positive = ops.exp(x)
    small = np.arange(1, 7).astype("int32")
    return [
        *[f(x) for f in (ops.tan, ops.sinh, ops.cosh, ops.arcsinh, ops.arctan, ops.exp2, ops.cbrt, ops.sinc, ops.erfc)],
        *[f(part) for f in (ops.arcsin, ops.arccos, ops.arctanh, ops.erfinv)],
        *[f(positive) for f in (ops.log2, ops.log10)],
        ops.arccosh(positive + 1.0),
        *[f(x) for f in (ops.i0, ops.deg2rad, ops.rad2deg, ops.trunc, ops.fabs, ops.real, ops.imag, ops.conj, ops.angle)],
        *[f(whole) for f in (ops.tan, ops.exp2, ops.arctan, ops.trunc, ops.signbit, ops.isfinite, ops.isinf, ops.fabs)],
        *[f(odd) for f in (ops.isfinite, ops.isinf, ops.isnan, ops.isposinf, ops.isneginf, ops.signbit, ops.isreal)],
        *[f(odd) for f in (ops.trunc, ops.cosh, ops.arctan, ops.tanh, ops.exp2)],
        ops.nan_to_num(odd),
        ops.nan_to_num(odd, nan=-1.0, posinf=9.0, neginf=-9.0),
        ops.nan_to_num(whole),
        *[f(x, part) for f in (ops.arctan2, ops.hypot, ops.logaddexp2, ops.fmod, ops.mod, ops.fmax, ops.fmin)],
        *[f(x, 0.5) for f in (ops.arctan2, ops.logaddexp2, ops.fmod, ops.mod, ops.fmax, ops.fmin)],
        *[f(1.5, x) for f in (ops.arctan2, ops.fmod, ops.mod, ops.fmax)],
        *[f(odd, x) for f in (ops.fmax, ops.fmin, ops.divide_no_nan, ops.heaviside)],
        *[f(x, odd) for f in (ops.divide_no_nan, ops.fmax)],
        ops.heaviside(odd, part),
        ops.divide_no_nan(whole, 4),
        ops.ldexp(x, whole),
        ops.isclose(x, x + 1e-6),
        ops.isclose(odd, odd),
        ops.isclose(odd, odd, equal_nan=True),
        ops.isclose(x, part, rtol=0.5, atol=0.1),
        ops.allclose(x, x),
        *[f(whole, 7) for f in (ops.mod, ops.fmod, ops.gcd)],
        *[f(whole, small) for f in (ops.lcm, ops.bitwise_and, ops.bitwise_or, ops.bitwise_xor)],
        *[f(whole, 3) for f in (ops.bitwise_left_shift, ops.bitwise_right_shift, ops.left_shift, ops.right_shift)],
        *[f(whole, whole * 3) for f in (ops.gcd, ops.bitwise_and, ops.bitwise_xor, ops.fmax)],
        ops.bitwise_not(whole),
        ops.bitwise_invert(whole),
        ops.bitwise_or(truth, whole > 0),
        ops.bitwise_xor(truth, whole > 0),
        ops.bitwise_and(truth, whole > 0),
        ops.bitwise_not(truth),
        ops.select([x > 1, x > 0, truth], [x, part, x * 2.0], default=-1.0),
        ops.select([x > 1], [whole]),
        ops.saturate_cast(x * 100.0, "uint8"),
        ops.saturate_cast(whole * 10, "int8"),
        ops.saturate_cast(x, "int32"),
        ops.full_like(x, 2.5),
        ops.full_like(x, 2, dtype="int32"),
        ops.zeros_like(whole),
        ops.zeros_like(x, dtype="int32"),
        ops.ones_like(x, dtype="bool"),
        ops.round(x, decimals=2),
        ops.round(x * 100.0, decimals=-1),
        ops.round(whole),
        ops.true_divide(x, 3.0),
        ops.abs(whole),
        x // 0.7,
        whole // 3,
        whole % 5,
        x % -0.7,
    ]
