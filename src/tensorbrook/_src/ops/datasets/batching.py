"""Datasets that put elements together and take them apart."""

from __future__ import annotations

import collections
import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from tensorbrook._src.core import errors
from tensorbrook._src.ops.datasets.sources import Items
from tensorbrook._src.ops.datasets.stream import (
    INFINITE,
    UNKNOWN,
    Context,
    Element,
    Stream,
    array_of,
    dataset_op,
    flag,
    number,
    require,
    stacked,
    stream_of,
)

_PLAIN = "output_types: list(type), output_shapes: list(shape)"


class Batched(Stream):
    """Groups of elements as one, with a new first axis."""

    def __init__(self, source: Stream, size: int, drop: bool) -> None:
        require(size > 0, f"Dataset.batch: batch_size must be positive, got {size}.")
        self.source, self.size, self.drop = source, size, drop

    def iterate(self, context: Context) -> Iterator[Element]:
        found = self.source.rows()
        if found is not None:
            columns, start = found
            for numbers in self._groups(start(context.part())):
                yield [_gathered(column, numbers) for column in columns]
            return
        for group in self._groups(self.source.iterate(context.part())):
            yield stacked(group)

    def _groups(self, items: Iterator[Any]) -> Iterator[list[Any]]:
        size = self.size
        while group := list(itertools.islice(items, size)):
            if len(group) == size or not self.drop:
                yield group

    def cardinality(self) -> int:
        size = self.source.cardinality()
        if size < 0:
            return size
        return size // self.size if self.drop else -(-size // self.size)


def _gathered(column: Any, numbers: list[int]) -> Any:
    """The rows of a tensor at positions; a slice where they follow each other."""
    array = column._array()
    first, last = numbers[0], numbers[-1]
    if last - first + 1 == len(numbers) and numbers == list(range(first, last + 1)):
        return column._made(array[first : last + 1], column.dtype)
    return column._made(array[numbers], column.dtype)


class Padded(Batched):
    """Groups of elements, each padded to the largest, or to given shapes."""

    def __init__(
        self,
        source: Stream,
        size: int,
        shapes: list[Any],
        values: list[Any],
        drop: bool,
    ) -> None:
        super().__init__(source, size, drop)
        require(
            all(shape._array().ndim == 1 for shape in shapes),
            "Dataset.padded_batch: each padded shape must be a vector.",
        )
        self.shapes = [shape._array().tolist() for shape in shapes]
        self.values = [value._array() for value in values]

    def iterate(self, context: Context) -> Iterator[Element]:
        for group in self._groups(self.source.iterate(context.part())):
            yield [
                self._column(index, [element[index] for element in group])
                for index in range(len(group[0]))
            ]

    def _column(self, index: int, parts: list[Any]) -> Any:
        arrays = [array_of(part) for part in parts]
        wanted, model = self.shapes[index], parts[0]
        for array in arrays:
            require(
                array.ndim == len(wanted),
                f"Dataset.padded_batch: component {index} has rank {array.ndim}, but its "
                f"padded shape {wanted} has rank {len(wanted)}.",
            )
        dims = [
            max(array.shape[axis] for array in arrays) if dim < 0 else dim
            for axis, dim in enumerate(wanted)
        ]
        shape = (len(arrays), *dims)
        made = np.full(shape, self.values[index][()], dtype=arrays[0].dtype)
        for position, array in enumerate(arrays):
            for axis, dim in enumerate(dims):
                if array.shape[axis] > dim:
                    raise errors.DataLossError(
                        None,
                        None,
                        f"Dataset.padded_batch: an element of shape "
                        f"{list(array.shape)} doesn't fit into the padded shape {dims} "
                        f"of component {index}.",
                    )
            place: Any = (position, *(slice(0, size) for size in array.shape))
            made[place] = array
        return model._made(made, model.dtype)


class Unbatched(Stream):
    """The rows of each element."""

    def __init__(self, source: Stream) -> None:
        self.source = source

    def iterate(self, context: Context) -> Iterator[Element]:
        return parts_of(self.source, context, rows_of)

    def cardinality(self) -> int:
        size = self.source.cardinality()
        return INFINITE if size == INFINITE else UNKNOWN


def rows_of(element: Element) -> Iterator[Element]:
    """The rows of all tensors of an element."""
    arrays = [array_of(tensor) for tensor in element]
    require(
        all(array.ndim for array in arrays),
        "Dataset.unbatch: an element must have a first axis, got a scalar.",
    )
    sizes = {len(array) for array in arrays}
    require(
        len(sizes) <= 1,
        f"Dataset.unbatch: the components have different first sizes: {sorted(sizes)}.",
    )
    for index in range(sizes.pop() if sizes else 0):
        yield [
            tensor._made(array[index, ...], tensor.dtype)
            for tensor, array in zip(element, arrays, strict=True)
        ]


def parts_of(
    source: Stream, context: Context, split: Callable[[Element], Iterable[Element]]
) -> Iterator[Element]:
    """What a function makes of each element, one by one."""
    element = context.saved.get("element")
    given: int = context.saved.get("given", 0)
    context.keep(lambda: {"element": element, "given": given})
    if element is not None:
        for part in itertools.islice(split(element), given, None):
            given += 1
            yield part
    for element in source.iterate(context.part()):
        given = 0
        for part in split(element):
            given += 1
            yield part


