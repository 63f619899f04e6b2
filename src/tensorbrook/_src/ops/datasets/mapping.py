"""Datasets that pass elements through functions."""

from __future__ import annotations

import collections
import concurrent.futures
import itertools
import logging
import os
import time
from collections.abc import Callable, Iterator
from typing import Any

from tensorbrook._src.core import errors
from tensorbrook._src.ops.datasets.stream import (
    INFINITE,
    UNKNOWN,
    Context,
    Element,
    Function,
    Stream,
    at_element,
    dataset_op,
    flag,
    number,
    require,
    stream_of,
)

_LOG = logging.getLogger("tensorbrook")
_WORTH_A_THREAD = 2e-4  # seconds that a call must take before threads repay themselves
_TRIED = 8  # calls whose time is taken before that is decided
_FUNCTION = "f: func, Targuments: list(type)"


class Mapped(Stream):
    """The results of a function of each element."""

    def __init__(
        self, source: Stream, function: Any, captured: list[Any], keeps: bool = True
    ) -> None:
        self.source, self.function, self.captured = source, function, captured
        self.keeps = keeps

    def iterate(self, context: Context) -> Iterator[Element]:
        call = _counting(context, self.function, self.captured, "map")
        # A `map` object, unlike a generator, goes on after an error.
        return map(call, self.source.iterate(context.part()))

    def cardinality(self) -> int:
        return self.source.cardinality() if self.keeps else UNKNOWN


class ParallelMapped(Mapped):
    """The same in threads, where a call takes long enough; in order unless `loose`."""

    def __init__(
        self,
        source: Stream,
        function: Any,
        captured: list[Any],
        calls: int,
        loose: bool,
    ) -> None:
        super().__init__(source, function, captured)
        require(
            calls == -1 or calls > 0,
            f"Dataset.map: num_parallel_calls must be positive or tf.data.AUTOTUNE, got "
            f"{calls}.",
        )
        self.calls = calls if calls > 0 else os.cpu_count() or 1
        self.loose = loose

    def iterate(self, context: Context) -> Iterator[Element]:
        call = _naming(context.bind(self.function, self.captured), "map")
        waiting = context.saved.get("waiting", ())
        elements = itertools.chain(waiting, self.source.iterate(context.part()))
        threaded = _Threaded(call, elements, self.calls, self.loose)
        threaded.position = context.saved.get("position", 0)
        context.keep(threaded.kept)
        return threaded


def _naming(call: Function, what: str) -> Callable[[Element, int], list[Any]]:
    """The function, with errors that name the element."""

    def called(element: Element, position: int) -> list[Any]:
        try:
            return call(element)
        except errors.OpError as problem:
            raise at_element(problem, what, position) from problem

    return called


def _counting(
    context: Context, function: Any, captured: list[Any], what: str
) -> Function:
    """A traced function, with errors that name the element; how many, is kept."""
    call = context.bind(function, captured)
    position: int = context.saved.get("position", 0)
    context.keep(lambda: {"position": position})

    def called(element: Element) -> list[Any]:
        nonlocal position
        position += 1
        try:
            return call(element)
        except errors.OpError as problem:
            raise at_element(problem, what, position - 1) from problem

    return called


class _Threaded:
    """An iterator that keeps several calls running, once they turn out to be slow."""

    def __init__(self, call: Any, elements: Any, calls: int, loose: bool) -> None:
        self.call = call
        self.elements = elements
        self.calls, self.loose = calls, loose
        self.position, self.tried, self.spent = 0, 0, 0.0
        self.running: collections.deque[Any] = collections.deque()
        self.pool: concurrent.futures.ThreadPoolExecutor | None = None

    def __iter__(self) -> _Threaded:
        return self

    def __next__(self) -> list[Any]:
        quick = self.tried < _TRIED or self.spent < _TRIED * _WORTH_A_THREAD
        if (quick or self.calls == 1) and not self.running:
            return self._inline()
        if self.pool is None:
            self.pool = concurrent.futures.ThreadPoolExecutor(self.calls)
        while len(self.running) < 2 * self.calls:
            element = next(self.elements, None)
            if element is None:
                break
            future = self.pool.submit(self.call, element, self.position)
            self.running.append((element, future))
            self.position += 1
        if not self.running:
            raise StopIteration
        return self._first().result()  # type: ignore[no-any-return]

    def kept(self) -> dict[str, Any]:
        """The elements whose results were not given yet, and how many were before."""
        waiting = [element for element, _ in self.running]
        return {"waiting": waiting, "position": self.position - len(waiting)}

    def _inline(self) -> list[Any]:
        element = next(self.elements)
        position = self.position
        self.position += 1
        if self.tried >= _TRIED:
            return self.call(element, position)  # type: ignore[no-any-return]
        self.tried += 1
        began = time.perf_counter()
        try:
            return self.call(element, position)  # type: ignore[no-any-return]
        finally:
            self.spent += time.perf_counter() - began

    def _first(self) -> Any:
        if self.loose:
            for index, (_, future) in enumerate(self.running):
                if future.done():
                    del self.running[index]
                    return future
        return self.running.popleft()[1]

    def __del__(self) -> None:
        if self.pool is not None:
            self.pool.shutdown(wait=False, cancel_futures=True)


