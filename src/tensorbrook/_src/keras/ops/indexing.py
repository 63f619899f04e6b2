"""Functions that pick, put, sort and find."""

from __future__ import annotations

import builtins
from typing import Any

import numpy as np

import tensorbrook as tf
from tensorbrook._src.keras.ops.conversion import (
    cast_to,
    dtype_name,
    dynamic_shape,
    operation,
    same_type,
    static_shape,
    tensor,
)

_UPDATES = {
    None: "tensor_scatter_nd_update",
    "add": "tensor_scatter_nd_add",
    "max": "tensor_scatter_nd_max",
    "min": "tensor_scatter_nd_min",
}


@operation
def argsort(x: Any, axis: int | None = -1) -> Any:
    """Returns the order that would sort the values."""
    x = _sortable(x)
    if axis is None:
        x, axis = tf.reshape(x, [-1]), 0
    return tf.argsort(x, axis=axis, stable=True)


@operation
def argpartition(x: Any, kth: int, axis: int = -1) -> Any:
    """Returns an order with the smallest values before the place `kth`."""
    return argsort(x, axis)


@operation
def sort(x: Any, axis: int | None = -1) -> Any:
    """Sorts along an axis, the smallest first."""
    kind = dtype_name(tensor(x))
    x = _sortable(x)
    if axis is None:
        x, axis = tf.reshape(x, [-1]), 0
    return cast_to(tf.sort(x, axis=axis), kind)


def _sortable(x: Any) -> Any:
    """Returns a tensor of numbers."""
    x = tensor(x)
    return tf.cast(x, "int32") if dtype_name(x) == "bool" else x


@operation
def top_k(x: Any, k: int, sorted: bool = True) -> Any:  # noqa: A002
    """Returns the `k` greatest values of the last axis, and where they are."""
    found = tf.math.top_k(tensor(x), k, sorted=sorted)
    return found.values, found.indices


@operation
def in_top_k(targets: Any, predictions: Any, k: int) -> Any:
    """Says which targets are among the `k` greatest predictions."""
    return tf.math.in_top_k(tensor(targets), tensor(predictions), k)


@operation
def searchsorted(sorted_sequence: Any, values: Any, side: str = "left") -> Any:
    """Returns where values would stand in a sorted vector."""
    row = tensor(sorted_sequence)
    if len(row.shape) != 1:
        raise ValueError(
            "searchsorted: `sorted_sequence` must be a vector. Received: shape="
            f"{row.shape}."
        )
    row, wanted = same_type(row, values)
    flat = tf.reshape(wanted, [-1])
    found = tf.searchsorted(row, flat, side=side, out_type="int32")
    return tf.reshape(found, tf.shape(wanted))


@operation
def isin(x1: Any, x2: Any, assume_unique: bool = False, invert: bool = False) -> Any:
    """Says which values of `x1` occur in `x2`."""
    first, second = same_type(x1, x2)
    flat = tf.reshape(second, [-1])
    found = tf.reduce_any(tf.equal(tf.expand_dims(first, -1), flat), -1)
    return tf.logical_not(found) if invert else found


@operation
def take(x: Any, indices: Any, axis: int | None = None) -> Any:
    """Picks values along an axis.

    Args:
        x: a tensor.
        indices: which; negative ones count from the end.
        axis: the axis; None for the flattened tensor.
    """
    x = tensor(x)
    if axis is None:
        x, axis = tf.reshape(x, [-1]), 0
    places = _indices(indices)
    size = dynamic_shape(x)[axis]
    places = tf.where(tf.less(places, 0), places + tf.cast(size, places.dtype), places)
    return tf.gather(x, places, axis=axis)


