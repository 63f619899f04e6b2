"""Counting the numbers that sparse tensors store, and counts as sparse tensors."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.op import (
    NOT_DIFFERENTIABLE,
    Op,
    ShapeContext,
    unsupported,
)
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops import array_creation, shape
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.sparse_kernels import DYNAMIC, check_parts, invalid, parts
from tensorbrook._src.ops.sparse_tensor import SparseTensor, SparseTensorValue

_COUNTED = "{int32, int64, float32, float64}"


def _bincount(
    xp: Any,
    indices: Any,
    values: Any,
    dense_shape: Any,
    size: Any,
    weights: Any,
    binary_output: bool,
) -> Any:
    count = int(size)
    if (values < 0).any():
        raise invalid("Input must be non-negative")
    rows = int(dense_shape[0]) if len(dense_shape) > 1 else 1
    kept = values < count
    row = indices[kept, 0] if len(dense_shape) > 1 else np.zeros(kept.sum(), int)
    bins = np.zeros((rows, count), weights.dtype)
    place = (row, values[kept])
    if binary_output:
        bins[place] = 1
    else:
        np.add.at(bins, place, weights[kept] if weights.size else 1)
    return bins if len(dense_shape) > 1 else bins[0]


def _bin_dims(c: ShapeContext) -> Dims:
    check_parts(c, "SparseBincount")
    count, dims = c.number(3), c.value_as_shape(2)
    if count is not None and count < 0:
        raise c.fail(f"size ({count}) must be non-negative")
    if dims is None:
        return None
    return (dims[0], count) if len(dims) > 1 else (count,)


bincount_op = Op(
    "SparseBincount",
    "indices: int64, values: Tidx, dense_shape: int64, size: Tidx, weights: T -> "
    f"output: T | binary_output: bool = False, Tidx: index, T: {_COUNTED}",
    shape=_bin_dims,
    reference=_bincount,
    gradient=NOT_DIFFERENTIABLE,
    xla=unsupported("the number of bins is a value"),
)


def _counts(
    rows: Any, values: Any, weights: Any, binary: bool, low: int, high: int
) -> tuple[Any, Any, int]:
    """Row and number of each count, the counts, and how many numbers there may be."""
    if (values < 0).any():
        raise invalid("Input values must all be non-negative")
    kept = values < high if high >= 0 else np.ones(len(values), bool)
    numbers = values[kept].astype(np.int64)
    pairs = np.stack([rows[kept].astype(np.int64), numbers], axis=1)
    places, which = np.unique(pairs, axis=0, return_inverse=True)
    found = np.zeros(len(places), weights.dtype)
    if binary:
        found[:] = 1
    else:
        np.add.at(found, which.reshape(-1), weights[kept] if weights.size else 1)
    size = int(numbers.max(initial=-1)) + 1
    return places, found, high if high >= 0 else max(size, low)


def _counted(
    rows: Any,
    batch: int | None,
    values: Any,
    weights: Any,
    minlength: int,
    maxlength: int,
    binary_output: bool,
) -> tuple[Any, Any, Any]:
    if weights.size and weights.size != values.size:
        raise invalid(
            f"Weights and values must have the same shape. Weight shape: {weights.shape}; "
            f"values shape: {values.shape}"
        )
    flat, scale = values.reshape(-1), weights.reshape(-1)
    places, found, size = _counts(
        rows, flat, scale, binary_output, minlength, maxlength
    )
    if batch is None:
        return places[:, 1:], found, np.array([size], np.int64)
    return places, found, np.array([batch, size], np.int64)


def _dense_counts(xp: Any, values: Any, weights: Any, **attrs: Any) -> Any:
    if values.ndim not in (1, 2):
        raise invalid(
            f"Input must be a 1 or 2-dimensional tensor. Got: {list(values.shape)}"
        )
    batch = len(values) if values.ndim == 2 else None
    rows = (
        np.repeat(np.arange(len(values)), values.shape[1])
        if batch
        else (np.zeros(values.size, np.int64))
    )
    return _counted(rows, batch, values, weights, **attrs)


def _sparse_counts(
    xp: Any, indices: Any, values: Any, dense_shape: Any, weights: Any, **attrs: Any
) -> Any:
    if len(dense_shape) not in (1, 2):
        raise invalid(f"Input must be a 1 or 2-dimensional tensor. Got: {dense_shape}")
    if len(dense_shape) == 1:
        rows, batch = np.zeros(len(values), np.int64), None
    else:
        rows, batch = indices[:, 0], int(dense_shape[0])
    return _counted(rows, batch, values, weights, **attrs)


def _ragged_counts(
    xp: Any, splits: Any, values: Any, weights: Any, **attrs: Any
) -> Any:
    if not len(splits) or splits[0] != 0 or splits[-1] != len(values):
        raise invalid("Splits must start with 0 and end with the number of values.")
    rows = np.repeat(np.arange(len(splits) - 1), np.diff(splits))
    return _counted(rows, len(splits) - 1, values, weights, **attrs)


def _count_dims(c: ShapeContext) -> list[Dims]:
    rank = None
    if c.op is dense_count_op:
        rank = c.rank(0)
    elif c.op is ragged_count_op:
        rank = 2
    else:
        dims = c.shape(2)
        rank = None if dims is None else dims[0]
    return parts(None, rank)


def _count_record(name: str, inputs: str, kernel: Any) -> Op:
    return Op(
        name,
        f"{inputs}, weights: output_type -> output_indices: int64, "
        "output_values: output_type, output_dense_shape: int64 | "
        "minlength: int >= -1 = -1, maxlength: int >= -1 = -1, binary_output: bool, "
        f"T: index, output_type: {_COUNTED}",
        shape=_count_dims,
        reference=kernel,
        gradient=NOT_DIFFERENTIABLE,
        xla=DYNAMIC,
    )


dense_count_op = _count_record("DenseCountSparseOutput", "values: T", _dense_counts)
sparse_count_op = _count_record(
    "SparseCountSparseOutput",
    "indices: int64, values: T, dense_shape: int64",
    _sparse_counts,
)
ragged_count_op = _count_record(
    "RaggedCountSparseOutput", "splits: int64, values: T", _ragged_counts
)


def bincount(
    values: Any,
    weights: Any = None,
    axis: int | None = 0,
    minlength: int | None = None,
    maxlength: int | None = None,
    binary_output: bool = False,
    name: str | None = None,
) -> SparseTensor:
    """Counts how often each integer occurs; the counts come as a sparse tensor.

    Args:
        values: Integers that are not negative: a dense, sparse or ragged tensor.
        weights: What each integer counts, in the form of `values`; by default one.
        axis: 0 to count all together, -1 to count in each row by itself.
        minlength: The least length of the last axis of the result.
        maxlength: The length of that axis; larger integers are left out.
        binary_output: Whether to tell only if an integer occurs.
        name: Name of the node in a graph.

    Returns:
        A sparse tensor.

    Raises:
        ValueError: Weights and `binary_output` are both given, or `axis` is unknown.
        tf.errors.InvalidArgumentError: A number is negative.

    Example:
        >>> import tensorbrook as tf
        >>> tf.sparse.bincount([1, 2, 2]).values.numpy()
        array([1, 2], dtype=int32)
    """
    if axis not in (0, -1):
        raise ValueError(f"Unsupported value for argument axis={axis}. Only 0 and -1.")
    if weights is not None and binary_output:
        raise ValueError(
            "Arguments `binary_output` and `weights` are mutually exclusive. Please "
            "specify only one."
        )
    attrs: dict[str, Any] = {
        "minlength": -1 if minlength is None else int(minlength),
        "maxlength": -1 if maxlength is None else int(maxlength),
        "binary_output": binary_output,
        "name": name,
    }
    if isinstance(values, SparseTensorValue):
        values = SparseTensor.from_value(values)
    inner = values_of(values)
    scale = (
        array_creation.zeros([0], inner.dtype)
        if weights is None
        else values_of(weights)
    )
    if axis == 0:
        flat = shape.reshape(inner, [-1])
        if weights is not None:
            scale = shape.reshape(scale, [-1])
        return SparseTensor(*dense_count_op(flat, scale, **attrs))
    if isinstance(values, SparseTensor):
        places = (values.indices, inner, values.dense_shape)
        return SparseTensor(*sparse_count_op(*places, scale, **attrs))
    if hasattr(values, "row_splits"):
        from tensorbrook._src.ops import cast

        splits = cast.cast(values.row_splits, "int64")
        return SparseTensor(*ragged_count_op(splits, inner, scale, **attrs))
    return SparseTensor(*dense_count_op(inner, scale, **attrs))


def values_of(value: Any) -> Any:
    """The plain tensor of the numbers that a sparse or ragged tensor holds."""
    if isinstance(value, SparseTensor | SparseTensorValue):
        return convert_to_tensor(value.values)
    if hasattr(value, "flat_values"):
        return value.flat_values
    return convert_to_tensor(value)


def rows_of(value: Any) -> tuple[Any, Any] | None:
    """Indices and shape of a sparse or ragged matrix; None for a dense one."""
    if isinstance(value, SparseTensor | SparseTensorValue):
        sparse = SparseTensor.from_value(value)
        return sparse.indices, sparse.dense_shape
    if not hasattr(value, "value_rowids"):
        return None
    from tensorbrook._src.ops import cast

    rows = cast.cast(value.value_rowids(), "int64")
    places = shape.stack([rows, array_creation.zeros_like(rows)], axis=1)
    return places, shape.stack([cast.cast(value.nrows(), "int64"), 1])
