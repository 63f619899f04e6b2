"""The gates of 1.x: ops that let a value through, or stand at the edges of loops.

In a graph a value that a gate held back is dead: what depends on it doesn't run, until a
`Merge` takes a value that is alive. The importer makes functions of the loops and branches
of 1.x (`graph/old_control_flow.py`); what is left runs as `runtime/gated.py` says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.op import (
    NOT_DIFFERENTIABLE,
    Op,
    ShapeContext,
    unsupported,
)
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops.by_reference import ReferenceOp
from tensorbrook._src.ops.comparison import equal_op
from tensorbrook._src.ops.rules import same_as, scalar

_DEAD_VALUES = unsupported("whether a value is dead is known only when it runs")

#: Takes the inputs, None for dead ones, and gives the outputs in the same way.
Passing = Callable[[Sequence[Any]], list[Any]]


class Gate(Op):
    """An op that decides which values are dead.

    Args:
        name: Its name.
        signature: Its signature.
        passing: Which values it lets through; values are tensors, None if dead.
        **parts: See `Op`.
    """

    def __init__(
        self, name: str, signature: str, *, passing: Passing, **parts: Any
    ) -> None:
        super().__init__(name, signature, on_tensors=True, **parts)
        self.passing = passing


class ReferenceGate(ReferenceOp, Gate):
    """A gate for references."""


def _switched(values: Sequence[Any]) -> list[Any]:
    data, predicate = values
    if data is None or predicate is None:
        return [None, None]
    return [None, data] if bool(predicate._array()) else [data, None]


def _switch(xp: Any, data: Any, pred: Any) -> list[Any]:
    if data.dtype.holds_objects:
        return [data, data]
    empty = data._like(np.zeros((0,), data.dtype.numpy_dtype))
    return [empty if part is None else part for part in _switched([data, pred])]


def _both(c: ShapeContext) -> list[Dims]:
    c.check_rank(1, 0)
    return [c.shape(0), c.shape(0)]


def _switch_gradient(op: Any, *dys: Any) -> list[Any]:
    # Zeros of a dead output are dead: the gradient of the other side is taken.
    parts = [
        output * 0 if dy is None else dy
        for output, dy in zip(op.outputs, dys, strict=True)
    ]
    return [merge_op(parts)[0], None]


def _merged(values: Sequence[Any]) -> list[Any]:
    for index, value in enumerate(values):
        if value is not None:
            return [value, value._made(np.array(index, np.int32), dtypes.int32)]
    return [None, None]


def _merge(xp: Any, inputs: list[Any]) -> list[Any]:
    if not inputs:
        raise errors.InvalidArgumentError(
            None, None, "Merge needs at least one input, got none."
        )
    return _merged(inputs)


def _either(c: ShapeContext) -> list[Dims]:
    first, *others = c.shapes() or [None]
    same = all(dims == first for dims in others)
    return [first if same else None, ()]


def _merge_gradient(op: Any, dy: Any, _: Any) -> list[Any]:
    index = op.outputs[1]
    return [
        switch_op(dy, equal_op(index, place)).output_true
        for place in range(len(op.inputs))
    ]


def _all_alive(values: Sequence[Any]) -> list[Any]:
    return [values[0]]


def _edge(name: str, signature: str, gradient: Any = NOT_DIFFERENTIABLE) -> Op:
    """A record of an edge of a loop; outside of one it does nothing."""
    parts: dict[str, Any] = {
        "passing": _all_alive,
        "shape": scalar if name == "LoopCond" else same_as(0),
        "reference": lambda xp, data, **attrs: data,
        "gradient": gradient,
    }
    kind = ReferenceGate if "Ref(" in signature else Gate
    return kind(name, signature, **parts)


_FRAME = "frame_name: string, is_constant: bool = False, parallel_iterations: int = 10"

switch_op = Gate(
    "Switch",
    "data: T, pred: bool -> output_false: T, output_true: T",
    passing=_switched,
    shape=_both,
    reference=_switch,
    gradient=_switch_gradient,
    xla=_DEAD_VALUES,
    missing_gradients=True,
)
merge_op = Gate(
    "Merge",
    "inputs: N * T -> output: T, value_index: int32 | N: int >= 1",
    passing=_merged,
    shape=_either,
    reference=_merge,
    gradient=_merge_gradient,
    xla=_DEAD_VALUES,
)
enter_op = _edge("Enter", f"data: T -> output: T | {_FRAME}", lambda op, dy: [dy])
exit_op = _edge("Exit", "data: T -> output: T", lambda op, dy: [dy])
next_iteration_op = _edge("NextIteration", "data: T -> output: T", lambda op, dy: [dy])
loop_cond_op = _edge("LoopCond", "input: bool -> output: bool")

ref_switch_op = ReferenceGate(
    "RefSwitch",
    "data: Ref(T), pred: bool -> output_false: Ref(T), output_true: Ref(T)",
    passing=_switched,
    shape=_both,
    reference=_switch,
    gradient=NOT_DIFFERENTIABLE,
    xla=_DEAD_VALUES,
)
ref_merge_op = ReferenceGate(
    "RefMerge",
    "inputs: N * Ref(T) -> output: Ref(T), value_index: int32 | N: int >= 1",
    passing=_merged,
    shape=_either,
    reference=_merge,
    gradient=NOT_DIFFERENTIABLE,
    xla=_DEAD_VALUES,
)
ref_enter_op = _edge("RefEnter", f"data: Ref(T) -> output: Ref(T) | {_FRAME}")
ref_exit_op = _edge("RefExit", "data: Ref(T) -> output: Ref(T)")
ref_next_iteration_op = _edge("RefNextIteration", "data: Ref(T) -> output: Ref(T)")

ref_select_op = ReferenceOp(
    "RefSelect",
    "index: int32, inputs: N * Ref(T) -> output: Ref(T) | N: int >= 1",
    shape=lambda c: None,
    reference=lambda xp, index, inputs: inputs[int(index)],
    gradient=NOT_DIFFERENTIABLE,
    xla=unsupported("the value of its index says which input it is"),
)

control_trigger_op = Op(
    "ControlTrigger",
    "->",
    shape=lambda c: [],
    reference=lambda xp: None,
    gradient=NOT_DIFFERENTIABLE,
)


def _abort(xp: Any, error_msg: str, exit_without_error: bool) -> None:
    raise errors.AbortedError(None, None, error_msg or "The graph asks to abort.")


abort_op = Op(
    "Abort",
    "-> | error_msg: string = '', exit_without_error: bool = False",
    shape=lambda c: [],
    reference=_abort,
    gradient=NOT_DIFFERENTIABLE,
    xla=unsupported("it ends the run"),
    stateful=True,
)