@operation
def take_along_axis(x: Any, indices: Any, axis: int | None = None) -> Any:
    """Picks values along an axis, for each place by an index of its own."""
    x, places = tensor(x), _indices(indices)
    if axis is None:
        if len(places.shape) != 1:
            raise ValueError("take_along_axis: without `axis`, give one dimension.")
        return take(x, places, None)
    rank = len(x.shape)
    axis %= rank
    size = dynamic_shape(x)[axis]
    places = tf.where(tf.less(places, 0), places + tf.cast(size, places.dtype), places)
    rest = [a for a in builtins.range(rank) if a != axis]
    order = [*rest, axis]
    back = [order.index(a) for a in builtins.range(rank)]
    moved, picks = tf.transpose(x, order), tf.transpose(places, order)
    common = tf.broadcast_dynamic_shape(tf.shape(moved)[:-1], tf.shape(picks)[:-1])
    moved = tf.broadcast_to(moved, tf.concat([common, tf.shape(moved)[-1:]], 0))
    picks = tf.broadcast_to(picks, tf.concat([common, tf.shape(picks)[-1:]], 0))
    found = tf.gather(moved, picks, axis=-1, batch_dims=rank - 1)
    return tf.transpose(found, back)


def _indices(indices: Any) -> Any:
    """Returns indices as integers."""
    places = tensor(indices)
    kind = dtype_name(places)
    return places if kind in ("int32", "int64") else tf.cast(places, "int32")


@operation
def select(condlist: Any, choicelist: Any, default: Any = 0) -> Any:
    """Picks from the first choice whose condition holds.

    Args:
        condlist: truth values.
        choicelist: a tensor for each condition.
        default: where no condition holds.
    """
    *choices, found = same_type(*choicelist, default)
    for condition, choice in zip(reversed(condlist), reversed(choices), strict=True):
        found = tf.where(tensor(condition, "bool"), choice, found)
    return found


@operation
def slice(inputs: Any, start_indices: Any, shape: Any) -> Any:  # noqa: A001
    """Cuts a part of this shape out of a tensor."""
    return tf.slice(tensor(inputs), tensor(start_indices, "int32"), list(shape))


@operation
def slice_update(inputs: Any, start_indices: Any, updates: Any) -> Any:
    """Returns a tensor with a part replaced.

    Args:
        inputs: a tensor.
        start_indices: where the part begins.
        updates: the new values.
    """
    x = tensor(inputs)
    new = tensor(updates, x.dtype)
    starts = tf.unstack(tensor(start_indices, "int32"), len(x.shape))
    axes = [
        start + tf.range(size)
        for start, size in zip(starts, dynamic_shape(new), strict=True)
    ]
    grid = tf.stack(tf.meshgrid(*axes, indexing="ij"), -1)
    return tf.tensor_scatter_nd_update(x, grid, new)


@operation
def scatter(indices: Any, values: Any, shape: Any) -> Any:
    """Adds values into a tensor of zeros."""
    values = tensor(values)
    places = tensor(indices, "int32")
    return tf.scatter_nd(places, values, tf.constant(list(shape), "int32"))


@operation
def scatter_update(
    inputs: Any, indices: Any, updates: Any, reduction: str | None = None
) -> Any:
    """Returns a tensor with values replaced or taken together.

    Args:
        inputs: a tensor.
        indices: where, an index vector for each value.
        updates: the values.
        reduction: None, `"add"`, `"max"`, `"min"` or `"mul"`.
    """
    x = tensor(inputs)
    places, new = tensor(indices, "int32"), tensor(updates, x.dtype)
    if reduction == "mul":
        factor = tf.ones_like(x)
        factor = tf.tensor_scatter_nd_update(factor, places, new)
        return x * factor
    if reduction not in _UPDATES:
        raise ValueError(
            "scatter_update: `reduction` must be None, 'add', 'max', 'min' or 'mul'. "
            f"Received: reduction={reduction!r}."
        )
    return getattr(tf, _UPDATES[reduction])(x, places, new)


@operation
def unravel_index(indices: Any, shape: Any) -> Any:
    """Turns places in a flattened tensor into an index for each dimension."""
    places = tensor(indices)
    found = []
    rest = places
    for size in reversed(shape):
        found.append(tf.math.floormod(rest, tf.cast(size, rest.dtype)))
        rest = tf.math.floordiv(rest, tf.cast(size, rest.dtype))
    return tuple(reversed(found))


