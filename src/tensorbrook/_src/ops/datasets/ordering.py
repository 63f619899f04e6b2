"""Datasets that choose and order the elements of others."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from tensorbrook._src.core import errors
from tensorbrook._src.ops.datasets.seeds import SeedGenerator, Words, seeds_of
from tensorbrook._src.ops.datasets.stream import (
    INFINITE,
    UNKNOWN,
    Arranged,
    Context,
    Element,
    Stream,
    array_of,
    dataset_op,
    number,
    real,
    require,
    stream_of,
)

_Item = TypeVar("_Item")
_NOTHING = object()


class _First(Iterator[_Item]):
    """The first items of an iterator; unlike a generator, it goes on after an error."""

    def __init__(self, items: Iterator[_Item], wanted: int) -> None:
        self._items = items
        self.wanted = wanted

    def __next__(self) -> _Item:
        if self.wanted <= 0:
            raise StopIteration
        item = next(self._items)
        self.wanted -= 1
        return item


class _Spaced(Iterator[_Item]):
    """The items after `ahead` others, with `between` others between them."""

    def __init__(self, items: Iterator[_Item], ahead: int, between: int) -> None:
        self._items = items
        self.ahead = ahead
        self._between = between

    def __next__(self) -> _Item:
        while self.ahead:
            next(self._items)
            self.ahead -= 1
        item = next(self._items)
        self.ahead = self._between
        return item


def _spaced(
    items: Iterator[_Item], ahead: int, between: int, context: Context
) -> Iterator[_Item]:
    spaced = _Spaced(items, context.saved.get("ahead", ahead), between)
    context.keep(lambda: {"ahead": spaced.ahead})
    return spaced


class Take(Arranged):
    """The first `count` elements; all of them where `count` is negative."""

    def __init__(self, source: Stream, count: int) -> None:
        super().__init__(source)
        self.count = count

    def arrange(
        self, start: Callable[[Context], Iterator[_Item]], context: Context
    ) -> Iterator[_Item]:
        items = start(context.part())
        if self.count < 0:
            return items
        first = _First(items, context.saved.get("wanted", self.count))
        context.keep(lambda: {"wanted": first.wanted})
        return first

    def cardinality(self) -> int:
        size = self.source.cardinality()
        if self.count < 0:
            return size
        if size == INFINITE:
            return self.count
        if size == UNKNOWN:
            return 0 if self.count == 0 else UNKNOWN
        return min(size, self.count)


class Skip(Arranged):
    """All but the first `count` elements; nothing where `count` is negative."""

    def __init__(self, source: Stream, count: int) -> None:
        super().__init__(source)
        self.count = count

    def arrange(
        self, start: Callable[[Context], Iterator[_Item]], context: Context
    ) -> Iterator[_Item]:
        if self.count < 0:
            return iter(())
        return _spaced(start(context.part()), self.count, 0, context)

    def cardinality(self) -> int:
        size = self.source.cardinality()
        if self.count < 0:
            return 0
        return size if size < 0 else max(size - self.count, 0)


class Repeat(Arranged):
    """The elements `count` times; for ever where `count` is negative."""

    def __init__(self, source: Stream, count: int) -> None:
        super().__init__(source)
        self.count = count

    def arrange(
        self, start: Callable[[Context], Iterator[_Item]], context: Context
    ) -> Iterator[_Item]:
        turn: int = context.saved.get("turn", 0)
        empty: bool = context.saved.get("empty", True)
        context.keep(lambda: {"turn": turn, "empty": empty})
        while turn < self.count or self.count < 0:
            for item in start(context.part()):
                empty = False
                yield item
            if empty and self.count < 0:
                return  # repeating nothing for ever would never end
            turn, empty = turn + 1, True

    def cardinality(self) -> int:
        size = self.source.cardinality()
        if self.count == 0 or size == 0:
            return 0
        if self.count < 0:
            return INFINITE
        return size if size < 0 else size * self.count


class Shard(Arranged):
    """Every `shards`-th element, from `index` on."""

    def __init__(self, source: Stream, shards: int, index: int) -> None:
        super().__init__(source)
        require(
            shards > 0, f"Dataset.shard: num_shards must be positive, got {shards}."
        )
        require(
            0 <= index < shards,
            f"Dataset.shard: index must be between 0 and {shards - 1}, got {index}.",
        )
        self.shards, self.index = shards, index

    def arrange(
        self, start: Callable[[Context], Iterator[_Item]], context: Context
    ) -> Iterator[_Item]:
        return _spaced(start(context.part()), self.index, self.shards - 1, context)

    def cardinality(self) -> int:
        size = self.source.cardinality()
        if size < 0:
            return size
        return size // self.shards + (self.index < size % self.shards)


class Shuffle(Arranged):
    """Elements in random order, drawn from a buffer of the next ones."""

    def __init__(self, source: Stream, size: int, seeds: SeedGenerator) -> None:
        super().__init__(source)
        require(
            size > 0 or size in (INFINITE, UNKNOWN),
            f"Dataset.shuffle: buffer_size must be positive, got {size}.",
        )
        self.size, self.seeds = size, seeds

    def arrange(
        self, start: Callable[[Context], Iterator[_Item]], context: Context
    ) -> Iterator[_Item]:
        saved = context.saved
        if saved:
            self.seeds.restore(saved["generator"])
        words = Words(*saved["words"]) if saved else Words(*self.seeds.next())
        items = start(context.part())
        ahead = None if self.size < 0 else self.size
        buffer: list[Any] = (
            list(saved["buffer"]) if saved else list(itertools.islice(items, ahead))
        )
        first, size = saved.get("first", 0), saved.get("size", len(buffer))
        context.keep(
            lambda: {
                "generator": self.seeds.position(),
                "words": words.position(),
                "buffer": buffer,
                "first": first,
                "size": size,
            }
        )
        # A ring: the oldest place is `first`, and the drawn item makes room there.
        while size:
            index = (first + words.next() % size) % len(buffer)
            chosen = buffer[index]
            buffer[index] = buffer[first]
            following = next(items, _NOTHING) if ahead is not None else _NOTHING
            buffer[first] = None if following is _NOTHING else following
            first = (first + 1) % len(buffer)
            size -= following is _NOTHING
            yield chosen

    def cardinality(self) -> int:
        return self.source.cardinality()


class Concatenated(Stream):
    """The elements of one stream, then those of another."""

    def __init__(self, first: Stream, second: Stream) -> None:
        self.parts = (first, second)

    def iterate(self, context: Context) -> Iterator[Element]:
        index: int = context.saved.get("index", 0)
        context.keep(lambda: {"index": index})
        while index < len(self.parts):
            yield from self.parts[index].iterate(context.part(str(index)))
            index += 1

    def cardinality(self) -> int:
        sizes = [part.cardinality() for part in self.parts]
        if INFINITE in sizes:
            return INFINITE
        return UNKNOWN if UNKNOWN in sizes else sum(sizes)


class Zipped(Stream):
    """Elements side by side, until the shortest stream ends."""

    def __init__(self, parts: list[Stream]) -> None:
        self.parts = parts

    def iterate(self, context: Context) -> Iterator[Element]:
        streams = [
            part.iterate(context.part(str(index)))
            for index, part in enumerate(self.parts)
        ]
        for elements in zip(*streams, strict=False):
            yield [tensor for element in elements for tensor in element]

    def cardinality(self) -> int:
        sizes = [part.cardinality() for part in self.parts]
        finite = [size for size in sizes if size != INFINITE]
        if not finite:
            return INFINITE
        return UNKNOWN if UNKNOWN in finite else min(finite)


class Directed(Stream):
    """Elements of several streams, in the order that a stream of numbers gives."""

    def __init__(self, choices: Stream, parts: list[Stream], stop: bool) -> None:
        self.choices, self.parts, self.stop = choices, parts, stop

    def iterate(self, context: Context) -> Iterator[Element]:
        ended: list[int] = list(context.saved.get("ended", ()))
        context.keep(lambda: {"ended": ended})
        streams: list[Any] = [
            None if index in ended else part.iterate(context.part(str(index)))
            for index, part in enumerate(self.parts)
        ]
        if not any(streams) or (ended and self.stop):
            return
        for (choice,) in self.choices.iterate(context.part("choices")):
            index = number(choice)
            if not 0 <= index < len(streams):
                raise errors.InvalidArgumentError(
                    None,
                    None,
                    f"The selector gave the index {index}; there are {len(streams)} "
                    "datasets.",
                )
            if streams[index] is None:
                continue
            element = next(streams[index], None)
            if element is not None:
                yield element
                continue
            ended.append(index)
            streams[index] = None
            if self.stop or not any(streams):
                return


class Distinct(Stream):
    """The elements that were not there before."""

    def __init__(self, source: Stream) -> None:
        self.source = source

    def iterate(self, context: Context) -> Iterator[Element]:
        seen = set(context.saved.get("seen", ()))
        context.keep(lambda: {"seen": sorted(seen)})
        for element in self.source.iterate(context.part()):
            array = array_of(element[0])
            key = array.item() if array.dtype == object else array.tobytes()
            if key not in seen:
                seen.add(key)
                yield element


class Counted(Stream):
    """A stream whose number of elements is known and checked."""

    def __init__(self, source: Stream, size: int) -> None:
        self.source, self.size = source, size

    def iterate(self, context: Context) -> Iterator[Element]:
        count: int = context.saved.get("count", 0)
        context.keep(lambda: {"count": count})
        for element in self.source.iterate(context.part()):
            count += 1
            if count > self.size >= 0:
                raise self._wrong("more than that")
            yield element
        if self.size != UNKNOWN and count != self.size:
            raise self._wrong(f"only {count} elements")

    def _wrong(self, found: str) -> errors.OpError:
        size = "infinitely many" if self.size == INFINITE else str(self.size)
        return errors.FailedPreconditionError(
            None,
            None,
            f"Input dataset was expected to contain {size} elements but contained "
            f"{found}.",
        )

    def cardinality(self) -> int:
        return self.size


class Sampled(Stream):
    """Each element with a probability."""

    def __init__(self, source: Stream, rate: float, seeds: tuple[int, int]) -> None:
        self.source, self.rate, self.seeds = source, rate, seeds

    def iterate(self, context: Context) -> Iterator[Element]:
        words = Words(*context.saved.get("words", self.seeds))
        context.keep(lambda: {"words": words.position()})
        for element in self.source.iterate(context.part()):
            if words.next() / 2**32 < self.rate:
                yield element


take_op = dataset_op(
    "TakeDataset",
    "input_dataset: variant, count: int64",
    lambda source, count, **attrs: Take(stream_of(source), number(count)),
)
skip_op = dataset_op(
    "SkipDataset",
    "input_dataset: variant, count: int64",
    lambda source, count, **attrs: Skip(stream_of(source), number(count)),
)
repeat_op = dataset_op(
    "RepeatDataset",
    "input_dataset: variant, count: int64",
    lambda source, count, **attrs: Repeat(stream_of(source), number(count)),
)
shard_op = dataset_op(
    "ShardDataset",
    "input_dataset: variant, num_shards: int64, index: int64",
    lambda source, shards, index, **attrs: Shard(
        stream_of(source), number(shards), number(index)
    ),
    attrs="require_non_empty: bool = False",
)
shuffle_op = dataset_op(
    "ShuffleDatasetV3",
    "input_dataset: variant, buffer_size: int64, seed: int64, seed2: int64, "
    "seed_generator: resource",
    lambda source, size, seed, seed2, seeds, **attrs: Shuffle(
        stream_of(source), number(size), seeds_of(seeds)
    ),
    attrs="reshuffle_each_iteration: bool = True",
    stateful=True,
)
concatenate_op = dataset_op(
    "ConcatenateDataset",
    "input_dataset: variant, another_dataset: variant",
    lambda first, second, **attrs: Concatenated(stream_of(first), stream_of(second)),
)
zip_op = dataset_op(
    "ZipDataset",
    "input_datasets: N * variant",
    lambda parts, **attrs: Zipped([stream_of(part) for part in parts]),
    attrs="N: int >= 1",
)
directed_op = dataset_op(
    "DirectedInterleaveDataset",
    "selector_input_dataset: variant, data_input_datasets: N * variant",
    lambda choices, parts, stop_on_empty_dataset, **attrs: Directed(
        stream_of(choices), [stream_of(part) for part in parts], stop_on_empty_dataset
    ),
    attrs="stop_on_empty_dataset: bool = False, N: int >= 1",
    common="output_types: list(type), output_shapes: list(shape)",
)
unique_op = dataset_op(
    "UniqueDataset",
    "input_dataset: variant",
    lambda source, **attrs: Distinct(stream_of(source)),
)
assert_cardinality_op = dataset_op(
    "AssertCardinalityDataset",
    "input_dataset: variant, cardinality: int64",
    lambda source, size, **attrs: Counted(stream_of(source), number(size)),
    common="output_types: list(type), output_shapes: list(shape)",
)
sampling_op = dataset_op(
    "SamplingDataset",
    "input_dataset: variant, rate: float32, seed: int64, seed2: int64",
    lambda source, rate, seed, seed2, **attrs: Sampled(
        stream_of(source), real(rate), (number(seed), number(seed2))
    ),
    common="output_types: list(type), output_shapes: list(shape)",
)
