"""Crosses of features: each combination of the features of an example is one."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.farm_hash import fingerprint64
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops import cast
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.hash_functions import siphash
from tensorbrook._src.ops.sparse_kernels import DYNAMIC, invalid
from tensorbrook._src.ops.sparse_tensor import SparseTensor, SparseTensorValue

_WORD = (1 << 64) - 1
_MULTIPLIER = 0xC6A4A7935BD1E995
_HASH_KEY = 0xDECAFCAFFE
_LARGEST = (1 << 63) - 1


def _mixed(value: int) -> int:
    return value ^ (value >> 47)


def _combined(first: int, second: int) -> int:
    """One fingerprint of two, as TensorFlow combines them."""
    found = (first ^ _MULTIPLIER) & _WORD
    found ^= _mixed(second * _MULTIPLIER & _WORD) * _MULTIPLIER & _WORD
    found = found * _MULTIPLIER & _WORD
    found = _mixed(found) * _MULTIPLIER & _WORD
    return _mixed(found)


def _columns(
    indices: Any, values: Any, shapes: Any, dense_inputs: Any
) -> list[list[list[Any]]]:
    """For each feature and example, the values that it has."""
    columns = []
    batch = _batch(shapes, dense_inputs)
    for places, own in zip(indices, values, strict=True):
        rows: list[list[Any]] = [[] for _ in range(batch)]
        for place, value in zip(places[:, 0].tolist(), own.tolist(), strict=True):
            rows[place].append(value)
        columns.append(rows)
    return [*columns, *(dense.tolist() for dense in dense_inputs)]


def _batch(shapes: Any, dense_inputs: Any) -> int:
    sizes = {int(dims[0]) for dims in shapes} | {len(dense) for dense in dense_inputs}
    if len(sizes) > 1:
        raise invalid(f"Expected batch size {min(sizes)}, got {max(sizes)}")
    return sizes.pop() if sizes else 0


def _crossed(columns: Any, join: Callable[[Any], Any], dtype: Any) -> Any:
    rows = [
        [join(combination) for combination in itertools.product(*features)]
        for features in zip(*columns, strict=True)
    ]
    places = [
        (row, index) for row, found in enumerate(rows) for index in range(len(found))
    ]
    flat = [value for found in rows for value in found]
    values = np.empty(len(flat), dtype)
    values[:] = flat
    longest = max((len(found) for found in rows), default=0)
    return (
        np.array(places, np.int64).reshape(-1, 2),
        values,
        np.array([len(rows), longest], np.int64),
    )


def _text(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def _joined(separator: bytes) -> Callable[[Any], bytes]:
    return lambda combination: separator.join(map(_text, combination))


def _bucket(total: int, num_buckets: int) -> int:
    return total % (num_buckets if num_buckets > 0 else _LARGEST)


def _hashed(key: int, num_buckets: int) -> Callable[[Any], int]:
    def join(combination: Any) -> int:
        total = key
        for value in combination:
            number = fingerprint64(value) if isinstance(value, bytes) else value
            total = _combined(total, number & _WORD)
        return _bucket(total, num_buckets)

    return join


def _cross(
    xp: Any,
    indices: Any,
    values: Any,
    shapes: Any,
    dense_inputs: Any,
    hashed_output: bool,
    num_buckets: int,
    hash_key: int,
    out_type: Any,
    internal_type: Any,
) -> Any:
    columns = _columns(indices, values, shapes, dense_inputs)
    if hashed_output:
        return _crossed(columns, _hashed(hash_key, num_buckets), np.int64)
    return _crossed(columns, _joined(b"_X_"), object)


def _cross_v2(
    xp: Any, indices: Any, values: Any, shapes: Any, dense_inputs: Any, sep: Any
) -> Any:
    columns = _columns(indices, values, shapes, dense_inputs)
    return _crossed(columns, _joined(_text(sep.item())), object)


def _strong(salt: tuple[int, int], num_buckets: int) -> Callable[[Any], int]:
    """A hash of the hashes of the values, all of them keyed."""

    def join(combination: Any) -> int:
        total = 0
        for value in combination:
            number = siphash(value, salt) if isinstance(value, bytes) else value
            total = _combined(total, number & _WORD)
        return _bucket(total, num_buckets)

    return join


def _cross_hashed(
    xp: Any,
    indices: Any,
    values: Any,
    shapes: Any,
    dense_inputs: Any,
    num_buckets: Any,
    strong_hash: Any,
    salt: Any,
) -> Any:
    columns = _columns(indices, values, shapes, dense_inputs)
    words = (int(salt[0]) & _WORD, int(salt[1]) & _WORD)
    if bool(strong_hash):
        return _crossed(columns, _strong(words, int(num_buckets)), np.int64)
    key = _combined(*words)
    return _crossed(columns, _hashed(key, int(num_buckets)), np.int64)


def _dims(c: ShapeContext) -> list[Dims]:
    return [(None, 2), (None,), (2,)]


_FEATURES = (
    "indices: N * int64, values: sparse_types, shapes: N * int64, "
    "dense_inputs: dense_types"
)
_TYPES = (
    "N: int >= 0, sparse_types: list({int64, string}) >= 0, "
    "dense_types: list({int64, string}) >= 0"
)


def _record(name: str, more: str, output: str, attrs: str, kernel: Any) -> Op:
    return Op(
        name,
        f"{_FEATURES}{more} -> output_indices: int64, output_values: {output}, "
        f"output_shape: int64 | {attrs}{_TYPES}",
        shape=_dims,
        reference=kernel,
        gradient=NOT_DIFFERENTIABLE,
        xla=DYNAMIC,
    )


cross_op = _record(
    "SparseCross",
    "",
    "out_type",
    "hashed_output: bool, num_buckets: int >= 0, hash_key: int, "
    "out_type: {int64, string}, internal_type: {int64, string}, ",
    _cross,
)
cross_v2_op = _record("SparseCrossV2", ", sep: string", "string", "", _cross_v2)
cross_hashed_op = _record(
    "SparseCrossHashed",
    ", num_buckets: int64, strong_hash: bool, salt: int64",
    "int64",
    "",
    _cross_hashed,
)


def _features(inputs: Any) -> tuple[list[Any], list[Any], list[Any], list[Any]]:
    """Indices, values and shapes of the sparse features, and the dense ones.

    Raises:
        TypeError: It isn't a list of tensors.
    """
    if not isinstance(inputs, list | tuple):
        raise TypeError("Inputs must be a list")
    sparse, dense = [], []
    for feature in inputs:
        if isinstance(feature, SparseTensor | SparseTensorValue):
            sparse.append(SparseTensor.from_value(feature))
        elif hasattr(type(feature), "__tf_tensor__"):
            dense.append(_known_type(convert_to_tensor(feature)))
        else:
            raise TypeError("All inputs must be Tensor or SparseTensor.")
    return (
        [feature.indices for feature in sparse],
        [_known_type(feature.values) for feature in sparse],
        [feature.dense_shape for feature in sparse],
        dense,
    )


def _known_type(tensor: Any) -> Any:
    return tensor if tensor.dtype is dtypes.string else cast.cast(tensor, dtypes.int64)


def cross(inputs: Any, name: str | None = None, separator: Any = None) -> SparseTensor:
    """Combines each feature of an example with each of its other features.

    Args:
        inputs: A list of sparse or dense matrices, a row for each example. Sparse ones
            come first in the result.
        name: Name of the node in a graph.
        separator: What stands between the parts; by default "_X_".

    Returns:
        A sparse tensor of strings.

    Raises:
        TypeError: It isn't a list of tensors.

    Example:
        >>> import tensorbrook as tf
        >>> a, b = tf.constant([["x", "y"]]), tf.constant([["1"]])
        >>> tf.sparse.cross([a, b]).values.numpy().tolist()
        [b'x_X_1', b'y_X_1']
    """
    mark = convert_to_tensor("_X_" if separator is None else separator)
    return SparseTensor(*cross_v2_op(*_features(inputs), mark, name=name))


def cross_hashed(
    inputs: Any,
    num_buckets: int = 0,
    hash_key: int | None = None,
    name: str | None = None,
) -> SparseTensor:
    """Combines features as `cross`, and hashes the combinations.

    Args:
        inputs: A list of sparse or dense matrices, a row for each example.
        num_buckets: The hashes are below this; 0 for all that int64 can hold.
        hash_key: A key that changes the hashes.
        name: Name of the node in a graph.

    Returns:
        A sparse tensor of int64.

    Raises:
        TypeError: It isn't a list of tensors.

    Example:
        >>> import tensorbrook as tf
        >>> a, b = tf.constant([["x", "y"]]), tf.constant([["1"]])
        >>> tf.sparse.cross_hashed([a, b], num_buckets=10).shape
        TensorShape([1, 2])
    """
    parts = _features(inputs)
    numbers = any(t.dtype is not dtypes.string for t in (*parts[1], *parts[3]))
    return SparseTensor(
        *cross_op(
            *parts,
            hashed_output=True,
            num_buckets=num_buckets,
            hash_key=_HASH_KEY if hash_key is None else hash_key,
            out_type=dtypes.int64,
            internal_type=dtypes.int64 if numbers else dtypes.string,
            name=name,
        )
    )