@operation
def unique(
    x: Any,
    sorted: bool = True,  # noqa: A002
    return_index: bool = False,
    return_inverse: bool = False,
    return_counts: bool = False,
    axis: int | None = None,
    size: int | None = None,
    fill_value: Any = None,
) -> Any:
    """Returns the different values.

    Args:
        x: a tensor.
        sorted: kept for compatibility; the values are always sorted.
        return_index: whether to return where each occurs first.
        return_inverse: whether to return which one each value is.
        return_counts: whether to return how often each occurs.
        axis: find different slices along this axis.
        size: the length of the result.
        fill_value: fills the result up to `size`.
    """

    def find(array: Any) -> list[np.ndarray]:
        values, index, inverse, counts = np.unique(
            np.asarray(array), True, True, True, axis
        )
        if size is not None:
            values = _fit(values, size, axis or 0, fill_value)
            index = _fit(index, size, 0, 0)
            counts = _fit(counts, size, 0, 0)
        return [values, *(part.astype("int32") for part in (index, inverse, counts))]

    x = tensor(x)
    kinds = [x.dtype, tf.int32, tf.int32, tf.int32]
    if tf.executing_eagerly():
        found = [tf.convert_to_tensor(part) for part in find(x.numpy())]
    else:
        found = tf.numpy_function(find, [x], kinds)
    flags = (True, return_index, return_inverse, return_counts)
    kept = [part for part, wanted in zip(found, flags, strict=True) if wanted]
    return kept[0] if len(kept) == 1 else tuple(kept)


def _fit(values: np.ndarray, size: int, axis: int, fill: Any) -> np.ndarray:
    """Returns an array cut or filled up to a size."""
    count = values.shape[axis]
    if count >= size:
        return np.take(values, np.arange(size), axis)
    widths = [(0, 0)] * values.ndim
    widths[axis] = (0, size - count)
    filling = values.min() if fill is None else fill
    return np.pad(values, widths, constant_values=filling)


def _segments(name: str) -> Any:
    """Returns the core's function for segments."""
    return getattr(tf.math, f"unsorted_segment_{name}")


def _segmented(name: str, data: Any, segment_ids: Any, num_segments: int | None) -> Any:
    """Takes the rows of each segment together."""
    data, ids = tensor(data), tensor(segment_ids, "int32")
    count = num_segments
    if count is None:
        count = tf.reduce_max(ids) + 1
    found = _segments(name)(data, ids, count)
    if isinstance(num_segments, int):
        found.set_shape([num_segments, *static_shape(data)[1:]])
    return found


@operation
def segment_sum(
    data: Any,
    segment_ids: Any,
    num_segments: int | None = None,
    sorted: bool = False,  # noqa: A002
) -> Any:
    """Adds up the rows of each segment.

    Args:
        data: a tensor.
        segment_ids: the number of the segment of each row.
        num_segments: how many segments there are.
        sorted: whether the numbers are sorted.
    """
    return _segmented("sum", data, segment_ids, num_segments)


@operation
def segment_max(
    data: Any,
    segment_ids: Any,
    num_segments: int | None = None,
    sorted: bool = False,  # noqa: A002
) -> Any:
    """Takes the greatest of the rows of each segment; see `segment_sum`."""
    return _segmented("max", data, segment_ids, num_segments)


@operation
def segment_min(
    data: Any,
    segment_ids: Any,
    num_segments: int | None = None,
    sorted: bool = False,  # noqa: A002
) -> Any:
    """Takes the least of the rows of each segment; see `segment_sum`."""
    return _segmented("min", data, segment_ids, num_segments)


@operation
def segment_prod(
    data: Any,
    segment_ids: Any,
    num_segments: int | None = None,
    sorted: bool = False,  # noqa: A002
) -> Any:
    """Multiplies the rows of each segment; see `segment_sum`."""
    return _segmented("prod", data, segment_ids, num_segments)
