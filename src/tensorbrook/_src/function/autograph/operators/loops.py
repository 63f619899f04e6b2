"""What `while` and `for` share when they are staged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from tensorbrook._src.core import nest
from tensorbrook._src.core.shapes import Dims, TensorShape, as_dims
from tensorbrook._src.function.autograph.operators import backend
from tensorbrook._src.function.autograph.operators.agreement import (
    require_agreement,
    shown,
)
from tensorbrook._src.function.autograph.operators.branches import blank_like
from tensorbrook._src.function.autograph.operators.conditions import (
    as_condition,
    require_scalar_bool,
)
from tensorbrook._src.function.autograph.operators.packing import Packed, Slot
from tensorbrook._src.function.autograph.operators.state import (
    State,
    is_internal,
    is_undefined,
)

Options = Callable[[], dict[str, Any]] | None
_WAYS = ("before the loop", "after one iteration")


class Turns(NamedTuple):
    """A loop over its own counters, which the user's code does not see.

    Attributes:
        start: the first values of the counters.
        test: whether another turn begins, given the counters.
        turn: runs one turn and returns the next counters.
        probe: runs the body once, unconditionally.
    """

    start: Sequence[Any]
    test: Callable[..., Any]
    turn: Callable[..., Sequence[Any]]
    probe: Callable[..., Any]


def stage_loop(turns: Turns, state: State, options: Options) -> None:
    """Stages a loop and writes what it leaves to the state."""
    chosen = {} if options is None else options()
    before = state.read()
    shapes = _shapes_by_id(before, chosen.get("shape_invariants"))
    before, blanks = _with_blanks(turns, state, before)
    packed = Packed(before)
    dims = _invariants(before, packed, shapes)
    count = len(turns.start)

    def load(tensors: Sequence[Any]) -> Sequence[Any]:
        state.write(packed.unpack(tensors[count:]))
        return tensors[:count]

    def test(*tensors: Any) -> Any:
        outcome = as_condition(turns.test(*load(tensors)))
        return require_scalar_bool(backend.to_tensor(outcome), "a loop")

    def turn(*tensors: Any) -> list[Any]:
        counters = turns.turn(*load(tensors))
        after = Packed(state.read())
        require_agreement(state.names, packed, after, _WAYS)
        _require_shapes(state.names, packed, after, dims)
        return [*counters, *after.tensors]

    if blanks:
        _require_a_turn(turns, state, before, blanks)
    invariants = None
    if shapes or blanks:
        own = [each.shape for each in turns.start]
        invariants = own + [
            None if each is _ANY else TensorShape(each) for each in dims
        ]
    limit = chosen.get("maximum_iterations")
    start = [*turns.start, *packed.tensors]
    result = backend.while_loop(test, turn, start, invariants, limit)
    load(result)


_ANY = object()


def _shapes_by_id(before: list[Any], pairs: Any) -> dict[int, Dims]:
    """The shapes that the user's options give, by the identity of the value."""
    found: dict[int, Dims] = {}
    for value, shape in pairs or ():
        leaves = nest.flatten(value)
        shapes = nest.flatten_up_to(value, shape) if nest.is_nested(value) else [shape]
        for leaf, each in zip(leaves, shapes, strict=True):
            found[id(leaf)] = as_dims(each)
    known = {id(leaf) for leaf in nest.flatten(before)}
    return {key: dims for key, dims in found.items() if key in known}


def _invariants(
    before: list[Any], packed: Packed, shapes: dict[int, Dims]
) -> list[Any]:
    """What the loop keeps of each tensor's shape: the given one, or the first one."""
    leaves = zip(nest.flatten(before), nest.flatten(packed.frames), strict=True)
    values = {frame.index: leaf for leaf, frame in leaves if isinstance(frame, Slot)}
    dims: list[Any] = []
    for index, tensor in enumerate(packed.tensors):
        own = tensor._dims if backend.is_tensor(tensor) else _ANY
        dims.append(shapes.get(id(values[index]), own))
    return dims


def _with_blanks(
    turns: Turns, state: State, before: list[Any]
) -> tuple[list[Any], list[str]]:
    """Gives variables that only the body defines a first value; returns their names."""
    missing = [i for i, each in enumerate(before) if each is None or is_undefined(each)]
    if not missing:
        return before, []
    blanks = {}
    with backend.scratch():
        turns.probe(*turns.start)
        after = state.read()
        for index in missing:
            if after[index] is None or is_undefined(after[index]):
                continue
            try:
                blanks[index] = blank_like(after[index])
            except ValueError as error:
                name = shown(state.names[index])
                raise ValueError(
                    f"{name} must be defined before a loop that is staged. {error}"
                ) from None
    state.write(before)
    filled = [blanks[i]() if i in blanks else each for i, each in enumerate(before)]
    return filled, [state.names[index] for index in blanks]


def _require_a_turn(
    turns: Turns, state: State, before: list[Any], blanks: list[str]
) -> None:
    """Stages a check that what only the body defines gets defined."""
    names = [shown(each) for each in blanks if not is_internal(each)]
    if not names:
        return
    state.write(before)
    begins = backend.to_tensor(turns.test(*turns.start))
    known = backend.constant_value(begins)
    if known is None or not known:
        message = f"The loop must run at least once to define {', '.join(names)}."
        backend.assert_true(begins, message)


def _require_shapes(
    names: Sequence[str], before: Packed, after: Packed, dims: list[Any]
) -> None:
    for name, frame in zip(names, before.frames, strict=True):
        for leaf in nest.flatten(frame):
            if not isinstance(leaf, Slot) or dims[leaf.index] is _ANY:
                continue
            kept, now = dims[leaf.index], after.tensors[leaf.index]._dims
            if not _fits(now, kept):
                raise ValueError(
                    f"{shown(name)} has shape {TensorShape(kept)} before the loop, but "
                    f"shape {TensorShape(now)} after one iteration. Use tf.autograph."
                    "experimental.set_loop_options(shape_invariants=[(variable, shape)"
                    "]) to say which of its dimensions may change."
                )


def _fits(dims: Dims, kept: Dims) -> bool:
    if kept is None:
        return True
    if dims is None or len(dims) != len(kept):
        return False
    return all(
        size is None or size == now for size, now in zip(kept, dims, strict=True)
    )
