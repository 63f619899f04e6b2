"""`tensorflow.python.ops.gen_*_ops`: records as functions with positional arguments."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from tensorbrook._src.core.op import Op, find


@functools.cache
def _function(name: str) -> Callable[..., Any]:
    known = {record.lower(): record for record in Op.registry}
    try:
        record = find(known.get(name.replace("_", ""), name))
    except NotImplementedError as error:
        raise AttributeError(str(error)) from None
    attrs = list(record.signature.explicit)
    count = len(record.signature.inputs)

    def call(*args: Any, **kwargs: Any) -> Any:
        given = dict(zip(attrs, args[count:], strict=False))
        inputs = list(args[:count])
        inputs += [
            kwargs.pop(arg.name) for arg in record.signature.inputs[len(inputs) :]
        ]
        return record(*inputs, **given, **kwargs)

    call.__name__ = call.__qualname__ = name
    call.__doc__ = f"Calls the operation {record.name}: {record.signature_text}."
    return call


def lookup(name: str) -> Callable[..., Any]:
    """The function that calls the record of that name, written in small letters.

    Args:
        name: Such as `"mat_mul"`.

    Raises:
        AttributeError: There is no such record.

    Example:
        >>> lookup("mat_mul")([[2.0]], [[3.0]]).numpy()
        array([[6.]], dtype=float32)
    """
    if name.startswith("__"):
        raise AttributeError(name)
    return _function(name)
