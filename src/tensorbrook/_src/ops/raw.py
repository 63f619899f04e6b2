"""`tf.raw_ops`: records called by keyword."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from tensorbrook._src.core.op import Op


@functools.cache
def lookup(name: str) -> Callable[..., Any]:
    """A function that calls the record of that name, all arguments by keyword.

    Raises:
        AttributeError: There is no such record.
    """
    record = Op.registry.get(name)
    if record is None:
        raise AttributeError(f"tf.raw_ops has no operation {name!r} yet.")
    names = [arg.name for arg in record.signature.inputs]

    def call(**arguments: Any) -> Any:
        missing = [key for key in names if key not in arguments]
        if missing:
            raise TypeError(f"{name}() missing the arguments {missing}.")
        inputs = [arguments.pop(key) for key in names]
        return record(*inputs, name=arguments.pop("name", None), **arguments)

    call.__name__ = call.__qualname__ = name
    call.__doc__ = f"Calls the operation {name}: {record.signature_text}."
    return call
