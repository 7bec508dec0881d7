"""Folds of axes, plain and without NaN, quantiles, and running folds."""

import keras
import numpy as np
from keras import ops

AXES = ({}, {"axis": -1}, {"axis": (1, 2), "keepdims": True})


def inputs():
    return [
        keras.Input((4, 5), name="x"),
        keras.Input((4, 5), name="holes"),
        keras.Input((4, 5), dtype="int32", name="whole"),
        keras.Input((4, 5), dtype="bool", name="truth"),
    ]


def data(rng):
    x = rng.normal(size=(3, 4, 5)).astype("float32")
    holes = np.where(rng.random((3, 4, 5)) < 0.4, np.nan, rng.normal(size=(3, 4, 5))).astype("float32")
    holes[1, 2] = np.nan
    return [x, holes, rng.integers(-4, 5, (3, 4, 5)).astype("int32"), rng.integers(0, 2, (3, 4, 5)).astype("bool")]


def outputs(x, holes, whole, truth):
    weights = np.array([1.0, 2.0, 3.0, 4.0], "float32")
    plain = (ops.nansum, ops.nanprod, ops.nanmax, ops.nanmin, ops.nanmean, ops.nanvar, ops.nanstd, ops.nanmedian)
    return [
        *[f(holes, **axes) for f in plain for axes in AXES],
        *[f(x, **axes) for f in (ops.median, ops.ptp, ops.amax, ops.amin) for axes in AXES],
        ops.median(holes, axis=1),
        ops.median(whole, axis=1),
        ops.ptp(whole, axis=1),
        ops.nansum(whole, axis=1),
        ops.nanmax(whole, axis=(0, 2)),
        *[f(holes, axis=axis) for f in (ops.nanargmax, ops.nanargmin) for axis in (None, 1, -1)],
        ops.nanargmax(holes, axis=2, keepdims=True),
        *[ops.count_nonzero(v, axis=axis) for v in (x, whole, truth) for axis in (None, 1, (0, 2))],
        ops.average(x),
        ops.average(x, axis=1),
        ops.average(x, axis=1, weights=weights),
        ops.average(x, axis=-1, weights=ops.exp(x)),
        ops.average(x, weights=ops.exp(holes)),
        ops.average(whole, axis=2),
        *[ops.quantile(x, 0.3, axis=axis) for axis in (None, 1, (0, -1))],
        *[ops.quantile(x, 0.37, axis=1, method=m) for m in ("linear", "lower", "higher", "midpoint", "nearest")],
        ops.quantile(x, [0.0, 0.25, 1.0], axis=2, keepdims=True),
        ops.quantile(x, 0.5, keepdims=True),
        ops.quantile(holes, 0.4, axis=1),
        ops.percentile(x, 30, axis=1),
        ops.percentile(x, [10.0, 90.0], axis=(1, 2)),
        ops.nanquantile(holes, 0.3, axis=1),
        ops.nanquantile(holes, [0.2, 0.9], axis=(1, 2), keepdims=True),
        ops.nanpercentile(holes, 70.0, axis=-1, method="nearest"),
        ops.nanpercentile(holes, 70.0),
        *[f(v, axis=axis) for f in (ops.cumsum, ops.cumprod) for v in (x, whole) for axis in (None, 0, 1, -1)],
        ops.cumsum(truth, axis=1),
        ops.cumsum(x, axis=1, dtype="int32"),
        ops.cumprod(x, axis=2, dtype="float32"),
        *[f(holes, axis=axis) for f in (ops.nancumsum, ops.nancumprod) for axis in (None, 1, -1)],
        ops.max(x, axis=1, initial=0.5),
        ops.min(x, axis=(1, 2), keepdims=True, initial=-1.0),
        ops.max(whole, initial=3),
        ops.prod(x, axis=1, dtype="float32"),
        ops.prod(whole, axis=1, dtype="float32"),
    ]
