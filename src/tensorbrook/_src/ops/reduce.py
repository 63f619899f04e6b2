"""Reductions: sums, means, extremes and truths along axes."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.composite import CompositeTensor
from tensorbrook._src.core.op import (
    NOT_DIFFERENTIABLE,
    Gradient,
    NotDifferentiable,
    Op,
    ShapeContext,
)
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import shape
from tensorbrook._src.ops.constant import convert_to_tensor, integers
from tensorbrook._src.ops.elementwise import widened


def _axes(c: ShapeContext, rank: int) -> tuple[int, ...] | None:
    value = c.value(1)
    if value is None:
        return None
    found: list[int] = []
    for axis in value.reshape(-1).tolist():
        if not -rank <= axis < rank:
            raise c.fail(
                f"Invalid reduction dimension ({axis} for input with {rank} "
                "dimension(s))"
            )
        if axis % rank in found:
            raise c.fail(
                "Invalid reduction arguments: Axes contains duplicate dimension: "
                f"{axis % rank}"
            )
        found.append(axis % rank)
    return tuple(found)


def _reduced(c: ShapeContext) -> Dims:
    dims, keep = c.shape(0), c.attrs["keep_dims"]
    if dims is None:
        return None
    axes = _axes(c, len(dims))
    if axes is None:
        return (None,) * len(dims) if keep else None
    if keep:
        return tuple(1 if i in axes else dim for i, dim in enumerate(dims))
    return tuple(dim for i, dim in enumerate(dims) if i not in axes)


def _axis_tuple(indices: Any, rank: int) -> tuple[int, ...]:
    return tuple(int(axis) % rank for axis in np.asarray(indices).reshape(-1))


def _reduction(
    name: str,
    function: Callable[..., Any],
    gradient: Gradient | NotDifferentiable,
    types: str | None = "numeric",
    of_one: bool = True,
) -> Op:
    def kernel(xp: Any, input: Any, reduction_indices: Any, keep_dims: bool) -> Any:
        axes = _axis_tuple(reduction_indices, input.ndim) if input.ndim else ()
        result = function(xp, widened(input), axes, keep_dims)
        return result if types is None else result.astype(input.dtype)

    element, attrs = ("T", f", T: {types}") if types else ("bool", "")
    return Op(
        name,
        f"input: {element}, reduction_indices: Tidx -> output: {element} | "
        f"keep_dims: bool = False{attrs}, Tidx: index = int32",
        shape=_reduced,
        reference=kernel,
        gradient=gradient,
        keeps_elements=_over_ones if of_one else None,
    )


def _over_ones(c: ShapeContext) -> bool:
    """A reduction over axes of length 1, or over none, leaves the elements as they are."""
    axes, dims = c.value(1), c.shape(0)
    if axes is None or dims is None:
        return False
    return (
        all(dims[axis] == 1 for axis in _axis_tuple(axes, len(dims))) if dims else True
    )


def _sum(xp: Any, x: Any, axes: tuple[int, ...], keep: bool) -> Any:
    return xp.sum(x, axis=axes, keepdims=keep, dtype=x.dtype)


def _mean(xp: Any, x: Any, axes: tuple[int, ...], keep: bool) -> Any:
    count = 1
    for axis in axes:
        count *= x.shape[axis]
    total = xp.sum(x, axis=axes, keepdims=keep, dtype=x.dtype)
    if x.dtype.kind in "iu":
        if count == 0:
            return xp.zeros_like(total)
        quotient = xp.abs(total) // count
        return (
            xp.where(total < 0, -quotient, quotient)
            if x.dtype.kind == "i"
            else quotient
        )
    return total / xp.asarray(count, dtype=x.dtype)


def _extreme(which: str, empty: Callable[[Any], Any]) -> Callable[..., Any]:
    def function(xp: Any, x: Any, axes: tuple[int, ...], keep: bool) -> Any:
        return getattr(xp, which)(x, axis=axes, keepdims=keep, initial=empty(x.dtype))

    return function


def _lowest(dtype: Any) -> Any:
    return np.iinfo(dtype).min if np.dtype(dtype).kind in "iu" else -np.inf


def _highest(dtype: Any) -> Any:
    return np.iinfo(dtype).max if np.dtype(dtype).kind in "iu" else np.inf


def kept_shape(tensor: Any, axes: Any) -> Any:
    """The shape of `tensor` with ones at `axes`: an integer vector."""
    from tensorbrook._src.ops import array_creation, cast, gather

    known = axes._static_value()
    if known is not None and tensor._dims is not None and None not in tensor._dims:
        rank = len(tensor._dims)
        marked = {int(axis) % rank for axis in known.reshape(-1)} if rank else set()
        dims = [1 if i in marked else dim for i, dim in enumerate(tensor._dims)]
        return integers(tuple(dims))
    sizes = shape.shape(tensor)
    count = shape.size(sizes)
    axes = shape.reshape(cast.cast(axes, dtypes.int32), [-1])
    marks = array_creation.one_hot((axes + count) % count, count, dtype=dtypes.int32)
    return gather.where(
        reduce_sum(marks, 0) > 0, array_creation.ones_like(sizes), sizes
    )


def _spread(op: Any, value: Any) -> Any:
    """A result of the reduction in the shape of its input."""
    tensor, axes = op.inputs
    dims = _static_dims(tensor)
    if dims is not None and value._dims == ():
        return shape.broadcast_to_op(value, integers(dims))
    kept = shape.reshape(value, kept_shape(tensor, axes))
    sizes = shape.shape(tensor) if dims is None else integers(dims)
    return shape.broadcast_to(kept, sizes)


def _static_dims(tensor: Any) -> Any:
    """The dims, if all of them are known and fit an int32 vector."""
    dims = tensor._dims
    known = dims is not None and None not in dims
    return dims if known and all(dim < 1 << 31 for dim in dims) else None


def _mean_gradient(op: Any, dy: Any) -> list[Any]:
    tensor, result = op.inputs[0], op.outputs[0]
    dims, left_dims = _static_dims(tensor), _static_dims(result)
    if dims is not None and left_dims is not None:
        share = math.prod(dims) // max(math.prod(left_dims), 1)
        return [_spread(op, dy / float(share)), None]
    from tensorbrook._src.ops import cast

    total = shape.size(tensor, out_type=dtypes.int64)
    left = shape.size(result, out_type=dtypes.int64)
    factor = cast.cast(total, dy.dtype) / cast.cast(_at_least_one(left), dy.dtype)
    return [_spread(op, dy) / factor, None]


def _at_least_one(count: Any) -> Any:
    from tensorbrook._src.ops import binary

    return binary.maximum(count, convert_to_tensor(1, dtype=count.dtype))


def _extreme_gradient(op: Any, dy: Any) -> list[Any]:
    """Shared equally among the elements that are the extreme."""
    from tensorbrook._src.ops import cast, comparison

    tensor, axes = op.inputs
    equal = comparison.equal(_spread(op, op.outputs[0]), tensor)
    weights = cast.cast(equal, dy.dtype)
    count = sum_op(weights, axes, keep_dims=op.attrs["keep_dims"])
    return [weights / _spread(op, count) * _spread(op, dy), None]


def _prod_gradient(op: Any, dy: Any) -> list[Any]:
    """The product of the other elements, found without dividing."""
    from tensorbrook._src.ops import cumulative

    tensor, axes = op.inputs
    known = axes._static_value()
    rank = len(tensor._dims)
    reduced = sorted({int(a) % rank for a in known.reshape(-1)}) if rank else []
    kept = [i for i in range(rank) if i not in reduced]
    order = [*reduced, *kept]
    moved = shape.transpose(tensor, order)
    front = shape.reshape(
        moved, shape.concat([[-1], shape.shape(moved)[len(reduced) :]], 0)
    )
    left = cumulative.cumprod(front, axis=0, exclusive=True)
    right = cumulative.cumprod(front, axis=0, exclusive=True, reverse=True)
    others = shape.reshape(left * right, shape.shape(moved))
    back = shape.transpose(others, [order.index(i) for i in range(rank)])
    return [_spread(op, dy) * back, None]


sum_op = _reduction("Sum", _sum, lambda op, dy: [_spread(op, dy), None])
mean_op = _reduction("Mean", _mean, _mean_gradient)
prod_op = _reduction(
    "Prod",
    lambda xp, x, axes, keep: xp.prod(x, axis=axes, keepdims=keep, dtype=x.dtype),
    _prod_gradient,
)
max_op = _reduction("Max", _extreme("max", _lowest), _extreme_gradient, "real")
min_op = _reduction("Min", _extreme("min", _highest), _extreme_gradient, "real")
all_op = _reduction(
    "All",
    lambda xp, x, axes, keep: xp.all(x, axis=axes, keepdims=keep),
    NOT_DIFFERENTIABLE,
    None,
)
any_op = _reduction(
    "Any",
    lambda xp, x, axes, keep: xp.any(x, axis=axes, keepdims=keep),
    NOT_DIFFERENTIABLE,
    None,
)


def euclidean_kernel(xp: Any, x: Any, axes: tuple[int, ...], keep: bool) -> Any:
    """The root of the sum of squares."""
    return xp.sqrt(xp.sum(xp.real(x * xp.conj(x)), axis=axes, keepdims=keep)).astype(
        x.dtype
    )


def _euclidean_gradient(op: Any, dy: Any) -> list[Any]:
    tensor = op.inputs[0]
    return [tensor * _spread(op, dy / op.outputs[0]), None]


euclidean_norm_op = _reduction(
    "EuclideanNorm", euclidean_kernel, _euclidean_gradient, of_one=False
)


def reduction_axes(tensor: Any, axis: Any) -> Any:
    """The axes to reduce as a tensor: all of them where `axis` is None."""
    if axis is not None:
        return convert_to_tensor(axis, dtype_hint=dtypes.int32)
    if tensor._dims is not None:
        return integers(tuple(range(len(tensor._dims))))
    from tensorbrook._src.ops import array_creation

    return array_creation.range(0, shape.rank(tensor))


#: The native reduction of an eager tensor by an op, or NotImplemented.
quick: Callable[[Any, Any, Any, Any], Any] | None = None


def _reduce(op: Op, value: Any, axis: Any, keepdims: bool, name: str | None) -> Tensor:
    if quick is not None:
        made: Any = quick(op, value, axis, keepdims)
        if made is not NotImplemented:
            return made  # type: ignore[no-any-return]
    tensor = convert_to_tensor(value)
    return op(  # type: ignore[no-any-return]
        tensor, reduction_axes(tensor, axis), keep_dims=bool(keepdims), name=name
    )


def _booleans(value: Any) -> Any:
    """A tensor as it is; Python values have to be truth values."""
    return value if isinstance(value, Tensor) else convert_to_tensor(value, dtypes.bool)


def reduce_sum(
    input_tensor: Any, axis: Any = None, keepdims: bool = False, name: str | None = None
) -> Tensor:
    """The sum of the elements along `axis`.

    Args:
        input_tensor: A numeric tensor.
        axis: An axis or several; by default all.
        keepdims: Whether the reduced axes stay, with length 1.
        name: Name of the node in a graph.

    Returns:
        A tensor of the same dtype.

    Raises:
        errors.InvalidArgumentError: An axis is out of range.

    Example:
        >>> import tensorbrook as tf
        >>> tf.reduce_sum([[1, 2], [3, 4]], axis=0).numpy()
        array([4, 6], dtype=int32)
    """
    return _reduce(sum_op, input_tensor, axis, keepdims, name)


def reduce_mean(
    input_tensor: Any, axis: Any = None, keepdims: bool = False, name: str | None = None
) -> Tensor:
    """The mean of the elements along `axis`; integers are divided like integers.

    Args:
        input_tensor: A numeric tensor.
        axis: An axis or several; by default all.
        keepdims: Whether the reduced axes stay, with length 1.
        name: Name of the node in a graph.

    Returns:
        A tensor of the same dtype.

    Example:
        >>> import tensorbrook as tf
        >>> tf.reduce_mean([[1.0, 2.0], [3.0, 4.0]]).numpy()
        np.float32(2.5)
    """
    return _reduce(mean_op, input_tensor, axis, keepdims, name)


def reduce_prod(
    input_tensor: Any, axis: Any = None, keepdims: bool = False, name: str | None = None
) -> Tensor:
    """The product of the elements along `axis`; arguments as for `reduce_sum`.

    Example:
        >>> import tensorbrook as tf
        >>> int(tf.reduce_prod([2, 3, 4]))
        24
    """
    return _reduce(prod_op, input_tensor, axis, keepdims, name)


def reduce_max(
    input_tensor: Any, axis: Any = None, keepdims: bool = False, name: str | None = None
) -> Tensor:
    """The largest element along `axis`; arguments as for `reduce_sum`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.reduce_max([[1, 5], [3, 4]], axis=1).numpy()
        array([5, 4], dtype=int32)
    """
    return _reduce(max_op, input_tensor, axis, keepdims, name)


def reduce_min(
    input_tensor: Any, axis: Any = None, keepdims: bool = False, name: str | None = None
) -> Tensor:
    """The smallest element along `axis`; arguments as for `reduce_sum`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.reduce_min([[1, 5], [3, 4]], axis=1).numpy()
        array([1, 3], dtype=int32)
    """
    return _reduce(min_op, input_tensor, axis, keepdims, name)


def reduce_all(
    input_tensor: Any, axis: Any = None, keepdims: bool = False, name: str | None = None
) -> Tensor:
    """Whether all elements along `axis` are true; arguments as for `reduce_sum`.

    Example:
        >>> import tensorbrook as tf
        >>> bool(tf.reduce_all([True, False]))
        False
    """
    return _reduce(all_op, _booleans(input_tensor), axis, keepdims, name)


def reduce_any(
    input_tensor: Any, axis: Any = None, keepdims: bool = False, name: str | None = None
) -> Tensor:
    """Whether any element along `axis` is true; arguments as for `reduce_sum`.

    Example:
        >>> import tensorbrook as tf
        >>> bool(tf.reduce_any([True, False]))
        True
    """
    return _reduce(any_op, _booleans(input_tensor), axis, keepdims, name)


def reduce_euclidean_norm(
    input_tensor: Any, axis: Any = None, keepdims: bool = False, name: str | None = None
) -> Tensor:
    """The root of the sum of squares along `axis`; arguments as for `reduce_sum`.

    Example:
        >>> import tensorbrook as tf
        >>> float(tf.math.reduce_euclidean_norm([3.0, 4.0]))
        5.0
    """
    return _reduce(euclidean_norm_op, input_tensor, axis, keepdims, name)


def reduce_variance(
    input_tensor: Any, axis: Any = None, keepdims: bool = False, name: str | None = None
) -> Tensor:
    """The variance along `axis`; arguments as for `reduce_sum`.

    Raises:
        TypeError: The tensor is neither floating nor complex.

    Example:
        >>> import tensorbrook as tf
        >>> float(tf.math.reduce_variance([1.0, 3.0]))
        1.0
    """
    from tensorbrook._src.ops import complex_numbers, unary

    tensor = convert_to_tensor(input_tensor)
    if not (tensor.dtype.is_floating or tensor.dtype.is_complex):
        raise TypeError(
            f"Input must be either real or complex. Received {tensor.dtype.name}."
        )
    if isinstance(tensor, CompositeTensor):  # rows differ in length: no common mean
        mean = reduce_mean(tensor, axis, keepdims)
        squares = reduce_mean(unary.square(tensor), axis, keepdims)
        return squares - unary.square(mean)  # type: ignore[no-any-return]
    away = tensor - reduce_mean(tensor, axis, keepdims=True)
    if tensor.dtype.is_complex:
        square = complex_numbers.real(away * complex_numbers.conj(away))
    else:
        square = unary.square(away)
    return reduce_mean(square, axis, keepdims, name)


def reduce_std(
    input_tensor: Any, axis: Any = None, keepdims: bool = False, name: str | None = None
) -> Tensor:
    """The standard deviation along `axis`; arguments as for `reduce_sum`.

    Raises:
        TypeError: The tensor is neither floating nor complex.

    Example:
        >>> import tensorbrook as tf
        >>> float(tf.math.reduce_std([1.0, 3.0]))
        1.0
    """
    from tensorbrook._src.ops import unary

    return unary.sqrt(reduce_variance(input_tensor, axis, keepdims), name=name)


def reduce_logsumexp(
    input_tensor: Any, axis: Any = None, keepdims: bool = False, name: str | None = None
) -> Tensor:
    """The logarithm of the sum of exponentials along `axis`, without overflow.

    Args:
        input_tensor: A floating tensor.
        axis: An axis or several; by default all.
        keepdims: Whether the reduced axes stay, with length 1.
        name: Name of the node in a graph.

    Returns:
        A tensor of the same dtype.

    Example:
        >>> import tensorbrook as tf
        >>> float(tf.reduce_logsumexp([1000.0, 1000.0])) > 1000.69
        True
    """
    from tensorbrook._src.ops import array_creation, gather, unary
    from tensorbrook._src.ops.constant import stop_gradient

    tensor = convert_to_tensor(input_tensor)
    largest = reduce_max(tensor, axis, keepdims=True)
    safe = gather.where(
        unary.is_finite(largest), largest, array_creation.zeros_like(largest)
    )
    safe = stop_gradient(safe)
    total = unary.log(reduce_sum(unary.exp(tensor - safe), axis, keepdims))
    if not keepdims:
        safe = shape.reshape(safe, shape.shape(total))
    return total + safe


def count_nonzero(
    input: Any,
    axis: Any = None,
    keepdims: bool | None = None,
    dtype: Any = dtypes.int64,
    name: str | None = None,
) -> Tensor:
    """The number of elements that aren't zero (or empty, for strings) along `axis`.

    Args:
        input: A tensor.
        axis: An axis or several; by default all.
        keepdims: Whether the reduced axes stay, with length 1.
        dtype: The dtype of the result.
        name: Name of the node in a graph.

    Returns:
        A tensor of integers.

    Example:
        >>> import tensorbrook as tf
        >>> int(tf.math.count_nonzero([0, 1, 2]))
        2
    """
    from tensorbrook._src.ops import cast, comparison

    tensor = convert_to_tensor(input)
    if tensor.dtype is dtypes.bool:
        marks = tensor
    else:
        zero = convert_to_tensor(
            "" if tensor.dtype is dtypes.string else 0, dtype=tensor.dtype
        )
        marks = comparison.not_equal(tensor, zero)
    counted = reduce_sum(cast.cast(marks, dtypes.int64), axis, bool(keepdims))
    return cast.cast(counted, dtype, name=name)  # type: ignore[no-any-return]
