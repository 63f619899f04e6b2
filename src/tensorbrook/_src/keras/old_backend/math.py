"""Functions of tensors as `keras.backend` of Keras 1 and 2 has them."""

from __future__ import annotations

from typing import Any

import numpy as np

import tensorbrook as tf
from tensorbrook._src.keras.backend import config
from tensorbrook._src.keras.backend.dtypes import standardize_dtype


def abs(x: Any) -> Any:  # noqa: A001
    """Computes the absolute value."""
    return tf.abs(x)


def all(x: Any, axis: Any = None, keepdims: bool = False) -> Any:  # noqa: A001
    """Says whether all values along axes are true."""
    return tf.reduce_all(tf.cast(x, tf.bool), axis, keepdims)


def any(x: Any, axis: Any = None, keepdims: bool = False) -> Any:  # noqa: A001
    """Says whether a value along axes is true."""
    return tf.reduce_any(tf.cast(x, tf.bool), axis, keepdims)


def arange(start: Any, stop: Any = None, step: Any = 1, dtype: Any = "int32") -> Any:
    """Returns numbers at equal distances."""
    return tf.cast(
        tf.range(0 if stop is None else start, start if stop is None else stop, step),
        dtype,
    )


def argmax(x: Any, axis: int = -1) -> Any:
    """Returns where the greatest value is."""
    return tf.argmax(x, axis)


def argmin(x: Any, axis: int = -1) -> Any:
    """Returns where the least value is."""
    return tf.argmin(x, axis)


def batch_flatten(x: Any) -> Any:
    """Flattens all but the first dimension."""
    return tf.reshape(x, [tf.shape(x)[0], -1])


def cast(x: Any, dtype: Any) -> Any:
    """Turns values into another type."""
    return tf.cast(x, dtype)


def clip(x: Any, min_value: Any, max_value: Any) -> Any:
    """Cuts values to a range."""
    return tf.clip_by_value(
        tf.convert_to_tensor(x),
        tf.cast(min_value, x.dtype),
        tf.cast(max_value, x.dtype),
    )


def concatenate(tensors: Any, axis: int = -1) -> Any:
    """Joins tensors along an axis."""
    return tf.concat(list(tensors), axis)


def constant(
    value: Any, dtype: Any = None, shape: Any = None, name: str | None = None
) -> Any:
    """Returns a constant tensor."""
    return tf.constant(value, dtype or config.floatx(), shape, name)


def cos(x: Any) -> Any:
    """Computes the cosine."""
    return tf.cos(x)


def count_params(x: Any) -> Any:
    """Returns the number of values."""
    return int(np.prod(tuple(x.shape)))


def cumprod(x: Any, axis: int = 0) -> Any:
    """Multiplies along an axis, and keeps each product."""
    return tf.math.cumprod(x, axis)


def cumsum(x: Any, axis: int = 0) -> Any:
    """Adds up along an axis, and keeps each sum."""
    return tf.cumsum(x, axis)


def dtype(x: Any) -> Any:
    """Returns the name of the type."""
    return standardize_dtype(x.dtype)


def equal(x: Any, y: Any) -> Any:
    """Says where `x == y`."""
    return tf.equal(x, y)


def exp(x: Any) -> Any:
    """Computes `e` to the power of `x`."""
    return tf.exp(x)


def expand_dims(x: Any, axis: int = -1) -> Any:
    """Adds a dimension of one."""
    return tf.expand_dims(x, axis)


def eye(size: int, dtype: Any = None, name: str | None = None) -> Any:
    """Returns a matrix with ones on the diagonal."""
    return tf.eye(size, dtype=dtype or config.floatx())


def flatten(x: Any) -> Any:
    """Flattens."""
    return tf.reshape(x, [-1])


def gather(reference: Any, indices: Any) -> Any:
    """Picks rows."""
    return tf.gather(reference, indices)


def greater(x: Any, y: Any) -> Any:
    """Says where `x > y`."""
    return tf.greater(x, y)


def greater_equal(x: Any, y: Any) -> Any:
    """Says where `x >= y`."""
    return tf.greater_equal(x, y)


def l2_normalize(x: Any, axis: Any = None) -> Any:
    """Scales vectors to length one."""
    return tf.math.l2_normalize(x, axis)


def less(x: Any, y: Any) -> Any:
    """Says where `x < y`."""
    return tf.less(x, y)


def less_equal(x: Any, y: Any) -> Any:
    """Says where `x <= y`."""
    return tf.less_equal(x, y)


def log(x: Any) -> Any:
    """Computes the natural logarithm."""
    return tf.math.log(x)


def max(x: Any, axis: Any = None, keepdims: bool = False) -> Any:  # noqa: A001
    """Takes the greatest value along axes."""
    return tf.reduce_max(x, axis, keepdims)


