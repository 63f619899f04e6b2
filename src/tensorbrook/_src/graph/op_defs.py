"""Op records as OpDef messages."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core.op import Op
from tensorbrook._src.core.signature import Arg, Attr
from tensorbrook._src.formats.schema import message
from tensorbrook._src.graph import attributes


def op_def(record: Op) -> Any:
    """The OpDef message of a record.

    Args:
        record: The record.

    Returns:
        The message, without documentation.

    Example:
        >>> from tensorbrook._src.core.op import find
        >>> [arg.name for arg in op_def(find("AddV2")).input_arg]
        ['x', 'y']
    """
    made = message("OpDef")(name=record.name, is_stateful=record.stateful)
    made.input_arg.extend(_argument(arg) for arg in record.signature.inputs)
    made.output_arg.extend(_argument(arg) for arg in record.signature.outputs)
    made.attr.extend(_attribute(attr) for attr in record.signature.attrs.values())
    return made


def _argument(arg: Arg) -> Any:
    made = message("OpDef").ArgDef(name=arg.name, is_ref=arg.is_ref)
    if arg.dtype is not None:
        made.type = arg.dtype.as_datatype_enum
    for field in ("type_attr", "number_attr", "type_list_attr"):
        if (name := getattr(arg, field)) is not None:
            setattr(made, field, name)
    return made


def _attribute(attr: Attr) -> Any:
    made = message("OpDef").AttrDef(name=attr.name)
    made.type = f"list({attr.kind})" if attr.is_list else attr.kind
    if attr.minimum is not None:
        made.has_minimum, made.minimum = True, attr.minimum
    if attr.allowed is not None:
        several = Attr(attr.name, attr.kind, is_list=True)
        allowed = attributes.to_proto(several, attr.allowed, _no_function)
        made.allowed_values.CopyFrom(allowed)
    if attr.has_default and attr.default is not None:
        default = attributes.to_proto(attr, attr.default, _no_function)
        made.default_value.CopyFrom(default)
    return made


def _no_function(graph: Any) -> str:
    raise NotImplementedError(
        f"An OpDef can't have the function {graph!r} as a default."
    )
