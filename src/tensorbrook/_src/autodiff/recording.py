"""What a gradient tape remembers: the native type, or what stands in for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tensorbrook._src.autodiff.backward import backward, is_differentiable
from tensorbrook._src.core.current import current
from tensorbrook._src.core.op import Op
from tensorbrook._src.eager import backend


class Entry(NamedTuple):
    """One op on a tape."""

    record: Op
    inputs: Sequence[Any]
    attrs: dict[str, Any]
    outputs: Sequence[Any]
    gradient_override: Callable[..., Any] | None


class PlainTape:
    """The state of a tape without the native core, whose type it resembles."""

    _recording = False

    def __init__(
        self, persistent: bool = False, watch_accessed_variables: bool = True
    ) -> None:
        self.persistent = self._persistent = persistent
        self._watch_accessed = watch_accessed_variables
        self._entered = self._used = False
        self._variables: dict[int, Any] = {}
        self._forget()

    def _forget(self) -> None:
        self._entries: list[Entry] = []
        self._watched: set[int] = set()
        self._alive: list[Any] = []  # keeps watched tensors, so that ids stay theirs

    def __enter__(self) -> Any:
        if self._recording:
            raise ValueError("Tape is still recording, can not enter it again.")
        current.tapes.append(self)
        self._recording = self._entered = True
        return self

    def __exit__(self, kind: Any, value: Any, trace: Any) -> None:
        if self._recording:
            current.tapes.remove(self)
            self._recording = False

    def record(
        self,
        op: Op,
        inputs: Sequence[Any],
        attrs: dict[str, Any],
        outputs: Sequence[Any],
        gradient_override: Callable[..., Any] | None = None,
    ) -> None:
        """Remembers an op if it has to do with something that is watched."""
        if not any(id(tensor) in self._watched for tensor in inputs):
            return
        for tensor in outputs:
            if is_differentiable(tensor.dtype):
                self._watched.add(id(tensor))
        self._entries.append(Entry(op, inputs, attrs, outputs, gradient_override))

    def _watch(self, tensor: Any) -> None:
        self._watched.add(id(tensor))
        self._alive.append(tensor)

    def _watches(self, tensor: Any) -> bool:
        return id(tensor) in self._watched

    def _watch_variable(self, variable: Any) -> None:
        if id(variable) not in self._variables:
            self._variables[id(variable)] = variable
            self._watch(variable.handle)

    def variable_accessed(self, variable: Any) -> None:
        """Called when a variable is read."""
        if self._watch_accessed and variable.trainable:
            self._watch_variable(variable)

    def watched_variables(self) -> tuple[Any, ...]:
        """The variables that are watched, in the order of their first use."""
        return tuple(self._variables.values())

    def _backward(
        self, targets: list[Any], sources: list[Any], seeds: list[Any]
    ) -> list[Any]:
        return backward(self._entries, targets, sources, seeds)

    def _quick(self, target: Any, sources: Any) -> Any:
        return NotImplemented


if backend.native is None or TYPE_CHECKING:
    TapeBase = PlainTape
else:
    TapeBase = backend.native.TapeBase