def maximum(x: Any, y: Any) -> Any:
    """Computes the greater of two values."""
    return tf.maximum(x, y)


def mean(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """Takes the mean along axes."""
    return tf.reduce_mean(
        tf.cast(x, config.floatx()) if x.dtype == tf.bool else x, axis, keepdims
    )


def min(x: Any, axis: Any = None, keepdims: bool = False) -> Any:  # noqa: A001
    """Takes the least value along axes."""
    return tf.reduce_min(x, axis, keepdims)


def minimum(x: Any, y: Any) -> Any:
    """Computes the smaller of two values."""
    return tf.minimum(x, y)


def ndim(x: Any) -> Any:
    """Returns the number of dimensions."""
    return len(x.shape)


def not_equal(x: Any, y: Any) -> Any:
    """Says where `x != y`."""
    return tf.not_equal(x, y)


def one_hot(indices: Any, num_classes: int) -> Any:
    """Turns numbers into vectors with a single one."""
    return tf.one_hot(indices, num_classes)


def ones(shape: Any, dtype: Any = None, name: str | None = None) -> Any:
    """Returns ones."""
    return tf.ones(shape, dtype or config.floatx())


def ones_like(x: Any, dtype: Any = None, name: str | None = None) -> Any:
    """Returns ones in the shape of `x`."""
    return tf.ones_like(x, dtype)


def permute_dimensions(x: Any, pattern: Any) -> Any:
    """Reorders the axes."""
    return tf.transpose(x, pattern)


def pow(x: Any, a: Any) -> Any:  # noqa: A001
    """Computes `x` to the power of `a`."""
    return tf.pow(x, a)


def prod(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """Multiplies along axes."""
    return tf.reduce_prod(x, axis, keepdims)


def repeat(x: Any, n: int) -> Any:
    """Repeats each row of a matrix."""
    return tf.tile(tf.expand_dims(x, 1), [1, n, 1])


def repeat_elements(x: Any, rep: int, axis: int) -> Any:
    """Repeats each value along an axis."""
    return tf.repeat(x, rep, axis)


def reshape(x: Any, shape: Any) -> Any:
    """Gives the values another shape."""
    return tf.reshape(x, shape)


def reverse(x: Any, axes: Any) -> Any:
    """Turns around along axes."""
    return tf.reverse(x, [axes] if isinstance(axes, int) else list(axes))


def round(x: Any) -> Any:  # noqa: A001
    """Rounds to whole numbers, halves to even."""
    return tf.round(x)


def shape(x: Any) -> Any:
    """Returns the shape as a tensor."""
    return tf.shape(x)


def int_shape(x: Any) -> Any:
    """Returns the shape as numbers and None."""
    return tuple(tf.TensorShape(x.shape).as_list())


def sign(x: Any) -> Any:
    """Computes -1, 0 or 1."""
    return tf.sign(x)


def sin(x: Any) -> Any:
    """Computes the sine."""
    return tf.sin(x)


def sqrt(x: Any) -> Any:
    """Computes the square root, of zero for what is below."""
    return tf.sqrt(tf.maximum(x, tf.cast(0.0, x.dtype)))


def square(x: Any) -> Any:
    """Computes the square."""
    return tf.square(x)


def squeeze(x: Any, axis: Any) -> Any:
    """Leaves out a dimension of one."""
    return tf.squeeze(x, [axis])


def stack(x: Any, axis: int = 0) -> Any:
    """Puts tensors together along a new axis."""
    return tf.stack(x, axis)


def std(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """Takes the standard deviation along axes."""
    return tf.math.reduce_std(
        tf.cast(x, config.floatx()) if x.dtype == tf.bool else x, axis, keepdims
    )


def sum(x: Any, axis: Any = None, keepdims: bool = False) -> Any:  # noqa: A001
    """Adds up along axes."""
    return tf.reduce_sum(x, axis, keepdims)


def tile(x: Any, n: Any) -> Any:
    """Repeats the whole tensor."""
    return tf.tile(x, [n] if isinstance(n, int) else n)


def transpose(x: Any) -> Any:
    """Turns the order of the axes around."""
    return tf.transpose(x)


def var(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """Takes the variance along axes."""
    return tf.math.reduce_variance(
        tf.cast(x, config.floatx()) if x.dtype == tf.bool else x, axis, keepdims
    )


def zeros(shape: Any, dtype: Any = None, name: str | None = None) -> Any:
    """Returns zeros."""
    return tf.zeros(shape, dtype or config.floatx())


def zeros_like(x: Any, dtype: Any = None, name: str | None = None) -> Any:
    """Returns zeros in the shape of `x`."""
    return tf.zeros_like(x, dtype)
