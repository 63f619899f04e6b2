"""What `tensor[key]` is under NumPy's rules: arrays of positions and truth values."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.numpy_api.promotion import as_tensor, is_tensor_like, static_rank
from tensorbrook._src.numpy_api.selection import nonzero
from tensorbrook._src.numpy_api.shapes import broadcast_arrays
from tensorbrook._src.ops import array_creation, comparison, gather, slicing
from tensorbrook._src.ops import cast as casts
from tensorbrook._src.ops import shape as shapes


def getitem(tensor: Any, key: Any) -> Any:
    """The elements that NumPy's rules select.

    Args:
        tensor: A tensor or variable.
        key: Integers, slices, `...`, None, and arrays of positions or truth values.

    Returns:
        A tensor.

    Raises:
        IndexError: There are more indices than dimensions.
    """
    entries = list(key) if isinstance(key, tuple) else [key]
    if not any(map(_is_array, entries)):
        return slicing.getitem(tensor, key)
    tensor = as_tensor(tensor)
    entries = _without_ellipsis(_positions(entries), static_rank(tensor, "[]"))
    plain = tuple(
        entry if entry is None or isinstance(entry, slice) else slice(None)
        for entry in entries
    )
    tensor = slicing.getitem(tensor, plain)
    axes = [
        axis
        for axis, entry in enumerate(entries)
        if not (entry is None or isinstance(entry, slice))
    ]
    return _select(tensor, axes, [as_tensor(entries[axis]) for axis in axes])


def _is_array(entry: Any) -> bool:
    """Whether an index is an array: a list, or an array or tensor with dimensions."""
    if isinstance(entry, list | np.ndarray) or is_tensor_like(entry):
        array = as_tensor(entry)
        return array._dims != () or array.dtype.is_bool
    return False


def _positions(entries: list[Any]) -> list[Any]:
    """The indices with positions in the place of truth values."""
    found: list[Any] = []
    for entry in entries:
        if not _is_array(entry):
            found.append(entry)
            continue
        array = as_tensor(entry)
        if array.dtype.is_bool and array.ndim == 0:
            raise ValueError("A single truth value can't be an index of a tensor.")
        if array.dtype.is_bool:
            found.extend(nonzero(array))
        else:
            found.append(array if array.dtype.is_integer else _checked_empty(array))
    return found


def _checked_empty(array: Any) -> Any:
    """An empty list as an index; it has the dtype of floats."""
    if 0 not in (array._dims or ()):
        raise IndexError(
            f"Arrays used as indices must be of integers, not {array.dtype.name}."
        )
    return casts.cast(array, dtypes.int64)


def _without_ellipsis(entries: list[Any], rank: int) -> list[Any]:
    used = sum(entry is not None and entry is not Ellipsis for entry in entries)
    if used > rank:
        raise IndexError(
            f"Too many indices: the tensor has {rank} dimensions, but {used} were "
            "indexed."
        )
    places = [place for place, entry in enumerate(entries) if entry is Ellipsis]
    rest = [slice(None)] * (rank - used)
    if not places:
        return entries + rest
    return entries[: places[0]] + rest + entries[places[0] + 1 :]


def _select(tensor: Any, axes: list[int], indices: list[Any]) -> Any:
    """Gathers at positions along some axes; None axes count as axes here, too."""
    rank = static_rank(tensor, "[]")
    sizes = shapes.shape(tensor, out_type=dtypes.int64)
    wide = [casts.cast(index, dtypes.int64) for index in indices]
    inside = [
        gather.where(
            comparison.less(index, array_creation.zeros_like(index)),
            index + sizes[axis],  # type: ignore[index]
            index,
        )
        for axis, index in zip(axes, wide, strict=True)
    ]
    places = shapes.stack(broadcast_arrays(*inside), axis=-1)
    rest = [axis for axis in range(rank) if axis not in axes]
    found = gather.gather_nd(shapes.transpose(tensor, axes + rest), places)
    new = static_rank(places, "[]") - 1
    adjacent = axes == list(range(axes[0], axes[0] + len(axes)))
    front = axes[0] if adjacent else 0
    order = [
        *range(new, new + front),
        *range(new),
        *range(new + front, new + len(rest)),
    ]
    return shapes.transpose(found, order)
