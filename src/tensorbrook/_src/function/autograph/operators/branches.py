"""`if` and conditional expressions at run time."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

from tensorbrook._src.function.autograph.operators import backend
from tensorbrook._src.function.autograph.operators.agreement import require_agreement
from tensorbrook._src.function.autograph.operators.conditions import (
    as_condition,
    require_scalar_bool,
)
from tensorbrook._src.function.autograph.operators.packing import Packed
from tensorbrook._src.function.autograph.operators.state import (
    RETURN_FLAG,
    RETURN_VALUE,
    State,
    is_undefined,
)

Branch = Callable[[], Any]
Outcome = Callable[[], list[Any]]
_WAYS = ("in the main branch", "in the else branch")


def if_stmt(test: Any, then: Branch, orelse: Branch | None, state: State) -> None:
    """Runs one branch, or stages both where only the graph's run can choose.

    Args:
        test: the condition.
        then: the first branch.
        orelse: the other branch, or None.
        state: the variables that the branches change and later code reads.
    """
    test = as_condition(test)
    if backend.is_symbolic(test):
        stage_if(test, then, orelse, state)
    elif test:
        then()
    elif orelse is not None:
        orelse()


def if_exp(test: Any, then: Branch, orelse: Branch) -> Any:
    """Returns the value of one branch, or stages both."""
    test = as_condition(test)
    if not backend.is_symbolic(test):
        return then() if test else orelse()
    test = require_scalar_bool(test, "a conditional expression")
    values = select(test, lambda: [then()], lambda: [orelse()], ("the expression",))
    return values[0]


def stage_if(test: Any, then: Branch, orelse: Branch | None, state: State) -> None:
    """Stages both branches and writes what the chosen one leaves to the state."""
    test = require_scalar_bool(test, "an `if` statement")
    initial = state.read()

    def outcome(branch: Branch | None) -> list[Any]:
        state.write(initial)
        if branch is not None:
            branch()
        return state.read()

    first: Outcome = functools.partial(outcome, then)
    second: Outcome = functools.partial(outcome, orelse)
    if RETURN_FLAG in state.names:
        first, second = _with_return_values(state, initial, first, second)
    state.write(select(test, first, second, state.names))


def select(
    test: Any,
    then: Callable[[], Sequence[Any]],
    orelse: Callable[[], Sequence[Any]],
    names: Sequence[str],
) -> list[Any]:
    """Stages two functions that return values for the variables `names`."""
    packs: dict[Branch, Packed] = {}

    def traced(branch: Callable[[], Sequence[Any]]) -> list[Any]:
        packs[branch] = Packed(branch())
        if branch is orelse:
            require_agreement(names, packs[then], packs[orelse], _WAYS)
        return packs[branch].tensors

    tensors = backend.cond(test, lambda: traced(then), lambda: traced(orelse))
    return packs[then].unpack(tensors)


def _with_return_values(
    state: State,
    initial: list[Any],
    first: Outcome,
    second: Outcome,
) -> tuple[Outcome, Outcome]:
    """Lets a branch that does not return agree with one that does.

    The flag says whether the function has returned; where it has not, its value is of
    no account, so zeros of the right kind will do.
    """
    index = state.names.index(RETURN_VALUE) if RETURN_VALUE in state.names else -1
    if index < 0 or not is_undefined(initial[index]):
        return first, second
    with backend.scratch():
        outcomes = [first()[index], second()[index]]
        kinds = [each for each in outcomes if not is_undefined(each)]
        if len(kinds) != 1:
            return first, second
        blank = blank_like(kinds[0])

    def filled(branch: Outcome) -> list[Any]:
        values = branch()
        if is_undefined(values[index]):
            values[index] = blank()
        return values

    return functools.partial(filled, first), functools.partial(filled, second)


def blank_like(value: Any) -> Callable[[], Any]:
    """Returns a function that makes zeros with the structure and types of `value`.

    Raises:
        ValueError: `value` holds something that has no zero.
    """
    packed = Packed([value])
    kinds = []
    for tensor in packed.tensors:
        if not backend.is_tensor(tensor):
            raise ValueError(f"A {type(tensor).__name__} must be defined beforehand.")
        kinds.append((tensor._dims, tensor.dtype))

    def blank() -> Any:
        zeros = [backend.zeros(dims, dtype) for dims, dtype in kinds]
        return packed.unpack(zeros)[0]

    return blank


def returned(flag: Any, value: Any) -> Any:
    """Returns a function's value where its end can be reached without a `return`.

    Raises:
        ValueError: whether it returned depends on a symbolic tensor.
    """
    if backend.is_symbolic(flag):
        raise ValueError(
            "This function returns a value only for some values of a symbolic tensor. "
            "Return a value on every path: in the else branch or behind the loop, too."
        )
    return None if is_undefined(value) else value
