"""Functions that programs register to turn objects of their types into tensors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

#: Types, functions and priorities; small priorities come first.
registered: list[tuple[int, Any, Callable[..., Any]]] = []


def register_tensor_conversion_function(
    base_type: Any, conversion_func: Callable[..., Any], priority: int = 100
) -> None:
    """Lets objects of a type be used where tensors are expected.

    Args:
        base_type: A type or a tuple of types.
        conversion_func: Function `(value, dtype=None, name=None, as_ref=False)` that
            returns a tensor, or NotImplemented to let another function try.
        priority: Functions with smaller numbers are tried first.

    Raises:
        TypeError: The types are no types, or the function can't be called.

    Example:
        >>> import tensorbrook as tf
        >>> class Celsius:
        ...     degrees = 20.0
        >>> tf.register_tensor_conversion_function(
        ...     Celsius, lambda value, dtype=None, name=None, as_ref=False: tf.constant(
        ...         value.degrees, dtype)
        ... )
        >>> float(tf.add(Celsius(), 1.0))
        21.0
    """
    kinds = base_type if isinstance(base_type, tuple) else (base_type,)
    if not kinds or not all(isinstance(kind, type) for kind in kinds):
        raise TypeError(
            f"base_type must be a type or a tuple of types, got {base_type!r}."
        )
    if not callable(conversion_func):
        raise TypeError(f"conversion_func must be callable, got {conversion_func!r}.")
    registered.append((priority, kinds, conversion_func))
    registered.sort(key=lambda entry: entry[0])


def converted(value: Any, dtype: Any, hint: Any, name: str | None) -> Any:
    """What a registered function makes of `value`, or None where no function fits.

    Raises:
        RuntimeError: A function returned a tensor of another dtype than was asked for.
    """
    for _, kinds, function in registered:
        if not isinstance(value, kinds):
            continue
        made: Any = NotImplemented
        if dtype is None and hint is not None:
            try:
                made = function(value, dtype=hint, name=name, as_ref=False)
            except (TypeError, ValueError):
                made = NotImplemented  # the hint is only a wish
        if made is NotImplemented:
            made = function(value, dtype=dtype, name=name, as_ref=False)
        if made is NotImplemented:
            continue
        if dtype is not None and made.dtype.base_dtype is not dtype:
            raise RuntimeError(
                f"The function that converts {type(value).__name__} to tensors returned "
                f"one of {made.dtype.name}, but {dtype.name} was asked for."
            )
        return made
    return None
