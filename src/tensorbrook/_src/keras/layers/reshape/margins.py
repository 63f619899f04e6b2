"""Numbers of rows at the edges of images."""

from __future__ import annotations

from typing import Any


def as_pairs(value: Any, rank: int, name: str) -> tuple[tuple[int, int], ...]:
    """Returns a pair of numbers, before and after, for each dimension.

    Args:
        value: a number, one number for each dimension, or a pair for each.
        rank: how many dimensions there are.
        name: the argument's name, for the error.

    Raises:
        ValueError: for anything else.
    """
    if isinstance(value, int):
        return ((value, value),) * rank
    items = tuple(value)
    if rank == 1 and len(items) == 2 and all(isinstance(i, int) for i in items):
        return (items,)
    pairs = tuple((i, i) if isinstance(i, int) else tuple(i) for i in items)
    if len(pairs) != rank or any(len(pair) != 2 for pair in pairs):
        raise ValueError(
            f"`{name}` must be a number, {rank} numbers or {rank} pairs of numbers. "
            f"Received: {name}={value}."
        )
    return pairs


def first_axis(data_format: str) -> int:
    """Returns the first image axis of a layout."""
    return 1 if data_format == "channels_last" else 2


def changed(
    input_shape: Any, pairs: tuple[tuple[int, int], ...], data_format: str, sign: int
) -> tuple[Any, ...]:
    """Returns a shape with rows added or taken away.

    Args:
        input_shape: the shape of the inputs.
        pairs: how many before and after, for each image dimension.
        data_format: `"channels_last"` or `"channels_first"`.
        sign: 1 to add, -1 to take away.

    Raises:
        ValueError: when nothing would be left.
    """
    shape = list(input_shape)
    for axis, pair in enumerate(pairs, first_axis(data_format)):
        if shape[axis] is not None:
            shape[axis] += sign * sum(pair)
            if shape[axis] <= 0:
                raise ValueError(
                    f"Nothing would be left of axis {axis} of "
                    f"input_shape={tuple(input_shape)} with cropping={pairs}."
                )
    return tuple(shape)
