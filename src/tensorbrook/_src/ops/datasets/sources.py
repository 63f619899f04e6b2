"""Datasets that begin a pipeline: from tensors, ranges, random numbers, generators."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from tensorbrook._src.core import errors
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op
from tensorbrook._src.ops.datasets.seeds import SeedGenerator, Words, seeds_of
from tensorbrook._src.ops.datasets.stream import (
    INFINITE,
    ON_THE_HOST,
    Context,
    Element,
    Rows,
    Stream,
    dataset_op,
    number,
    remaining,
    require,
)
from tensorbrook._src.ops.rules import scalar


class Single(Stream):
    """One element."""

    def __init__(self, components: Element) -> None:
        self.components = list(components)

    def iterate(self, context: Context) -> Iterator[Element]:
        yield from remaining([self.components], context)

    def cardinality(self) -> int:
        return 1


class Slices(Stream):
    """The rows of tensors, one by one."""

    def __init__(self, components: Element) -> None:
        self.components = list(components)
        require(bool(components), "from_tensor_slices needs at least one tensor.")
        sizes = set()
        for component in components:
            dims = component._dims
            require(
                bool(dims),
                "from_tensor_slices: a scalar has no slices; rank >= 1 needed.",
            )
            sizes.add(dims[0])
        require(
            len(sizes) == 1,
            "from_tensor_slices: all components must have the same first dimension, got "
            f"{sorted(sizes)}.",
        )
        self.size = sizes.pop()

    def iterate(self, context: Context) -> Iterator[Element]:
        columns = [(c._made, c._array(), c.dtype) for c in self.components]
        if len(columns) == 1:
            make, array, dtype = columns[0]
            for index in remaining(range(self.size), context):
                yield (make(array[index, ...], dtype),)
            return
        for index in remaining(range(self.size), context):
            yield [make(array[index, ...], dtype) for make, array, dtype in columns]

    def rows(self) -> Rows | None:
        return self.components, lambda context: remaining(range(self.size), context)

    def cardinality(self) -> int:
        return int(self.size)

    def at(self, index: int) -> Element:
        if not 0 <= index < self.size:
            raise errors.OutOfRangeError(None, None, f"There is no element {index}.")
        return [c._made(c._array()[index, ...], c.dtype) for c in self.components]


class Range(Stream):
    """The numbers of an arithmetic progression."""

    def __init__(self, like: Any, numbers: range, dtype: Any) -> None:
        self.make = like._made
        self.numbers = numbers
        self.dtype = dtype

    def iterate(self, context: Context) -> Iterator[Element]:
        make, dtype, kind = self.make, self.dtype, self.dtype.numpy_dtype
        for value in remaining(self.numbers, context):
            yield (make(np.array(value, kind), dtype),)

    def cardinality(self) -> int:
        return len(self.numbers)


class Items(Stream):
    """Elements that lie ready, one after the other."""

    def __init__(self, elements: list[Element]) -> None:
        self.elements = elements

    def iterate(self, context: Context) -> Iterator[Element]:
        return remaining(self.elements, context)

    def cardinality(self) -> int:
        return len(self.elements)


class Randoms(Stream):
    """Unsigned 32-bit random numbers without end, as int64."""

    def __init__(self, like: Any, seeds: SeedGenerator, fresh: bool) -> None:
        self.like = like
        self.seeds = seeds
        self.fresh = fresh

    def iterate(self, context: Context) -> Iterator[Element]:
        saved = context.saved
        if saved:
            self.seeds.restore(saved["generator"])
            words = Words(*saved["words"])
        else:
            words = Words(*self.seeds.next() if self.fresh else self.seeds.given)
        context.keep(
            lambda: {
                "generator": self.seeds.position(),
                "words": words.position(),
            }
        )
        while True:
            yield (self.like._like(words.next()),)

    def cardinality(self) -> int:
        return INFINITE


class Generated(Stream):
    """What functions give: one that starts, one that gives the next, one that ends."""

    def __init__(self, start: Any, following: Any, finish: Any) -> None:
        self.start = start
        self.following = following
        self.finish = finish

    def iterate(self, context: Context) -> Iterator[Element]:
        context.refuse("PyFunc is stateful.")
        state = self.start.execute([])
        try:
            while True:
                try:
                    element = self.following.execute(state)
                except errors.OutOfRangeError:
                    return
                yield element
        finally:
            self.finish.execute(state)


def _range(start: Any, stop: Any, step: Any, output_types: Any, **attrs: Any) -> Range:
    require(number(step) != 0, "Dataset.range: step must not be 0.")
    numbers = range(number(start), number(stop), number(step))
    return Range(start, numbers, output_types[0])


def _items(tensors: list[Any], output_types: Any, **attrs: Any) -> Items:
    width = len(output_types)
    rows = [tensors[i : i + width] for i in range(0, len(tensors), width)]
    return Items(rows)  # type: ignore[arg-type]


_SLICES = "Toutput_types: list(type), output_shapes: list(shape), metadata: string = ''"

tensor_op = dataset_op(
    "TensorDataset",
    "components: Toutput_types",
    lambda components, **attrs: Single(components),
    common=_SLICES,
    stateful=True,
)

slices_op = dataset_op(
    "TensorSliceDataset",
    "components: Toutput_types",
    lambda components, **attrs: Slices(components),
    attrs="is_files: bool = False, replicate_on_split: bool = False",
    common=_SLICES,
    stateful=True,
)

range_op = dataset_op(
    "RangeDataset",
    "start: int64, stop: int64, step: int64",
    _range,
    attrs="replicate_on_split: bool = False",
    stateful=True,
)

list_op = dataset_op(
    "ListDataset",
    "tensors: Tinput_types",
    _items,
    attrs="Tinput_types: list(type)",
    stateful=True,
)

random_op = dataset_op(
    "RandomDatasetV2",
    "seed: int64, seed2: int64, seed_generator: resource",
    lambda seed, seed2, generator, rerandomize_each_iteration, **attrs: Randoms(
        seed, seeds_of(generator), rerandomize_each_iteration
    ),
    attrs="rerandomize_each_iteration: bool = False",
    stateful=True,
)

generator_op = Op(
    "GeneratorDataset",
    "init_func_other_args: Tinit_func_args, next_func_other_args: Tnext_func_args, "
    "finalize_func_other_args: Tfinalize_func_args -> handle: variant | "
    "init_func: func, next_func: func, finalize_func: func, "
    "Tinit_func_args: list(type), Tnext_func_args: list(type), "
    "Tfinalize_func_args: list(type), "
    "output_types: list(type), output_shapes: list(shape), metadata: string = ''",
    shape=scalar,
    reference=lambda xp, a, b, c, init_func, next_func, finalize_func, **attrs: (
        Generated(init_func, next_func, finalize_func)
    ),
    gradient=NOT_DIFFERENTIABLE,
    xla=ON_THE_HOST,
    stateful=True,
)
