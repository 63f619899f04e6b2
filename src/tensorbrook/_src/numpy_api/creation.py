"""Arrays from values, and arrays of a shape."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.numpy_api.promotion import (
    as_tensor,
    result_type,
    static_rank,
    tensor_dtype,
)
from tensorbrook._src.ops import array_creation, comparison
from tensorbrook._src.ops import cast as casts
from tensorbrook._src.ops import constant as constants
from tensorbrook._src.ops import shape as shapes


def array(val: Any, dtype: Any = None, copy: bool = True, ndmin: int = 0) -> Tensor:
    """Makes an array of a value, with the dtype that NumPy would choose.

    Args:
        val: A number, nested list, NumPy array or tensor.
        dtype: The dtype; by default int64 for Python integers and float64 for floats.
        copy: Whether the array must be new.
        ndmin: How many dimensions the array has at least; they are added in front.

    Returns:
        A tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.array([1, 2], ndmin=2)
        <tf.Tensor: shape=(1, 2), dtype=int64, numpy=array([[1, 2]])>
    """
    tensor = as_tensor(val, dtype)
    if copy and tensor is val:
        tensor = constants.identity(tensor)
    missing = ndmin - static_rank(tensor, "array") if ndmin else 0
    for _ in range(missing):
        tensor = shapes.expand_dims(tensor, 0)
    return tensor  # type: ignore[no-any-return]


def asarray(a: Any, dtype: Any = None) -> Tensor:
    """Makes an array of a value; a tensor of the right dtype is returned as it is.

    Args:
        a: A number, nested list, NumPy array or tensor.
        dtype: The dtype; by default the one that NumPy would choose.

    Returns:
        A tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.asarray(1.5).dtype
        tf.float64
    """
    return array(a, dtype, copy=False)


def asanyarray(a: Any, dtype: Any = None) -> Tensor:
    """The same as `asarray`.

    Args:
        a: A number, nested list, NumPy array or tensor.
        dtype: The dtype; by default the one that NumPy would choose.

    Returns:
        A tensor.
    """
    return asarray(a, dtype)


def ascontiguousarray(a: Any, dtype: Any = None) -> Tensor:
    """An array of at least one dimension; every tensor is contiguous.

    Args:
        a: A number, nested list, NumPy array or tensor.
        dtype: The dtype; by default the one that NumPy would choose.

    Returns:
        A tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.ascontiguousarray(3).shape
        TensorShape([1])
    """
    return array(a, dtype, ndmin=1)


def copy(a: Any) -> Tensor:
    """An array with the same elements.

    Args:
        a: An array, or what can become one.

    Returns:
        A tensor of the same dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.copy([1, 2]).numpy()
        array([1, 2])
    """
    return array(a, copy=True)


def _dims(shape: Any) -> Any:
    """A shape as a vector: a single number stands for one dimension."""
    if isinstance(shape, int | np.integer):
        return [int(shape)]
    if getattr(shape, "ndim", None) == 0:
        return shapes.reshape(shape, [1])
    return shape


def zeros(shape: Any, dtype: Any = float) -> Tensor:
    """An array of zeros.

    Args:
        shape: The dims; a number stands for one dimension.
        dtype: The dtype.

    Returns:
        A tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.zeros(2).numpy()
        array([0., 0.])
    """
    return array_creation.zeros(_dims(shape), tensor_dtype(dtype))


def ones(shape: Any, dtype: Any = float) -> Tensor:
    """An array of ones.

    Args:
        shape: The dims; a number stands for one dimension.
        dtype: The dtype.

    Returns:
        A tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.ones((1, 2), int).numpy()
        array([[1, 1]])
    """
    return array_creation.ones(_dims(shape), tensor_dtype(dtype))


def empty(shape: Any, dtype: Any = float) -> Tensor:
    """An array whose elements don't matter: zeros.

    Args:
        shape: The dims; a number stands for one dimension.
        dtype: The dtype.

    Returns:
        A tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.empty((2, 3)).shape
        TensorShape([2, 3])
    """
    return zeros(shape, dtype)


def full(shape: Any, fill_value: Any, dtype: Any = None) -> Tensor:
    """An array filled with a value.

    Args:
        shape: The dims; a number stands for one dimension.
        fill_value: The value, broadcast to the shape.
        dtype: The dtype; by default that of the value.

    Returns:
        A tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.full((1, 2), 7).numpy()
        array([[7, 7]])
    """
    return shapes.broadcast_to(as_tensor(fill_value, dtype), _dims(shape))


def zeros_like(a: Any, dtype: Any = None) -> Tensor:
    """Zeros of the shape of another array.

    Args:
        a: An array, or what can become one.
        dtype: The dtype; by default that of `a`.

    Returns:
        A tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.zeros_like([1, 2]).numpy()
        array([0, 0])
    """
    return array_creation.zeros_like(as_tensor(a), _dtype_or_none(dtype))


def ones_like(a: Any, dtype: Any = None) -> Tensor:
    """Ones of the shape of another array.

    Args:
        a: An array, or what can become one.
        dtype: The dtype; by default that of `a`.

    Returns:
        A tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.ones_like([1, 2], float).numpy()
        array([1., 1.])
    """
    return array_creation.ones_like(as_tensor(a), _dtype_or_none(dtype))


def empty_like(a: Any, dtype: Any = None) -> Tensor:
    """An array of the shape of another whose elements don't matter: zeros.

    Args:
        a: An array, or what can become one.
        dtype: The dtype; by default that of `a`.

    Returns:
        A tensor.
    """
    return zeros_like(a, dtype)


def full_like(
    a: Any,
    fill_value: Any,
    dtype: Any = None,
    order: str = "K",
    subok: bool = True,
    shape: Any = None,
) -> Tensor:
    """An array of the shape of another, filled with a value.

    Args:
        a: An array, or what can become one.
        fill_value: The value, broadcast to the shape.
        dtype: The dtype; by default that of `a`.
        order: Must be "K": tensors have one layout.
        subok: Must be true.
        shape: Must be None.

    Returns:
        A tensor.

    Raises:
        ValueError: `order`, `subok` or `shape` is another than that.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.full_like([1, 2], 3).numpy()
        array([3, 3])
    """
    if order != "K" or not subok or shape is not None:
        raise ValueError(
            "tnp.full_like supports order='K', subok=True and shape=None only. "
            f"Received: order={order!r}, subok={subok}, shape={shape}."
        )
    a = as_tensor(a)
    filler = as_tensor(fill_value, a.dtype if dtype is None else dtype)
    return shapes.broadcast_to(filler, shapes.shape(a))


def eye(N: Any, M: Any = None, k: int = 0, dtype: Any = float) -> Tensor:  # noqa: N803
    """Ones on a diagonal, zeros elsewhere.

    Args:
        N: The number of rows.
        M: The number of columns; by default `N`.
        k: Which diagonal: positive ones stand above the main one.
        dtype: The dtype.

    Returns:
        A matrix.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.eye(2, k=1).numpy()
        array([[0., 1.],
               [0., 0.]])
    """
    difference = _column_less_row(N, M)
    return casts.cast(comparison.equal(difference, int(k)), tensor_dtype(dtype))  # type: ignore[no-any-return]


def identity(n: Any, dtype: Any = float) -> Tensor:
    """The square matrix with ones on the main diagonal.

    Args:
        n: The number of rows and columns.
        dtype: The dtype.

    Returns:
        A matrix.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.identity(2, int).numpy().tolist()
        [[1, 0], [0, 1]]
    """
    return eye(n, n, dtype=dtype)


def tri(N: Any, M: Any = None, k: int = 0, dtype: Any = None) -> Tensor:  # noqa: N803
    """Ones on a diagonal and below, zeros above.

    Args:
        N: The number of rows.
        M: The number of columns; by default `N`.
        k: Which diagonal: positive ones stand above the main one.
        dtype: The dtype; by default float64.

    Returns:
        A matrix.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.tri(2, dtype=int).numpy().tolist()
        [[1, 0], [1, 1]]
    """
    wanted = tensor_dtype(float if dtype is None else dtype)
    below = comparison.less_equal(_column_less_row(N, M), int(k))
    return casts.cast(below, wanted)  # type: ignore[no-any-return]


def _column_less_row(rows: Any, columns: Any) -> Any:
    columns = rows if columns is None else columns
    down = shapes.expand_dims(array_creation.range(rows), 1)
    return shapes.expand_dims(array_creation.range(columns), 0) - down


def arange(start: Any, stop: Any = None, step: Any = 1, dtype: Any = None) -> Tensor:
    """Numbers from `start` up to, but not including, `stop`.

    Args:
        start: The first number; alone, the end of a range that starts at 0.
        stop: The end, which is not reached.
        step: The distance.
        dtype: The dtype; by default that of the arguments by NumPy's rules.

    Returns:
        A vector.

    Raises:
        ValueError: `step` is zero.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.arange(1.0, 2.0, 0.25).numpy()
        array([1.  , 1.25, 1.5 , 1.75])
    """
    if isinstance(step, int | float) and step == 0:
        raise ValueError("tnp.arange: `step` must not be zero.")
    wanted = result_type(*(x for x in (start, stop, step) if x is not None))
    wanted = wanted if dtype is None else tensor_dtype(dtype)
    if stop is None:
        start, stop = 0, start
    ends = [start, stop, step]
    if all(isinstance(x, int | float) for x in ends) and (stop - start) * step <= 0:
        return array_creation.zeros([0], wanted)
    return casts.cast(array_creation.range(*ends), wanted)  # type: ignore[no-any-return]


def _dtype_or_none(dtype: Any) -> dtypes.DType | None:
    return None if dtype is None else tensor_dtype(dtype)