class Filtered(Stream):
    """The elements for which a predicate holds."""

    def __init__(self, source: Stream, predicate: Any, captured: list[Any]) -> None:
        self.source, self.predicate, self.captured = source, predicate, captured

    def iterate(self, context: Context) -> Iterator[Element]:
        call = _counting(context, self.predicate, self.captured, "filter")
        return filter(
            lambda element: flag(call(element)[0]), self.source.iterate(context.part())
        )


class TakenWhile(Filtered):
    """The elements before the first one for which a predicate doesn't hold."""

    def iterate(self, context: Context) -> Iterator[Element]:
        call = context.bind(self.predicate, self.captured)
        ended: bool = context.saved.get("ended", False)
        context.keep(lambda: {"ended": ended})
        if ended:
            return
        for element in self.source.iterate(context.part()):
            if not flag(call(element)[0]):
                ended = True
                return
            yield element


class Scanned(Stream):
    """A function of a state and each element; it gives the next state and a result."""

    def __init__(
        self, source: Stream, state: list[Any], function: Any, captured: list[Any]
    ) -> None:
        self.source, self.state = source, state
        self.function, self.captured = function, captured

    def iterate(self, context: Context) -> Iterator[Element]:
        named = _naming(context.bind(self.function, self.captured), "scan")
        width = len(self.state)
        state = context.saved.get("state", self.state)
        position: int = context.saved.get("position", 0)
        context.keep(lambda: {"state": state, "position": position})
        for element in self.source.iterate(context.part()):
            position += 1
            results = named([*state, *element], position - 1)
            state = results[:width]
            yield results[width:]

    def cardinality(self) -> int:
        return self.source.cardinality()


class Flattened(Stream):
    """The elements of the datasets that a function of each element returns."""

    def __init__(self, source: Stream, function: Any, captured: list[Any]) -> None:
        self.source, self.function, self.captured = source, function, captured

    def iterate(self, context: Context) -> Iterator[Element]:
        calls = context.part("function")
        call = _counting(calls, self.function, self.captured, "flat_map")
        element = context.saved.get("element")
        context.keep(lambda: {"element": element})
        if element is not None:
            again = context.bind(self.function, self.captured)(element)[0]
            yield from stream_of(again).iterate(context.part("inner"))
        for element in self.source.iterate(context.part()):
            yield from stream_of(call(element)[0]).iterate(context.part("inner"))


class Interleaved(Flattened):
    """The same, from several of the datasets in turn."""

    def __init__(
        self,
        source: Stream,
        function: Any,
        captured: list[Any],
        cycle: int,
        block: int,
    ) -> None:
        super().__init__(source, function, captured)
        if cycle == -1:
            cycle = max(os.cpu_count() or 1, 1)
        require(
            cycle > 0,
            f"Dataset.interleave: cycle_length must be positive, got {cycle}.",
        )
        require(
            block > 0,
            f"Dataset.interleave: block_length must be positive, got {block}.",
        )
        self.cycle, self.block = cycle, block

    def iterate(self, context: Context) -> Iterator[Element]:
        calls = context.part("function")
        call = _counting(calls, self.function, self.captured, "interleave")
        saved = context.saved
        elements: list[Any] = list(saved.get("elements", ()))
        place, given = saved.get("place", 0), saved.get("given", 0)
        more: bool = saved.get("more", True)
        context.keep(
            lambda: {"elements": elements, "place": place, "given": given, "more": more}
        )
        source = self.source.iterate(context.part())
        places: list[Any] = [None] * len(elements)
        again = context.bind(self.function, self.captured)
        for index, element in enumerate(elements):
            if element is not None:
                inner = stream_of(again(element)[0])
                places[index] = inner.iterate(context.part(str(index)))
        while more or any(each is not None for each in places):
            if place == len(places):  # no place is taken before there is an element
                if not more:
                    place = 0
                    continue
                places.append(None)
                elements.append(None)
            if places[place] is None and more:
                elements[place] = next(source, None)
                more = elements[place] is not None
                if more:
                    inner = stream_of(call(elements[place])[0])
                    places[place] = inner.iterate(context.part(str(place)))
            if places[place] is not None:
                for element in itertools.islice(places[place], self.block - given):
                    given += 1
                    yield element
                if given < self.block:
                    places[place] = elements[place] = None
                    context.drop(str(place))
            place, given = (place + 1) % self.cycle, 0


