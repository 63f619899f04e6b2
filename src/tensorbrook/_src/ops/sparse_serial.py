"""Sparse tensors as strings, and back."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, errors, memory
from tensorbrook._src.core.op import (
    NOT_DIFFERENTIABLE,
    Op,
    ShapeContext,
    unsupported,
)
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.formats import tensor_proto
from tensorbrook._src.formats.schema import message
from tensorbrook._src.ops.sparse_tensor import SparseTensor

_STRINGS = unsupported("XLA has no strings")
_KINDS = (dtypes.int64, None, dtypes.int64)


def _texts(indices: Any, values: Any, dims: Any, dtype: Any) -> list[bytes]:
    """Indices, values and dense shape as serialised TensorProtos."""
    arrays = ((indices, dtypes.int64), (values, dtype), (dims, dtypes.int64))
    return [
        tensor_proto.to_proto(array, kind, raw=True).SerializeToString()
        for array, kind in arrays
    ]


def _serialize(xp: Any, indices: Any, values: Any, dims: Any, out_type: Any) -> Any:
    _check(out_type)
    texts = _texts(indices._array(), values._array(), dims._array(), values.dtype)
    made = np.empty(3, object)
    made[:] = texts
    return type(indices)._made(made, dtypes.string)


def _check(out_type: Any) -> None:
    if out_type is not dtypes.string:
        raise NotImplementedError(
            "tf.io.serialize_sparse: out_type must be tf.string; variants are not "
            "supported yet."
        )


def _serialize_many(
    xp: Any, indices: Any, values: Any, dims: Any, out_type: Any
) -> Any:
    _check(out_type)
    places, items, shape = indices._array(), values._array(), dims._array()
    fits = places.ndim == 2 and items.shape == places.shape[:1]
    if shape.ndim != 1 or len(shape) < 2 or not fits:
        raise errors.InvalidArgumentError(
            None,
            None,
            "SerializeManySparse takes a matrix of indices, a vector of values and the "
            "dims of at least a matrix, got shapes "
            f"{[list(item.shape) for item in (places, items, shape)]}.",
        )
    memory.check((int(shape[0]), 3), 8, "SerializeManySparse")
    made = np.empty((int(shape[0]), 3), object)
    for row in range(len(made)):
        own = places[:, 0] == row
        made[row] = _texts(places[own, 1:], items[own], shape[1:], values.dtype)
    return type(indices)._made(made, dtypes.string)


def _deserialize(xp: Any, serialized_sparse: Any, dtype: Any) -> tuple[Any, Any, Any]:
    texts = serialized_sparse.reshape(-1, 3)
    parts = [
        [_part(text, kind or dtype) for text, kind in zip(row, _KINDS, strict=True)]
        for row in texts
    ]
    if serialized_sparse.ndim == 1:
        return tuple(parts[0])  # type: ignore[return-value]
    if not parts:
        raise errors.InvalidArgumentError(
            None, None, "DeserializeSparse: there is no sparse tensor."
        )
    ranks = {len(shape) for _, _, shape in parts}
    if len(ranks) != 1:
        raise errors.InvalidArgumentError(
            None, None, f"Inconsistent rank across SparseTensors: {sorted(ranks)}"
        )
    indices = [
        np.column_stack([np.full(len(places), row), places])
        for row, (places, _, _) in enumerate(parts)
    ]
    outer = serialized_sparse.shape[:-1]
    widest = np.max([shape for _, _, shape in parts], axis=0)
    joined = np.concatenate(indices).astype(np.int64)
    if len(outer) > 1:
        rows = np.column_stack(np.unravel_index(joined[:, 0], outer))
        joined = np.column_stack([rows, joined[:, 1:]])
    return (
        joined,
        np.concatenate([values for _, values, _ in parts]),
        np.array([*outer, *widest], np.int64),
    )


def _part(text: bytes, dtype: Any) -> np.ndarray[Any, Any]:
    from google.protobuf.message import DecodeError

    try:
        array, kind = tensor_proto.from_proto(message("TensorProto").FromString(text))
    except DecodeError as problem:
        raise errors.InvalidArgumentError(
            None, None, f"Could not parse a serialized sparse tensor: {problem}"
        ) from problem
    if kind is not dtype:
        raise errors.InvalidArgumentError(
            None,
            None,
            f"Requested SparseTensor of type {dtype.name} but the string holds "
            f"{kind.name}",
        )
    return array


def _parts_dims(c: ShapeContext) -> list[Dims]:
    return [(None, None), (None,), (None,)]


_INPUTS = (
    "sparse_indices: int64, sparse_values: T, sparse_shape: int64 -> "
    "serialized_sparse: out_type | out_type: {string, variant} = string"
)

serialize_sparse_op = Op(
    "SerializeSparse",
    _INPUTS,
    shape=lambda c: (3,),
    reference=_serialize,
    gradient=NOT_DIFFERENTIABLE,
    xla=_STRINGS,
    on_tensors=True,
)

serialize_many_sparse_op = Op(
    "SerializeManySparse",
    _INPUTS,
    shape=lambda c: (None, 3),
    reference=_serialize_many,
    gradient=NOT_DIFFERENTIABLE,
    xla=_STRINGS,
    on_tensors=True,
)


def _deserializer(name: str) -> Op:
    many = "Many" in name
    inputs = "serialized_sparse: string" if many else "serialized_sparse: Tserialized"
    types = "" if many else ", Tserialized: {string, variant} = string"
    return Op(
        name,
        f"{inputs} -> sparse_indices: int64, sparse_values: dtype, "
        f"sparse_shape: int64 | dtype: type{types}",
        shape=_parts_dims,
        reference=_deserialize,
        gradient=NOT_DIFFERENTIABLE,
        xla=_STRINGS,
    )


deserialize_sparse_op = _deserializer("DeserializeSparse")
deserialize_many_sparse_op = _deserializer("DeserializeManySparse")


def serialize_sparse(
    sp_input: Any, out_type: Any = dtypes.string, name: str | None = None
) -> Tensor:
    """A sparse tensor as three strings.

    Args:
        sp_input: A `SparseTensor`.
        out_type: The dtype of the result, tf.string.
        name: Name of the node in a graph.

    Returns:
        A string vector of length three.

    Raises:
        TypeError: `sp_input` isn't sparse.

    Example:
        >>> import tensorbrook as tf
        >>> text = tf.io.serialize_sparse(tf.sparse.eye(2))
        >>> tf.io.deserialize_many_sparse(text[None], tf.float32).shape
        TensorShape([1, 2, 2])
    """
    return serialize_sparse_op(  # type: ignore[no-any-return]
        *_components(sp_input), out_type=out_type, name=name
    )


def serialize_many_sparse(
    sp_input: Any, out_type: Any = dtypes.string, name: str | None = None
) -> Tensor:
    """A batch of sparse tensors as three strings each.

    Args:
        sp_input: A `SparseTensor` of rank two or more; its first dimension is the batch.
        out_type: The dtype of the result, tf.string.
        name: Name of the node in a graph.

    Returns:
        A string matrix with three columns.

    Raises:
        TypeError: `sp_input` isn't sparse.
    """
    return serialize_many_sparse_op(  # type: ignore[no-any-return]
        *_components(sp_input), out_type=out_type, name=name
    )


def _components(sp_input: Any) -> tuple[Any, Any, Any]:
    if not isinstance(sp_input, SparseTensor):
        raise TypeError(f"Input must be a SparseTensor. Received: {sp_input!r}")
    return sp_input.indices, sp_input.values, sp_input.dense_shape


def deserialize_many_sparse(
    serialized_sparse: Any, dtype: Any, rank: int | None = None, name: str | None = None
) -> SparseTensor:
    """A batch of sparse tensors from three strings each.

    Args:
        serialized_sparse: A string matrix with three columns.
        dtype: The dtype of the values.
        rank: The rank of each sparse tensor, where it is known.
        name: Name of the node in a graph.

    Returns:
        A `SparseTensor` whose first dimension is the batch.

    Raises:
        errors.InvalidArgumentError: A string is no sparse tensor of that dtype.
    """
    indices, values, dims = deserialize_many_sparse_op(
        serialized_sparse, dtype=dtype, name=name
    )
    if rank is not None and not hasattr(indices, "numpy"):
        indices.set_shape([None, rank + 1])
        dims.set_shape([rank + 1])
    return SparseTensor(indices, values, dims)
