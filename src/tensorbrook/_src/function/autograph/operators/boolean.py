"""`and`, `or`, `not` and chains of comparisons at run time."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from tensorbrook._src.function.autograph.operators import backend
from tensorbrook._src.function.autograph.operators.branches import select
from tensorbrook._src.function.autograph.operators.conditions import as_condition

Operand = Callable[[], Any]

_COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "is": operator.is_,
    "is not": operator.is_not,
    "in": lambda item, items: item in items,
    "not in": lambda item, items: item not in items,
}


def _require_bool(value: Any, name: str) -> None:
    if value.dtype.name != "bool":
        raise TypeError(
            f"The operands of `{name}` must be of type bool where one is a symbolic "
            f"tensor. Received: {value!r}"
        )


def and_(first: Operand, *rest: Operand) -> Any:
    """The first false operand, or the last one; later operands may not be evaluated."""
    value = as_condition(first())
    if not rest:
        return value
    if not backend.is_symbolic(value):
        return value and and_(*rest)
    _require_bool(value, "and")
    names = ("the value of `and`",)
    return select(value, lambda: [and_(*rest)], lambda: [value], names)[0]


def or_(first: Operand, *rest: Operand) -> Any:
    """The first true operand, or the last one; later operands may not be evaluated."""
    value = as_condition(first())
    if not rest:
        return value
    if not backend.is_symbolic(value):
        return value or or_(*rest)
    _require_bool(value, "or")
    names = ("the value of `or`",)
    return select(value, lambda: [value], lambda: [or_(*rest)], names)[0]


def not_(value: Any) -> Any:
    """The opposite of `value`."""
    value = as_condition(value)
    if not backend.is_symbolic(value):
        return not value
    _require_bool(value, "not")
    return backend.public("logical_not")(value)


def compare(left: Any, *rest: tuple[str, Operand]) -> Any:
    """A chain of comparisons, such as `0 < x <= n`; each operand is evaluated once."""
    (name, operand), *more = rest
    right = operand()
    value = _COMPARISONS[name](left, right)
    if not more:
        return value
    return and_(lambda: value, lambda: compare(right, *more))
