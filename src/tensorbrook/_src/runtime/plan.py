"""The plan: a graph, pruned to what is fetched and compiled into numbered steps.

`Session.run`, a concrete function, a branch of `tf.cond` and a loop's body all run
through here. The native executor runs the steps without Python where it has kernels;
without the native core the same steps run one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.eager import backend, kernels
from tensorbrook._src.eager.tensor import EagerTensor
from tensorbrook._src.graph.func_graph import FuncGraph
from tensorbrook._src.graph.inline import needed_operations
from tensorbrook._src.graph.operation import Operation
from tensorbrook._src.graph.tensor import SymbolicTensor
from tensorbrook._src.runtime import listing
from tensorbrook._src.runtime.folding import fold
from tensorbrook._src.runtime.fusion import fuse
from tensorbrook._src.runtime.gated import GatedPlan, has_gates
from tensorbrook._src.runtime.inner_plans import inner_plans
from tensorbrook._src.runtime.known import Known
from tensorbrook._src.runtime.reshaping import reshape_late
from tensorbrook._src.runtime.step import Step

_MOST_SHAPES = 32  # for so many different shapes of its inputs a plan is made anew


class Plan:
    """A compiled graph.

    Args:
        inputs: Tensors whose values are given to `run`.
        fetches: Tensors whose values `run` returns.
        targets: Operations that run although nothing is fetched of them.
        states: Where stateful kernels keep their state, by node.
        resolve: Gives the value of a node that the caller provides, such as a session's
            variable, or None.
        dims: The dims of the inputs where they are better known than the inputs' own.
    """

    def __init__(
        self,
        inputs: Sequence[SymbolicTensor],
        fetches: Sequence[SymbolicTensor],
        targets: Iterable[Operation] = (),
        states: kernels.KernelStates | None = None,
        resolve: Callable[[Operation], EagerTensor | None] | None = None,
        dims: Sequence[Dims] | None = None,
    ) -> None:
        self._slots: dict[int, int] = {}
        self._known = Known()
        self._states: kernels.KernelStates = {} if states is None else states
        self.input_slots = [self._slot(tensor) for tensor in inputs]
        given = [tensor._dims for tensor in inputs] if dims is None else dims
        for slot, each in zip(self.input_slots, given, strict=True):
            self._known.set_dims(slot, each)
        self.steps: list[Step] = []
        self._shaped: ShapedPlans | None = None
        self._gated: GatedPlan | None = None
        self.native: Any = None
        self._direct: Any = None
        nodes = needed_operations(inputs, fetches, targets)
        if has_gates(nodes):
            self.fetch_dims = [tensor._dims for tensor in fetches]
            self._gated = GatedPlan(inputs, fetches, nodes, self._states, resolve)
            return
        for node in nodes:
            self._add(node, resolve)
        self.fetch_slots = [self._slot(tensor) for tensor in fetches]
        self.fetch_dims = [self._known.dims(slot) for slot in self.fetch_slots]
        self._prune()
        if backend.native is not None:
            self.steps = reshape_late(
                self.steps, self._known, self.fetch_slots, self._new_slot
            )
            self.steps = fold(self.steps, self.fetch_slots)
            self.steps = fuse(self.steps, self._known, self.fetch_slots)
        self._release_early()
        if backend.native is not None:
            self.native = self._compile()
        if dims is None and any(_is_open(tensor) for tensor in inputs):
            parts = (list(inputs), list(fetches), list(targets), self._states, resolve)
            self._shaped = ShapedPlans(inputs, lambda dims: Plan(*parts, dims))
        listing.note_made(self)
        self._direct = self._without_choice()

    def _slot(self, tensor: Any) -> int:
        return self._slots.setdefault(id(tensor), len(self._slots))

    def _new_slot(self) -> int:
        """A slot for a value that no tensor of the graph has."""
        return self._slots.setdefault(-1 - len(self._slots), len(self._slots))

    def _add(self, node: Operation, resolve: Any) -> None:
        value = None if resolve is None or node.inputs else resolve(node)
        if value is not None:
            self._known.constants[self._slot(node.outputs[0])] = value
            return
        known, record = self._known, node.record
        inputs = [self._slot(tensor) for tensor in node.inputs]
        context = known.context(node, inputs)
        dims = known.infer(context, node)
        folded = known.folded(node, inputs, dims)
        if folded is not None:
            for tensor, found in zip(node.outputs, folded, strict=True):
                self._slots[id(tensor)] = known.shared_constant(
                    found, self._slot(tensor)
                )
            return
        if node.outputs:
            found_in = known.forwarded(context, node, inputs, dims[0])
            if found_in is not None:
                self._slots[id(node.outputs[0])] = found_in
                return
        same = known.same_node(node, inputs)
        if same is not None:
            for tensor, slot in zip(node.outputs, same, strict=True):
                self._slots[id(tensor)] = slot
            return
        outputs = [self._slot(tensor) for tensor in node.outputs]
        for slot, each in zip(outputs, dims, strict=True):
            known.set_dims(slot, each)
        known.note_node(node, inputs, outputs)
        if outputs:
            known.note_origin(context, node, inputs, outputs[0])
        state = kernels.state_of(self._states, node, record, node.attrs)
        self.steps.append(Step(node, inputs, outputs, state))

    def _prune(self) -> None:
        """Leaves out steps without effects whose outputs nobody reads any more."""
        read = set(self.fetch_slots)
        kept = []
        for step in reversed(self.steps):
            if step.node.record.stateful or not read.isdisjoint(step.outputs):
                kept.append(step)
                read.update(step.inputs)
            elif not step.outputs and step.node.record.signature.outputs:
                kept.append(step)  # a call that returns nothing
        self.steps = kept[::-1]

    def _release_early(self) -> None:
        """Marks after which step each value has no reader left."""
        kept = {*self.fetch_slots, *self._known.constants}
        seen = set(kept)
        for step in reversed(self.steps):
            for slot in dict.fromkeys((*step.inputs, *step.outputs)):
                if slot not in seen:
                    seen.add(slot)
                    step.frees.append(slot)

    def _compile(self) -> Any:
        for step in self.steps:
            step.inner = inner_plans(step, self._known, Plan)
        constants = list(self._known.constants.items())
        return backend.native.Plan(
            len(self._slots),
            [step.spec() for step in self.steps],
            self.input_slots,
            self.fetch_slots,
            constants,
        )

    def _without_choice(self) -> Any:
        """What runs the plan where nobody counts and the native core can do it all."""
        if self.native is None or listing.meter is not None:
            return None
        if self._shaped is None:
            return self.native.run
        self.native.set_shapes(self._shaped.open, self._shaped.find_native)
        return self.native.run_shaped

    @property
    def native_only(self) -> Any:
        """The native plan, if running it is all that there is to do."""
        return None if self._direct is None else self.native

    def run(self, values: Sequence[EagerTensor]) -> list[EagerTensor]:
        """The values of the fetches, given those of the inputs.

        Raises:
            errors.OpError: A step failed; the message names the node and its line.
        """
        if self._shaped is not None:
            plan = self._shaped.find(self._shaped.shapes(values))
            if plan is not None:
                return plan.run(values)  # type: ignore[no-any-return]
        if self.native is not None:
            if listing.meter is not None:
                return listing.meter.run(self, values)
            return self.native.run(values)  # type: ignore[no-any-return]
        if self._gated is not None:
            return self._gated.run(values)
        slots: list[Any] = [None] * len(self._slots)
        for slot, tensor in self._known.constants.items():
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

    @property
    def quickest(self) -> Callable[[Sequence[EagerTensor]], list[EagerTensor]]:
        """`run`, or what it comes down to where there is no choice left."""
        return self._direct or self.run

    @property
    def constant_count(self) -> int:
        """How many values are known before the run."""
        return len(self._known.constants)

    def __str__(self) -> str:
        return listing.listing(self)


class ShapedPlans:
    """Plans for shapes of the inputs that keep coming back.

    The first run with certain shapes takes the plan for all shapes; the second one makes
    a plan for those. A loop whose shapes never repeat makes none.
    """

    def __init__(
        self, inputs: Sequence[SymbolicTensor], make: Callable[[Sequence[Dims]], Plan]
    ) -> None:
        self.open = [i for i, tensor in enumerate(inputs) if _is_open(tensor)]
        self._dims = [tensor._dims for tensor in inputs]
        self._make = make
        self._plans: dict[Any, Plan | None] = {}

    def shapes(self, values: Sequence[EagerTensor]) -> tuple[tuple[int, ...], ...]:
        """The shapes of those values that can have several."""
        return tuple([values[index]._shape_tuple for index in self.open])

    def find(self, shapes: tuple[tuple[int, ...], ...]) -> Plan | None:
        """The plan for these shapes, once they came a second time."""
        try:
            plan = self._plans[shapes]
        except KeyError:
            if len(self._plans) < _MOST_SHAPES:
                self._plans[shapes] = None
            return None
        if plan is None:
            dims = list(self._dims)
            for index, shape in zip(self.open, shapes, strict=True):
                dims[index] = shape
            plan = self._plans[shapes] = self._make(dims)
        return plan

    def find_native(self, shapes: tuple[tuple[int, ...], ...]) -> Any:
        """The same for the native plan."""
        plan = self.find(shapes)
        return None if plan is None else plan.native


def _is_open(tensor: Any) -> bool:
    """Whether the shape of an input is known only when the plan runs."""
    return not tensor.dtype.holds_objects and (
        tensor._dims is None or None in tensor._dims
    )


def function_plan(
    graph: FuncGraph,
    fetches: Sequence[SymbolicTensor] | None = None,
    states: kernels.KernelStates | None = None,
) -> Plan:
    """A plan of a traced function: everything it changes happens, in program order."""
    return Plan(
        graph.all_inputs,
        graph.outputs if fetches is None else fetches,
        [op for op in graph.get_operations() if op.record.stateful],
        graph.kernel_states if states is None else states,
    )


FuncGraph.compile = staticmethod(function_plan)
