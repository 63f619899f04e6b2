"""Checks that a variable is the same kind of thing on two ways through the code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tensorbrook._src.core import nest
from tensorbrook._src.function.autograph.operators.packing import Packed, Slot
from tensorbrook._src.function.autograph.operators.state import (
    RETURN_VALUE,
    is_undefined,
)


def shown(name: str) -> str:
    """A variable's name as messages show it."""
    return "the return value" if name == RETURN_VALUE else f"'{name}'"


def require_agreement(
    names: Sequence[str], first: Packed, second: Packed, ways: tuple[str, str]
) -> None:
    """Checks that all variables agree.

    Args:
        names: the variables.
        first: their values on one way.
        second: their values on the other way.
        ways: what to call the ways: ("in the main branch", "in the else branch").

    Raises:
        ValueError: a variable has a value on one way only, or is None there.
        TypeError: a variable has different structures or dtypes.
    """
    for name, one, other in zip(names, first.frames, second.frames, strict=True):
        _require_same_structure(name, one, other, ways)
        pairs = zip(nest.flatten(one), nest.flatten(other), strict=True)
        for left, right in pairs:
            if isinstance(left, Slot) and isinstance(right, Slot):
                tensors = first.tensors[left.index], second.tensors[right.index]
                _require_same_dtype(name, *tensors, ways)
            else:
                _require_same_static(name, left, right, ways)


def _require_same_structure(
    name: str, one: Any, other: Any, ways: tuple[str, str]
) -> None:
    if _is_static(one, None) or _is_static(other, None):
        return
    try:
        nest.assert_same_structure(one, other)
    except (TypeError, ValueError):
        raise TypeError(
            f"{shown(name)} must have the same structure {ways[0]} and {ways[1]} of "
            f"code that depends on a symbolic tensor. Received: {one!r} and {other!r}"
        ) from None


def _is_static(leaf: Any, value: Any) -> bool:
    return hasattr(leaf, "value") and leaf.value is value


def _require_same_dtype(name: str, one: Any, other: Any, ways: tuple[str, str]) -> None:
    left, right = getattr(one, "dtype", None), getattr(other, "dtype", None)
    if left != right:
        raise TypeError(
            f"{shown(name)} has dtype {left and left.name} {ways[0]}, but dtype "
            f"{right and right.name} {ways[1]}. Code that depends on a symbolic "
            "tensor must keep the dtype of a variable; use tf.cast or start from a "
            "value of the right dtype."
        )


def _require_same_static(
    name: str, one: Any, other: Any, ways: tuple[str, str]
) -> None:
    for leaf, here, there in ((one, *ways), (other, *reversed(ways))):
        if is_undefined(getattr(leaf, "value", None)):
            if is_undefined(getattr(other if leaf is one else one, "value", None)):
                return
            raise ValueError(
                f"{shown(name)} has no value {here}, but it has one {there}. It is "
                "used later, and which way is taken depends on a symbolic tensor, so "
                "it must be defined on both."
            )
    for leaf, here, rest in ((one, ways[0], other), (other, ways[1], one)):
        if _is_static(leaf, None) and not _is_static(rest, None):
            raise ValueError(
                f"{shown(name)} is None {here}, but not "
                f"{ways[1 if leaf is one else 0]}. Code that depends on a symbolic "
                "tensor cannot choose between None and a value."
            )
    if (
        isinstance(one, Slot)
        or isinstance(other, Slot)
        or not _equal(one.value, other.value)
    ):
        left, right = (getattr(each, "value", "a tensor") for each in (one, other))
        raise TypeError(
            f"{shown(name)} is {left!r} {ways[0]}, but {right!r} {ways[1]}. Code that "
            "depends on a symbolic tensor can only choose between tensors."
        )


def _equal(one: Any, other: Any) -> bool:
    if one is other:
        return True
    try:
        return bool(one == other)
    except (TypeError, ValueError):
        return False
