"""Functions that take dimensions together."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.ops.conversion import (
    as_axes,
    cast_to,
    dtype_name,
    float_type,
    floats,
    operation,
    result_type,
    static_shape,
    tensor,
)

_WIDER = {"bool": "int32", "int8": "int32", "int16": "int32"}
_WIDER |= {"uint8": "uint32", "uint16": "uint32"}


def _summable(x: Any) -> tuple[Any, str]:
    """Returns a tensor to add up in int64 or floats, and the type of the result."""
    x = tensor(x)
    kind = _WIDER.get(dtype_name(x), dtype_name(x))
    return tf.cast(x, "int64") if kind == "uint32" else cast_to(x, kind), kind


@operation
def sum(x: Any, axis: Any = None, keepdims: bool = False) -> Any:  # noqa: A001
    """Adds up along axes.

    Args:
        x: a tensor.
        axis: the axes, all by default.
        keepdims: whether to keep dimensions of one.
    """
    x, kind = _summable(x)
    return cast_to(tf.reduce_sum(x, as_axes(axis), keepdims), kind)


@operation
def prod(x: Any, axis: Any = None, keepdims: bool = False, dtype: Any = None) -> Any:
    """Multiplies along axes.

    Args:
        x: a tensor.
        axis: the axes, all by default.
        keepdims: whether to keep dimensions of one.
        dtype: the type of the result.
    """
    x, kind = _summable(x)
    found = cast_to(tf.reduce_prod(x, as_axes(axis), keepdims), kind)
    return found if dtype is None else cast_to(found, dtype)


@operation
def mean(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """Takes the mean along axes.

    Args:
        x: a tensor.
        axis: the axes, all by default.
        keepdims: whether to keep dimensions of one.
    """
    x = tensor(x)
    kind = dtype_name(x) if x.dtype.is_complex else float_type(x)
    work = "float32" if kind in ("float16", "bfloat16") else kind
    return cast_to(tf.reduce_mean(cast_to(x, work), as_axes(axis), keepdims), kind)


@operation
def max(  # noqa: A001
    x: Any, axis: Any = None, keepdims: bool = False, initial: Any = None
) -> Any:
    """Takes the greatest value along axes.

    Args:
        x: a tensor.
        axis: the axes, all by default.
        keepdims: whether to keep dimensions of one.
        initial: the least result.
    """
    x = tensor(x)
    if dtype_name(x) == "bool":
        return tf.reduce_any(x, as_axes(axis), keepdims)
    found = tf.reduce_max(x, as_axes(axis), keepdims)
    return found if initial is None else tf.maximum(found, tensor(initial, x.dtype))


@operation
def amax(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """Takes the greatest value along axes."""
    return max(x, axis, keepdims)


@operation
def min(  # noqa: A001
    x: Any, axis: Any = None, keepdims: bool = False, initial: Any = None
) -> Any:
    """Takes the least value along axes.

    Args:
        x: a tensor.
        axis: the axes, all by default.
        keepdims: whether to keep dimensions of one.
        initial: the greatest result.
    """
    x = tensor(x)
    if dtype_name(x) == "bool":
        return tf.reduce_all(x, as_axes(axis), keepdims)
    found = tf.reduce_min(x, as_axes(axis), keepdims)
    return found if initial is None else tf.minimum(found, tensor(initial, x.dtype))


@operation
def amin(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """Takes the least value along axes."""
    return min(x, axis, keepdims)


@operation
def ptp(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """Takes the greatest value less the least along axes."""
    return max(x, axis, keepdims) - min(x, axis, keepdims)


@operation
def all(x: Any, axis: Any = None, keepdims: bool = False) -> Any:  # noqa: A001
    """Says whether all values along axes are true."""
    return tf.reduce_all(tensor(x, "bool"), as_axes(axis), keepdims)


@operation
def any(x: Any, axis: Any = None, keepdims: bool = False) -> Any:  # noqa: A001
    """Says whether a value along axes is true."""
    return tf.reduce_any(tensor(x, "bool"), as_axes(axis), keepdims)


@operation
def count_nonzero(x: Any, axis: Any = None) -> Any:
    """Counts what is not zero along axes."""
    there = tf.not_equal(tensor(x), tf.cast(0, tensor(x).dtype))
    return tf.reduce_sum(tf.cast(there, "int32"), as_axes(axis))


@operation
def var(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """Takes the variance along axes."""
    x = tensor(x)
    kind = "float32" if x.dtype.is_complex else float_type(x)
    work = kind if x.dtype.is_complex or kind == "float64" else "float32"
    if not x.dtype.is_complex:
        x = cast_to(x, work)
    return cast_to(tf.math.reduce_variance(x, as_axes(axis), keepdims), kind)


@operation
def std(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """Takes the standard deviation along axes."""
    return tf.sqrt(var(x, axis, keepdims))


@operation
def moments(
    x: Any, axes: Any, keepdims: bool = False, synchronized: bool = False
) -> Any:
    """Takes mean and variance along axes.

    Args:
        x: a tensor.
        axes: the axes.
        keepdims: whether to keep dimensions of one.
        synchronized: kept for compatibility.
    """
    x = tensor(x)
    kind = dtype_name(x)
    work = "float32" if kind in ("float16", "bfloat16") else kind
    found, spread = tf.nn.moments(cast_to(x, work), as_axes(axes), keepdims=keepdims)
    if kind in ("float16", "bfloat16"):
        limits = tf.as_dtype(kind)
        found = tf.clip_by_value(found, float(limits.min), float(limits.max))
        spread = tf.clip_by_value(spread, float(limits.min), float(limits.max))
    return cast_to(found, kind), cast_to(spread, kind)


@operation
def average(x: Any, axis: Any = None, weights: Any = None) -> Any:
    """Takes the weighted mean along axes.

    Args:
        x: a tensor.
        axis: the axes, all by default.
        weights: a factor for each value, or for each place along the axis.
    """
    if weights is None:
        return mean(x, axis)
    x, weights = floats(x, weights)
    axes = as_axes(axis)
    if static_shape(weights) != static_shape(x):
        if axes is None or len(axes) != 1:
            raise ValueError(
                "average: `weights` of another shape than `x` need a single axis. "
                f"Received: x.shape={x.shape}, weights.shape={weights.shape}, "
                f"axis={axis}."
            )
        shape = [1] * len(x.shape)
        shape[axes[0]] = -1
        weights = tf.reshape(weights, shape) * tf.ones_like(x)
    total = tf.reduce_sum(weights, axes)
    return tf.math.divide_no_nan(tf.reduce_sum(x * weights, axes), total)


@operation
def argmax(x: Any, axis: int | None = None, keepdims: bool = False) -> Any:
    """Returns where the greatest value along an axis is.

    Args:
        x: a tensor.
        axis: the axis; None for the flattened tensor.
        keepdims: whether to keep a dimension of one.
    """
    return _arg(tf.argmax, x, axis, keepdims)


@operation
def argmin(x: Any, axis: int | None = None, keepdims: bool = False) -> Any:
    """Returns where the least value along an axis is; see `argmax`."""
    return _arg(tf.argmin, x, axis, keepdims)


def _arg(function: Any, x: Any, axis: int | None, keepdims: bool) -> Any:
    """Returns where a value along an axis is."""
    x = tensor(x)
    x = tf.cast(x, "int32") if dtype_name(x) == "bool" else x
    rank = len(x.shape)
    flat = tf.reshape(x, [-1]) if axis is None else x
    found = function(flat, axis=0 if axis is None else axis, output_type="int32")
    if not keepdims:
        return found
    if axis is None:
        return tf.reshape(found, [1] * rank)
    return tf.expand_dims(found, axis)


@operation
def logsumexp(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """Computes the logarithm of the sum of exponentials along axes."""
    return tf.reduce_logsumexp(floats(x)[0], as_axes(axis), keepdims)


@operation
def cumsum(x: Any, axis: int | None = None, dtype: Any = None) -> Any:
    """Adds up along an axis, and keeps each sum.

    Args:
        x: a tensor.
        axis: the axis; None for the flattened tensor.
        dtype: the type of the result.
    """
    return _cumulated(tf.cumsum, x, axis, dtype)


@operation
def cumprod(x: Any, axis: int | None = None, dtype: Any = None) -> Any:
    """Multiplies along an axis, and keeps each product; see `cumsum`."""
    return _cumulated(tf.math.cumprod, x, axis, dtype)


def _cumulated(function: Any, x: Any, axis: int | None, dtype: Any) -> Any:
    """Applies a cumulative function."""
    x = tensor(x)
    kind = dtype_name(x) if dtype is None else dtype
    x = cast_to(x, "int32" if kind == "bool" else kind)
    if axis is None:
        x, axis = tf.reshape(x, [-1]), 0
    return function(x, axis=axis)


@operation
def norm(x: Any, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Any:  # noqa: A002
    """Computes norms of vectors or matrices.

    Args:
        x: a tensor.
        ord: the order: a number, `"fro"`, `"nuc"`, or None for the square root of
            the sum of squares.
        axis: one axis for vectors, two for matrices; by default all of `x`.
        keepdims: whether to keep dimensions of one.
    """
    x = tensor(x)
    x = x if x.dtype.is_complex else floats(x)[0]
    axes = as_axes(axis)
    rank = len(x.shape)
    if axes is None and (ord is None or (ord in ("fro", 2) and rank <= 2)):
        if ord is None or rank < 2 or ord == "fro":
            total = tf.reduce_sum(_squares(x), None, keepdims)
            return tf.sqrt(total)
    axes = list(range(rank)) if axes is None else axes
    if len(axes) == 1:
        return _vector_norm(x, ord, axes, keepdims)
    if len(axes) == 2:
        return _matrix_norm(x, ord, [a % rank for a in axes], keepdims)
    raise ValueError(
        f"norm: `axis` must be one or two axes for ord={ord!r}. Received: axis={axis}."
    )


def _squares(x: Any) -> Any:
    """Returns the squares of absolute values."""
    return tf.square(tf.abs(x)) if x.dtype.is_complex else tf.square(x)


def _vector_norm(x: Any, ord: Any, axes: list[int], keepdims: bool) -> Any:  # noqa: A002
    """Returns the norms of vectors."""
    if ord is None or ord == 2:
        return tf.sqrt(tf.reduce_sum(_squares(x), axes, keepdims))
    size = tf.abs(x)
    if ord == float("inf"):
        return tf.reduce_max(size, axes, keepdims)
    if ord == float("-inf"):
        return tf.reduce_min(size, axes, keepdims)
    if ord == 0:
        there = tf.cast(tf.not_equal(x, 0), size.dtype)
        return tf.reduce_sum(there, axes, keepdims)
    if ord == 1:
        return tf.reduce_sum(size, axes, keepdims)
    if isinstance(ord, str):
        raise ValueError(f"norm: the order {ord!r} is not one of vectors.")
    power = tf.constant(float(ord), size.dtype)
    return tf.pow(tf.reduce_sum(tf.pow(size, power), axes, keepdims), 1 / power)


def _matrix_norm(x: Any, ord: Any, axes: list[int], keepdims: bool) -> Any:  # noqa: A002
    """Returns the norms of matrices."""
    row, column = axes
    if ord is None or ord == "fro":
        return tf.sqrt(tf.reduce_sum(_squares(x), axes, keepdims))
    if ord in (2, -2, "nuc"):
        rank = len(x.shape)
        rest = [a for a in range(rank) if a not in axes]
        values = tf.linalg.svd(tf.transpose(x, [*rest, *axes]), compute_uv=False)
        reduce = {2: tf.reduce_max, -2: tf.reduce_min, "nuc": tf.reduce_sum}[ord]
        found = reduce(values, -1)
        for axis in sorted(axes) if keepdims else ():
            found = tf.expand_dims(found, axis)
        return found
    inner, outer = (row, column) if abs(ord) == 1 else (column, row)
    sums = tf.reduce_sum(tf.abs(x), inner, keepdims=True)
    reduce = tf.reduce_max if ord > 0 else tf.reduce_min
    found = reduce(sums, outer, keepdims=True)
    return found if keepdims else tf.squeeze(found, axes)


@operation
def normalize(
    x: Any, axis: int = -1, order: int = 2, epsilon: float | None = None
) -> Any:
    """Scales vectors to norm one.

    Args:
        x: a tensor.
        axis: the axis of the vectors.
        order: of the norm.
        epsilon: the least norm that is divided by.
    """
    x = floats(x)[0]
    least = 1e-12 if epsilon is None else epsilon
    if order == 2:
        total = tf.reduce_sum(tf.square(x), axis, keepdims=True)
        return x * tf.math.rsqrt(tf.maximum(total, least**2))
    size = _vector_norm(x, order, [axis], True)
    return x / tf.maximum(size, least)


@operation
def trapezoid(y: Any, x: Any = None, dx: float = 1.0, axis: int = -1) -> Any:
    """Integrates along an axis by trapezoids.

    Args:
        y: the values.
        x: where they are.
        dx: how far they are apart, without `x`.
        axis: the axis.
    """
    kind = result_type(y, float)
    y = tf.cast(tensor(y), kind)
    rank = len(y.shape)
    order = [a for a in range(rank) if a != axis % rank] + [axis % rank]
    moved = tf.transpose(y, order)
    step: Any = tf.constant(dx, kind)
    if x is not None:
        places = tensor(x, kind)
        places = places if len(places.shape) == 1 else tf.transpose(places, order)
        step = places[..., 1:] - places[..., :-1]
    return tf.reduce_sum(step * (moved[..., 1:] + moved[..., :-1]) / 2.0, -1)
