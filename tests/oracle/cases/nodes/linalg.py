"""Ops on small matrices, and norms."""

import keras
import numpy as np
from keras import ops


def inputs():
    return [
        keras.Input((4, 4), name="x"),
        keras.Input((4, 2), name="y"),
        keras.Input((4,), name="vector"),
        keras.Input((3, 5), name="wide"),
    ]


def data(rng):
    return [rng.normal(size=(3, *shape)).astype("float32") for shape in ((4, 4), (4, 2), (4,), (3, 5))]


def outputs(x, y, vector, wide):
    positive = ops.matmul(x, ops.transpose(x, (0, 2, 1))) + np.eye(4, dtype="float32")
    one = x[0]
    return [
        ops.det(x),
        ops.det(one),
        *ops.slogdet(x),
        ops.logdet(positive),
        ops.inv(x),
        ops.inv(one),
        ops.solve(x, y),
        ops.solve(x, vector),
        ops.solve(one, one + 1.0),
        *[ops.solve_triangular(x, y, lower=lower) for lower in (False, True)],
        ops.solve_triangular(x, vector),
        *[ops.cholesky(positive, upper=upper) for upper in (False, True)],
        *[ops.cholesky_inverse(positive[0], upper=upper) for upper in (False, True)],
        *ops.lu_factor(x),
        *ops.qr(x),
        *ops.qr(wide),
        *ops.qr(ops.transpose(wide, (0, 2, 1))),
        *ops.qr(ops.transpose(wide, (0, 2, 1)), mode="complete"),
        ops.norm(x),
        *[ops.norm(x, axis=axis) for axis in (1, -1, (1, 2))],
        *[ops.norm(x, ord=order, axis=-1, keepdims=True) for order in (1, 2, 3, 0)],
        *[ops.norm(x, ord=order, axis=(1, 2)) for order in ("fro", 1, -1)],
        ops.norm(one, ord=1),
        ops.norm(vector, axis=0, keepdims=True),
        ops.normalize(x, axis=1, order=3),
        ops.einsum("bij,bjk->bik", x, y),
        ops.matmul(x, y),
        ops.tensordot(one, one, axes=[[0], [1]]),
    ]
