"""`Session.partial_run`: a run in steps, with feeds that come in between."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from tensorbrook._src.core import errors
from tensorbrook._src.eager import kernels
from tensorbrook._src.eager.tensor import EagerTensor
from tensorbrook._src.graph.inline import needed_operations
from tensorbrook._src.graph.operation import Operation
from tensorbrook._src.runtime.step import at_node


class PartialRun:
    """What one such run has computed so far; each node runs once.

    Args:
        fetches: Names of what may be fetched.
        feeds: The tensors that may be fed.
        states: The states of stateful kernels of the session.
        resolve: Gives the session's own resource for a node, or None.
    """

    def __init__(
        self,
        fetches: Iterable[str],
        feeds: Iterable[Any],
        states: kernels.KernelStates,
        resolve: Callable[[Operation], EagerTensor | None],
    ) -> None:
        self._fetches = set(fetches)
        self._feeds = {tensor.name for tensor in feeds}
        self._states = states
        self._resolve = resolve
        self._known: dict[int, EagerTensor] = {}
        self._tensors: list[Any] = []  # whose values are known
        self._done: set[int] = set()

    def feed(self, tensors: Sequence[Any], values: Sequence[EagerTensor]) -> None:
        """Takes values for placeholders.

        Raises:
            errors.InvalidArgumentError: A tensor was not declared, or fed before.
        """
        for tensor, value in zip(tensors, values, strict=True):
            if tensor.name not in self._feeds:
                raise errors.InvalidArgumentError(
                    None,
                    None,
                    f"partial_run: the feed {tensor.name} was not specified in "
                    "partial_run_setup.",
                )
            if id(tensor) in self._known:
                raise errors.InvalidArgumentError(
                    None, None, f"partial_run: {tensor.name} has been fed already."
                )
            self._set(tensor, value)

    def compute(
        self, tensors: Sequence[Any], operations: Sequence[Operation]
    ) -> list[EagerTensor]:
        """The values of tensors; what they need and has not run yet runs now.

        Raises:
            errors.InvalidArgumentError: Something was not declared.
        """
        for wanted in (*tensors, *operations):
            if wanted.name not in self._fetches:
                raise errors.InvalidArgumentError(
                    None,
                    None,
                    f"partial_run: the fetch {wanted.name} was not specified in "
                    "partial_run_setup.",
                )
        for node in needed_operations(self._tensors, tensors, operations):
            if id(node) not in self._done:
                self._run(node)
        return [self._known[id(tensor)] for tensor in tensors]

    def _run(self, node: Operation) -> None:
        self._done.add(id(node))
        own = None if node.inputs else self._resolve(node)
        if own is not None:
            self._set(node.outputs[0], own)
            return
        inputs = [self._known[id(tensor)] for tensor in node.inputs]
        state = kernels.state_of(self._states, node, node.record, node.attrs)
        try:
            outputs = kernels.execute(node.record, inputs, node.attrs, state)
        except errors.OpError as problem:
            raise at_node(problem, node) from problem.__cause__
        for tensor, value in zip(node.outputs, outputs, strict=False):
            if id(tensor) not in self._known:  # a fed value stays
                self._set(tensor, value)

    def _set(self, tensor: Any, value: EagerTensor) -> None:
        self._known[id(tensor)] = value
        self._tensors.append(tensor)