class Rebatched(Stream):
    """The rows of batches in batches of other sizes, which are taken in turn."""

    def __init__(self, source: Stream, sizes: list[int], drop: bool) -> None:
        require(
            bool(sizes) and min(sizes) > 0,
            f"Dataset.rebatch: batch sizes must be positive, got {sizes}.",
        )
        self.source, self.sizes, self.drop = source, sizes, drop

    def iterate(self, context: Context) -> Iterator[Element]:
        waiting: list[Any] = list(context.saved.get("waiting", ()))
        ready: int = context.saved.get("ready", 0)
        turn: int = context.saved.get("turn", 0)
        context.keep(lambda: {"waiting": waiting, "ready": ready, "turn": turn})
        elements = self.source.iterate(context.part())
        while True:
            size = self.sizes[turn % len(self.sizes)]
            while ready < size:
                element = next(elements, None)
                if element is None:
                    break
                waiting.append(element)
                ready += _batch_size(element)
            if ready == 0 or (ready < size and self.drop):
                return
            whole = _joined(waiting)
            waiting = [[t._made(t._array()[size:], t.dtype) for t in whole]]
            ready, turn = max(ready - size, 0), turn + 1
            yield [t._made(t._array()[:size], t.dtype) for t in whole]

    def cardinality(self) -> int:
        return INFINITE if self.source.cardinality() == INFINITE else UNKNOWN


def _batch_size(element: Element) -> int:
    arrays = [array_of(tensor) for tensor in element]
    require(
        bool(arrays) and all(array.ndim for array in arrays),
        "Dataset.rebatch: an element must have a first axis, got a scalar.",
    )
    sizes = {len(array) for array in arrays}
    require(
        len(sizes) == 1,
        f"Dataset.rebatch: the components have different first sizes: {sorted(sizes)}.",
    )
    return sizes.pop()


def _joined(parts: list[Element]) -> list[Any]:
    if len(parts) == 1:
        return list(parts[0])
    joined = []
    for tensors in zip(*parts, strict=True):
        array = np.concatenate([tensor._array() for tensor in tensors])
        joined.append(tensors[0]._made(array, tensors[0].dtype))
    return joined


