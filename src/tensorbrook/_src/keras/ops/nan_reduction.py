"""Functions that take dimensions together and leave missing numbers out."""

from __future__ import annotations

import math
from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.ops import reduction, statistics
from tensorbrook._src.keras.ops.conversion import (
    as_axes,
    cast_to,
    dtype_name,
    floats,
    operation,
    tensor,
)


def _missing(x: Any) -> Any:
    """Says where there is no number."""
    if x.dtype.is_floating:
        return tf.math.is_nan(x)
    return tf.zeros_like(x, dtype="bool")


def _filled(x: Any, value: float) -> Any:
    """Returns a tensor with missing numbers replaced."""
    x = tensor(x)
    if not x.dtype.is_floating:
        return x
    return tf.where(tf.math.is_nan(x), tf.constant(value, x.dtype), x)


@operation
def nansum(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """Adds up along axes what is there."""
    return reduction.sum(_filled(x, 0.0), axis, keepdims)


@operation
def nanprod(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """Multiplies along axes what is there."""
    return reduction.prod(_filled(x, 1.0), axis, keepdims)


@operation
def nanmax(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """Takes the greatest value along axes of what is there."""
    return _extreme(reduction.max, x, axis, keepdims, -math.inf)


@operation
def nanmin(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """Takes the least value along axes of what is there."""
    return _extreme(reduction.min, x, axis, keepdims, math.inf)


def _extreme(function: Any, x: Any, axis: Any, keepdims: bool, fill: float) -> Any:
    """Returns the extreme of what is there, no number where nothing is."""
    x = tensor(x)
    found = function(_filled(x, fill), axis, keepdims)
    if not x.dtype.is_floating:
        return found
    nothing = tf.reduce_all(_missing(x), as_axes(axis), keepdims)
    return tf.where(nothing, tf.constant(math.nan, found.dtype), found)


@operation
def nanmean(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """Takes the mean along axes of what is there."""
    x = floats(x)[0]
    there = tf.cast(tf.logical_not(_missing(x)), x.dtype)
    total = tf.reduce_sum(_filled(x, 0.0), as_axes(axis), keepdims)
    return total / tf.reduce_sum(there, as_axes(axis), keepdims)


@operation
def nanvar(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """Takes the variance along axes of what is there."""
    x = floats(x)[0]
    kind = dtype_name(x)
    x = cast_to(x, "float32" if kind in ("float16", "bfloat16") else kind)
    apart = x - nanmean(x, axis, True)
    return cast_to(nanmean(tf.square(apart), axis, keepdims), kind)


@operation
def nanstd(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """Takes the standard deviation along axes of what is there."""
    return tf.sqrt(nanvar(x, axis, keepdims))


@operation
def nancumsum(x: Any, axis: int | None = None, dtype: Any = None) -> Any:
    """Adds up along an axis what is there, and keeps each sum."""
    return reduction.cumsum(_filled(x, 0.0), axis, dtype)


@operation
def nancumprod(x: Any, axis: int | None = None, dtype: Any = None) -> Any:
    """Multiplies along an axis what is there, and keeps each product."""
    return reduction.cumprod(_filled(x, 1.0), axis, dtype)


@operation
def nanargmax(x: Any, axis: int | None = None, keepdims: bool = False) -> Any:
    """Returns where the greatest value is, -1 where nothing is."""
    return _arg(reduction.argmax, x, axis, keepdims, -math.inf)


@operation
def nanargmin(x: Any, axis: int | None = None, keepdims: bool = False) -> Any:
    """Returns where the least value is, -1 where nothing is."""
    return _arg(reduction.argmin, x, axis, keepdims, math.inf)


def _arg(function: Any, x: Any, axis: int | None, keepdims: bool, fill: float) -> Any:
    """Returns where an extreme is, -1 where nothing is."""
    x = tensor(x)
    found = function(_filled(x, fill), axis, keepdims)
    nothing = tf.reduce_all(_missing(x), as_axes(axis), keepdims)
    return tf.where(nothing, tf.constant(-1, found.dtype), found)


@operation
def nanmedian(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """Takes the middle value along axes of what is there."""
    return nanquantile(x, 0.5, axis, keepdims=keepdims)


@operation
def nanpercentile(
    x: Any, q: Any, axis: Any = None, method: str = "linear", keepdims: bool = False
) -> Any:
    """Takes percentiles along axes of what is there; see `percentile`."""
    return nanquantile(x, tensor(q, "float32") / 100.0, axis, method, keepdims)


@operation
def nanquantile(
    x: Any, q: Any, axis: Any = None, method: str = "linear", keepdims: bool = False
) -> Any:
    """Takes quantiles along axes of what is there; see `quantile`."""
    return statistics.quantile_of(x, q, axis, method, keepdims, skip_missing=True)
