"""`tf.raw_ops`: records called by keyword."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from tensorbrook._src.core.op import find

#: Names that `tf.raw_ops` has in place of those in a GraphDef; one op's are with its name.
_RENAMED = {
    "reduction_indices": "axis",
    "split_dim": "axis",
    "squeeze_dims": "axis",
    "ExpandDims.dim": "axis",
    "Where.input": "condition",
}


def _python_name(op_name: str, name: str) -> str:
    return _RENAMED.get(f"{op_name}.{name}", _RENAMED.get(name, name))


def _traced(value: Any) -> Any:
    """The graph of a concrete function, or of each in a list; other values as given."""
    if isinstance(value, list | tuple):
        return [_traced(each) for each in value]
    # A traced graph has that attribute too, but stands for itself.
    traced = hasattr(value, "structured_outputs") and hasattr(value, "graph")
    return value.graph if traced else value


@functools.cache
def lookup(name: str) -> Callable[..., Any]:
    """A function that calls the record of that name, all arguments by keyword.

    Raises:
        AttributeError: There is no such record.
    """
    try:
        record = find(name)
    except NotImplementedError:
        raise AttributeError(f"tf.raw_ops has no operation {name!r} yet.") from None
    names = [_python_name(name, arg.name) for arg in record.signature.inputs]
    inside = {_python_name(name, attr): attr for attr in record.signature.explicit}

    def call(**arguments: Any) -> Any:
        missing = [key for key in names if key not in arguments]
        if missing:
            raise TypeError(f"{name}() missing the arguments {missing}.")
        inputs = [arguments.pop(key) for key in names]
        attrs = {
            inside.get(key, key): _traced(value) for key, value in arguments.items()
        }
        return record(*inputs, **attrs)

    call.__name__ = call.__qualname__ = name
    call.__doc__ = f"Calls the operation {name}: {record.signature_text}."
    return call
