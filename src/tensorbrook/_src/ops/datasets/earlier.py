"""Earlier and fused versions of the transformations: the same streams, other inputs."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.ops.datasets.batching import (
    Batched,
    Padded,
    Windowed,
    parts_of,
    rows_of,
)
from tensorbrook._src.ops.datasets.mapping import (
    Filtered,
    Interleaved,
    Mapped,
    ParallelMapped,
)
from tensorbrook._src.ops.datasets.ordering import Repeat, Shuffle
from tensorbrook._src.ops.datasets.seeds import SeedGenerator, seeds_of
from tensorbrook._src.ops.datasets.sources import Randoms
from tensorbrook._src.ops.datasets.stream import (
    INFINITE,
    UNKNOWN,
    Context,
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
_SOURCE = "input_dataset: variant"
_FUNCTION = "f: func, Targuments: list(type)"
_MAPPED = f"{_SOURCE}, other_arguments: Targuments"
_INTERLEAVED = f"{_MAPPED}, cycle_length: int64, block_length: int64"
_BUFFERED = "buffer_output_elements: int64, prefetch_input_elements: int64"
_SEEDS = "seed: int64, seed2: int64"


class Divided(Stream):
    """Each batch in as many smaller ones as there are replicas; some may be empty."""

    def __init__(self, source: Stream, replicas: int) -> None:
        require(
            replicas > 0,
            f"RebatchDataset: num_replicas must be positive, got {replicas}.",
        )
        self.source, self.replicas = source, replicas

    def iterate(self, context: Context) -> Any:
        return parts_of(self.source, context, self._pieces)

    def _pieces(self, element: Any) -> Any:
        arrays = [array_of(tensor) for tensor in element]
        require(
            all(array.ndim for array in arrays),
            "RebatchDataset: an element must have a first axis, got a scalar.",
        )
        whole = len(arrays[0]) if arrays else 0
        size = -(-whole // self.replicas)
        for place in range(0, self.replicas * size, max(size, 1)):
            yield [
                tensor._made(array[place : place + size], tensor.dtype)
                for tensor, array in zip(element, arrays, strict=True)
            ]

    def cardinality(self) -> int:
        size = self.source.cardinality()
        return size if size < 0 else size * self.replicas


class Slid(Stream):
    """Successive elements as one, with a new first axis."""

    def __init__(
        self, source: Stream, size: int, shift: int, stride: int, drop: bool
    ) -> None:
        self.windows = Windowed(source, size, shift, stride, drop)

    def iterate(self, context: Context) -> Any:
        return map(_stacked, self.windows.iterate(context.part()))

    def cardinality(self) -> int:
        return self.windows.cardinality()


def _stacked(windows: Any) -> list[Any]:
    columns = [tensor._array().elements for tensor in windows]
    return stacked(
        [[tensor for (tensor,) in row] for row in zip(*columns, strict=True)]
    )


def _shuffled(
    source: Any, size: Any, seed: Any, seed2: Any, reshuffle_each_iteration: bool
) -> Shuffle:
    seeds = SeedGenerator(number(seed), number(seed2), reshuffle_each_iteration)
    return Shuffle(stream_of(source), number(size), seeds)


batch_op = dataset_op(
    "BatchDataset",
    f"{_SOURCE}, batch_size: int64",
    lambda source, size, **attrs: Batched(stream_of(source), number(size), False),
)
padded_batch_op = dataset_op(
    "PaddedBatchDataset",
    f"{_SOURCE}, batch_size: int64, padded_shapes: N * int64, "
    "padding_values: Toutput_types",
    lambda source, size, shapes, values, **attrs: Padded(
        stream_of(source), number(size), shapes, values, False
    ),
    attrs="N: int >= 1",
    common="Toutput_types: list(type), output_shapes: list(shape), "
    "metadata: string = ''",
)
parallel_batch_op = dataset_op(
    "ParallelBatchDataset",
    f"{_SOURCE}, batch_size: int64, num_parallel_calls: int64, drop_remainder: bool",
    lambda source, size, calls, drop, **attrs: Batched(
        stream_of(source), number(size), flag(drop)
    ),
    attrs="parallel_copy: bool = False, deterministic: string = 'default'",
)
map_and_batch_op = dataset_op(
    "MapAndBatchDataset",
    f"{_MAPPED}, batch_size: int64, num_parallel_calls: int64, drop_remainder: bool",
    lambda source, captured, size, calls, drop, f, **attrs: Batched(
        ParallelMapped(stream_of(source), f, captured, number(calls), False),
        number(size),
        flag(drop),
    ),
    attrs=f"{_FUNCTION}, preserve_cardinality: bool = False",
)
rebatch_op = dataset_op(
    "RebatchDataset",
    f"{_SOURCE}, num_replicas: int64",
    lambda source, replicas, **attrs: Divided(stream_of(source), number(replicas)),
    attrs="use_fallback: bool = True",
    common=_PLAIN,
)
sliding_window_op = dataset_op(
    "SlidingWindowDataset",
    f"{_SOURCE}, window_size: int64, window_shift: int64, window_stride: int64",
    lambda source, size, shift, stride, drop_remainder, **attrs: Slid(
        stream_of(source), number(size), number(shift), number(stride), drop_remainder
    ),
    attrs="drop_remainder: bool = True",
    common=_PLAIN,
)
shuffle_op = dataset_op(
    "ShuffleDataset",
    f"{_SOURCE}, buffer_size: int64, {_SEEDS}",
    lambda source, size, seed, seed2, reshuffle_each_iteration, **attrs: _shuffled(
        source, size, seed, seed2, reshuffle_each_iteration
    ),
    attrs="reshuffle_each_iteration: bool = True",
)
shuffle_v2_op = dataset_op(
    "ShuffleDatasetV2",
    f"{_SOURCE}, buffer_size: int64, seed_generator: resource",
    lambda source, size, seeds, **attrs: Shuffle(
        stream_of(source), number(size), seeds_of(seeds)
    ),
    stateful=True,
)
shuffle_and_repeat_op = dataset_op(
    "ShuffleAndRepeatDataset",
    f"{_SOURCE}, buffer_size: int64, {_SEEDS}, count: int64",
    lambda source, size, seed, seed2, count, reshuffle_each_iteration, **attrs: Repeat(
        _shuffled(source, size, seed, seed2, reshuffle_each_iteration), number(count)
    ),
    attrs="reshuffle_each_iteration: bool = True",
)
shuffle_and_repeat_v2_op = dataset_op(
    "ShuffleAndRepeatDatasetV2",
    f"{_SOURCE}, buffer_size: int64, {_SEEDS}, count: int64, seed_generator: resource",
    lambda source, size, seed, seed2, count, seeds, **attrs: Repeat(
        Shuffle(stream_of(source), number(size), seeds_of(seeds)), number(count)
    ),
    attrs="reshuffle_each_iteration: bool = True",
    stateful=True,
)
random_op = dataset_op(
    "RandomDataset",
    _SEEDS,
    lambda seed, seed2, **attrs: Randoms(
        seed, SeedGenerator(number(seed), number(seed2), False), False
    ),
    stateful=True,
)
parallel_map_op = dataset_op(
    "ParallelMapDataset",
    f"{_MAPPED}, num_parallel_calls: int32",
    lambda source, captured, calls, f, sloppy, **attrs: ParallelMapped(
        stream_of(source), f, captured, number(calls), sloppy
    ),
    attrs=f"{_FUNCTION}, use_inter_op_parallelism: bool = True, sloppy: bool = False, "
    "preserve_cardinality: bool = False",
)
parallel_filter_op = dataset_op(
    "ParallelFilterDataset",
    f"{_MAPPED}, num_parallel_calls: int64",
    lambda source, captured, calls, predicate, **attrs: Filtered(
        stream_of(source), predicate, captured
    ),
    attrs="predicate: func, deterministic: string = 'default', Targuments: list(type)",
)


def _interleaved(
    source: Any, captured: Any, cycle: Any, block: Any, *rest: Any, f: Any, **attrs: Any
) -> Interleaved:
    return Interleaved(stream_of(source), f, captured, number(cycle), number(block))


parallel_interleave_op = dataset_op(
    "ParallelInterleaveDataset",
    f"{_INTERLEAVED}, sloppy: bool, {_BUFFERED}",
    _interleaved,
    attrs=_FUNCTION,
)
parallel_interleave_v2_op = dataset_op(
    "ParallelInterleaveDatasetV2",
    f"{_INTERLEAVED}, num_parallel_calls: int64",
    _interleaved,
    attrs=f"{_FUNCTION}, sloppy: bool = False",
)
parallel_interleave_v3_op = dataset_op(
    "ParallelInterleaveDatasetV3",
    f"{_INTERLEAVED}, num_parallel_calls: int64",
    _interleaved,
    attrs=f"{_FUNCTION}, deterministic: string = 'default'",
)
legacy_parallel_interleave_op = dataset_op(
    "LegacyParallelInterleaveDatasetV2",
    f"{_INTERLEAVED}, {_BUFFERED}",
    _interleaved,
    attrs=f"{_FUNCTION}, deterministic: string = 'default'",
)


class Branched(Stream):
    """What the first of several functions makes of a dataset; all make the same."""

    def __init__(self, source: Any, branch: Any, captured: list[Any]) -> None:
        self.source, self.branch, self.captured = source, branch, captured

    def iterate(self, context: Context) -> Any:
        (made,) = context.bind(self.branch, self.captured)([self.source])
        return stream_of(made).iterate(context.part())


def _first_branch(
    source: Any,
    numerator: Any,
    denominator: Any,
    captured: list[Any],
    branches: Any,
    other_arguments_lengths: Any,
    **attrs: Any,
) -> Branched:
    require(bool(branches), "ChooseFastestBranchDataset: there are no branches.")
    lengths = list(other_arguments_lengths)
    require(
        len(lengths) == len(branches) and sum(lengths) == len(captured),
        "ChooseFastestBranchDataset: `other_arguments_lengths` must say how many of the "
        f"{len(captured)} arguments each of the {len(branches)} branches takes, got "
        f"{lengths}.",
    )
    return Branched(source, branches[0], captured[: lengths[0]])


choose_branch_op = dataset_op(
    "ChooseFastestBranchDataset",
    f"{_SOURCE}, ratio_numerator: int64, ratio_denominator: int64, "
    "other_arguments: Targuments",
    _first_branch,
    attrs="Targuments: list(type), num_elements_per_branch: int >= 1, "
    "branches: list(func), other_arguments_lengths: list(int)",
    common=_PLAIN,
)


class Unfolded(Mapped):
    """The rows of what a function makes of each element."""

    def iterate(self, context: Context) -> Any:
        made = Mapped(self.source, self.function, self.captured)
        return parts_of(made, context, rows_of)

    def cardinality(self) -> int:
        return INFINITE if self.source.cardinality() == INFINITE else UNKNOWN


index_flat_map_op = dataset_op(
    "IndexFlatMapDataset",
    f"{_SOURCE}, map_func_other_args: Tmap_func_args, "
    "index_map_func_other_args: Tindex_map_func_args, output_cardinality: int64",
    lambda source, captured, of_index, size, map_func, **attrs: Unfolded(
        stream_of(source), map_func, captured
    ),
    attrs="map_func: func, index_map_func: func, Tmap_func_args: list(type), "
    "Tindex_map_func_args: list(type)",
)
