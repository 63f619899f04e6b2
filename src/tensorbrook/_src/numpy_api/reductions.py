"""Sums, means, extremes and orders, with NumPy's dtypes and defaults."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.numpy_api.promotion import (
    as_tensor,
    is_inexact,
    operands,
    tensor_dtype,
    to_inexact,
)
from tensorbrook._src.ops import (
    array_creation,
    comparison,
    cumulative,
    gather,
    reduce,
    unary,
)
from tensorbrook._src.ops import cast as casts
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops import sort as sorting


def _summable(a: Any, dtype: Any) -> Any:
    """An array in the dtype of its sums: small integers grow to 64 bits."""
    a = as_tensor(a)
    if dtype is not None:
        return casts.cast(a, tensor_dtype(dtype))
    return casts.cast(a, _wide(a.dtype))


def _wide(dtype: DType) -> DType:
    if dtype.is_bool or (dtype.is_integer and not dtype.is_unsigned):
        return dtypes.int64
    return dtypes.uint64 if dtype.is_unsigned else dtype


def sum(  # noqa: A001
    a: Any, axis: Any = None, dtype: Any = None, keepdims: bool | None = None
) -> Tensor:
    """The sum over axes.

    Args:
        a: An array, or what can become one.
        axis: An axis, several, or None for all.
        dtype: The dtype to sum in; by default 64 bits for integers.
        keepdims: Whether the axes stay, with length 1.

    Returns:
        A tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> int(tnp.sum([1, 2, 3]))
        6
    """
    return reduce.reduce_sum(_summable(a, dtype), axis, bool(keepdims))


def prod(
    a: Any, axis: Any = None, dtype: Any = None, keepdims: bool | None = None
) -> Tensor:
    """The product over axes.

    Args:
        a: An array, or what can become one.
        axis: An axis, several, or None for all.
        dtype: The dtype to multiply in; by default 64 bits for integers.
        keepdims: Whether the axes stay, with length 1.

    Returns:
        A tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> int(tnp.prod([1, 2, 3]))
        6
    """
    return reduce.reduce_prod(_summable(a, dtype), axis, bool(keepdims))


def mean(
    a: Any,
    axis: Any = None,
    dtype: Any = None,
    out: Any = None,
    keepdims: bool | None = None,
) -> Tensor:
    """The mean over axes.

    Args:
        a: An array, or what can become one.
        axis: An axis, several, or None for all.
        dtype: The dtype; by default that of `a`, for integers a float.
        out: Must be None.
        keepdims: Whether the axes stay, with length 1.

    Returns:
        A tensor.

    Raises:
        ValueError: `out` is given.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.mean([1, 2]))
        1.5
    """
    _no_out("mean", out)
    a = (
        to_inexact(a)
        if dtype is None
        else casts.cast(as_tensor(a), tensor_dtype(dtype))
    )
    return reduce.reduce_mean(a, axis, bool(keepdims))


def var(
    a: Any,
    axis: Any = None,
    dtype: Any = None,
    out: Any = None,
    ddof: int = 0,
    keepdims: bool | None = None,
) -> Tensor:
    """The variance over axes: the mean squared distance from the mean.

    Args:
        a: An array, or what can become one.
        axis: An axis, several, or None for all.
        dtype: The dtype of the result; by default that of `a`, for integers a float.
        out: Must be None.
        ddof: What is taken off the number of elements before dividing.
        keepdims: Whether the axes stay, with length 1.

    Returns:
        A real tensor.

    Raises:
        ValueError: `out` is given.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.var([1, 3])), float(tnp.var([1, 3], ddof=1))
        (1.0, 2.0)
    """
    _no_out("var", out)
    a = to_inexact(a)
    gap = unary.abs(a - reduce.reduce_mean(a, axis, True))
    squares = unary.square(gap)
    found = reduce.reduce_mean(squares, axis, bool(keepdims))
    if ddof:
        ones = array_creation.ones_like(squares)
        count = reduce.reduce_sum(ones, axis, bool(keepdims))
        found = found * count / (count - ddof)
    return found if dtype is None else casts.cast(found, tensor_dtype(dtype))


def std(a: Any, axis: Any = None, keepdims: bool | None = None) -> Tensor:
    """The standard deviation over axes: the root of the variance.

    Args:
        a: An array, or what can become one.
        axis: An axis, several, or None for all.
        keepdims: Whether the axes stay, with length 1.

    Returns:
        A real tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.std([1, 3]))
        1.0
    """
    return unary.sqrt(var(a, axis, keepdims=keepdims))


def max(a: Any, axis: Any = None, keepdims: bool | None = None) -> Tensor:  # noqa: A001
    """The largest element over axes.

    Args:
        a: An array, or what can become one.
        axis: An axis, several, or None for all.
        keepdims: Whether the axes stay, with length 1.

    Returns:
        A tensor of the same dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.max([[1, 5], [7, 2]], axis=1).numpy()
        array([5, 7])
    """
    a = as_tensor(a)
    function = reduce.reduce_any if a.dtype.is_bool else reduce.reduce_max
    return function(a, axis, bool(keepdims))


def min(a: Any, axis: Any = None, keepdims: bool | None = None) -> Tensor:  # noqa: A001
    """The smallest element over axes.

    Args:
        a: An array, or what can become one.
        axis: An axis, several, or None for all.
        keepdims: Whether the axes stay, with length 1.

    Returns:
        A tensor of the same dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.min([[1, 5], [7, 2]], axis=1).numpy()
        array([1, 2])
    """
    a = as_tensor(a)
    function = reduce.reduce_all if a.dtype.is_bool else reduce.reduce_min
    return function(a, axis, bool(keepdims))


def amax(
    a: Any, axis: Any = None, out: Any = None, keepdims: bool | None = None
) -> Tensor:
    """The largest element over axes: another name of `max`.

    Args:
        a: An array, or what can become one.
        axis: An axis, several, or None for all.
        out: Must be None.
        keepdims: Whether the axes stay, with length 1.

    Returns:
        A tensor of the same dtype.

    Raises:
        ValueError: `out` is given.
    """
    _no_out("amax", out)
    return max(a, axis, keepdims)


def amin(
    a: Any, axis: Any = None, out: Any = None, keepdims: bool | None = None
) -> Tensor:
    """The smallest element over axes: another name of `min`.

    Args:
        a: An array, or what can become one.
        axis: An axis, several, or None for all.
        out: Must be None.
        keepdims: Whether the axes stay, with length 1.

    Returns:
        A tensor of the same dtype.

    Raises:
        ValueError: `out` is given.
    """
    _no_out("amin", out)
    return min(a, axis, keepdims)


def ptp(a: Any, axis: Any = None, keepdims: bool | None = None) -> Tensor:
    """The largest element less the smallest.

    Args:
        a: An array, or what can become one.
        axis: An axis, several, or None for all.
        keepdims: Whether the axes stay, with length 1.

    Returns:
        A tensor of the same dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> int(tnp.ptp([3, -1, 4]))
        5
    """
    a = as_tensor(a)
    return max(a, axis, keepdims) - min(a, axis, keepdims)


def all(a: Any, axis: Any = None, keepdims: bool | None = None) -> Tensor:  # noqa: A001
    """Whether all elements hold; numbers hold where they are not zero.

    Args:
        a: An array, or what can become one.
        axis: An axis, several, or None for all.
        keepdims: Whether the axes stay, with length 1.

    Returns:
        A boolean tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> bool(tnp.all([1, 0]))
        False
    """
    truth = casts.cast(as_tensor(a), dtypes.bool)
    return reduce.reduce_all(truth, axis, bool(keepdims))


def any(a: Any, axis: Any = None, keepdims: bool | None = None) -> Tensor:  # noqa: A001
    """Whether one of the elements holds; numbers hold where they are not zero.

    Args:
        a: An array, or what can become one.
        axis: An axis, several, or None for all.
        keepdims: Whether the axes stay, with length 1.

    Returns:
        A boolean tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> bool(tnp.any([1, 0]))
        True
    """
    truth = casts.cast(as_tensor(a), dtypes.bool)
    return reduce.reduce_any(truth, axis, bool(keepdims))


def nansum(
    a: Any, axis: Any = None, dtype: Any = None, keepdims: bool | None = False
) -> Tensor:
    """The sum of the elements that are numbers.

    Args:
        a: An array, or what can become one.
        axis: An axis, several, or None for all.
        dtype: The dtype to sum in; by default 64 bits for integers.
        keepdims: Whether the axes stay, with length 1.

    Returns:
        A tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.nansum([1.0, float("nan")]))
        1.0
    """
    return sum(_without_nan(a, array_creation.zeros_like), axis, dtype, keepdims)


def nanprod(
    a: Any, axis: Any = None, dtype: Any = None, keepdims: bool | None = False
) -> Tensor:
    """The product of the elements that are numbers.

    Args:
        a: An array, or what can become one.
        axis: An axis, several, or None for all.
        dtype: The dtype to multiply in; by default 64 bits for integers.
        keepdims: Whether the axes stay, with length 1.

    Returns:
        A tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.nanprod([3.0, float("nan")]))
        3.0
    """
    return prod(_without_nan(a, array_creation.ones_like), axis, dtype, keepdims)


def nanmean(
    a: Any, axis: Any = None, dtype: Any = None, keepdims: bool | None = None
) -> Tensor:
    """The mean of the elements that are numbers.

    Args:
        a: An array, or what can become one.
        axis: An axis, several, or None for all.
        dtype: The dtype; by default that of `a`, for integers a float.
        keepdims: Whether the axes stay, with length 1.

    Returns:
        A tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.nanmean([1.0, float("nan"), 3.0]))
        2.0
    """
    a = (
        to_inexact(a)
        if dtype is None
        else casts.cast(as_tensor(a), tensor_dtype(dtype))
    )
    if not is_inexact(a.dtype):
        return mean(a, axis, dtype, keepdims=keepdims)
    there = casts.cast(comparison.logical_not(unary.is_nan(a)), a.dtype)
    count = reduce.reduce_sum(there, axis, bool(keepdims))
    return nansum(a, axis, keepdims=keepdims) / count


def _without_nan(a: Any, filler: Callable[..., Any]) -> Any:
    a = as_tensor(a)
    if not is_inexact(a.dtype):
        return a
    return gather.where(comparison.not_equal(a, a), filler(a), a)


def average(
    a: Any, axis: int | None = None, weights: Any = None, returned: bool = False
) -> Any:
    """The weighted mean over an axis.

    Args:
        a: An array, or what can become one.
        axis: The axis, or None for all.
        weights: The weights, of the shape of `a` or a vector along `axis`.
        returned: Whether to return the sum of the weights, too.

    Returns:
        A tensor; with `returned` a pair of it and the sums of the weights.

    Raises:
        ValueError: `axis` is not an integer.
        TypeError: `weights` has another shape, and there is no axis for it.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.average([1.0, 2.0], weights=[3.0, 1.0]))
        1.25
    """
    if axis is not None and not isinstance(axis, int):
        raise ValueError(f"tnp.average: `axis` must be an integer. Received: {axis!r}.")
    if weights is None:
        a = to_inexact(a)
        found = reduce.reduce_mean(a, axis)
        count = reduce.reduce_sum(array_creation.ones_like(a), axis)
        return (found, count) if returned else found
    a, weights = (to_inexact(part) for part in operands(a, weights))
    if not weights.shape.is_compatible_with(a.shape) or weights.ndim != a.ndim:
        weights = _along(weights, a, axis)
    total = reduce.reduce_sum(weights, axis)
    found = reduce.reduce_sum(a * weights, axis) / total
    return (found, total) if returned else found


def _along(weights: Any, a: Any, axis: int | None) -> Any:
    if axis is None or weights.ndim != 1:
        raise TypeError(
            f"tnp.average: weights of shape {weights.shape} for an array of shape "
            f"{a.shape} must be a vector, and `axis` must be given."
        )
    view = [1] * a.ndim
    view[axis] = -1
    return shapes.broadcast_to(shapes.reshape(weights, view), shapes.shape(a))


def count_nonzero(a: Any, axis: Any = None) -> Tensor:
    """The number of elements that are not zero.

    Args:
        a: An array, or what can become one.
        axis: An axis, several, or None for all.

    Returns:
        An int64 tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> int(tnp.count_nonzero([3, 0, -1]))
        2
    """
    return reduce.count_nonzero(as_tensor(a), axis)


def cumsum(a: Any, axis: int | None = None, dtype: Any = None) -> Tensor:
    """The sums of all elements so far.

    Args:
        a: An array, or what can become one.
        axis: The axis; by default the array is flattened.
        dtype: The dtype to sum in; by default 64 bits for integers.

    Returns:
        A tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.cumsum([1, 2, 3]).numpy()
        array([1, 3, 6])
    """
    return cumulative.cumsum(*_flat(_summable(a, dtype), axis))


def cumprod(a: Any, axis: int | None = None, dtype: Any = None) -> Tensor:
    """The products of all elements so far.

    Args:
        a: An array, or what can become one.
        axis: The axis; by default the array is flattened.
        dtype: The dtype to multiply in; by default 64 bits for integers.

    Returns:
        A tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.cumprod([1, 2, 3]).numpy()
        array([1, 2, 6])
    """
    return cumulative.cumprod(*_flat(_summable(a, dtype), axis))


def argmax(a: Any, axis: int | None = None) -> Tensor:
    """The position of the largest element.

    Args:
        a: An array, or what can become one.
        axis: The axis; by default the array is flattened.

    Returns:
        An int64 tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> int(tnp.argmax([3, 7, 5]))
        1
    """
    tensor, axis = _flat(_ordered(a), axis)
    return sorting.argmax(tensor, axis)


def argmin(a: Any, axis: int | None = None) -> Tensor:
    """The position of the smallest element.

    Args:
        a: An array, or what can become one.
        axis: The axis; by default the array is flattened.

    Returns:
        An int64 tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> int(tnp.argmin([3, 7, 5]))
        0
    """
    tensor, axis = _flat(_ordered(a), axis)
    return sorting.argmin(tensor, axis)


def argsort(
    a: Any, axis: int | None = -1, kind: str = "quicksort", order: Any = None
) -> Tensor:
    """The positions that put an array in order.

    Args:
        a: An array, or what can become one.
        axis: The axis; None flattens the array.
        kind: "quicksort" or "stable".
        order: Must be None.

    Returns:
        An int64 tensor.

    Raises:
        ValueError: `kind` or `order` isn't supported.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.argsort([3, 1, 2]).numpy()
        array([1, 2, 0])
    """
    _check_order("argsort", kind, order)
    tensor, axis = _flat(_ordered(a), axis)
    places = sorting.argsort(tensor, axis, stable=kind == "stable")
    return casts.cast(places, dtypes.int64)  # type: ignore[no-any-return]


def sort(
    a: Any, axis: int | None = -1, kind: str = "quicksort", order: Any = None
) -> Tensor:
    """The elements in order, the smallest first.

    Args:
        a: An array, or what can become one.
        axis: The axis; None flattens the array.
        kind: "quicksort" or "stable": equal elements look the same anyway.
        order: Must be None.

    Returns:
        A tensor of the same dtype.

    Raises:
        ValueError: `kind` or `order` isn't supported.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.sort([3, 1, 2]).numpy()
        array([1, 2, 3])
    """
    _check_order("sort", kind, order)
    a = as_tensor(a)
    tensor, axis = _flat(_ordered(a), axis)
    return casts.cast(sorting.sort(tensor, axis), a.dtype)  # type: ignore[no-any-return]


def _check_order(function: str, kind: str, order: Any) -> None:
    if kind not in ("quicksort", "stable"):
        raise ValueError(
            f"tnp.{function}: `kind` must be 'quicksort' or 'stable'. Received: {kind!r}."
        )
    if order is not None:
        raise ValueError(
            f"tnp.{function} doesn't support `order`. Received: {order!r}."
        )


def _flat(a: Any, axis: int | None) -> tuple[Any, int]:
    return (shapes.reshape(a, [-1]), 0) if axis is None else (a, axis)


def _ordered(a: Any) -> Any:
    """An array that can be ordered: truth values count as 0 and 1."""
    a = as_tensor(a)
    return casts.cast(a, dtypes.uint8) if a.dtype.is_bool else a


def _no_out(function: str, out: Any) -> None:
    if out is not None:
        raise ValueError(f"tnp.{function} doesn't support `out`: tensors don't change.")
