"""Nested Python values and specs as StructuredValue messages, there and back."""

from __future__ import annotations

import collections
from collections.abc import Mapping
from typing import Any

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.core.shapes import TensorShape
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.core.type_spec import TypeSpec
from tensorbrook._src.formats import tensor_proto
from tensorbrook._src.formats.schema import message
from tensorbrook._src.ops.ragged.spec import RaggedTensorSpec
from tensorbrook._src.ops.sparse_tensor import SparseTensorSpec


def encode(value: Any) -> Any:
    """The StructuredValue of nested containers, numbers, texts, dtypes and specs.

    Raises:
        NotImplementedError: Something in it has no form in a message.
    """
    made = message("StructuredValue")()
    _encode(value, made)
    return made


def _encode(value: Any, made: Any) -> None:
    if value is None:
        made.none_value.SetInParent()
    elif isinstance(value, bool):
        made.bool_value = value
    elif isinstance(value, int):
        made.int64_value = value
    elif isinstance(value, float):
        made.float64_value = value
    elif isinstance(value, str):
        made.string_value = value
    elif isinstance(value, DType):
        made.tensor_dtype_value = value.as_datatype_enum
    elif isinstance(value, TensorShape):
        made.tensor_shape_value.CopyFrom(tensor_proto.shape_to_proto(value._dims))
    elif isinstance(value, TypeSpec):
        _encode_spec(value, made)
    else:
        _encode_container(value, made)


def _encode_container(value: Any, made: Any) -> None:
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        made.named_tuple_value.name = type(value).__name__
        for key in value._fields:
            pair = made.named_tuple_value.values.add(key=key)
            _encode(getattr(value, key), pair.value)
    elif isinstance(value, list | tuple):
        inner = made.list_value if isinstance(value, list) else made.tuple_value
        inner.SetInParent()
        for item in value:
            _encode(item, inner.values.add())
    elif isinstance(value, Mapping):
        made.dict_value.SetInParent()
        for key, item in value.items():
            _encode(item, made.dict_value.fields[str(key)])
    else:
        raise NotImplementedError(
            f"A value of type {type(value).__name__} has no form in a SavedModel: "
            f"{value!r}"
        )


def _encode_spec(value: Any, made: Any) -> None:
    if isinstance(value, TensorSpec):
        spec = made.tensor_spec_value
        spec.name = value.name or ""
        spec.shape.CopyFrom(tensor_proto.shape_to_proto(value.shape._dims))
        spec.dtype = value.dtype.as_datatype_enum
        return
    spec = made.type_spec_value
    if isinstance(value, SparseTensorSpec):
        spec.type_spec_class = "SPARSE_TENSOR_SPEC"
        state: tuple[Any, ...] = (value.shape, value.dtype)
        spec.num_flat_components = 3
    elif isinstance(value, RaggedTensorSpec):
        spec.type_spec_class = "RAGGED_TENSOR_SPEC"
        ranks = value._ragged_rank
        state = (value._shape, value._dtype, ranks, value._row_splits_dtype)
        spec.num_flat_components = 1 + ranks
    else:
        raise NotImplementedError(f"{value!r} has no form in a SavedModel yet.")
    spec.type_spec_class_name = type(value).__name__
    _encode(state, spec.type_state)


def decode(proto: Any) -> Any:
    """What a StructuredValue stands for.

    Raises:
        errors.DataLossError: It holds nothing that is known.
        NotImplementedError: It holds a spec that isn't supported.
    """
    kind = proto.WhichOneof("kind")
    if kind in (None, "none_value"):
        return None
    value = getattr(proto, kind)
    if kind in ("float64_value", "int64_value", "string_value", "bool_value"):
        return value
    if kind == "tensor_shape_value":
        return TensorShape(tensor_proto.shape_from_proto(value))
    if kind == "tensor_dtype_value":
        return dtypes.as_dtype(value)
    if kind in ("tensor_spec_value", "bounded_tensor_spec_value"):
        dims = tensor_proto.shape_from_proto(value.shape)
        return TensorSpec(dims, dtypes.as_dtype(value.dtype), value.name or None)
    if kind == "type_spec_value":
        return _decode_spec(value)
    if kind in ("tensor_value", "numpy_value"):
        return tensor_proto.from_proto(value)[0]
    return _decode_container(kind, value)


def _decode_container(kind: str, value: Any) -> Any:
    if kind == "list_value":
        return [decode(item) for item in value.values]
    if kind == "tuple_value":
        return tuple(decode(item) for item in value.values)
    if kind == "dict_value":
        return {key: decode(value.fields[key]) for key in sorted(value.fields)}
    if kind == "named_tuple_value":
        keys = [pair.key for pair in value.values]
        made = collections.namedtuple(value.name, keys)  # type: ignore[misc]
        return made(*(decode(pair.value) for pair in value.values))
    raise errors.DataLossError(None, None, f"A StructuredValue of the kind {kind}.")


def _decode_spec(value: Any) -> Any:
    kinds = type(value).TypeSpecClass
    state = decode(value.type_state)
    if value.type_spec_class == kinds.Value("SPARSE_TENSOR_SPEC"):
        return SparseTensorSpec(*state[:2])
    if value.type_spec_class == kinds.Value("RAGGED_TENSOR_SPEC"):
        return RaggedTensorSpec(*state[:4])
    raise NotImplementedError(
        f"The spec {value.type_spec_class_name or value.type_spec_class} of a SavedModel "
        "is not supported yet."
    )
