"""Elements chosen by position or by truth values."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.numpy_api.promotion import (
    as_tensor,
    axis_of,
    operands,
    static_rank,
)
from tensorbrook._src.ops import array_creation, binary, clip, comparison, gather
from tensorbrook._src.ops import cast as casts
from tensorbrook._src.ops import shape as shapes


def take(
    a: Any, indices: Any, axis: int | None = None, out: Any = None, mode: str = "clip"
) -> Tensor:
    """Slices along an axis.

    Args:
        a: An array, or what can become one.
        indices: Their positions.
        axis: The axis; by default the array is flattened.
        out: Must be None.
        mode: What becomes of positions outside: "clip" takes the first or last, "wrap"
            counts around.

    Returns:
        A tensor of the same dtype.

    Raises:
        ValueError: `out` is given, or `mode` is neither of them.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.take([10, 20, 30], [2, 0]).numpy()
        array([30, 10])
    """
    if out is not None:
        raise ValueError("tnp.take doesn't support `out`: tensors don't change.")
    if mode not in ("clip", "wrap"):
        raise ValueError(
            f"tnp.take: `mode` must be 'clip' or 'wrap'. Received: {mode!r}."
        )
    a, places = as_tensor(a), _positions(indices)
    if axis is None:
        a, axis = shapes.reshape(a, [-1]), 0
    axis = axis_of(axis, static_rank(a, "take"), "take")
    length = casts.cast(shapes.shape(a)[axis], places.dtype)  # type: ignore[index]
    if mode == "clip":
        last = length - 1
        places = clip.clip_by_value(places, array_creation.zeros_like(last), last)
    else:
        places = binary.floormod(places, length)
    return gather.gather(a, places, axis=axis)


def _positions(indices: Any) -> Any:
    tensor = as_tensor(indices)
    return tensor if tensor.dtype.is_integer else casts.cast(tensor, dtypes.int64)


def take_along_axis(arr: Any, indices: Any, axis: int | None) -> Tensor:
    """Elements by their positions along an axis, a position for each place.

    Args:
        arr: An array, or what can become one.
        indices: Positions along `axis`; the other axes are broadcast.
        axis: The axis; None flattens the array.

    Returns:
        A tensor of the dtype of `arr`.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.take_along_axis([[1, 2], [3, 4]], [[1], [0]], axis=1).numpy().tolist()
        [[2], [3]]
    """
    arr, places = as_tensor(arr), _positions(indices)
    if axis is None:
        return gather.gather(shapes.reshape(arr, [-1]), shapes.reshape(places, [-1]))
    rank = static_rank(arr, "take_along_axis")
    axis = axis_of(axis, rank, "take_along_axis")
    order = [*(item for item in range(rank) if item != axis), axis]
    back = [order.index(item) for item in range(rank)]
    arr, places = shapes.transpose(arr, order), shapes.transpose(places, order)
    length = casts.cast(shapes.shape(arr)[-1], places.dtype)  # type: ignore[index]
    negative = comparison.less(places, array_creation.zeros_like(places))
    places = gather.where(negative, places + length, places)
    outer = shapes.shape(arr)[:-1] * 0 + _common(arr, places)  # type: ignore[index]
    places = shapes.broadcast_to(
        places,
        shapes.concat([outer, shapes.shape(places)[-1:]], 0),  # type: ignore[index]
    )
    arr = shapes.broadcast_to(arr, shapes.concat([outer, shapes.shape(arr)[-1:]], 0))  # type: ignore[index]
    found = gather.gather(arr, places, batch_dims=rank - 1)
    return shapes.transpose(found, back)


def _common(arr: Any, places: Any) -> Any:
    """The broadcast dims of all axes but the last."""
    from tensorbrook._src.ops import rearrange

    return rearrange.broadcast_dynamic_shape(
        shapes.shape(arr)[:-1],  # type: ignore[index]
        shapes.shape(places)[:-1],  # type: ignore[index]
    )


def where(condition: Any, x: Any = None, y: Any = None) -> Any:
    """`x` where a condition holds and `y` elsewhere; alone, the positions.

    Args:
        condition: Truth values; numbers hold where they are not zero.
        x: An array, or what can become one.
        y: Another; all are broadcast.

    Returns:
        A tensor of the promoted dtype, or a list of positions as of `nonzero`.

    Raises:
        ValueError: Only one of `x` and `y` is given.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.where([True, False], 1, 2.5).numpy()
        array([1. , 2.5])
    """
    truth = casts.cast(as_tensor(condition), dtypes.bool)
    if x is None and y is None:
        return nonzero(truth)
    if x is None or y is None:
        raise ValueError("tnp.where needs both `x` and `y`, or none of them.")
    return gather.where(truth, *operands(x, y))


def nonzero(a: Any) -> list[Tensor]:
    """The positions of the elements that are not zero.

    Args:
        a: An array, or what can become one.

    Returns:
        One vector for each dimension.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> [part.numpy().tolist() for part in tnp.nonzero([[0, 5], [6, 0]])]
        [[0, 1], [1, 0]]
    """
    a = as_tensor(a)
    if a.ndim == 0:
        a = shapes.reshape(a, [1])
    places = gather.where(casts.cast(a, dtypes.bool))
    return list(shapes.unstack(places, a.ndim, axis=1))


def select(condlist: Any, choicelist: Any, default: Any = 0) -> Tensor:
    """Elements of the first choice whose condition holds.

    Args:
        condlist: Conditions.
        choicelist: A choice for each.
        default: What stands where no condition holds.

    Returns:
        A tensor of the promoted dtype.

    Raises:
        ValueError: There are more or fewer choices than conditions, or none.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.select([[True, False], [True, True]], [[1, 2], [3, 4]]).numpy()
        array([1, 4])
    """
    if len(condlist) != len(choicelist) or not len(condlist):
        raise ValueError(
            "tnp.select needs a choice for each condition. Received: "
            f"{len(condlist)} conditions and {len(choicelist)} choices."
        )
    *choices, found = operands(*choicelist, default)
    for condition, choice in reversed(list(zip(condlist, choices, strict=True))):
        found = gather.where(
            casts.cast(as_tensor(condition), dtypes.bool), choice, found
        )
    return found  # type: ignore[no-any-return]


def compress(condition: Any, a: Any, axis: int | None = None) -> Tensor:
    """The slices along an axis for which a condition holds.

    Args:
        condition: A vector of truth values; what it is too short for counts as false.
        a: An array, or what can become one.
        axis: The axis; by default the array is flattened.

    Returns:
        A tensor of the same dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.compress([True, False, True], [1, 2, 3]).numpy()
        array([1, 3])
    """
    truth = casts.cast(as_tensor(condition), dtypes.bool)
    a = as_tensor(a)
    if axis is None:
        a, axis = shapes.reshape(a, [-1]), 0
    axis = axis_of(axis, static_rank(a, "compress"), "compress")
    places = shapes.reshape(gather.where(truth), [-1])
    return gather.gather(a, places, axis=axis)
