"""`while` at run time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tensorbrook._src.function.autograph.operators import backend
from tensorbrook._src.function.autograph.operators.conditions import (
    as_condition,
    require_scalar_bool,
)
from tensorbrook._src.function.autograph.operators.loops import (
    Options,
    Turns,
    stage_loop,
)
from tensorbrook._src.function.autograph.operators.state import State


def while_stmt(
    test: Callable[[], Any], body: Callable[[], None], state: State, options: Options
) -> None:
    """Runs a loop, and stages it from the first turn that a symbolic tensor decides.

    Args:
        test: evaluates the condition.
        body: runs one turn.
        state: the variables that a turn changes and that are read afterwards.
        options: returns the loop's options, or None.
    """
    if not backend.building_graph():
        while test():
            body()
        return
    while True:
        outcome = _try_test(test)
        if backend.is_symbolic(outcome):
            require_scalar_bool(outcome, "a `while` loop")
            _stage(test, body, state, options)
            return
        if not outcome:
            return
        body()


def _try_test(test: Callable[[], Any]) -> Any:
    """The condition, evaluated without a trace in the graph where it will be staged."""
    with backend.scratch() as scratch:
        outcome = as_condition(test())
    if backend.is_symbolic(outcome) or scratch.is_empty:
        return outcome
    return as_condition(test())


def _stage(
    test: Callable[[], Any], body: Callable[[], None], state: State, options: Options
) -> None:
    def turn(*counters: Any) -> tuple[Any, ...]:
        body()
        return counters

    # A loop needs a variable even where the body only has side effects.
    start = [] if state.names else [backend.to_tensor(0)]
    stage_loop(Turns(start, lambda *_: test(), turn, turn), state, options)
