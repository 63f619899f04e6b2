"""Ragged tensors of Python lists, and placeholders for them."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.ops.constant import constant as dense_constant
from tensorbrook._src.ops.constant import convert_to_tensor, placeholder_op
from tensorbrook._src.ops.ragged.tensor import RaggedTensor
from tensorbrook._src.ops.ragged.value import RaggedTensorValue

_LISTS = (list, tuple, np.ndarray)


def constant(
    pylist: Any,
    dtype: Any = None,
    ragged_rank: int | None = None,
    inner_shape: Any = None,
    name: str | None = None,
    row_splits_dtype: Any = dtypes.int64,
) -> Any:
    """Makes a ragged tensor of nested Python lists.

    Args:
        pylist: A nested list, tuple or array.
        dtype: The dtype of the values; by default that of the values themselves.
        ragged_rank: The number of ragged axes; by default all but the first, less those
            of `inner_shape`.
        inner_shape: The shape of the values, where they are lists themselves.
        name: Name of the nodes in a graph.
        row_splits_dtype: The dtype of the partitions, int32 or int64.

    Returns:
        A ragged tensor, or a tensor where there is no ragged axis.

    Raises:
        ValueError: Scalars stand at several depths, or the values don't have that shape.

    Example:
        >>> import tensorbrook as tf
        >>> tf.ragged.constant([[1, 2], [], [3]])
        <tf.RaggedTensor [[1, 2], [], [3]]>
    """
    flat, cuts, shape = _taken_apart(pylist, ragged_rank, inner_shape)
    kind = dtypes.as_dtype(row_splits_dtype)
    found: Any = dense_constant(_values(flat, dtype), dtype=dtype, name="Const")
    if shape is not None and found._dims != shape:
        found = _reshaped(found, shape)
    for cut in reversed(cuts):
        splits = convert_to_tensor(np.asarray(cut), dtype=kind)
        found = RaggedTensor.from_row_splits(found, splits, name, validate=False)
    return found


def constant_value(
    pylist: Any,
    dtype: Any = None,
    ragged_rank: int | None = None,
    inner_shape: Any = None,
    row_splits_dtype: Any = "int64",
) -> Any:
    """Makes the NumPy value of a ragged tensor of nested Python lists.

    Args:
        pylist: A nested list, tuple or array.
        dtype: The NumPy dtype of the values.
        ragged_rank: The number of ragged axes.
        inner_shape: The shape of the values, where they are lists themselves.
        row_splits_dtype: The dtype of the partitions, int32 or int64.

    Returns:
        A `RaggedTensorValue`, or an array where there is no ragged axis.

    Raises:
        ValueError: Scalars stand at several depths, or the values don't have that shape.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.ragged.constant_value([[1, 2], [3]]).to_list()
        [[1, 2], [3]]
    """
    flat, cuts, shape = _taken_apart(pylist, ragged_rank, inner_shape)
    kind = dtypes.as_dtype(row_splits_dtype)
    if kind not in (dtypes.int32, dtypes.int64):
        raise ValueError(
            "Argument `row_splits_dtype` must be either int32 or int64. Received "
            f"{kind.name}."
        )
    numpy_dtype = (
        None if dtype is None else np.dtype(getattr(dtype, "as_numpy_dtype", dtype))
    )
    found: Any = np.array(flat, dtype=numpy_dtype)
    found = found.reshape(found.shape if shape is None else shape)
    for cut in reversed(cuts):
        found = RaggedTensorValue(found, np.asarray(cut, kind.numpy_dtype))
    return found


def placeholder(
    dtype: Any, ragged_rank: int, value_shape: Any = None, name: str | None = None
) -> Any:
    """A placeholder that a session feeds with a ragged tensor.

    Args:
        dtype: The dtype of the values.
        ragged_rank: The number of ragged axes.
        value_shape: The shape of each value.
        name: Name of the nodes in a graph.

    Returns:
        A ragged tensor of the graph.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default():
        ...     r = tf.ragged.placeholder(tf.float32, 1)
        >>> r.shape
        TensorShape([None, None])
    """
    from tensorbrook._src.core.shapes import as_dims

    inner = as_dims(value_shape)
    dims = None if inner is None else (None, *inner)
    if value_shape is None:
        dims = (None,) if ragged_rank else None
    found = placeholder_op(dtype=dtypes.as_dtype(dtype), shape=dims, name=name)
    for _ in range(ragged_rank):
        splits = placeholder_op(
            dtype=dtypes.int64,
            shape=(None,),
            name=f"{name}_row_splits" if name else None,
        )
        found = RaggedTensor.from_row_splits(found, splits, validate=False)
    return found


def _taken_apart(
    pylist: Any, ragged_rank: int | None, inner_shape: Any
) -> tuple[Any, list[list[int]], tuple[int, ...] | None]:
    """Flat values, row splits of each level, and the shape of the values if it is told."""
    asked = () if inner_shape is None else tuple(np.atleast_1d(inner_shape).tolist())
    if not isinstance(pylist, _LISTS) or getattr(pylist, "ndim", 1) == 0:
        _check_scalar(pylist, ragged_rank, asked)
        return pylist, [], None
    scalar, deepest = _depths(pylist)
    if scalar is not None and deepest > scalar:
        raise ValueError(
            f"Invalid pylist={pylist!r}: empty list nesting is greater than scalar value "
            "nesting"
        )
    if ragged_rank is None:
        depth = scalar if scalar is not None else deepest
        ragged_rank = max(0, depth - 1 - len(asked))
    elif ragged_rank >= (scalar or deepest):
        raise ValueError(
            f"Invalid pylist={pylist!r}: incompatible with ragged_rank={ragged_rank}"
        )
    cuts: list[list[int]] = []
    flat: Any = pylist
    for _ in range(ragged_rank):
        splits, merged = [0], []
        for row in flat:
            splits.append(splits[-1] + len(row))
            merged.extend(row)
        cuts.append(splits)
        flat = merged
    if asked or inner_shape is not None:
        return flat, cuts, (len(flat), *asked)
    if ragged_rank and not len(flat):
        known = (scalar or deepest) - ragged_rank
        return flat, cuts, (0,) * known
    return flat, cuts, None


def _check_scalar(value: Any, ragged_rank: int | None, asked: tuple[int, ...]) -> None:
    if ragged_rank:
        raise ValueError(
            f"Invalid pylist={value!r}: incompatible with ragged_rank={ragged_rank}"
        )
    if asked:
        raise ValueError(
            f"Invalid pylist={value!r}: incompatible with dim(inner_shape)={len(asked)}"
        )


def _depths(item: Any) -> tuple[int | None, int]:
    """The depth at which scalars stand, if there are any, and that of the deepest list."""
    if not isinstance(item, _LISTS):
        return 0, 0
    if isinstance(item, np.ndarray) and item.dtype.kind != "O":
        return (item.ndim if item.size else None), item.ndim
    found = [_depths(child) for child in item]
    scalars = {scalar for scalar, _ in found if scalar is not None}
    if len(scalars) > 1:
        raise ValueError("all scalar values must have the same nesting depth")
    deepest = 1 + max((depth for _, depth in found), default=0)
    return (scalars.pop() + 1 if scalars else None), deepest


def _values(flat: Any, dtype: Any) -> Any:
    """Flat values in a form of which a tensor can be made."""
    if isinstance(flat, list) and flat and isinstance(flat[0], np.ndarray):
        return np.stack(flat)
    return flat


def _reshaped(tensor: Any, shape: tuple[int, ...]) -> Any:
    from tensorbrook._src.ops import shape as shapes

    if int(np.prod(tensor._dims)) != int(np.prod(shape)):
        raise ValueError(
            f"tf.ragged.constant: the values of shape {tensor.shape} don't have the inner "
            f"shape {shape[1:]}."
        )
    return shapes.reshape(tensor, shape)
