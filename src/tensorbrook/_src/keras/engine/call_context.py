"""What the outermost layer call on this thread knows: the training flag."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable
from typing import Any, NamedTuple


class CallContext(threading.local):
    """The state of the outermost layer call."""

    def __init__(self) -> None:
        self.entry_layer: Any = None
        self.training: bool | None = None


current = CallContext()


class CallSignature(NamedTuple):
    """What a layer's `call` accepts."""

    parameters: tuple[str, ...]
    has_training: bool
    training_default: Any
    has_mask: bool
    takes_any_keyword: bool


_signatures: dict[Any, CallSignature] = {}


def call_signature(function: Callable[..., Any]) -> CallSignature:
    """Returns what `function`, a `call` method without its self, accepts."""
    known = _signatures.get(function)
    if known is None:
        known = _signatures[function] = _read_signature(function)
    return known


def _read_signature(function: Callable[..., Any]) -> CallSignature:
    """Reads a function's parameters."""
    parameters = inspect.signature(function).parameters
    kinds = [parameter.kind for parameter in parameters.values()]
    skipped = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    named = tuple(n for n, p in parameters.items() if p.kind not in skipped)
    default = parameters["training"].default if "training" in parameters else None
    return CallSignature(
        parameters=named[1:] if named and named[0] == "self" else named,
        has_training="training" in parameters,
        training_default=None if default is inspect.Parameter.empty else default,
        has_mask="mask" in parameters,
        takes_any_keyword=inspect.Parameter.VAR_KEYWORD in kinds,
    )


def build_parameters(function: Callable[..., Any]) -> tuple[str, ...]:
    """Returns the names of the parameters of a `build` method, without self."""
    names = tuple(inspect.signature(function).parameters)
    return names[1:] if names and names[0] == "self" else names
