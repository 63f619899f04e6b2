"""Splitting values into the tensors that a graph carries and the rest.

A branch or a loop can only carry tensors. A `Packed` holds the tensors of some
variables in one flat list; the structure around them and everything that is no tensor
stay behind in a frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tensorbrook._src.core import nest
from tensorbrook._src.function.autograph.operators import backend


class Slot:
    """The place of a tensor in a frame."""

    def __init__(self, index: int) -> None:
        self.index = index

    def __repr__(self) -> str:
        return "<tensor>"


class Static:
    """A value in a frame that is no tensor."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __repr__(self) -> str:
        return repr(self.value)


class Packed:
    """The values of some variables, taken apart.

    Args:
        values: one value, or structure of values, for each variable.

    Attributes:
        tensors: the tensors and composites among them.
        frames: for each variable, its structure over `Slot` and `Static`.
    """

    def __init__(self, values: Sequence[Any]) -> None:
        self.tensors: list[Any] = []
        self.frames = [nest.map_structure(self._leaf, value) for value in values]

    def _leaf(self, value: Any) -> Slot | Static:
        if backend.is_tensor_like(value):
            value = backend.to_tensor(value)
        elif not backend.is_composite(value):
            return Static(value)
        self.tensors.append(value)
        return Slot(len(self.tensors) - 1)

    def unpack(self, tensors: Sequence[Any]) -> list[Any]:
        """The variables' values with `tensors` in the places of the own ones."""

        def value(leaf: Any) -> Any:
            return tensors[leaf.index] if isinstance(leaf, Slot) else leaf.value

        return [nest.map_structure(value, frame) for frame in self.frames]
