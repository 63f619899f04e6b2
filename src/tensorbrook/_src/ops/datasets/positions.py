"""Positions of iterators as values that can be written, and back."""

from __future__ import annotations

import json
from typing import Any

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.formats.tensor_proto import VariantData
from tensorbrook._src.ops.datasets.sources import Items
from tensorbrook._src.ops.datasets.stream import Position

_TYPE = "tensorbrook::IteratorPosition"


def encoded(position: Position) -> VariantData:
    """A position as JSON, and the tensors that it holds.

    Raises:
        errors.UnimplementedError: It holds a value that can't be written.
    """
    tensors: list[Any] = []
    text = json.dumps(_plain(position, tensors))
    arrays = [(tensor._array(), tensor.dtype) for tensor in tensors]
    return VariantData(_TYPE, text.encode(), arrays)


def decoded(serialized: Any) -> Position:
    """The position in a variant tensor.

    Raises:
        errors.InvalidArgumentError: The tensor holds something else.
    """
    data = serialized._array()
    if not isinstance(data, VariantData) or data.type_name != _TYPE:
        raise errors.InvalidArgumentError(
            None, None, "DeserializeIterator: `serialized` is no state of an iterator."
        )
    kind = type(serialized)
    tensors = [kind._made(array, dtype) for array, dtype in data.tensors]
    position: Position = _rich(json.loads(data.metadata), tensors, kind)
    return position


def _plain(value: Any, tensors: list[Any]) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, bytes):
        return {"bytes": value.decode("latin-1")}
    if isinstance(value, dict):
        return {"dict": {key: _plain(each, tensors) for key, each in value.items()}}
    if isinstance(value, list | tuple):
        return [_plain(each, tensors) for each in value]
    if isinstance(value, Tensor) and not value.dtype.holds_objects:
        tensors.append(value)
        return {"tensor": len(tensors) - 1}
    if isinstance(value, Tensor) and value.dtype is dtypes.variant:
        stream = value._static_value()
        if isinstance(stream, Items):
            return {"items": _plain(stream.elements, tensors)}
    raise errors.UnimplementedError(
        None, None, f"The position of an iterator that holds {value!r} can't be saved."
    )


def _rich(value: Any, tensors: list[Any], kind: Any) -> Any:
    if isinstance(value, list):
        return [_rich(each, tensors, kind) for each in value]
    if not isinstance(value, dict):
        return value
    ((what, body),) = value.items()
    if what == "bytes":
        return body.encode("latin-1")
    if what == "tensor":
        return tensors[body]
    if what == "items":
        return kind._object(Items(_rich(body, tensors, kind)))
    return {key: _rich(each, tensors, kind) for key, each in body.items()}
