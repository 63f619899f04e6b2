"""The steps of a plan: one node of the graph each, or several that run as one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tensorbrook._src.core import errors
from tensorbrook._src.eager import kernels
from tensorbrook._src.eager.tensor import EagerTensor
from tensorbrook._src.graph.operation import Operation


class Step:
    """One node of the plan: what to run, where inputs lie, where outputs go."""

    def __init__(
        self, node: Operation, inputs: list[int], outputs: list[int], state: Any
    ) -> None:
        self.node = node
        self.inputs = inputs
        self.outputs = outputs
        self.state = state
        self.frees: list[int] = []
        self.inner: tuple[str, list[Any]] | None = None  # plans that the executor runs
        self.parts: list[Step] = [self]  # several where steps were fused

    @property
    def type(self) -> str:
        """The operation, or the operations of a fused step."""
        return self.node.type

    @property
    def name(self) -> str:
        """The name of the node."""
        return self.node.name

    @property
    def kernel(self) -> str:
        """The name of the native kernel, if there is one."""
        return self.node.record.name if self.state is None else ""

    @property
    def attrs(self) -> dict[str, Any]:
        """What the native kernel is told beside its inputs."""
        return self.node.attrs

    def run(self, tensors: Sequence[EagerTensor]) -> list[EagerTensor]:
        """The outputs, by native kernel or reference."""
        node = self.node
        try:
            return kernels.execute(node.record, tensors, node.attrs, self.state)
        except errors.OpError as problem:
            raise at_node(problem, node) from problem.__cause__

    def run_reference(self, tensors: Sequence[EagerTensor]) -> list[EagerTensor]:
        """The outputs by the reference kernel: what a native plan falls back to."""
        node = self.node
        try:
            return kernels.execute_reference(
                node.record, tensors, node.attrs, self.state
            )
        except errors.OpError as problem:
            raise at_node(problem, node) from problem.__cause__

    def spec(self) -> tuple[Any, ...]:
        """The step as the native executor takes it."""
        parts = (
            self.kernel,
            self.inputs,
            self.outputs,
            self.attrs,
            self.run_reference,
            self.frees,
        )
        if self.inner is None:
            return parts
        kind, plans = self.inner
        if any(plan.native is None for plan in plans):
            return parts  # it has gates, which the executor doesn't know
        return (*parts, kind, [plan.native for plan in plans])


class FusedStep(Step):
    """Several element-wise nodes that the native core runs in one pass over memory.

    Args:
        parts: The steps of the nodes, in their order.
        inputs: The slots that the parts read but don't make.
        outputs: The slots that others read.
        code: The program for the kernel.
    """

    def __init__(
        self,
        parts: list[Step],
        inputs: list[int],
        outputs: list[int],
        code: list[int],
    ) -> None:
        super().__init__(parts[-1].node, inputs, outputs, None)
        self.parts = parts
        self._attrs = {"code": code}

    @property
    def type(self) -> str:
        return "+".join(part.type for part in self.parts)

    @property
    def name(self) -> str:
        return ", ".join(part.name for part in self.parts)

    @property
    def kernel(self) -> str:
        return "_Tiles"

    @property
    def attrs(self) -> dict[str, Any]:
        return self._attrs

    def run(self, tensors: Sequence[EagerTensor]) -> list[EagerTensor]:
        """The outputs, node by node."""
        values = dict(zip(self.inputs, tensors, strict=True))
        for part in self.parts:
            made = part.run([values[slot] for slot in part.inputs])
            values.update(zip(part.outputs, made, strict=True))
        return [values[slot] for slot in self.outputs]

    def run_reference(self, tensors: Sequence[EagerTensor]) -> list[EagerTensor]:
        return self.run(tensors)


def at_node(problem: errors.OpError, node: Operation) -> errors.OpError:
    """The same error, naming the node and the user's line that made it."""
    if "[[{{node" in str(problem.message):
        return problem
    made = type(problem)(  # type: ignore[call-arg]
        None, node, f"{problem.message}\n\t [[{{{{node {node.name}}}}}]]"
    )
    made.__cause__ = problem.__cause__
    return made