class Lenient(Stream):
    """The elements that could be computed; a failing one is left out."""

    def __init__(self, source: Stream, log: bool) -> None:
        self.source, self.log = source, log

    def iterate(self, context: Context) -> Iterator[Element]:
        elements = self.source.iterate(context.part())
        while True:
            try:
                element = next(elements)
            except StopIteration:
                return
            except errors.OpError as problem:
                if self.log:
                    _LOG.warning("Dataset.ignore_errors left out: %s", problem.message)
                continue
            yield element

    def cardinality(self) -> int:
        return INFINITE if self.source.cardinality() == INFINITE else UNKNOWN


map_op = dataset_op(
    "MapDataset",
    "input_dataset: variant, other_arguments: Targuments",
    lambda source, captured, f, preserve_cardinality, **attrs: Mapped(
        stream_of(source), f, captured, preserve_cardinality
    ),
    attrs=f"{_FUNCTION}, use_inter_op_parallelism: bool = True, "
    "preserve_cardinality: bool = False, force_synchronous: bool = False",
)
parallel_map_op = dataset_op(
    "ParallelMapDatasetV2",
    "input_dataset: variant, other_arguments: Targuments, num_parallel_calls: int64",
    lambda source, captured, calls, f, deterministic, **attrs: ParallelMapped(
        stream_of(source), f, captured, number(calls), deterministic == "false"
    ),
    attrs=f"{_FUNCTION}, use_inter_op_parallelism: bool = True, "
    "deterministic: string = 'default', preserve_cardinality: bool = False, "
    "use_unbounded_threadpool: bool = False",
)
filter_op = dataset_op(
    "FilterDataset",
    "input_dataset: variant, other_arguments: Targuments",
    lambda source, captured, predicate, **attrs: Filtered(
        stream_of(source), predicate, captured
    ),
    attrs="predicate: func, Targuments: list(type)",
)
take_while_op = dataset_op(
    "TakeWhileDataset",
    "input_dataset: variant, other_arguments: Targuments",
    lambda source, captured, predicate, **attrs: TakenWhile(
        stream_of(source), predicate, captured
    ),
    attrs="predicate: func, Targuments: list(type)",
)
scan_op = dataset_op(
    "ScanDataset",
    "input_dataset: variant, initial_state: Tstate, other_arguments: Targuments",
    lambda source, state, captured, f, **attrs: Scanned(
        stream_of(source), state, f, captured
    ),
    attrs=f"{_FUNCTION}, Tstate: list(type), preserve_cardinality: bool = False, "
    "use_default_device: bool = True",
)
flat_map_op = dataset_op(
    "FlatMapDataset",
    "input_dataset: variant, other_arguments: Targuments",
    lambda source, captured, f, **attrs: Flattened(stream_of(source), f, captured),
    attrs=_FUNCTION,
)
interleave_op = dataset_op(
    "InterleaveDataset",
    "input_dataset: variant, other_arguments: Targuments, cycle_length: int64, "
    "block_length: int64",
    lambda source, captured, cycle, block, f, **attrs: Interleaved(
        stream_of(source), f, captured, number(cycle), number(block)
    ),
    attrs=_FUNCTION,
)
parallel_interleave_op = dataset_op(
    "ParallelInterleaveDatasetV4",
    "input_dataset: variant, other_arguments: Targuments, cycle_length: int64, "
    "block_length: int64, buffer_output_elements: int64, "
    "prefetch_input_elements: int64, num_parallel_calls: int64",
    lambda source, captured, cycle, block, buffer, prefetch, calls, f, **attrs: (
        Interleaved(stream_of(source), f, captured, number(cycle), number(block))
    ),
    attrs=f"{_FUNCTION}, deterministic: string = 'default'",
)
ignore_errors_op = dataset_op(
    "IgnoreErrorsDataset",
    "input_dataset: variant",
    lambda source, log_warning, **attrs: Lenient(stream_of(source), log_warning),
    attrs="log_warning: bool = False",
    common="output_types: list(type), output_shapes: list(shape)",
)
