"""Datasets that change nothing in the elements: wishes of how to run, and statistics."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op
from tensorbrook._src.formats.histogram import histogram_proto
from tensorbrook._src.formats.schema import message
from tensorbrook._src.ops.datasets.buffering import Configured
from tensorbrook._src.ops.datasets.stream import (
    ON_THE_HOST,
    Context,
    Element,
    Stream,
    dataset_op,
    number,
    require,
    stream_of,
    text,
)
from tensorbrook._src.ops.rules import scalar

_ELEMENT = "output_types: list(type), output_shapes: list(shape)"
_SOURCE = "input_dataset: variant"
_MICROSECOND = 1e-6


def unchanged(name: str, inputs: str = "", attrs: str = "") -> Op:
    """A record that says how TensorFlow's runtime should run a dataset.

    Args:
        name: TensorFlow's name of the op.
        inputs: The inputs after the dataset.
        attrs: Further attributes.
    """
    return dataset_op(
        name,
        f"{_SOURCE}, {inputs}" if inputs else _SOURCE,
        lambda source, *inputs, **attrs: Configured(stream_of(source)),
        attrs=attrs,
        common=_ELEMENT,
    )


def _limited(name: str, limit: str, make: Callable[[Stream, int], Stream]) -> Op:
    """A record with a number that must not be negative."""

    def checked(source: Any, value: Any, **attrs: Any) -> Stream:
        found = number(value)
        require(found >= 0, f"{name}: `{limit}` must be >= 0, got {found}.")
        return make(stream_of(source), found)

    return dataset_op(name, f"{_SOURCE}, {limit}: int64", checked, common=_ELEMENT)


class Statistics:
    """Numbers that iterators count, by name: the inside of a stats aggregator."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers: dict[str, list[float]] = {}

    def add(self, name: str, value: float) -> None:
        """Notes a number."""
        with self._lock:
            self._numbers.setdefault(name, []).append(value)

    def summary(self) -> bytes:
        """A Summary message with a histogram for each name."""
        made = message("Summary")()
        with self._lock:
            for name, values in self._numbers.items():
                histogram = histogram_proto(np.array(values))
                made.value.add(tag=name).histo.CopyFrom(histogram)
        content: bytes = made.SerializeToString()
        return content


class Watched(Stream):
    """A stream whose parts note their numbers in an aggregator."""

    def __init__(self, source: Stream, statistics: Statistics, tag: str) -> None:
        require(
            isinstance(statistics, Statistics),
            "SetStatsAggregatorDataset: `stats_aggregator` is no stats aggregator.",
        )
        self.source, self.statistics, self.tag = source, statistics, tag

    def iterate(self, context: Context) -> Iterator[Element]:
        prefix = f"{self.tag}::" if self.tag else ""
        context.observer = lambda name, value: self.statistics.add(prefix + name, value)
        return self.source.iterate(context.part())

    def cardinality(self) -> int:
        return self.source.cardinality()


class Measured(Stream):
    """A stream that notes a number for each element."""

    def __init__(
        self, source: Stream, tag: str, measure: Callable[[Element, float], float]
    ) -> None:
        self.source, self.tag, self.measure = source, tag, measure

    def iterate(self, context: Context) -> Iterator[Element]:
        elements = self.source.iterate(context.part())
        began = time.perf_counter()
        for element in elements:
            seconds = time.perf_counter() - began
            context.observer(self.tag, self.measure(element, seconds))
            yield element
            began = time.perf_counter()

    def cardinality(self) -> int:
        return self.source.cardinality()


def _bytes_of(element: Element, seconds: float) -> float:
    sizes = []
    for tensor in element:
        if tensor.dtype is dtypes.string:
            sizes.append(sum(map(len, tensor._array().reshape(-1))))
        elif not tensor.dtype.holds_objects:
            sizes.append(tensor._array().nbytes)
    return float(sum(sizes))


class Slowed(Configured):
    """The elements, each after a pause."""

    def __init__(self, source: Stream, pause: float) -> None:
        super().__init__(source)
        self.pause = pause

    def arrange(self, start: Any, context: Context) -> Any:
        for item in start(context.part()):
            time.sleep(self.pause)
            yield item


class Secret(Configured):
    """A stream whose graph nobody may ask for."""


class Checked(Configured):
    """A stream that was promised to stand among certain transformations."""

    def __init__(self, source: Stream, names: Any, what: str) -> None:
        super().__init__(source)
        if names._array().size:
            raise NotImplementedError(
                f"{what}: comparing a dataset with the names of transformations isn't "
                "implemented; pass no names."
            )


