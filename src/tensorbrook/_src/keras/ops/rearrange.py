"""Axes by name."""

from __future__ import annotations

import re
from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.ops.conversion import dynamic_shape, operation, tensor


@operation
def rearrange(tensor: Any, pattern: str, **axes_lengths: int) -> Any:
    """Reorders, splits and joins axes as a pattern says.

    Args:
        tensor: a tensor.
        pattern: such as `"b (h p) c -> b h (p c)"`.
        **axes_lengths: sizes of axes that are split off.

    Raises:
        ValueError: when the pattern does not fit.
    """
    return _rearranged(tensor, pattern, axes_lengths)


def _rearranged(x: Any, pattern: str, lengths: dict[str, int]) -> Any:
    """Returns the tensor as the pattern says."""
    x = tensor(x)
    sides = pattern.split("->")
    if len(sides) != 2:
        raise ValueError(f"rearrange: a pattern needs one '->'. Received: {pattern!r}.")
    before, after = (_groups(side) for side in sides)
    before, after = _without_dots(before, after, len(x.shape))
    if len(before) != len(x.shape):
        raise ValueError(
            f"rearrange: the pattern {pattern!r} has {len(before)} axes, the tensor "
            f"{len(x.shape)}."
        )
    sizes: dict[str, Any] = dict(lengths)
    for group, size in zip(before, dynamic_shape(x), strict=True):
        unknown = [name for name in group if name not in sizes]
        if len(unknown) > 1:
            raise ValueError(f"rearrange: the sizes of {unknown} are not known.")
        known: Any = 1
        for name in group:
            known = known * sizes.get(name, 1)
        if unknown:
            sizes[unknown[0]] = size // known
    names = [name for group in before for name in group]
    wanted = [name for group in after for name in group]
    if sorted(names) != sorted(wanted):
        raise ValueError(
            f"rearrange: both sides of {pattern!r} must have the same axes."
        )
    split = tf.reshape(x, [sizes[name] for name in names])
    moved = tf.transpose(split, [names.index(name) for name in wanted])
    shape = []
    for group in after:
        size: Any = 1
        for name in group:
            size = size * sizes[name]
        shape.append(size)
    return tf.reshape(moved, shape)


def _groups(side: str) -> list[list[str]]:
    """Returns the names on one side of a pattern, joined ones together."""
    found = re.findall(r"\(([^)]*)\)|(\S+)", side.strip())
    return [
        inside.split() if not single else [single]
        for inside, single in found
        if single != "1"
    ]


def _without_dots(
    before: list[list[str]], after: list[list[str]], rank: int
) -> tuple[list[list[str]], list[list[str]]]:
    """Returns the names with an ellipsis written out."""
    if ["..."] not in before:
        return before, after
    count = rank - len(before) + 1
    dots = [[f"dots{place}"] for place in range(count)]

    def written(side: list[list[str]]) -> list[list[str]]:
        place = side.index(["..."])
        return [*side[:place], *dots, *side[place + 1 :]]

    return written(before), written(after)
