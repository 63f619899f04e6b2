"""Rows of ragged tensors by their numbers, on row splits and flat values."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.op import Op, ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims


def _dims(c: ShapeContext) -> list[Dims]:
    levels = c.attrs["PARAMS_RAGGED_RANK"]
    made = c.attrs["OUTPUT_RAGGED_RANK"]
    values, indices = c.shape(levels), c.shape(levels + 1)
    if values == ():
        raise c.fail("RaggedGather: params_dense_values must have an axis.")
    if indices is not None and made != levels + len(indices) - 1:
        raise c.fail(
            f"RaggedGather: OUTPUT_RAGGED_RANK must be {levels + len(indices) - 1}, got "
            f"{made}."
        )
    inner = None if values is None else (None, *values[1:])
    return [(None,)] * made + [inner]


def spread(starts: Any, limits: Any) -> Any:
    """All numbers of the ranges, one range after another."""
    lengths = limits - starts
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if ends.size else 0
    return np.arange(total) + np.repeat(starts - (ends - lengths), lengths)


def _kernel(
    xp: Any,
    params_nested_splits: Any,
    params_dense_values: Any,
    indices: Any,
    OUTPUT_RAGGED_RANK: int,
) -> Any:
    rows = len(params_nested_splits[0]) - 1
    flat = indices.reshape(-1)
    wrong = (flat < 0) | (flat >= rows)
    if wrong.any():
        place = int(np.argmax(wrong))
        raise ValueError(f"indices[{place}] = {flat[place]} is not in [0, {rows})")
    kind = params_nested_splits[0].dtype
    made: list[Any] = []
    for axis in range(1, indices.ndim):
        count = int(np.prod(indices.shape[:axis]))
        made.append((np.arange(count + 1) * indices.shape[axis]).astype(kind))
    chosen = flat
    for level, splits in enumerate(params_nested_splits):
        if (np.diff(splits) < 0).any():
            raise ValueError("Ragged splits must be sorted")
        deeper = params_nested_splits[level + 1 : level + 2]
        end = len(deeper[0]) - 1 if deeper else len(params_dense_values)
        if splits[0] < 0 or splits[-1] > end:
            raise ValueError("Ragged splits must be >= 0 and within the values")
        starts, limits = splits[chosen], splits[chosen + 1]
        made.append(np.concatenate([[0], np.cumsum(limits - starts)]).astype(kind))
        chosen = spread(starts, limits)
    if indices.ndim == 0:
        made = made[1:]
    return made, params_dense_values[chosen]


def _gradient(op: Any, *dys: Any) -> list[Any]:
    from tensorbrook._src.ops import gather, shape
    from tensorbrook._src.ops.indexed_slices import IndexedSlices
    from tensorbrook._src.ops.ragged_records import ragged_range_op

    levels = op.attrs["PARAMS_RAGGED_RANK"]
    splits, (values, indices) = op.inputs[:levels], op.inputs[levels:]
    ends = splits[0]
    for deeper in splits[1:]:
        ends = gather.gather(deeper, ends)
    rows = shape.reshape(indices, [-1])
    starts, limits = gather.gather(ends, rows), gather.gather(ends[1:], rows)
    one = starts[:0].dtype.as_numpy_dtype(1)
    places = ragged_range_op(starts, limits, one).rt_dense_values
    found = IndexedSlices(dys[-1], places, shape.shape(values))
    return [None] * levels + [found, None]


ragged_gather_op = Op(
    "RaggedGather",
    "params_nested_splits: PARAMS_RAGGED_RANK * Tsplits, params_dense_values: Tvalues, "
    "indices: Tindices -> output_nested_splits: OUTPUT_RAGGED_RANK * Tsplits, "
    "output_dense_values: Tvalues | PARAMS_RAGGED_RANK: int >= 1, "
    "OUTPUT_RAGGED_RANK: int >= 0, Tindices: index, Tsplits: index = int64",
    shape=_dims,
    reference=_kernel,
    gradient=_gradient,
    xla=unsupported("the shape of the result depends on values"),
)
