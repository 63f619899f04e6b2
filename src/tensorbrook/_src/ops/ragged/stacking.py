"""Batches of ragged elements and their rows, on eager tensors: what datasets need.

A ragged value is here the list of its parts: flat values and row splits, the outermost
first, as its spec lists them.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.ops.ragged.spec import RaggedTensorSpec


def batch_spec(leaf: Any, size: int | None, splits: Any) -> Any:
    """The spec of elements of one spec stacked, with ragged axes where lengths may vary.

    Args:
        leaf: The spec of an element.
        size: The number of elements, if it is known.
        splits: The dtype of new partitions.
    """
    if isinstance(leaf, RaggedTensorSpec):
        return leaf._batch(size)
    dims = leaf.shape._dims
    if dims is None:
        raise ValueError("A ragged batch needs elements of known rank.")
    ragged = [axis for axis, dim in enumerate(dims) if dim is None]
    if not ragged:
        return TensorSpec((size, *dims), leaf.dtype)
    return RaggedTensorSpec((size, *dims), leaf.dtype, ragged[-1] + 1, splits)


def stack_rows(leaf: Any, parts: list[list[Any]]) -> list[Any]:
    """The parts of a ragged tensor whose rows are the given ragged tensors."""
    flat, *cuts = zip(*parts, strict=True)
    kind = cuts[0][0].dtype if cuts else dtypes.int64
    arrays = [[cut._array() for cut in level] for level in cuts]
    counts = (
        [len(item) - 1 for item in arrays[0]]
        if arrays
        else [len(item._array()) for item in flat]
    )
    splits = [_splits_of(counts), *(_chained(level) for level in arrays)]
    values = np.concatenate([item._array() for item in flat])
    model = flat[0]
    return [
        model._made(values, model.dtype),
        *(_numbers(model, cut, kind) for cut in splits),
    ]


def _splits_of(counts: list[int]) -> Any:
    return np.concatenate([[0], np.cumsum(counts)])


def _chained(cuts: list[Any]) -> Any:
    """Row splits one after the other."""
    found, end = [np.zeros(1, np.int64)], 0
    for cut in cuts:
        found.append(cut[1:] + end)
        end += int(cut[-1])
    return np.concatenate(found)


def _numbers(model: Any, array: Any, kind: dtypes.DType) -> Any:
    return model._made(np.ascontiguousarray(array, kind.numpy_dtype), kind)


def rows_of(leaf: Any, tensors: list[Any]) -> list[list[Any]]:
    """The rows of a ragged tensor, each as the list of its parts."""
    flat, outer, *inner = tensors
    values, cuts = flat._array(), outer._array()
    levels = [cut._array() for cut in inner]
    found = []
    for start, end in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True):
        parts = []
        for level, tensor in zip(levels, inner, strict=True):
            piece = level[start : end + 1]
            parts.append(_numbers(flat, piece - piece[0], tensor.dtype))
            start, end = int(piece[0]), int(piece[-1])
        row = flat._made(np.ascontiguousarray(values[start:end]), flat.dtype)
        found.append([row, *parts])
    return found


def stack_dense(leaf: Any, parts: list[list[Any]], splits: Any) -> list[Any]:
    """The parts of a ragged tensor whose rows are tensors of several shapes."""
    if isinstance(leaf, RaggedTensorSpec):
        return stack_rows(leaf, parts)
    tensors = [part[0] for part in parts]
    arrays = [tensor._array() for tensor in tensors]
    levels = batch_spec(leaf, None, splits).ragged_rank
    kind = dtypes.as_dtype(splits)
    cuts = []
    for level in range(levels):
        lengths = [
            np.full(int(np.prod(array.shape[:level])), array.shape[level])
            for array in arrays
        ]
        cuts.append(_splits_of(np.concatenate(lengths)))  # type: ignore[arg-type]
    flat = [
        array.reshape((math.prod(array.shape[:levels]), *array.shape[levels:]))
        for array in arrays
    ]
    model = tensors[0]
    return [
        model._made(np.concatenate(flat), model.dtype),
        *(_numbers(model, cut, kind) for cut in cuts),
    ]
