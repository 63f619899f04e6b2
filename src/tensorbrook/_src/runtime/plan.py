"""The plan: a graph, pruned to what is fetched and compiled into numbered steps.

`Session.run`, a concrete function, a branch of `tf.cond` and a loop's body all run
through here. The native executor runs the steps without Python where it has kernels;
without the native core the same steps run one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from tensorbrook._src.core import errors
from tensorbrook._src.eager import backend, kernels
from tensorbrook._src.eager.tensor import EagerTensor
from tensorbrook._src.graph.func_graph import FuncGraph
from tensorbrook._src.graph.inline import needed_operations
from tensorbrook._src.graph.operation import Operation
from tensorbrook._src.graph.tensor import SymbolicTensor

_FOLD_LIMIT = 1 << 16  # constants are computed ahead up to this many elements


class Step:
    """One node of the plan: what to run, where inputs lie, where outputs go."""

    __slots__ = ("frees", "inputs", "node", "outputs", "state")

    def __init__(
        self, node: Operation, inputs: list[int], outputs: list[int], state: Any
    ) -> None:
        self.node = node
        self.inputs = inputs
        self.outputs = outputs
        self.state = state
        self.frees: list[int] = []

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


def at_node(problem: errors.OpError, node: Operation) -> errors.OpError:
    """The same error, naming the node and the user's line that made it."""
    if "[[{{node" in str(problem.message):
        return problem
    made = type(problem)(  # type: ignore[call-arg]
        None, node, f"{problem.message}\n\t [[{{{{node {node.name}}}}}]]"
    )
    made.__cause__ = problem.__cause__
    return made


class Plan:
    """A compiled graph.

    Args:
        inputs: Tensors whose values are given to `run`.
        fetches: Tensors whose values `run` returns.
        targets: Operations that run although nothing is fetched of them.
        states: Where stateful kernels keep their state, by node.
        resolve: Gives the value of a node that the caller provides, such as a session's
            variable, or None.
    """

    def __init__(
        self,
        inputs: Sequence[SymbolicTensor],
        fetches: Sequence[SymbolicTensor],
        targets: Iterable[Operation] = (),
        states: kernels.KernelStates | None = None,
        resolve: Callable[[Operation], EagerTensor | None] | None = None,
    ) -> None:
        self._slots: dict[int, int] = {}
        self._constants: dict[int, EagerTensor] = {}
        self._states: kernels.KernelStates = {} if states is None else states
        self.input_slots = [self._slot(tensor) for tensor in inputs]
        self.steps: list[Step] = []
        for node in needed_operations(inputs, fetches, targets):
            self._add(node, resolve)
        self.fetch_slots = [self._slot(tensor) for tensor in fetches]
        self._release_early()
        self._native = self._compile() if backend.native is not None else None

    def _slot(self, tensor: Any) -> int:
        return self._slots.setdefault(id(tensor), len(self._slots))

    def _add(self, node: Operation, resolve: Any) -> None:
        value = None if resolve is None or node.inputs else resolve(node)
        if value is not None:
            self._constants[self._slot(node.outputs[0])] = value
            return
        inputs = [self._slot(tensor) for tensor in node.inputs]
        if self._fold(node, inputs):
            return
        outputs = [self._slot(tensor) for tensor in node.outputs]
        state = kernels.state_of(self._states, node, node.record, node.attrs)
        self.steps.append(Step(node, inputs, outputs, state))

    def _fold(self, node: Operation, inputs: list[int]) -> bool:
        """Computes a node now if it depends on nothing but constants."""
        record = node.record
        if record.stateful or record.on_tensors or not node.outputs:
            return False
        known = [self._constants.get(slot) for slot in inputs]
        if any(tensor is None for tensor in known) or not _small(node):
            return False
        try:
            values = kernels.execute(record, known, node.attrs)  # type: ignore[arg-type]
        except (errors.OpError, NotImplementedError):
            return False  # the run will report it, if it gets there
        for tensor, value in zip(node.outputs, values, strict=True):
            self._constants[self._slot(tensor)] = value
        return True

    def _release_early(self) -> None:
        """Marks after which step each value has no reader left."""
        kept = {*self.fetch_slots, *self._constants}
        seen = set(kept)
        for step in reversed(self.steps):
            for slot in dict.fromkeys((*step.inputs, *step.outputs)):
                if slot not in seen:
                    seen.add(slot)
                    step.frees.append(slot)

    def _compile(self) -> Any:
        specs = [
            (
                "" if step.state is not None else step.node.record.name,
                step.inputs,
                step.outputs,
                step.node.attrs,
                step.run_reference,
                step.frees,
            )
            for step in self.steps
        ]
        constants = list(self._constants.items())
        return backend.native.Plan(
            len(self._slots), specs, self.input_slots, self.fetch_slots, constants
        )

    def run(self, values: Sequence[EagerTensor]) -> list[EagerTensor]:
        """The values of the fetches, given those of the inputs.

        Raises:
            errors.OpError: A step failed; the message names the node and its line.
        """
        if self._native is not None:
            return self._native.run(values)  # type: ignore[no-any-return]
        slots: list[Any] = [None] * len(self._slots)
        for slot, tensor in self._constants.items():
            slots[slot] = tensor
        for slot, value in zip(self.input_slots, values, strict=True):
            slots[slot] = value
        for step in self.steps:
            outputs = step.run([slots[slot] for slot in step.inputs])
            for slot, output in zip(step.outputs, outputs, strict=False):
                slots[slot] = output  # a gradient may have added outputs since
            for slot in step.frees:
                slots[slot] = None
        return [slots[slot] for slot in self.fetch_slots]

    def __str__(self) -> str:
        lines = [f"plan: {len(self.steps)} steps, {len(self._constants)} constants"]
        for step in self.steps:
            made = ", ".join(f"%{slot}" for slot in step.outputs) or "-"
            read = ", ".join(f"%{slot}" for slot in step.inputs)
            lines.append(f"  {made} = {step.node.type}({read})  # {step.node.name}")
        return "\n".join(lines)


def _small(node: Operation) -> bool:
    for tensor in node.outputs:
        size = 1
        for dim in (-1,) if tensor._dims is None else tensor._dims:
            size *= _FOLD_LIMIT + 1 if dim is None or dim < 0 else dim
        if size > _FOLD_LIMIT:
            return False
    return True


def function_plan(
    graph: FuncGraph,
    fetches: Sequence[SymbolicTensor] | None = None,
    states: kernels.KernelStates | None = None,
) -> Plan:
    """A plan of a traced function: everything it changes happens, in program order."""
    effects = [op for op in graph.get_operations() if op.record.stateful]
    return Plan(
        graph.all_inputs,
        graph.outputs if fetches is None else fetches,
        effects,
        graph.kernel_states if states is None else states,
    )


FuncGraph.compile = staticmethod(function_plan)
