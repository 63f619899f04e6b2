"""Elements of datasets as the records of TensorFlow's snapshot files.

Each component of an element is a record, a TensorProto. A ragged tensor is one variant, a
sparse tensor a vector of three; where such elements were batched, the variants have the
dimensions of the batches in front.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, nest
from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.eager.tensor import EagerTensor, tensor_of
from tensorbrook._src.formats.schema import message
from tensorbrook._src.formats.tensor_proto import (
    from_proto,
    shape_to_proto,
    to_proto,
)
from tensorbrook._src.formats.varint import read_varints, varint
from tensorbrook._src.ops.ragged.spec import RaggedTensorSpec
from tensorbrook._src.ops.sparse_tensor import SparseTensorSpec

_RAGGED = "RaggedTensorVariant"
_TENSOR = "tensorflow::Tensor"
_Part = tuple[np.ndarray[Any, Any], DType]


def leaf_dtypes(spec: Any) -> list[DType]:
    """The dtypes of the components of an element, as TensorFlow has them."""
    leaves = nest.flatten(spec)
    return [
        leaf.dtype if isinstance(leaf, TensorSpec) else dtypes.variant
        for leaf in leaves
    ]


def records(spec: Any, element: Sequence[EagerTensor]) -> list[bytes]:
    """The records of an element, given as flat tensors.

    Raises:
        NotImplementedError: A part of it is neither dense, nor sparse, nor ragged.
    """
    rest = iter(element)
    found = []
    for leaf in nest.flatten(spec):
        parts = [
            (next(rest)._array(), part.dtype)
            for part in nest.flatten(leaf, expand_composites=True)
        ]
        found.append(_proto(leaf, parts).SerializeToString())
    return found


def _proto(leaf: Any, parts: list[_Part]) -> Any:
    if isinstance(leaf, TensorSpec):
        return to_proto(*parts[0], raw=True)
    if isinstance(leaf, RaggedTensorSpec):
        return _variants((), [(_RAGGED, [*parts[1:], parts[0]])])
    if isinstance(leaf, SparseTensorSpec):
        return _variants((3,), [(_TENSOR, [part]) for part in parts])
    raise NotImplementedError(
        f"Dataset.save: elements of the kind {type(leaf).__name__} can't be written yet."
    )


def _variants(dims: tuple[int, ...], items: list[tuple[str, list[_Part]]]) -> Any:
    """A tensor of variants: the lengths of all items, and then the items."""
    made = message("TensorProto")(dtype=dtypes.variant.as_datatype_enum)
    made.tensor_shape.CopyFrom(shape_to_proto(dims))
    encoded = []
    for kind, parts in items:
        data = message("VariantTensorDataProto")(type_name=kind)
        data.tensors.extend(to_proto(*part, raw=True) for part in parts)
        encoded.append(data.SerializeToString())
    lengths = b"".join(varint(len(each)) for each in encoded)
    made.tensor_content = lengths + b"".join(encoded)
    return made


def tensors(record: bytes) -> list[EagerTensor]:
    """The flat tensors of one component.

    Raises:
        errors.InvalidArgumentError: The record contradicts itself.
        NotImplementedError: It holds variants of an unknown kind.
    """
    proto = message("TensorProto").FromString(record)
    if proto.dtype != dtypes.variant.as_datatype_enum:
        return [tensor_of(*from_proto(proto))]
    dims = tuple(int(dim.size) for dim in proto.tensor_shape.dim)
    items = _decoded(proto.tensor_content, math.prod(dims))
    kinds = {item.type_name for item in items}
    if kinds == {_RAGGED}:
        rows = [[from_proto(each) for each in item.tensors] for item in items]
        *splits, values = _ragged(rows, dims)
        return [tensor_of(*part) for part in (values, *splits)]
    if kinds == {_TENSOR} and dims[-1:] == (3,):
        parts = [from_proto(item.tensors[0])[0] for item in items]
        dtype = from_proto(items[1].tensors[0])[1]
        triples = [parts[at : at + 3] for at in range(0, len(parts), 3)]
        indices, found, shape = _sparse(triples, dims[:-1])
        return [
            tensor_of(indices, dtypes.int64),
            tensor_of(found, dtype),
            tensor_of(shape, dtypes.int64),
        ]
    raise NotImplementedError(
        f"Dataset.load: variants of the kind {sorted(kinds)} can't be read yet."
    )


def _decoded(content: bytes, count: int) -> list[Any]:
    """The items of a tensor of variants; their lengths stand in front."""
    lengths, at = read_varints(content, 0, count)
    items = []
    for length in lengths:
        item = message("VariantTensorDataProto").FromString(content[at : at + length])
        items.append(item)
        at += length
    return items


def _ragged(rows: list[list[_Part]], dims: Sequence[int]) -> list[_Part]:
    """Splits and values of ragged tensors that lie in an array of these dims."""
    if not dims:
        return rows[0]
    width = len(rows) // dims[0] if dims[0] else 0
    below = [
        _ragged(rows[at * width : (at + 1) * width], dims[1:]) for at in range(dims[0])
    ]
    outer = np.cumsum([0, *(_rows(parts) for parts in below)])
    inner = [
        _joined_splits([parts[level] for parts in below])
        for level in range(len(below[0]) - 1)
    ]
    dtype = below[0][-1][1]
    values = np.concatenate([parts[-1][0] for parts in below])
    return [(outer, dtypes.int64), *inner, (values, dtype)]


def _rows(parts: list[_Part]) -> int:
    """The number of rows of a ragged tensor: of its first splits, or of its values."""
    return len(parts[0][0]) - (len(parts) > 1)


def _joined_splits(splits: list[_Part]) -> _Part:
    """The splits of several tensors, one after the other."""
    made = [np.zeros(1, np.int64)]
    for array, _ in splits:
        made.append(array[1:] + made[-1][-1])
    return np.concatenate(made), dtypes.int64


def _sparse(triples: list[list[Any]], dims: Sequence[int]) -> list[Any]:
    """Indices, values and shape of sparse tensors in an array of these dims."""
    if not dims:
        return triples[0]
    width = len(triples) // dims[0] if dims[0] else 0
    below = [
        _sparse(triples[at * width : (at + 1) * width], dims[1:])
        for at in range(dims[0])
    ]
    indices = [
        np.insert(part[0], 0, number, axis=1) for number, part in enumerate(below)
    ]
    largest = np.max([part[2] for part in below], axis=0)
    values = np.concatenate([part[1] for part in below])
    return [np.concatenate(indices), values, np.array([dims[0], *largest], np.int64)]
