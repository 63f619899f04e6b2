"""Ops of 1.x that pass something by reference: only graphs have them.

A resource of 1.x (a queue, a reader, a table) has a string as its handle; here the string
carries the resource, and the kernels are those of the op that has a resource handle.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.current import current
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext, find
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.signature import Signature


class NoReferencesError(errors.UnimplementedError, RuntimeError):
    """An op with references was called outside of a graph."""


class ReferenceOp(Op):
    """An op with an argument or a result that is a reference; graphs alone take it."""

    def __call__(self, *inputs: Any, name: str | None = None, **attrs: Any) -> Any:
        """Adds the op to the graph that is being built.

        Raises:
            RuntimeError: There is no such graph.
        """
        if current.interpreter.executing_eagerly:
            args = (*self.signature.outputs, *self.signature.inputs)
            wrong = next(arg.name for arg in args if arg.is_ref)
            raise NoReferencesError(
                None,
                None,
                f"{self.name} does not support eager execution: its argument "
                f"'{wrong}' is a ref. Call it inside of a tf.Graph.",
            )
        return super().__call__(*inputs, name=name, **attrs)


class RemovedOp(Op):
    """An op that only old graphs may have; calls of it are refused as TensorFlow does.

    Args:
        name: Its name.
        signature: Its signature.
        replacement: The op to use now.
        **parts: See `Op`.
    """

    def __init__(
        self, name: str, signature: str, *, replacement: str, **parts: Any
    ) -> None:
        super().__init__(name, signature, **parts)
        self.replacement = replacement

    def __call__(self, *inputs: Any, name: str | None = None, **attrs: Any) -> Any:
        """Refuses the call.

        Raises:
            errors.UnimplementedError: Always.
        """
        raise errors.UnimplementedError(
            None,
            None,
            f"{self.name} is not available any more: only graphs that were made long ago "
            f"may have it. Use {self.replacement}.",
        )


class Handle(bytes):
    """The name of a resource, which the resource itself comes with."""

    target: Any


def handle_to(resource: Any) -> np.ndarray[Any, Any]:
    """The value of a string handle: a container and a name."""
    name = Handle(type(resource).__name__.encode())
    name.target = resource
    made = np.empty(2, object)
    made[:] = [b"", name]
    return made


def target_of(handle: np.ndarray[Any, Any]) -> Any:
    """The resource that a string handle carries.

    Raises:
        errors.InvalidArgumentError: The string is no handle.
    """
    found = handle.reshape(-1)[-1] if handle.size else None
    if not isinstance(found, Handle):
        raise errors.InvalidArgumentError(
            None, None, f"A handle of a resource is expected, got the string {found!r}."
        )
    return found.target


def with_string_handle(
    name: str, newer: str, signature: str | None = None, removed: bool = False
) -> Op:
    """The record of an op of 1.x that does what a newer op does to a resource handle.

    Args:
        name: Its name.
        newer: The name of the op with the resource handle.
        signature: Its signature, where more differs than the type of the handle. It may
            leave out the last results of the newer op.
        removed: Whether only old graphs may have it; its handle is then no reference.
    """
    record = find(newer)
    taken = [arg.dtype is dtypes.resource for arg in record.signature.inputs]
    given = [arg.dtype is dtypes.resource for arg in record.signature.outputs]
    kind = "string" if removed else "Ref(string)"
    text = signature or record.signature_text.replace(": resource", f": {kind}")
    own = Signature(text)
    count = len(own.outputs)
    options = {
        key: record.signature.attrs[key].default
        for key in record.signature.explicit
        if key not in own.attrs
    }

    def kernel(xp: Any, *inputs: Any, **attrs: Any) -> Any:
        values = [
            target_of(value) if is_handle else value
            for value, is_handle in zip(inputs, taken, strict=True)
        ]
        made = record.reference(xp, *values, **options, **attrs)
        if not any(given):
            return made
        parts = [made] if len(given) == 1 else made
        found = [
            handle_to(part) if is_handle else part
            for part, is_handle in zip(parts, given, strict=True)
        ]
        return found[0] if count == 1 else found

    def shape(c: ShapeContext) -> list[Dims]:
        made = record.infer(c)
        if not any(given):
            return made
        return [
            (2,) if is_handle else dims
            for dims, is_handle in zip(made, given, strict=True)
        ][:count]

    parts: dict[str, Any] = {
        "shape": shape,
        "reference": kernel,
        "gradient": NOT_DIFFERENTIABLE,
        "xla": record.xla,
        "stateful": True,
        "kernel_state": record.kernel_state,
    }
    if removed:
        return RemovedOp(name, text, replacement=newer, **parts)
    return ReferenceOp(name, text, **parts)