assert_next_op = dataset_op(
    "AssertNextDataset",
    f"{_SOURCE}, transformations: string",
    lambda source, names, **attrs: Checked(
        stream_of(source), names, "AssertNextDataset"
    ),
    common=_ELEMENT,
)
assert_prev_op = dataset_op(
    "AssertPrevDataset",
    f"{_SOURCE}, transformations: string",
    lambda source, names, **attrs: Checked(
        stream_of(source), names, "AssertPrevDataset"
    ),
    common=_ELEMENT,
)
finalize_op = unchanged("FinalizeDataset", attrs="has_captured_ref: bool = False")
intra_op_op = _limited(
    "MaxIntraOpParallelismDataset",
    "max_intra_op_parallelism",
    lambda source, limit: Configured(source),
)
model_op = unchanged(
    "ModelDataset",
    attrs="algorithm: int = 0, cpu_budget: int = 0, ram_budget: int = 0",
)
optimize_op = unchanged(
    "OptimizeDataset",
    "optimizations: string",
    "optimization_configs: list(string) = []",
)
optimize_by_choice_op = unchanged(
    "OptimizeDatasetV2",
    "optimizations_enabled: string, optimizations_disabled: string, "
    "optimizations_default: string",
    "optimization_configs: list(string) = []",
)
rewrite_op = unchanged("RewriteDataset", "rewrite_name: string")
private_threads_op = _limited(
    "PrivateThreadPoolDataset",
    "num_threads",
    lambda source, limit: Configured(source),
)
thread_pool_op = dataset_op(
    "ThreadPoolDataset",
    f"{_SOURCE}, thread_pool: resource",
    lambda source, pool, **attrs: Configured(stream_of(source)),
    common=_ELEMENT,
    stateful=True,
)
non_serializable_op = dataset_op(
    "NonSerializableDataset",
    _SOURCE,
    lambda source, **attrs: Secret(stream_of(source)),
    common=_ELEMENT,
)
sleep_op = _limited(
    "SleepDataset",
    "sleep_microseconds",
    lambda source, pause: Slowed(source, pause * _MICROSECOND),
)
bytes_produced_op = dataset_op(
    "BytesProducedStatsDataset",
    f"{_SOURCE}, tag: string",
    lambda source, tag, **attrs: Measured(stream_of(source), text(tag), _bytes_of),
    common=_ELEMENT,
)
latency_op = dataset_op(
    "LatencyStatsDataset",
    f"{_SOURCE}, tag: string",
    lambda source, tag, **attrs: Measured(
        stream_of(source), text(tag), lambda element, seconds: seconds / _MICROSECOND
    ),
    common=_ELEMENT,
)
set_statistics_op = dataset_op(
    "SetStatsAggregatorDataset",
    f"{_SOURCE}, stats_aggregator: resource, tag: string, counter_prefix: string",
    lambda source, statistics, tag, prefix, **attrs: Watched(
        stream_of(source), statistics._array(), text(tag)
    ),
    common=_ELEMENT,
    stateful=True,
)


def _handle(name: str, attrs: str, make: Callable[[dict[str, Any]], Any]) -> Op:
    """A record of a resource that a session keeps."""
    return Op(
        name,
        f"-> handle: resource | {attrs}",
        shape=scalar,
        reference=lambda xp, state, **attrs: state,
        gradient=NOT_DIFFERENTIABLE,
        xla=ON_THE_HOST,
        stateful=True,
        kernel_state=make,
    )


_NAMED = "container: string = '', shared_name: string = ''"
statistics_op = _handle("StatsAggregatorHandle", _NAMED, lambda attrs: Statistics())
statistics_v2_op = _handle(
    "StatsAggregatorHandleV2", _NAMED, lambda attrs: Statistics()
)


class Threads:
    """A wish for a number of threads: the inside of a thread pool's handle."""

    def __init__(self, attrs: dict[str, Any]) -> None:
        self.count = attrs["num_threads"]
        require(
            self.count >= 0,
            f"ThreadPoolHandle: `num_threads` must be at least 0, got {self.count}.",
        )


threads_op = _handle(
    "ThreadPoolHandle",
    "num_threads: int, max_intra_op_parallelism: int = 1, display_name: string, "
    f"{_NAMED}",
    Threads,
)


def _summary(xp: Any, statistics: Any) -> Any:
    made = np.empty((), object)
    made[()] = statistics.summary()
    return made


def _to_writer(xp: Any, statistics: Any, writer: Any) -> list[Any]:
    raise errors.UnimplementedError(
        None,
        None,
        "StatsAggregatorSetSummaryWriter: numbers go to a summary writer only by "
        "StatsAggregatorSummary and WriteRawProtoSummary.",
    )


statistics_summary_op = Op(
    "StatsAggregatorSummary",
    "iterator: resource -> summary: string",
    shape=scalar,
    reference=_summary,
    gradient=NOT_DIFFERENTIABLE,
    xla=ON_THE_HOST,
    stateful=True,
)
statistics_writer_op = Op(
    "StatsAggregatorSetSummaryWriter",
    "stats_aggregator: resource, summary: resource ->",
    shape=lambda c: [],
    reference=_to_writer,
    gradient=NOT_DIFFERENTIABLE,
    xla=ON_THE_HOST,
    stateful=True,
)
