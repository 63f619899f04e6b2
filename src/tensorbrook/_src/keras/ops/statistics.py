"""Quantiles, histograms and correlations."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

import tensorbrook as tf
from tensorbrook._src.keras.ops.conversion import (
    as_axes,
    cast_to,
    dtype_name,
    float_type,
    floats,
    operation,
    static_shape,
    tensor,
)

_METHODS = ("linear", "lower", "higher", "midpoint", "nearest")


@operation
def quantile(
    x: Any, q: Any, axis: Any = None, method: str = "linear", keepdims: bool = False
) -> Any:
    """Takes quantiles along axes.

    Args:
        x: a tensor.
        q: which quantiles, from 0 to 1.
        axis: the axes, all by default.
        method: what to do between two values: `"linear"`, `"lower"`, `"higher"`,
            `"midpoint"` or `"nearest"`.
        keepdims: whether to keep dimensions of one.
    """
    return quantile_of(x, q, axis, method, keepdims, skip_missing=False)


@operation
def percentile(
    x: Any, q: Any, axis: Any = None, method: str = "linear", keepdims: bool = False
) -> Any:
    """Takes percentiles along axes; `q` is from 0 to 100, see `quantile`."""
    return quantile(x, tensor(q, "float32") / 100.0, axis, method, keepdims)


@operation
def median(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """Takes the middle value along axes."""
    return quantile(x, 0.5, axis, keepdims=keepdims)


def quantile_of(
    x: Any, q: Any, axis: Any, method: str, keepdims: bool, skip_missing: bool
) -> Any:
    """Returns quantiles; missing numbers are left out, or spread.

    Args:
        x: a tensor.
        q: which quantiles, from 0 to 1.
        axis: the axes, or None.
        method: see `quantile`.
        keepdims: whether to keep dimensions of one.
        skip_missing: whether to leave missing numbers out.
    """
    if method not in _METHODS:
        raise ValueError(
            f"quantile: `method` must be one of {_METHODS}. Received: {method!r}."
        )
    x = floats(x)[0]
    rank = len(x.shape)
    axes = list(range(rank)) if axis is None else [a % rank for a in as_axes(axis)]
    rest = [a for a in range(rank) if a not in axes]
    moved = tf.transpose(x, [*rest, *axes])
    shape = tf.shape(moved)
    flat = tf.reshape(moved, tf.concat([shape[: len(rest)], [-1]], 0))
    missing = tf.math.is_nan(flat)
    count = tf.reduce_sum(tf.cast(tf.logical_not(missing), x.dtype), -1)
    ordered = tf.sort(tf.where(missing, tf.constant(math.inf, x.dtype), flat), axis=-1)
    points = tensor(q, x.dtype)
    several = len(points.shape) > 0
    found = [
        _at(ordered, count, point, method)
        for point in (tf.unstack(points) if several else [points])
    ]
    nothing = tf.equal(count, 0)
    if not skip_missing:
        nothing = nothing | tf.reduce_any(missing, -1)
    nan = tf.constant(math.nan, x.dtype)
    found = [tf.where(nothing, nan, value) for value in found]
    if keepdims:
        for place in sorted(axes):
            found = [tf.expand_dims(value, place) for value in found]
    return tf.stack(found) if several else found[0]


def _at(ordered: Any, count: Any, point: Any, method: str) -> Any:
    """Returns a quantile of ordered values."""
    place = point * tf.maximum(count - 1, 0)
    low, high = tf.floor(place), tf.math.ceil(place)
    last = static_shape(ordered)[-1]
    picked = []
    for where in (low, high, tf.round(place)):
        index = tf.expand_dims(tf.cast(where, "int32"), -1)
        found = tf.gather(ordered, index, batch_dims=len(ordered.shape) - 1, axis=-1)
        picked.append(tf.squeeze(found, -1) if last != 0 else found)
    lower, higher, nearest = picked
    if method == "lower":
        return lower
    if method == "higher":
        return higher
    if method == "nearest":
        return nearest
    share = 0.5 if method == "midpoint" else place - low
    return tf.where(tf.equal(low, high), lower, lower * (1 - share) + higher * share)


@operation
def bincount(
    x: Any, weights: Any = None, minlength: int = 0, sparse: bool = False
) -> Any:
    """Counts how often each number occurs.

    Args:
        x: integers of one dimension, or rows of them.
        weights: what each number counts.
        minlength: the least length of the result.
        sparse: whether to return a sparse tensor.
    """
    x = tf.cast(tensor(x), "int32")
    if sparse:
        raise NotImplementedError("bincount: `sparse=True` is not supported.")
    kind = "int32" if weights is None else dtype_name(tensor(weights))
    size = tf.maximum(tf.reduce_max(x) + 1, minlength)
    hot = tf.one_hot(x, size, dtype="float32" if kind == "int32" else kind)
    if weights is not None:
        hot = hot * tf.expand_dims(tensor(weights), -1)
    axis = -2 if len(x.shape) else 0
    return tf.cast(tf.reduce_sum(hot, axis), kind)


@operation
def histogram(x: Any, bins: int = 10, range: Any = None) -> Any:  # noqa: A002
    """Counts values in ranges of equal width.

    Args:
        x: a tensor.
        bins: how many ranges there are.
        range: the least and the greatest value; by default those of `x`.

    Returns:
        The counts, and the edges of the ranges.
    """
    if not isinstance(bins, int) or bins <= 0:
        raise ValueError(f"histogram: `bins` must be a positive integer, not {bins}.")
    x = tf.reshape(tensor(x), [-1])
    kind = float_type(x)
    values = cast_to(x, kind)
    low, high = (
        (tf.reduce_min(values), tf.reduce_max(values))
        if range is None
        else (tensor(range[0], kind), tensor(range[1], kind))
    )
    edges = tf.linspace(low, high, bins + 1)
    inside = tf.boolean_mask(values, (values >= low) & (values <= high))
    place = tf.searchsorted(edges, inside, side="right") - 1
    place = tf.minimum(place, bins - 1)
    counts = tf.reduce_sum(tf.one_hot(place, bins, dtype="int32"), 0)
    return cast_to(counts, dtype_name(x)), edges


@operation
def digitize(x: Any, bins: Any) -> Any:
    """Returns in which range each value falls.

    Args:
        x: a tensor.
        bins: the edges of the ranges, growing.
    """
    x = tensor(x)
    edges = tensor(bins, x.dtype if x.dtype.is_floating else "float32")
    flat = tf.reshape(cast_to(x, edges.dtype), [-1])
    found = tf.searchsorted(edges, flat, side="right")
    return tf.reshape(tf.cast(found, "int32"), tf.shape(x))


@operation
def corrcoef(x: Any) -> Any:
    """Computes the correlation of each row with each other row."""
    x = floats(x)[0]
    x = tf.reshape(x, [1, -1]) if len(x.shape) == 1 else x
    apart = x - tf.reduce_mean(x, -1, keepdims=True)
    common = tf.matmul(apart, apart, transpose_b=True)
    size = tf.sqrt(tf.linalg.diag_part(common))
    found = common / size[:, None] / size[None, :]
    found = tf.clip_by_value(found, -1.0, 1.0)
    return tf.reshape(found, []) if static_shape(x)[0] == 1 else found


@operation
def correlate(x1: Any, x2: Any, mode: str = "valid") -> Any:
    """Slides one vector along another and multiplies.

    Args:
        x1: a vector.
        x2: a vector.
        mode: `"valid"`, `"same"` or `"full"`: how far to slide.
    """
    first, second = floats(x1, x2)
    n, m = static_shape(first)[0], static_shape(second)[0]
    if n is None or m is None:
        raise ValueError("correlate: the lengths of the vectors must be known.")
    turned = n < m
    if turned:
        first, second, n, m = second, first, m, n
    padded = tf.pad(first, [[m - 1, m - 1]])
    windows = tf.signal.frame(padded, m, 1)
    found = tf.linalg.matvec(windows, second)
    found = tf.reverse(found, [0]) if turned else found
    if mode == "full":
        return found
    if mode == "same":
        start = (m - 1) // 2 if not turned else m // 2
        return found[start : start + n]
    if mode == "valid":
        return found[m - 1 : n]
    raise ValueError(
        f"correlate: `mode` must be 'valid', 'same' or 'full'. Received: {mode!r}."
    )


@operation
def cdist(x: Any, y: Any) -> Any:
    """Computes the distance of each row of `x` from each row of `y`."""
    first, second = floats(x, y)
    apart = tf.expand_dims(first, -2) - tf.expand_dims(second, -3)
    return tf.sqrt(tf.reduce_sum(tf.square(apart), -1))


@operation
def psnr(x1: Any, x2: Any, max_val: float) -> Any:
    """Computes the peak signal to noise ratio in decibels.

    Args:
        x1: a tensor.
        x2: a tensor of the same shape.
        max_val: the greatest possible value.
    """
    first, second = floats(x1, x2)
    if static_shape(first) != static_shape(second):
        raise ValueError(
            "psnr: the shapes must be equal. Received: "
            f"{static_shape(first)} and {static_shape(second)}."
        )
    error = tf.reduce_mean(tf.square(first - second))
    peak = tf.constant(20 * math.log10(max_val), first.dtype)
    return peak - 10 * tf.math.log(error) / math.log(10)


def window(name: str, x: Any, shape: Any) -> Any:
    """Returns a window of NumPy as a tensor.

    Args:
        name: the name of NumPy's function.
        x: the length.
        shape: more arguments of NumPy's function.
    """
    length = int(np.asarray(x))
    return tf.constant(getattr(np, name)(length, *shape), "float32")


@operation
def bartlett(x: Any) -> Any:
    """Returns a window in the form of a triangle."""
    return window("bartlett", x, ())


@operation
def blackman(x: Any) -> Any:
    """Returns Blackman's window."""
    return window("blackman", x, ())


@operation
def hamming(x: Any) -> Any:
    """Returns Hamming's window."""
    return window("hamming", x, ())


@operation
def hanning(x: Any) -> Any:
    """Returns Hann's window."""
    return window("hanning", x, ())


@operation
def kaiser(x: Any, beta: Any) -> Any:
    """Returns Kaiser's window.

    Args:
        x: the length.
        beta: how narrow it is.
    """
    return window("kaiser", x, (float(np.asarray(beta)),))
