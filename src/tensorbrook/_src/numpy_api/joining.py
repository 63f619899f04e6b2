"""Arrays put together, taken apart and padded."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.numpy_api.promotion import (
    as_tensor,
    axis_of,
    is_tensor_like,
    operands,
    static_rank,
)
from tensorbrook._src.numpy_api.shapes import atleast_1d, atleast_2d, atleast_3d, ravel
from tensorbrook._src.ops import comparison, slicing
from tensorbrook._src.ops import pad as pads
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops import split as splits


def _parts(arrays: Any) -> list[Any]:
    """Arrays of one dtype."""
    if is_tensor_like(arrays):
        return list(shapes.unstack(as_tensor(arrays)))
    return operands(*arrays)


def concatenate(arys: Any, axis: int | None = 0) -> Tensor:
    """Arrays joined along an axis that they have.

    Args:
        arys: Arrays, or what can become some.
        axis: The axis; None flattens each array first.

    Returns:
        A tensor of the promoted dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.concatenate([[1, 2], [3.5]]).numpy()
        array([1. , 2. , 3.5])
    """
    parts = _parts(arys)
    if axis is None:
        parts, axis = [ravel(part) for part in parts], 0
    return shapes.concat(parts, axis)


def stack(arrays: Any, axis: int = 0) -> Tensor:
    """Arrays of one shape joined along a new axis.

    Args:
        arrays: Arrays, or what can become some.
        axis: The place of the new axis.

    Returns:
        A tensor of the promoted dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.stack([[1, 2], [3, 4]], axis=1).numpy().tolist()
        [[1, 3], [2, 4]]
    """
    if is_tensor_like(arrays) and axis == 0:
        return as_tensor(arrays)  # type: ignore[no-any-return]
    return shapes.stack(_parts(arrays), axis)


def hstack(tup: Any) -> Tensor:
    """Arrays side by side: along the second axis, vectors along their only one.

    Args:
        tup: Arrays, or what can become some.

    Returns:
        A tensor of the promoted dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.hstack([[1, 2], 3]).numpy()
        array([1, 2, 3])
    """
    parts = [atleast_1d(part) for part in _parts(tup)]
    return shapes.concat(parts, 0 if parts[0].ndim == 1 else 1)


def vstack(tup: Any) -> Tensor:
    """Arrays one below the other: along the first axis, vectors as rows.

    Args:
        tup: Arrays, or what can become some.

    Returns:
        A tensor of the promoted dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.vstack([[1, 2], [3, 4]]).numpy().tolist()
        [[1, 2], [3, 4]]
    """
    return shapes.concat([atleast_2d(part) for part in _parts(tup)], 0)


def dstack(tup: Any) -> Tensor:
    """Arrays one behind the other: along the third axis.

    Args:
        tup: Arrays, or what can become some.

    Returns:
        A tensor of the promoted dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.dstack([[1, 2], [3, 4]]).numpy().tolist()
        [[[1, 3], [2, 4]]]
    """
    return shapes.concat([atleast_3d(part) for part in _parts(tup)], 2)


def append(arr: Any, values: Any, axis: int | None = None) -> Tensor:
    """An array with others behind it.

    Args:
        arr: An array, or what can become one.
        values: What comes behind it.
        axis: The axis; by default both are flattened.

    Returns:
        A tensor of the promoted dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.append([1, 2], 3).numpy()
        array([1, 2, 3])
    """
    return concatenate([arr, values], axis)


def split(ary: Any, indices_or_sections: Any, axis: int = 0) -> list[Tensor]:
    """An array cut into pieces.

    Args:
        ary: An array, or what can become one.
        indices_or_sections: How many equal pieces, or where to cut.
        axis: The axis.

    Returns:
        The pieces.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> [part.numpy().tolist() for part in tnp.split([1, 2, 3, 4], [1, 3])]
        [[1], [2, 3], [4]]
    """
    ary = as_tensor(ary)
    if isinstance(indices_or_sections, int) or is_tensor_like(indices_or_sections):
        return splits.split(ary, int(indices_or_sections), axis)
    axis = axis_of(axis, static_rank(ary, "split"), "split")
    ahead = (slice(None),) * axis
    cuts = [None, *(int(cut) for cut in indices_or_sections), None]
    return [
        slicing.getitem(ary, (*ahead, slice(start, stop)))
        for start, stop in zip(cuts[:-1], cuts[1:], strict=True)
    ]


def vsplit(ary: Any, indices_or_sections: Any) -> list[Tensor]:
    """An array cut along its first axis.

    Args:
        ary: An array of at least two dimensions.
        indices_or_sections: How many equal pieces, or where to cut.

    Returns:
        The pieces.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> [part.numpy().tolist() for part in tnp.vsplit([[1, 2], [3, 4]], 2)]
        [[[1, 2]], [[3, 4]]]
    """
    return split(ary, indices_or_sections, 0)


def hsplit(ary: Any, indices_or_sections: Any) -> list[Tensor]:
    """An array cut along its second axis, a vector along its only one.

    Args:
        ary: An array of at least one dimension.
        indices_or_sections: How many equal pieces, or where to cut.

    Returns:
        The pieces.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> [part.numpy().tolist() for part in tnp.hsplit([1, 2, 3, 4], 2)]
        [[1, 2], [3, 4]]
    """
    ary = as_tensor(ary)
    axis = 0 if static_rank(ary, "hsplit") == 1 else 1
    return split(ary, indices_or_sections, axis)


def dsplit(ary: Any, indices_or_sections: Any) -> list[Tensor]:
    """An array cut along its third axis.

    Args:
        ary: An array of at least three dimensions.
        indices_or_sections: How many equal pieces, or where to cut.

    Returns:
        The pieces.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> [part.shape.as_list() for part in tnp.dsplit(tnp.zeros((1, 2, 4)), 2)]
        [[1, 2, 2], [1, 2, 2]]
    """
    return split(ary, indices_or_sections, 2)


def pad(array: Any, pad_width: Any, mode: str, **kwargs: Any) -> Tensor:
    """An array with more elements around it.

    Args:
        array: An array, or what can become one.
        pad_width: How many before and after along each axis: a pair for each, one pair,
            or one number.
        mode: "constant", "reflect" or "symmetric".
        **kwargs: `constant_values`: what a constant padding consists of, by default 0.

    Returns:
        A tensor of the same dtype.

    Raises:
        ValueError: `mode` is none of them.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.pad([1, 2], [[1, 2]], "constant").numpy()
        array([0, 1, 2, 0, 0])
    """
    if mode not in ("constant", "reflect", "symmetric"):
        raise ValueError(
            "tnp.pad: `mode` must be 'constant', 'reflect' or 'symmetric'. Received: "
            f"{mode!r}."
        )
    array = as_tensor(array)
    pairs = pad_width
    if not is_tensor_like(pairs):
        wanted = [static_rank(array, "pad"), 2]
        pairs = shapes.broadcast_to(as_tensor(pairs, int), wanted)
    filler = as_tensor(kwargs.get("constant_values", 0), array.dtype)
    return pads.pad(array, pairs, mode, constant_values=filler)


def diff(a: Any, n: int = 1, axis: int = -1) -> Tensor:
    """The difference of each element from the one before, `n` times over.

    Args:
        a: An array, or what can become one.
        n: How often.
        axis: The axis.

    Returns:
        A tensor of the same dtype, `n` shorter; of truth values, whether they differ.

    Raises:
        ValueError: `n` is negative.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.diff([1, 4, 9]).numpy()
        array([3, 5])
    """
    if n < 0:
        raise ValueError(f"tnp.diff: `n` must not be negative. Received: {n}.")
    a = as_tensor(a)
    ahead = (slice(None),) * axis_of(axis, static_rank(a, "diff"), "diff")
    for _ in range(n):
        later = slicing.getitem(a, (*ahead, slice(1, None)))
        earlier = slicing.getitem(a, (*ahead, slice(None, -1)))
        unlike = a.dtype.is_bool
        a = comparison.not_equal(later, earlier) if unlike else later - earlier
    return a  # type: ignore[no-any-return]