class Windowed(Stream):
    """Datasets of successive elements, one for each component."""

    def __init__(
        self, source: Stream, size: int, shift: int, stride: int, drop: bool
    ) -> None:
        for name, value in (("size", size), ("shift", shift), ("stride", stride)):
            require(value > 0, f"Dataset.window: {name} must be positive, got {value}.")
        self.source, self.size, self.drop = source, size, drop
        self.shift, self.stride = shift, stride

    def iterate(self, context: Context) -> Iterator[Element]:
        reach = (self.size - 1) * self.stride + 1
        ahead: list[Element] = list(context.saved.get("ahead", ()))
        skipped: int = context.saved.get("skipped", 0)
        context.keep(lambda: {"ahead": ahead, "skipped": skipped})
        elements = self.source.iterate(context.part())
        while True:
            collections.deque(itertools.islice(elements, skipped), maxlen=0)
            skipped = 0
            ahead += itertools.islice(elements, reach - len(ahead))
            if not ahead or (len(ahead) < reach and self.drop):
                return
            window = ahead[:: self.stride]
            skipped = max(self.shift - len(ahead), 0)
            ahead = ahead[self.shift :]
            yield [
                type(column[0])._object(Items([[tensor] for tensor in column]))
                for column in zip(*window, strict=True)
            ]

    def cardinality(self) -> int:
        size = self.source.cardinality()
        if size < 0:
            return size
        reach = (self.size - 1) * self.stride + 1
        if self.drop:
            return max(0, (size - reach) // self.shift + 1)
        return -(-size // self.shift)


class Grouped(Stream):
    """Windows of elements of equal key, each reduced to a dataset of its own."""

    def __init__(self, source: Stream, key: Any, reduce: Any, size: Any) -> None:
        self.source, self.key, self.reduce, self.size = source, key, reduce, size

    def iterate(self, context: Context) -> Iterator[Element]:
        key_of = context.bind(*self.key)
        size_of = context.bind(*self.size)
        # A dict has string keys in a stored position.
        windows: dict[int, list[Element]] = dict(context.saved.get("windows", ()))
        sizes: dict[int, int] = dict(context.saved.get("sizes", ()))
        current: Any = context.saved.get("current")
        context.keep(
            lambda: {
                "windows": list(windows.items()),
                "sizes": list(sizes.items()),
                "current": current,
            }
        )
        if current is not None:
            yield from self._reduced(context, *current)
        for element in self.source.iterate(context.part()):
            key = key_of(element)[0]
            name = number(key)
            if name not in sizes:
                sizes[name] = number(size_of([key])[0])
                require(
                    sizes[name] > 0,
                    "Dataset.group_by_window: the window size must be positive, got "
                    f"{sizes[name]}.",
                )
            window = windows.setdefault(name, [])
            window.append(element)
            if len(window) == sizes[name]:
                del windows[name], sizes[name]
                current = [key, window]
                yield from self._reduced(context, key, window)
        for name in sorted(windows):
            window = windows.pop(name)
            key = window[0][0]._made(np.array(name, np.int64), self._int64)
            current = [key, window]
            yield from self._reduced(context, key, window)

    @property
    def _int64(self) -> Any:
        return self.key[0].outputs[0].dtype

    def _reduced(
        self, context: Context, key: Any, window: list[Element]
    ) -> Iterator[Element]:
        inner = type(key)._object(Items(window))
        made = context.bind(*self.reduce)([key, inner])[0]
        return stream_of(made).iterate(context.part("window"))


class Reduced(Stream):
    """One element for each key: a state, stepped by every element with that key."""

    def __init__(
        self, source: Stream, key: Any, init: Any, step: Any, final: Any
    ) -> None:
        self.source, self.key = source, key
        self.init, self.step, self.final = init, step, final

    def iterate(self, context: Context) -> Iterator[Element]:
        key_of, init = context.bind(*self.key), context.bind(*self.init)
        step, final = context.bind(*self.step), context.bind(*self.final)
        states: dict[int, Any] = dict(context.saved.get("states", ()))
        context.keep(lambda: {"states": list(states.items())})
        for element in self.source.iterate(context.part()):
            key = key_of(element)[0]
            name = number(key)
            if name not in states:
                states[name] = init([key])
            states[name] = step([*states[name], *element])
        for name in sorted(states):
            yield final(states.pop(name))


batch_op = dataset_op(
    "BatchDatasetV2",
    "input_dataset: variant, batch_size: int64, drop_remainder: bool",
    lambda source, size, drop, **attrs: Batched(
        stream_of(source), number(size), flag(drop)
    ),
    attrs="parallel_copy: bool = False",
)
padded_batch_op = dataset_op(
    "PaddedBatchDatasetV2",
    "input_dataset: variant, batch_size: int64, padded_shapes: N * int64, "
    "padding_values: Toutput_types, drop_remainder: bool",
    lambda source, size, shapes, values, drop, **attrs: Padded(
        stream_of(source), number(size), shapes, values, flag(drop)
    ),
    attrs="parallel_copy: bool = False, N: int >= 1",
    common="Toutput_types: list(type), output_shapes: list(shape), "
    "metadata: string = ''",
)
unbatch_op = dataset_op(
    "UnbatchDataset",
    "input_dataset: variant",
    lambda source, **attrs: Unbatched(stream_of(source)),
)
rebatch_op = dataset_op(
    "RebatchDatasetV2",
    "input_dataset: variant, batch_sizes: int64, drop_remainder: bool",
    lambda source, sizes, drop, **attrs: Rebatched(
        stream_of(source), np.ravel(sizes._array()).tolist(), flag(drop)
    ),
    common=_PLAIN,
)
window_op = dataset_op(
    "WindowDataset",
    "input_dataset: variant, size: int64, shift: int64, stride: int64, "
    "drop_remainder: bool",
    lambda source, size, shift, stride, drop, **attrs: Windowed(
        stream_of(source), number(size), number(shift), number(stride), flag(drop)
    ),
)
group_by_window_op = dataset_op(
    "GroupByWindowDataset",
    "input_dataset: variant, key_func_other_arguments: Tkey_func_other_arguments, "
    "reduce_func_other_arguments: Treduce_func_other_arguments, "
    "window_size_func_other_arguments: Twindow_size_func_other_arguments",
    lambda source, of_key, of_reduce, of_size, key_func, reduce_func, window_size_func, **a: (
        Grouped(
            stream_of(source),
            (key_func, of_key),
            (reduce_func, of_reduce),
            (window_size_func, of_size),
        )
    ),
    attrs="key_func: func, reduce_func: func, window_size_func: func, "
    "Tkey_func_other_arguments: list(type), "
    "Treduce_func_other_arguments: list(type), "
    "Twindow_size_func_other_arguments: list(type)",
)
group_by_reducer_op = dataset_op(
    "GroupByReducerDataset",
    "input_dataset: variant, key_func_other_arguments: Tkey_func_other_arguments, "
    "init_func_other_arguments: Tinit_func_other_arguments, "
    "reduce_func_other_arguments: Treduce_func_other_arguments, "
    "finalize_func_other_arguments: Tfinalize_func_other_arguments",
    lambda source, of_key, of_init, of_step, of_end, **attrs: Reduced(
        stream_of(source),
        (attrs["key_func"], of_key),
        (attrs["init_func"], of_init),
        (attrs["reduce_func"], of_step),
        (attrs["finalize_func"], of_end),
    ),
    attrs="key_func: func, init_func: func, reduce_func: func, finalize_func: func, "
    "Tkey_func_other_arguments: list(type), Tinit_func_other_arguments: list(type), "
    "Treduce_func_other_arguments: list(type), "
    "Tfinalize_func_other_arguments: list(type)",
    common=_PLAIN,
)
