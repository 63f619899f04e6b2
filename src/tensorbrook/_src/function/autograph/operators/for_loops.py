"""`for` at run time: over Python iterables, tensors and datasets."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from tensorbrook._src.function.autograph.operators import backend
from tensorbrook._src.function.autograph.operators.boolean import and_
from tensorbrook._src.function.autograph.operators.branches import stage_if
from tensorbrook._src.function.autograph.operators.conditions import as_condition
from tensorbrook._src.function.autograph.operators.loops import (
    Options,
    Turns,
    stage_loop,
)
from tensorbrook._src.function.autograph.operators.state import State

Body = Callable[[Any], None]
Test = Callable[[], Any] | None


def for_stmt(
    items: Any, body: Body, extra_test: Test, state: State, options: Options
) -> None:
    """Runs a loop, or stages it where the items are tensors of a graph.

    Args:
        items: what is iterated over. Objects with `get_next_as_optional()`, or with a
            method `_autograph_iterator()` that returns one, are staged as iterators.
        body: runs one turn with an item.
        extra_test: whether another turn begins; None where the loop has no `break`.
        state: the variables that a turn changes and that are read afterwards.
        options: returns the loop's options, or None.
    """
    turns = _turns(items, body, state) if backend.building_graph() else None
    if turns is None:
        _iterate(items, body, extra_test, state)
        return
    stage_loop(_until(turns, extra_test), state, options)


def _iterate(items: Iterable[Any], body: Body, extra_test: Test, state: State) -> None:
    iterator = iter(items)
    while True:
        goes_on = True if extra_test is None else as_condition(extra_test())
        depends = backend.is_symbolic(goes_on)
        if not depends and not goes_on:
            return
        try:
            item = next(iterator)
        except StopIteration:
            return
        if depends:
            # A tensor decided on a break: later turns happen under its condition.
            stage_if(goes_on, lambda item=item: body(item), None, state)  # type: ignore[misc]
        else:
            body(item)


def _until(turns: Turns, extra_test: Test) -> Turns:
    if extra_test is None:
        return turns

    def test(*counters: Any) -> Any:
        return and_(extra_test, lambda: turns.test(*counters))

    return turns._replace(test=test)


def _turns(items: Any, body: Body, state: State) -> Turns | None:
    """How to stage a loop over `items`, or None for Python iterables."""
    if hasattr(items, "_autograph_iterator"):
        return _iterator_turns(items._autograph_iterator(), body, state)
    if hasattr(items, "get_next_as_optional"):
        return _iterator_turns(items, body, state)
    if backend.is_variable(items):
        items = backend.to_tensor(items)
    if backend.is_tensor(items):
        return _range_turns(items, body) or _tensor_turns(items, body)
    if hasattr(items, "nested_row_splits"):
        return _index_turns(items, items.nrows(), body)
    return None


def _range_turns(items: Any, body: Body) -> Turns | None:
    """A loop over `tf.range`, which need not make the tensor."""
    if not backend.is_symbolic(items) or items.op.type != "Range":
        return None
    start, limit, delta = items.op.inputs
    step = backend.constant_value(delta)
    if step is None or not items.dtype.is_integer:
        return None

    def test(number: Any) -> Any:
        return number < limit if step > 0 else number > limit

    def turn(number: Any) -> list[Any]:
        body(number)
        return [number + delta]

    return Turns([start], test, turn, turn)


def _tensor_turns(items: Any, body: Body) -> Turns:
    dims = items._dims
    if dims == ():
        raise TypeError(f"Cannot iterate over a scalar tensor: {items!r}")
    size = dims[0] if dims else None
    count = backend.public("shape")(items)[0] if size is None else size
    return _index_turns(items, count, body)


def _index_turns(items: Any, count: Any, body: Body) -> Turns:
    start = backend.to_tensor(0)
    if backend.is_tensor(count):
        start = backend.public("cast")(start, count.dtype)

    def turn(index: Any) -> list[Any]:
        body(items[index])
        return [index + 1]

    return Turns([start], lambda index: index < count, turn, turn)


def _iterator_turns(iterator: Any, body: Body, state: State) -> Turns:
    def turn(_: Any) -> list[Any]:
        item = iterator.get_next_as_optional()
        has_value = item.has_value()
        stage_if(has_value, lambda: body(item.get_value()), None, state)
        return [has_value]

    def probe(_: Any) -> None:
        body(iterator.get_next_as_optional().get_value())

    return Turns([backend.to_tensor(True)], lambda has_value: has_value, turn, probe)
