"""Reductions of segments whose number is given, and gradients by rows that are used."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops import segment
from tensorbrook._src.ops.elementwise import widened

_COUNTED = "data: T, segment_ids: Tindices, num_segments: Tnumsegments -> output: T | "


def _dims(c: ShapeContext) -> Dims:
    data, ids, count = c.shape(0), c.shape(1), c.number(2)
    if count is not None and count < 0:
        raise c.fail(f"{c.op.name}: num_segments must be at least 0, got {count}.")
    c.check_rank(1, 1)
    if data is None:
        return None
    if not data:
        raise c.fail(f"{c.op.name}: data must have an axis.")
    if ids is not None and None not in (ids[0], data[0]) and ids[0] != data[0]:
        raise c.fail(
            f"{c.op.name}: there must be an id for each of the {data[0]} rows, got "
            f"{ids[0]}."
        )
    known = c.value(1)
    if known is not None and (np.diff(known) < 0).any():
        raise c.fail(f"{c.op.name}: segment_ids must not fall, got {known.tolist()}.")
    return (count, *data[1:])


def _counted(name: str, kind: str, types: str) -> Op:
    def kernel(xp: Any, data: Any, segment_ids: Any, num_segments: Any) -> Any:
        count = int(num_segments)
        if xp is np:
            kept = segment_ids < count
            data, segment_ids = data[kept], segment_ids[kept]
        return segment.combine(xp, kind, data, segment_ids, count)

    return Op(
        name,
        f"{_COUNTED}T: {types}, Tindices: index, Tnumsegments: index = int32",
        shape=_dims,
        reference=kernel,
        gradient=NOT_DIFFERENTIABLE,
        sized_by_values=True,
    )


segment_max_v2_op = _counted("SegmentMaxV2", "max", "real")
segment_min_v2_op = _counted("SegmentMinV2", "min", "real")
segment_prod_v2_op = _counted("SegmentProdV2", "multiply", "quantized|numeric")
segment_sum_v2_op = _counted("SegmentSumV2", "add", "quantized|numeric")


def _used_dims(c: ShapeContext) -> list[Dims]:
    dims, indices, ids = c.shape(0), c.value(1), c.value(2)
    c.number(3)
    for index in (1, 2):
        c.check_rank(index, 1)
    if indices is None or ids is None:
        return [None if dims is None else (None, *dims[1:]), (None,)]
    if len(indices) != len(ids):
        raise c.fail(
            f"{c.op.name}: indices and segment_ids must have one size, got "
            f"{len(indices)} and {len(ids)}."
        )
    count = len(np.unique(indices))
    return [None if dims is None else (count, *dims[1:]), (count,)]


def _used_rows(power: float) -> Any:
    """Gradients of the rows that indices name, and which rows these are."""

    def kernel(
        xp: Any, grad: Any, indices: Any, segment_ids: Any, dense_output_dim0: Any
    ) -> Any:
        for name, values, end in (
            ("Index", indices, int(dense_output_dim0)),
            ("Segment id", segment_ids, len(grad)),
        ):
            wrong = values[(values < 0) | (values >= end)]
            if wrong.size:
                raise ValueError(f"{name} {wrong[0]} out of range [0, {end}).")
        rows, places = np.unique(indices, return_inverse=True)
        wide = widened(grad)
        if power:
            sizes = np.maximum(segment.row_counts(np, segment_ids, len(grad)), 1)
            scale = sizes.astype(wide.dtype) ** power
            wide = wide / scale.reshape(-1, *[1] * (grad.ndim - 1))
        back = wide[segment_ids]
        found = segment.combine(np, "add", back, places.reshape(-1), len(rows))
        return found.astype(grad.dtype), rows

    return kernel


def _used(name: str, power: float) -> Op:
    return Op(
        f"SparseSegment{name}GradV2",
        "grad: T, indices: Tidx, segment_ids: Tsegmentids, dense_output_dim0: int32 -> "
        "output: T, sorted_unique_indices: Tidx | T: floating, Tidx: index = int32, "
        "Tsegmentids: index = int32",
        shape=_used_dims,
        reference=_used_rows(power),
        gradient=NOT_DIFFERENTIABLE,
        xla=unsupported("the shape of the result depends on values"),
    )


sum_grad_v2_op = _used("Sum", 0.0)
mean_grad_v2_op = _used("Mean", 1.0)
sqrt_n_grad_v2_op = _used("SqrtN", 0.5)
