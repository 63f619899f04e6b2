"""Evenly spaced numbers, grids of them, and the indices of diagonals."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.numpy_api.promotion import (
    as_tensor,
    axis_of,
    float_operands,
    operands,
    result_type,
    static_rank,
    tensor_dtype,
)
from tensorbrook._src.ops import array_creation, binary, gather, rearrange, unary
from tensorbrook._src.ops import cast as casts
from tensorbrook._src.ops import shape as shapes


def linspace(
    start: Any,
    stop: Any,
    num: int = 50,
    endpoint: bool = True,
    retstep: bool = False,
    dtype: Any = float,
    axis: int = 0,
) -> Any:
    """Numbers at equal distances.

    Args:
        start: The first number, or an array of them.
        stop: The last number, or the end where it doesn't count.
        num: How many.
        endpoint: Whether `stop` is the last number.
        retstep: Whether to return the distance, too.
        dtype: The dtype, where it is neither `float` nor None.
        axis: The axis along which the numbers stand.

    Returns:
        A tensor; with `retstep` a pair of it and the distance.

    Raises:
        ValueError: `num` is negative.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.linspace(0, 1, 5).numpy()
        array([0.  , 0.25, 0.5 , 0.75, 1.  ])
    """
    if num < 0:
        raise ValueError(f"tnp.linspace: `num` must not be negative. Received: {num}.")
    first, last = _ends(start, stop)
    axis = axis_of(axis, static_rank(first, "linspace") + 1, "linspace")
    spaces = num - 1 if endpoint else num
    step = (last - first) / spaces if spaces > 0 else (last - first) * float("nan")
    view = [1] * axis + [num] + [1] * (len(first.shape) - axis)
    if endpoint and num > 1:
        found = rearrange.linspace(first, last, num, axis=axis)
    else:
        places = casts.cast(array_creation.range(num), first.dtype)
        found = shapes.expand_dims(first, axis) + (
            shapes.reshape(places, view) * shapes.expand_dims(step, axis)
            if num > 1
            else array_creation.zeros(view, first.dtype)
        )
    if dtype is not None and dtype is not float:
        found = casts.cast(found, tensor_dtype(dtype))
    return (found, step) if retstep else found


def _ends(start: Any, stop: Any) -> tuple[Any, Any]:
    """Both ends as floats of one shape."""
    first, last = float_operands(start, stop)
    return first + array_creation.zeros_like(last), last + array_creation.zeros_like(
        first
    )


def logspace(
    start: Any,
    stop: Any,
    num: int = 50,
    endpoint: bool = True,
    base: Any = 10.0,
    dtype: Any = None,
    axis: int = 0,
) -> Tensor:
    """Numbers whose logarithms have equal distances.

    Args:
        start: The exponent of the first number.
        stop: The exponent of the last number, or of the end where it doesn't count.
        num: How many.
        endpoint: Whether `stop` belongs to the last number.
        base: The base.
        dtype: The dtype; by default that of the arguments, at least a float.
        axis: The axis along which the numbers stand.

    Returns:
        A tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.logspace(0, 2, 3).numpy()
        array([  1.,  10., 100.])
    """
    powers = linspace(start, stop, num, endpoint=endpoint, axis=axis)
    found = binary.pow(casts.cast(as_tensor(base), powers.dtype), powers)
    return found if dtype is None else casts.cast(found, tensor_dtype(dtype))


def geomspace(
    start: Any,
    stop: Any,
    num: int = 50,
    endpoint: bool = True,
    dtype: Any = None,
    axis: int = 0,
) -> Tensor:
    """Numbers each of which is the last one times the same factor.

    Args:
        start: The first number.
        stop: The last number, or the end where it doesn't count; of the same sign.
        num: How many.
        endpoint: Whether `stop` is the last number.
        dtype: The dtype; by default that of the arguments, at least a float.
        axis: The axis along which the numbers stand.

    Returns:
        A tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.geomspace(1, 8, 4).numpy().round(6)
        array([1., 2., 4., 8.])
    """
    wanted = result_type(start, stop) if dtype is None else tensor_dtype(dtype)
    first, last = _ends(start, stop)
    sign = unary.sign(first)
    low, high = (unary.log(unary.abs(x)) for x in (first, last))
    found = unary.exp(linspace(low, high, num, endpoint=endpoint, axis=axis))
    found = found * shapes.expand_dims(sign, axis)
    return casts.cast(found, found.dtype if wanted.is_integer else wanted)  # type: ignore[no-any-return]


def meshgrid(*xi: Any, **kwargs: Any) -> list[Tensor]:
    """The coordinates of the points of a grid.

    Args:
        *xi: The coordinates along each axis.
        **kwargs: `indexing`, "xy" (by default: columns first) or "ij"; `sparse` and
            `copy` only with NumPy's defaults.

    Returns:
        One array of the grid's shape for each axis.

    Raises:
        ValueError: An argument has a value that isn't supported.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> [part.numpy().tolist() for part in tnp.meshgrid([1, 2], [3, 4])]
        [[[1, 2], [1, 2]], [[3, 3], [4, 4]]]
    """
    if kwargs.get("sparse"):
        raise ValueError("tnp.meshgrid makes no sparse arrays. Received: sparse=True.")
    if not kwargs.get("copy", True):
        raise ValueError("tnp.meshgrid always copies. Received: copy=False.")
    parts = [as_tensor(part) for part in xi]
    return rearrange.meshgrid(*parts, indexing=kwargs.get("indexing", "xy"))


def diag_indices(n: Any, ndim: int = 2) -> tuple[Tensor, ...]:
    """The indices of the main diagonal.

    Args:
        n: The length of the diagonal.
        ndim: The number of dimensions.

    Returns:
        One vector for each dimension.

    Raises:
        ValueError: `n` or `ndim` is negative.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> [part.numpy().tolist() for part in tnp.diag_indices(2)]
        [[0, 1], [0, 1]]
    """
    if n < 0 or ndim < 0:
        raise ValueError(
            "tnp.diag_indices: `n` and `ndim` must not be negative. Received: "
            f"n={n}, ndim={ndim}."
        )
    return (array_creation.range(n),) * ndim


def ix_(*args: Any) -> list[Tensor]:
    """Index arrays that select the cross product of several vectors.

    Args:
        *args: Vectors of indices, or of truth values whose true positions count.

    Returns:
        One tensor for each; they broadcast to the shape of the selection.

    Raises:
        ValueError: One has more than one dimension.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> [part.numpy().tolist() for part in tnp.ix_([0, 1], [2])]
        [[[0], [1]], [[2]]]
    """
    found = []
    for position, part in enumerate(args):
        vector = as_tensor(part)
        if static_rank(vector, "ix_") != 1:
            raise ValueError(f"tnp.ix_ needs vectors. Received: {part!r}.")
        if vector.dtype.is_bool:
            vector = shapes.reshape(gather.where(vector), [-1])
        elif not vector.dtype.is_integer:
            vector = casts.cast(vector, dtypes.int64)
        view = [1] * len(args)
        view[position] = -1
        found.append(shapes.reshape(vector, view))
    return found


def vander(x: Any, N: int | None = None, increasing: bool = False) -> Tensor:  # noqa: N803
    """The powers of each element of a vector, a row each.

    Args:
        x: A vector.
        N: The number of columns; by default the length of `x`.
        increasing: Whether the powers grow from left to right.

    Returns:
        A matrix.

    Raises:
        ValueError: `N` is negative.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.vander([2, 3], 3).numpy().tolist()
        [[4, 2, 1], [9, 3, 1]]
    """
    (x,) = operands(x)
    count = x.shape[0] if N is None else N
    if count < 0:
        raise ValueError(f"tnp.vander: `N` must not be negative. Received: {N}.")
    powers = array_creation.range(count)
    if not increasing:
        powers = rearrange.reverse(powers, [0])
    return binary.pow(shapes.expand_dims(x, 1), casts.cast(powers, x.dtype))
