"""Dimension: one entry of a shape, the way 1.x programs see it."""

from __future__ import annotations

import operator
from typing import Any


class Dimension:
    """One dimension of a shape: a non-negative integer, or None for an unknown one.

    Arithmetic and comparison with an unknown dimension give an unknown dimension and
    None. Today's programs see plain integers instead (`shape[0]`).

    Args:
      value: An integer, None, or another `Dimension`.

    Raises:
      TypeError: `value` is none of these.
      ValueError: `value` is negative.

    Example:
      >>> Dimension(3) + 2, Dimension(None) * 2
      (Dimension(5), Dimension(None))
    """

    __slots__ = ("_value",)

    # An unknown dimension equals nothing, not even itself.
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, value: Any) -> None:
        self._value = as_dimension_value(value)

    @property
    def value(self) -> int | None:
        """The integer, or None."""
        return self._value

    def is_compatible_with(self, other: Any) -> bool:
        """Returns whether both are equal, or one of them is unknown."""
        second = as_dimension_value(other)
        return self._value is None or second is None or self._value == second

    def assert_is_compatible_with(self, other: Any) -> None:
        """Raises ValueError unless `is_compatible_with(other)`."""
        if not self.is_compatible_with(other):
            raise ValueError(f"Dimensions {self} and {other} are not compatible")

    def merge_with(self, other: Any) -> Dimension:
        """Returns the one of the two that is known.

        Args:
          other: Anything that `Dimension` accepts.

        Raises:
          ValueError: Both are known, and they differ.
        """
        self.assert_is_compatible_with(other)
        return self if self._value is not None else Dimension(other)

    def _combine(self, other: Any, function: Any, swapped: bool = False) -> Any:
        try:
            second = as_dimension_value(other)
        except TypeError:
            return NotImplemented
        if self._value is None or second is None:
            return Dimension(None)
        pair = (second, self._value) if swapped else (self._value, second)
        return Dimension(function(*pair))

    def __add__(self, other: Any) -> Any:
        return self._combine(other, operator.add)

    def __radd__(self, other: Any) -> Any:
        return self._combine(other, operator.add, swapped=True)

    def __sub__(self, other: Any) -> Any:
        return self._combine(other, operator.sub)

    def __rsub__(self, other: Any) -> Any:
        return self._combine(other, operator.sub, swapped=True)

    def __mul__(self, other: Any) -> Any:
        return self._combine(other, operator.mul)

    def __rmul__(self, other: Any) -> Any:
        return self._combine(other, operator.mul, swapped=True)

    def __floordiv__(self, other: Any) -> Any:
        return self._combine(other, operator.floordiv)

    def __rfloordiv__(self, other: Any) -> Any:
        return self._combine(other, operator.floordiv, swapped=True)

    def __mod__(self, other: Any) -> Any:
        return self._combine(other, operator.mod)

    def __rmod__(self, other: Any) -> Any:
        return self._combine(other, operator.mod, swapped=True)

    def __truediv__(self, other: Any) -> Any:
        raise TypeError(
            f"A Dimension is divided with `//`, not `/`: {self!r} / {other!r}"
        )

    def __rtruediv__(self, other: Any) -> Any:
        raise TypeError(
            f"A Dimension is divided with `//`, not `/`: {other!r} / {self!r}"
        )

    def _compare(self, other: Any, function: Any) -> Any:
        second = as_dimension_value(other)
        if self._value is None or second is None:
            return None
        return function(self._value, second)

    def __eq__(self, other: object) -> Any:
        try:
            return self._compare(other, operator.eq)
        except (TypeError, ValueError):
            return NotImplemented

    def __ne__(self, other: object) -> Any:
        try:
            return self._compare(other, operator.ne)
        except (TypeError, ValueError):
            return NotImplemented

    def __lt__(self, other: Any) -> Any:
        return self._compare(other, operator.lt)

    def __le__(self, other: Any) -> Any:
        return self._compare(other, operator.le)

    def __gt__(self, other: Any) -> Any:
        return self._compare(other, operator.gt)

    def __ge__(self, other: Any) -> Any:
        return self._compare(other, operator.ge)

    def __int__(self) -> int:
        return self.__index__()

    def __index__(self) -> int:
        if self._value is None:
            raise TypeError("An unknown Dimension has no integer value.")
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __str__(self) -> str:
        return "?" if self._value is None else str(self._value)

    def __repr__(self) -> str:
        return f"Dimension({self._value})"

    def __reduce__(self) -> tuple[Any, ...]:
        return Dimension, (self._value,)


def as_dimension_value(value: Any) -> int | None:
    """Converts an integer, None or `Dimension` to an integer or None.

    Raises:
      TypeError: `value` is none of these.
      ValueError: `value` is negative.
    """
    if value is None:
        return None
    if isinstance(value, Dimension):
        return value._value
    try:
        number = operator.index(value)
    except TypeError:
        raise TypeError(
            "A dimension must be an integer or None. Received: "
            f"{value!r} of type {type(value).__name__}."
        ) from None
    if number < 0:
        raise ValueError(f"Dimension {number} must be >= 0")
    return number
