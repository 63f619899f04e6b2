"""Attributes of nodes as AttrValue messages, there and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.signature import Attr
from tensorbrook._src.eager.tensor import tensor_of
from tensorbrook._src.formats import tensor_proto
from tensorbrook._src.formats.schema import message

#: Kinds of attributes and the fields of AttrValue, and of its list, that hold them.
_FIELDS = {
    "int": "i",
    "float": "f",
    "bool": "b",
    "string": "s",
    "type": "type",
    "shape": "shape",
    "tensor": "tensor",
    "func": "func",
}
FunctionName = Callable[[Any], str]
FindFunction = Callable[[str], Any]


def to_proto(attr: Attr, value: Any, function_name: FunctionName) -> Any:
    """The AttrValue of a settled attribute.

    Args:
        attr: What the signature says of it.
        value: Its value inside the package.
        function_name: Gives the name of a traced graph in the library.
    """
    made = message("AttrValue")()
    field = _FIELDS[attr.kind]
    if attr.is_list:
        made.list.SetInParent()
        items = getattr(made.list, field)
        items.extend(_encoded(attr.kind, item, function_name) for item in value)
        return made
    encoded = _encoded(attr.kind, value, function_name)
    if attr.kind in ("shape", "tensor", "func"):
        getattr(made, field).CopyFrom(encoded)
    else:
        setattr(made, field, encoded)
    return made


def _encoded(kind: str, value: Any, function_name: FunctionName) -> Any:
    if kind == "string":
        return value.encode("utf-8", "surrogateescape")
    if kind == "type":
        return value.as_datatype_enum
    if kind == "shape":
        return tensor_proto.shape_to_proto(value)
    if kind == "tensor":
        return tensor_proto.to_proto(value._array(), value.dtype)
    if kind == "func":
        return message("NameAttrList")(name=function_name(value))
    return value


def from_proto(attr: Attr, proto: Any, find_function: FindFunction) -> Any:
    """The value of an attribute inside the package.

    Args:
        attr: What the signature says of it.
        proto: Its AttrValue.
        find_function: Gives the traced graph of that name in the library.

    Raises:
        errors.InvalidArgumentError: The message holds another kind of value.
    """
    field = _FIELDS[attr.kind]
    which = proto.WhichOneof("value")
    if attr.is_list:
        if which != "list":
            raise _wrong_kind(attr, which)
        items = getattr(proto.list, field)
        return tuple(_decoded(attr.kind, item, find_function) for item in items)
    if which != field:
        raise _wrong_kind(attr, which)
    return _decoded(attr.kind, getattr(proto, field), find_function)


def _decoded(kind: str, value: Any, find_function: FindFunction) -> Any:
    if kind == "string":
        return value.decode("utf-8", "surrogateescape")
    if kind == "type":
        return _dtype(value)
    if kind == "shape":
        return tensor_proto.shape_from_proto(value)
    if kind == "tensor":
        return tensor_of(*tensor_proto.from_proto(value))
    if kind == "func":
        return find_function(value.name)
    return value


def _dtype(number: int) -> Any:
    try:
        return dtypes.as_dtype(number).base_dtype
    except TypeError:
        raise errors.InvalidArgumentError(
            None, None, f"The dtype {number} is unknown."
        ) from None


def _wrong_kind(attr: Attr, which: str | None) -> errors.InvalidArgumentError:
    wanted = f"list({attr.kind})" if attr.is_list else attr.kind
    return errors.InvalidArgumentError(
        None,
        None,
        f"The attribute '{attr.name}' must be a {wanted}, the message holds {which!r}.",
    )


def free_value(proto: Any) -> Any:
    """A value that no signature speaks of, such as `_class`, as plain Python.

    Returns:
        The value, or None where it has no plain form.
    """
    which = proto.WhichOneof("value")
    if which in ("i", "f", "b"):
        return getattr(proto, which)
    if which == "s":
        return proto.s.decode("utf-8", "surrogateescape")
    if which == "list" and proto.list.s:
        return tuple(item.decode("utf-8", "surrogateescape") for item in proto.list.s)
    return None


def free_proto(value: Any) -> Any:
    """The AttrValue of a plain Python value, or None where there is none."""
    made = message("AttrValue")()
    if isinstance(value, bool):
        made.b = value
    elif isinstance(value, int):
        made.i = value
    elif isinstance(value, float):
        made.f = value
    elif isinstance(value, str):
        made.s = value.encode("utf-8", "surrogateescape")
    elif isinstance(value, tuple) and all(isinstance(item, str) for item in value):
        made.list.s.extend(item.encode("utf-8", "surrogateescape") for item in value)
    else:
        return None
    return made
