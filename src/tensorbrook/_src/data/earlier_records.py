"""Earlier versions of records of tf.data, and those that were experimental once."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, find
from tensorbrook._src.data import (
    chunks,
    composites,
    example_records,
    files,
    graphs,
    reading,
    saving,
    sharding,
)
from tensorbrook._src.data.service import records as service_records
from tensorbrook._src.formats.records import RecordWriter, read_records
from tensorbrook._src.ops.datasets import (
    earlier,
    handles,
    seldom,
    unchanged,
)
from tensorbrook._src.ops.datasets.buffering import Kept
from tensorbrook._src.ops.datasets.stream import (
    ON_THE_HOST,
    Context,
    Element,
    Stream,
    dataset_op,
    number,
    remaining,
    require,
    stream_of,
    text,
)
from tensorbrook._src.ops.tables import Table

__all__ = [
    "chunks",
    "earlier",
    "example_records",
    "graphs",
    "handles",
    "reading",
    "seldom",
    "sharding",
    "unchanged",
    "service_records",
]

_PLAIN = "output_types: list(type), output_shapes: list(shape)"
_FILES = "metadata: string = ''"


class Matching(Stream):
    """The names of files that match patterns, looked up when it is iterated."""

    def __init__(self, patterns: Any) -> None:
        self.patterns = patterns

    def iterate(self, context: Context) -> Iterator[Element]:
        try:
            names = files.matching(self.patterns)
        except errors.InvalidArgumentError as problem:
            raise errors.NotFoundError(
                None, None, "MatchingFilesDataset: don't find any matched files"
            ) from problem
        for name in remaining(names, context):
            array = np.empty((), object)
            array[()] = name
            yield [self.patterns._made(array, dtypes.string)]


def _cached(source: Any, name: Any, output_types: Any, **attrs: Any) -> Stream:
    path = text(name)
    if path:
        return saving.Written(stream_of(source), f"{path}.tfrecord", len(output_types))
    return Kept(stream_of(source), {})


cache_op = dataset_op(
    "CacheDataset", "input_dataset: variant, filename: string", _cached
)
records_op = dataset_op(
    "TFRecordDataset",
    "filenames: string, compression_type: string, buffer_size: int64",
    lambda names, compression, size, **attrs: files.Records(
        names, lambda name: read_records(name, text(compression))
    ),
    common=_FILES,
    stateful=True,
)
fixed_length_op = dataset_op(
    "FixedLengthRecordDataset",
    "filenames: string, header_bytes: int64, record_bytes: int64, footer_bytes: int64, "
    "buffer_size: int64",
    lambda names, header, size, footer, buffer, **attrs: files.Records(
        names, files.of_one_length(number(header), number(size), number(footer), "")
    ),
    common=_FILES,
    stateful=True,
)


def _csv(*inputs: Any, **attrs: Any) -> Stream:
    nothing_excluded = inputs[7]._like(np.zeros(0, np.int64))
    make: Any = files.csv_rows
    rows: Stream = make(*inputs, nothing_excluded, **attrs)
    return rows


csv_op = dataset_op(
    "CSVDataset",
    "filenames: string, compression_type: string, buffer_size: int64, header: bool, "
    "field_delim: string, use_quote_delim: bool, na_value: string, select_cols: int64, "
    "record_defaults: output_types",
    _csv,
    common=_PLAIN,
    stateful=True,
)
matching_op = dataset_op(
    "MatchingFilesDataset",
    "patterns: string",
    lambda patterns: Matching(patterns),
    common="",
    stateful=True,
)
dense_to_sparse_op = dataset_op(
    "DenseToSparseBatchDataset",
    "input_dataset: variant, batch_size: int64, row_shape: int64",
    lambda source, size, shape, **attrs: composites.Grouped(
        stream_of(source),
        number(size),
        False,
        composites.sparse_stacker(_row_dims(shape)),
    ),
    common=_PLAIN,
)


def _row_dims(shape: Any) -> tuple[int | None, ...]:
    dims = np.atleast_1d(shape._array()).tolist()
    require(
        all(dim >= -1 for dim in dims),
        f"DenseToSparseBatchDataset: `row_shape` must not be negative, got {dims}.",
    )
    return tuple(None if dim < 0 else dim for dim in dims)


def _to_records(xp: Any, dataset: Any, filename: Any, compression: Any) -> list[Any]:
    writer = RecordWriter(text(filename), text(compression))
    try:
        for element in stream_of(dataset).iterate(Context()):
            require(
                len(element) == 1 and element[0].dtype is dtypes.string,
                "DatasetToTFRecord: the dataset must hold string scalars.",
            )
            writer.write(element[0]._array().item())
    finally:
        writer.close()
    return []


to_records_op = Op(
    "DatasetToTFRecord",
    "input_dataset: variant, filename: string, compression_type: string ->",
    shape=lambda c: [],
    reference=_to_records,
    gradient=NOT_DIFFERENTIABLE,
    xla=ON_THE_HOST,
    stateful=True,
    on_tensors=True,
)


def _fill_table(xp: Any, table: Any, dataset: Any) -> list[Any]:
    target = table._array()
    require(
        isinstance(target, Table),
        "InitializeTableFromDataset: `table_handle` is no table.",
    )
    pairs = list(stream_of(dataset).iterate(Context()))
    require(
        all(len(pair) == 2 for pair in pairs),
        "InitializeTableFromDataset: the elements must be pairs of a key and a value.",
    )
    if pairs:
        columns = zip(*pairs, strict=True)
        keys, values = (np.stack([t._array() for t in column]) for column in columns)
        target.initialize(keys, values)
    return []


fill_table_op = Op(
    "InitializeTableFromDataset",
    "table_handle: resource, dataset: variant ->",
    shape=lambda c: [],
    reference=_fill_table,
    gradient=NOT_DIFFERENTIABLE,
    xla=ON_THE_HOST,
    stateful=True,
    on_tensors=True,
)


def _experimental(name: str, *without: str) -> Op:
    """The record of an op from the time when it was experimental.

    Args:
        name: Its name now.
        without: Attributes that it didn't have then.
    """
    record = find(name)
    head, bar, tail = record.signature_text.partition(" | ")
    declared = tail.split(", ") if bar else []
    kept = ", ".join(each for each in declared if each.split(":")[0] not in without)
    options = {key: record.signature.attrs[key].default for key in without}
    return Op(
        f"Experimental{name}",
        f"{head} | {kept}" if kept else head,
        shape=record.shape,
        reference=functools.partial(record.reference, **options),
        gradient=NOT_DIFFERENTIABLE,
        xla=ON_THE_HOST,
        stateful=record.stateful,
        on_tensors=record.on_tensors,
        kernel_state=record.kernel_state,
    )


for _name in (
    "AssertNextDataset",
    "BytesProducedStatsDataset",
    "CSVDataset",
    "ChooseFastestDataset",
    "DatasetToTFRecord",
    "DenseToSparseBatchDataset",
    "GroupByReducerDataset",
    "IgnoreErrorsDataset",
    "IteratorGetDevice",
    "LMDBDataset",
    "LatencyStatsDataset",
    "MatchingFilesDataset",
    "MaxIntraOpParallelismDataset",
    "NonSerializableDataset",
    "PrivateThreadPoolDataset",
    "RebatchDataset",
    "SetStatsAggregatorDataset",
    "SleepDataset",
    "SqlDataset",
    "StatsAggregatorHandle",
    "StatsAggregatorSummary",
    "ThreadPoolDataset",
    "ThreadPoolHandle",
):
    _experimental(_name)
for _name in (
    "GroupByWindowDataset",
    "MapAndBatchDataset",
    "MapDataset",
    "ParallelInterleaveDataset",
    "RandomDataset",
    "TakeWhileDataset",
    "UnbatchDataset",
    "UniqueDataset",
):
    _experimental(_name, "metadata")
_experimental("AutoShardDataset", "num_replicas")
_experimental("DatasetCardinality", "cardinality_options")
_experimental("DirectedInterleaveDataset", "stop_on_empty_dataset")
_experimental("ScanDataset", "metadata", "use_default_device")
_experimental("SlidingWindowDataset", "drop_remainder")
