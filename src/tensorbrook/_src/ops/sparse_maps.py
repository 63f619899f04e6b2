"""Sparse tensors that stay in the process under numbers, between ops that batch them."""

from __future__ import annotations

import itertools
import threading
from typing import Any

import numpy as np

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims

_OUTSIDE = unsupported("the sparse tensors live outside of compiled functions")
_NAMES = "container: string = '', shared_name: string = ''"


class _Store:
    """Sparse tensors by number."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[Any, Any, Any]] = {}
        self._numbers = itertools.count()
        self._lock = threading.Lock()

    def add(self, parts: tuple[Any, Any, Any]) -> int:
        with self._lock:
            number = next(self._numbers)
            self._kept[number] = parts
            return number

    def take(self, number: int) -> tuple[Any, Any, Any]:
        with self._lock:
            if number not in self._kept:
                raise ValueError(f"Unable to find SparseTensor: {number}")
            return self._kept.pop(number)


_stores: dict[tuple[str, str], _Store] = {}


def _store(container: str, shared_name: str) -> _Store:
    return _stores.setdefault((container, shared_name), _Store())


def _check(indices: Any, values: Any, dims: Any, batched: bool) -> None:
    fits = indices.ndim == 2 and values.ndim == 1 and dims.ndim == 1
    if not fits or indices.shape != (len(values), len(dims)):
        raise ValueError(
            "A sparse tensor needs a matrix of indices, a vector of values and one of "
            f"sizes, got shapes {indices.shape}, {values.shape} and {dims.shape}."
        )
    if len(dims) < (2 if batched else 1):
        raise ValueError(f"The sparse tensor has too few dims: {dims.tolist()}.")
    if ((indices < 0) | (indices >= dims)).any():
        raise ValueError(f"An index lies outside of the shape {dims.tolist()}.")


def _add(xp: Any, indices: Any, values: Any, dims: Any, **names: str) -> Any:
    _check(indices, values, dims, batched=False)
    parts = (np.array(indices), np.array(values), np.array(dims))
    return np.int64(_store(**names).add(parts))


def _add_many(xp: Any, indices: Any, values: Any, dims: Any, **names: str) -> Any:
    _check(indices, values, dims, batched=True)
    store, count = _store(**names), int(dims[0])
    if count > 1 << 24:
        raise ValueError(f"{count} sparse tensors are too many.")
    numbers = []
    for row in range(count):
        own = indices[:, 0] == row
        numbers.append(store.add((indices[own, 1:], values[own], np.array(dims[1:]))))
    return np.array(numbers, np.int64)


def _take(xp: Any, handles: Any, dtype: Any, **names: str) -> tuple[Any, Any, Any]:
    if handles.ndim != 1 or not handles.size:
        raise ValueError(
            f"sparse_handles must be a vector of numbers, got shape {handles.shape}."
        )
    store = _store(**names)
    taken = [store.take(number) for number in handles.tolist()]
    ranks = {len(dims) for _, _, dims in taken}
    if len(ranks) > 1:
        raise ValueError(f"The sparse tensors have different ranks: {sorted(ranks)}.")
    kinds = {values.dtype for _, values, _ in taken}
    if kinds != {np.dtype(dtype.numpy_dtype)}:
        raise ValueError(f"The sparse tensors aren't all of {dtype.name}.")
    rows = [
        np.column_stack([np.full(len(indices), row, np.int64), indices])
        for row, (indices, _, _) in enumerate(taken)
    ]
    dims = np.max([dims for _, _, dims in taken], axis=0)
    values = np.concatenate([values for _, values, _ in taken])
    return np.concatenate(rows), values, np.array([len(taken), *dims], np.int64)


def _op(name: str, signature: str, kernel: Any, shape: Any) -> Op:
    return Op(
        name,
        f"{signature}{_NAMES}",
        shape=shape,
        reference=kernel,
        gradient=NOT_DIFFERENTIABLE,
        xla=_OUTSIDE,
        stateful=True,
    )


def _scalar(c: ShapeContext) -> Dims:
    return ()


_SPARSE = "sparse_indices: int64, sparse_values: T, sparse_shape: int64"

add_op = _op(
    "AddSparseToTensorsMap", f"{_SPARSE} -> sparse_handle: int64 | ", _add, _scalar
)
add_many_op = _op(
    "AddManySparseToTensorsMap",
    f"{_SPARSE} -> sparse_handles: int64 | ",
    _add_many,
    lambda c: (None,),
)
take_many_op = _op(
    "TakeManySparseFromTensorsMap",
    "sparse_handles: int64 -> sparse_indices: int64, sparse_values: dtype, "
    "sparse_shape: int64 | dtype: type, ",
    _take,
    lambda c: [(None, None), (None,), (None,)],
)
