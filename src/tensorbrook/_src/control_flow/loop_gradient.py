"""The gradient of a loop: the same loop backwards, over what the forward one kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tensorbrook._src.autodiff.graph_gradients import gradient_graph
from tensorbrook._src.control_flow.branches import (
    add_node,
    align_captures,
    extend_outputs,
    is_stateful,
)
from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import Op
from tensorbrook._src.graph.func_graph import FuncGraph, stop_tapes
from tensorbrook._src.graph.inline import inline
from tensorbrook._src.graph.operation import Operation
from tensorbrook._src.graph.tensor import SymbolicTensor
from tensorbrook._src.ops import array_creation, binary, comparison
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.tensor_list import (
    empty_op,
    length_op,
    pop_back_op,
    push_back_op,
    reserve_op,
)


def gradient(op: Any, *dys: Any) -> list[Any]:
    """Gradients for the inputs of a While node."""
    node: Operation = op.outputs[0].op
    count = len(op.inputs)
    body: FuncGraph = node.attrs["body"]
    back, needed, wanted = _backward_of(body, count)
    _absorb_captures(node)
    kept, turns = _accumulate(node, body, needed)
    loop = _Backward(node, body, count, back, needed, wanted, kept, turns, dys)
    found = loop.build()
    return [found.get(index) for index in range(len(op.inputs))]


def _backward_of(body: FuncGraph, count: int) -> tuple[FuncGraph, list[Any], list[int]]:
    outputs, body.outputs = (
        body.outputs,
        [t for t in body.outputs[:count] if t.dtype is not dtypes.resource],
    )
    try:
        with stop_tapes():
            return gradient_graph(body, f"{body.name}_backward")
    finally:
        body.outputs = outputs


def _absorb_captures(node: Operation) -> None:
    """What the backward function captured from outside becomes a loop variable."""
    cond, body = node.attrs["cond"], node.attrs["body"]
    externals = align_captures([cond, body])
    for graph in (cond, body):
        fresh = graph.internal_captures
        graph.inputs = [*graph.inputs, *fresh]
        graph._captures = {}
        graph._plan = None
    if externals:
        _add_variables(node, externals, body.inputs[-len(externals) :])


def _add_variables(
    node: Operation, initial: Sequence[Any], results: Sequence[SymbolicTensor]
) -> list[Any]:
    """Gives a loop further variables: their first values, and what the body makes of them."""
    body: FuncGraph = node.attrs["body"]
    graph = node.graph
    node.inputs = (*node.inputs, *(graph.convert(t, None, None, None) for t in initial))
    body.outputs = [*body.outputs, *results]
    for traced in (node.attrs["cond"], body):
        traced._plan = None
    return extend_outputs(node, results, "T")


def _accumulate(
    node: Operation, body: FuncGraph, needed: Sequence[Any]
) -> tuple[dict[int, Any], Any]:
    """Makes the loop keep what its gradient needs.

    Returns, for each needed tensor of the body, the final list of its values, or the
    outer tensor itself where it doesn't change; and the number of turns.
    """
    graph = node.graph
    cond: FuncGraph = node.attrs["cond"]
    fixed = {
        id(placeholder): node.inputs[index]
        for index, (placeholder, output) in enumerate(
            zip(body.inputs, body.outputs, strict=True)
        )
        if placeholder is output
    }
    kept: dict[int, Any] = {id(t): fixed[id(t)] for t in needed if id(t) in fixed}
    varying = [t for t in needed if id(t) not in fixed]
    with graph.as_default(), stop_tapes():
        initial = [empty_op(-1, -1, element_dtype=t.dtype) for t in varying]
        initial.append(convert_to_tensor(0))
    results = []
    for start, tensor in zip(initial, [*varying, None], strict=True):
        cond.add_input(start.dtype, start._dims)
        placeholder = body.add_input(start.dtype, start._dims)
        with body.as_default(), stop_tapes():
            if tensor is None:
                results.append(placeholder + 1)
            else:
                results.append(
                    push_back_op(placeholder, tensor, element_dtype=tensor.dtype)
                )
    outputs = _add_variables(node, initial, results)
    kept.update({id(t): out for t, out in zip(varying, outputs[:-1], strict=True)})
    return kept, outputs[-1]


class _Backward:
    """Builds the backward loop: one turn for each turn forward, last first."""

    def __init__(
        self,
        node: Operation,
        body: FuncGraph,
        count: int,
        back: FuncGraph,
        needed: Sequence[Any],
        wanted: Sequence[int],
        kept: dict[int, Any],
        turns: Any,
        dys: Sequence[Any],
    ) -> None:
        self.node, self.body, self.back = node, body, back
        self.needed, self.kept, self.turns = needed, kept, turns
        self.wanted = {index: place for place, index in enumerate(wanted)}
        inputs = node.inputs[:count]
        self.flowing = [i for i, t in enumerate(inputs) if _flows(t.dtype)]
        self.handles = [
            i
            for i, t in enumerate(inputs)
            if t.dtype is dtypes.resource and i in self.wanted
        ]
        self.seeds = [
            _seed(dys[i] if i < len(dys) else None, node.outputs[i])
            for i in self.flowing
        ]
        outer = {id(tensor) for tensor in node.inputs}
        self.fixed = {id(t) for t in needed if id(kept[id(t)]) in outer}

    def build(self) -> dict[int, Any]:
        sums = [_zeros_of_variable(self.node.inputs[i]) for i in self.handles]
        varying = [t for t in self.needed if id(t) not in self.fixed]
        stacks = [self.kept[id(t)] for t in varying]
        start = [self.turns, *self.seeds, *sums, *stacks]
        outputs = _loop(
            start, lambda values: self._turn(values, varying), self.node.name
        )
        first = 1 + len(self.seeds)
        found = dict(zip(self.flowing, outputs[1:first], strict=True))
        found.update(zip(self.handles, outputs[first : first + len(sums)], strict=True))
        return found

    def _turn(self, values: list[Any], varying: list[Any]) -> list[Any]:
        flowing, handles = len(self.flowing), len(self.handles)
        grads = values[1 : 1 + flowing]
        sums = values[1 + flowing : 1 + flowing + handles]
        stacks = values[1 + flowing + handles :]
        popped: dict[int, Any] = {}
        rest = []
        for tensor, stack in zip(varying, stacks, strict=True):
            dims = (
                [-1 if d is None else d for d in tensor._dims]
                if tensor._dims is not None
                else -1
            )
            left, value = pop_back_op(
                stack,
                convert_to_tensor(dims, dtype=dtypes.int32),
                element_dtype=tensor.dtype,
            )
            popped[id(tensor)] = value
            rest.append(left)
        inner = [popped.get(id(t), self.kept[id(t)]) for t in self.needed]
        found = inline(self.back, [*grads, *inner])
        new = [
            found[self.wanted[i]] if i in self.wanted else array_creation.zeros_like(g)
            for i, g in zip(self.flowing, grads, strict=True)
        ]
        totals = [
            binary.add(total, found[self.wanted[i]])
            for i, total in zip(self.handles, sums, strict=True)
        ]
        return [values[0] - 1, *new, *totals, *rest]


def _flows(dtype: Any) -> bool:
    return bool(dtype.is_floating or dtype.is_complex or dtype is dtypes.variant)


def _seed(given: Any, output: Any) -> Any:
    if given is not None:
        return convert_to_tensor(given)
    if output.dtype is dtypes.variant:
        return reserve_op(-1, length_op(output), element_dtype=dtypes.float32)
    return array_creation.zeros_like(output)


def _zeros_of_variable(handle: Any) -> Any:
    described = handle.handle_data
    return array_creation.zeros(described.dims, described.dtype)


def _loop(start: list[Any], turn: Any, name: str) -> list[Any]:
    """A loop that takes `turn` as often as the first variable says."""
    body = FuncGraph(f"{name}_backward_body")
    with body.as_default(), stop_tapes():
        inner = [body.add_input(t.dtype, t._dims) for t in start]
        results = turn(inner)
        body.outputs = [body.convert(t, None, None, None) for t in results]
    cond = FuncGraph(f"{name}_backward_cond")
    with cond.as_default(), stop_tapes():
        placeholders = [cond.add_input(t.dtype, t._dims) for t in start]
        cond.outputs = [comparison.greater(placeholders[0], 0)]  # type: ignore[list-item]
    captures = align_captures([cond, body])
    for traced in (cond, body):
        traced.inputs = traced.all_inputs
        traced._captures = {}
    body.outputs = body.outputs + body.inputs[len(start) :]
    types = (*(t.dtype for t in start), *(t.dtype for t in captures))
    record = Op.registry["While" if is_stateful([cond, body]) else "StatelessWhile"]
    node = add_node(
        record,
        [*start, *captures],
        {
            "T": types,
            "cond": cond,
            "body": body,
            "output_shapes": (),
            "parallel_iterations": 10,
        },
        f"{name}_grad",
    )
    outputs = list(node.outputs[: len(start)])
    for index, tensor in enumerate(start):
        if tensor._dims is not None and tensor.dtype is not dtypes.variant:
            outputs[index].set_shape(tensor._dims)
    return outputs
