"""Dynamic sharding: the sources of a pipeline get their elements' numbers from outside."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

from tensorbrook._src.core import errors
from tensorbrook._src.data.files import Records, Rows
from tensorbrook._src.ops.datasets.sources import Items, Range, Single, Slices
from tensorbrook._src.ops.datasets.stream import Context, Element, Stream

#: Gives the next number of a source in one pass over it; None after the last.
Splits = Callable[[int, int, int], int | None]


class Divided(Stream):
    """A source of which each number is given to one worker."""

    def __init__(self, source: Any, number: int, splits: Splits) -> None:
        self.source, self.number, self.splits = source, number, splits
        self._passes = 0

    def iterate(self, context: Context) -> Iterator[Element]:
        mine, self._passes = self._passes, self._passes + 1
        of_files = isinstance(self.source, Records | Rows)
        size = len(self.source.names) if of_files else self.source.cardinality()
        while (split := self.splits(self.number, mine, size)) is not None:
            if of_files:
                part = copy.copy(self.source)
                part.names = [self.source.names[split]]
                yield from part.iterate(Context())
            else:
                yield self.source.at(split)


def divided(stream: Stream, splits: Splits) -> Stream:
    """The same pipeline, with sources that give only some of their elements.

    Raises:
        errors.UnimplementedError: A source can't be divided.
    """
    numbers = iter(range(1 << 30))

    def walk(part: Any) -> Any:
        if isinstance(part, Slices | Range | Items | Single | Records | Rows):
            return Divided(part, next(numbers), splits)
        made = copy.copy(part)
        if isinstance(getattr(part, "source", None), Stream):
            made.source = walk(part.source)
        elif getattr(part, "parts", None):
            made.parts = [walk(each) for each in part.parts]
        else:
            raise errors.UnimplementedError(
                None,
                None,
                f"A dataset that begins with {type(part).__name__} can't be divided "
                "dynamically.",
            )
        return made

    made: Stream = walk(stream)
    return made
