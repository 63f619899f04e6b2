"""Crosses of features: all combinations of the values in each row."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.farm_hash import fingerprint64
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims

_WORD = (1 << 64) - 1
_MULTIPLIER = 0xC6A4A7935BD1E995


def _mixed(value: int) -> int:
    return value ^ (value >> 47)


def joined_fingerprint(first: int, second: int) -> int:
    """One fingerprint of two, in which their order matters."""
    found = first ^ _MULTIPLIER
    found ^= _mixed(second * _MULTIPLIER & _WORD) * _MULTIPLIER & _WORD
    found = found * _MULTIPLIER & _WORD
    return _mixed(_mixed(found) * _MULTIPLIER & _WORD)


def _dims(c: ShapeContext) -> list[Dims]:
    rows = None
    if c.attrs["ragged_splits_types"]:
        dims = c.shape(len(c.attrs["ragged_values_types"]))
        rows = dims[0] if dims else None
    return [(None,), (rows,)]


def _ragged_rows(values: Any, splits: Any) -> list[Any]:
    return [values[a:b].tolist() for a, b in itertools.pairwise(splits.tolist())]


def _sparse_rows(indices: Any, values: Any, shape: Any) -> list[Any]:
    rows: list[list[Any]] = [[] for _ in range(int(shape[0]))]
    for (row, _), value in zip(indices.tolist(), values.tolist(), strict=True):
        rows[row].append(value)
    return rows


def _features(
    input_order: str,
    ragged: Iterator[Any],
    sparse: Iterator[Any],
    dense: Iterator[Any],
) -> list[list[Any]]:
    """The rows of each feature, in the order in which they were given."""
    found = []
    for kind in input_order:
        if kind == "R":
            found.append(_ragged_rows(*next(ragged)))
        elif kind == "S":
            found.append(_sparse_rows(*next(sparse)))
        else:
            found.append(next(dense).tolist())
    return found


def _hashed(items: Any, key: int, buckets: int) -> int:
    total = key & _WORD
    for item in items:
        mark = fingerprint64(item) if isinstance(item, bytes) else int(item) & _WORD
        total = joined_fingerprint(total, mark)
    return total % (buckets if buckets > 0 else np.iinfo(np.int64).max)


def _text(item: Any) -> bytes:
    return item if isinstance(item, bytes) else str(item).encode()


def _cross(
    xp: Any,
    ragged_values: Any,
    ragged_row_splits: Any,
    sparse_indices: Any,
    sparse_values: Any,
    sparse_shape: Any,
    dense_inputs: Any,
    input_order: str,
    hashed_output: bool,
    num_buckets: int,
    hash_key: int,
    out_values_type: dtypes.DType,
    out_row_splits_type: dtypes.DType,
) -> Any:
    given = {"R": ragged_values, "S": sparse_values, "D": dense_inputs}
    if any(input_order.count(kind) != len(values) for kind, values in given.items()):
        raise ValueError(
            f"RaggedCross: input_order {input_order!r} must name each input once: R for "
            f"{len(ragged_values)} ragged, S for {len(sparse_values)} sparse and D for "
            f"{len(dense_inputs)} dense ones."
        )
    features = _features(
        input_order,
        zip(ragged_values, ragged_row_splits, strict=True),
        zip(sparse_indices, sparse_values, sparse_shape, strict=True),
        iter(dense_inputs),
    )
    counts = {len(rows) for rows in features}
    if len(counts) > 1:
        raise ValueError(
            f"RaggedCross: all inputs must have the same number of rows, got {counts}."
        )
    values: list[Any] = []
    splits = [0]
    for row in zip(*features, strict=True):
        for items in itertools.product(*row):
            values.append(
                _hashed(items, hash_key, num_buckets)
                if hashed_output
                else b"_X_".join(map(_text, items))
            )
        splits.append(len(values))
    kind = object if out_values_type is dtypes.string else np.int64
    return (
        np.array(values, dtype=kind),
        np.array(splits, out_row_splits_type.numpy_dtype),
    )


ragged_cross_op = Op(
    "RaggedCross",
    "ragged_values: ragged_values_types, ragged_row_splits: ragged_splits_types, "
    "sparse_indices: Nsparse * int64, sparse_values: sparse_values_types, "
    "sparse_shape: Nsparse * int64, dense_inputs: dense_types -> "
    "output_values: out_values_type, output_row_splits: out_row_splits_type | "
    "Nsparse: int >= 0, input_order: string, hashed_output: bool, num_buckets: int >= 0, "
    "hash_key: int, ragged_values_types: list(type), ragged_splits_types: list(type), "
    "sparse_values_types: list(type), dense_types: list(type), "
    "out_values_type: {int64, string}, out_row_splits_type: index",
    shape=_dims,
    reference=_cross,
    gradient=NOT_DIFFERENTIABLE,
    xla=unsupported("the number of values depends on the rows"),
)
