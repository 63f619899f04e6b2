"""Records that change nothing in the elements, handles, files, and graphs."""

import pathlib
from typing import Any

import pytest

import tensorbrook as tf
from tests.ops.datasets.test_earlier import (
    ONE,
    SCALAR,
    both,
    c,
    plain,
    r,
    told,
    traced,
    v,
)

D = tf.data.Dataset
R = tf.raw_ops
I64 = tf.int64
TEXT: dict[str, Any] = {"output_types": [tf.string], "output_shapes": [[]]}
STRING = tf.TensorSpec([], tf.string)


@pytest.mark.covers(
    "AssertNextDataset",
    "ExperimentalAssertNextDataset",
    "AssertPrevDataset",
    "FinalizeDataset",
    "MaxIntraOpParallelismDataset",
    "ExperimentalMaxIntraOpParallelismDataset",
    "ModelDataset",
    "NonSerializableDataset",
    "ExperimentalNonSerializableDataset",
    "OptimizeDataset",
    "OptimizeDatasetV2",
    "PrivateThreadPoolDataset",
    "ExperimentalPrivateThreadPoolDataset",
    "RewriteDataset",
    "SleepDataset",
    "ExperimentalSleepDataset",
    "ThreadPoolDataset",
    "ExperimentalThreadPoolDataset",
    "ThreadPoolHandle",
    "ExperimentalThreadPoolHandle",
)
def test_elements_stay_as_they_are() -> None:
    given = {"input_dataset": r(3), **ONE}
    none = tf.constant([], tf.string)
    pool = R.ThreadPoolHandle(num_threads=2, display_name="a")
    assert R.ExperimentalThreadPoolHandle(num_threads=2, display_name="b").shape == ()
    made = [
        *both("AssertNextDataset", transformations=none, **given),
        R.AssertPrevDataset(transformations=none, **given),
        R.FinalizeDataset(**given),
        *both("MaxIntraOpParallelismDataset", max_intra_op_parallelism=c(1), **given),
        R.ModelDataset(**given),
        *both("NonSerializableDataset", **given),
        R.OptimizeDataset(optimizations=none, **given),
        R.OptimizeDatasetV2(
            optimizations_enabled=none,
            optimizations_disabled=none,
            optimizations_default=none,
            **given,
        ),
        *both("PrivateThreadPoolDataset", num_threads=c(1), **given),
        R.RewriteDataset(rewrite_name="x", **given),
        *both("SleepDataset", sleep_microseconds=c(1), **given),
        *both("ThreadPoolDataset", thread_pool=pool, **given),
    ]
    for each in made:
        assert told(each) == [0, 1, 2]
    with pytest.raises(tf.errors.InvalidArgumentError, match="must be >= 0"):
        R.SleepDataset(sleep_microseconds=c(-1), **given)
    with pytest.raises(NotImplementedError, match="AssertNextDataset"):
        R.AssertNextDataset(transformations=["Map"], **given)


@pytest.mark.covers(
    "BytesProducedStatsDataset",
    "ExperimentalBytesProducedStatsDataset",
    "LatencyStatsDataset",
    "ExperimentalLatencyStatsDataset",
    "SetStatsAggregatorDataset",
    "ExperimentalSetStatsAggregatorDataset",
    "StatsAggregatorHandle",
    "StatsAggregatorHandleV2",
    "ExperimentalStatsAggregatorHandle",
    "StatsAggregatorSummary",
    "ExperimentalStatsAggregatorSummary",
    "StatsAggregatorSetSummaryWriter",
)
def test_statistics() -> None:
    aggregators = [
        *both("StatsAggregatorHandle"),
        R.StatsAggregatorHandleV2(),
    ]
    for prefix in ("", "Experimental"):
        sizes = getattr(R, f"{prefix}BytesProducedStatsDataset")(
            input_dataset=r(3), tag="bytes", **ONE
        )
        times = getattr(R, f"{prefix}LatencyStatsDataset")(
            input_dataset=sizes, tag="time", **ONE
        )
        made = getattr(R, f"{prefix}SetStatsAggregatorDataset")(
            input_dataset=times,
            stats_aggregator=aggregators[0],
            tag="t",
            counter_prefix="",
            **ONE,
        )
        assert told(made) == [0, 1, 2]
    for content in both("StatsAggregatorSummary", iterator=aggregators[0]):
        summary = tf.compat.v1.Summary.FromString(content.numpy())
        numbers = {value.tag: value.histo for value in summary.value}
        assert numbers["t::bytes"].sum == 48.0
        assert numbers["t::time"].num == 6.0
    with pytest.raises(tf.errors.UnimplementedError):
        R.StatsAggregatorSetSummaryWriter(
            stats_aggregator=aggregators[2], summary=aggregators[1]
        )


@pytest.mark.covers(
    "AnonymousIterator",
    "AnonymousIteratorV2",
    "Iterator",
    "IteratorGetNextSync",
    "IteratorGetDevice",
    "ExperimentalIteratorGetDevice",
    "IteratorGetModelProto",
    "IteratorFromStringHandle",
    "DeleteIterator",
    "DeleteMemoryCache",
    "DummyIterationCounter",
)
def test_iterators() -> None:
    handle, deleter = R.AnonymousIteratorV2(**ONE)
    older = R.AnonymousIterator(**ONE)
    named = R.Iterator(shared_name="", container="", **ONE)
    for each in (handle, older, named):
        R.MakeIterator(dataset=r(2), iterator=each)
        assert plain(R.IteratorGetNextSync(iterator=each, **ONE)[0]) == 0
        for device in both("IteratorGetDevice", resource=each):
            assert b"CPU:0" in device.numpy()
    text = R.IteratorToStringHandle(resource_handle=older)
    same = R.IteratorFromStringHandle(string_handle=text)
    assert plain(R.IteratorGetNext(iterator=same, **ONE)[0]) == 1
    with pytest.raises(tf.errors.NotFoundError, match="model"):
        R.IteratorGetModelProto(iterator=older)
    R.DeleteIterator(handle=handle, deleter=deleter)
    with pytest.raises(tf.errors.FailedPreconditionError):
        R.IteratorGetNext(iterator=handle, **ONE)
    cache, deleter = R.AnonymousMemoryCache()
    R.DeleteMemoryCache(handle=cache, deleter=deleter)
    assert R.DummyIterationCounter().dtype == tf.resource


@pytest.mark.covers(
    "MultiDeviceIterator",
    "AnonymousMultiDeviceIterator",
    "AnonymousMultiDeviceIteratorV3",
    "MultiDeviceIteratorInit",
    "MultiDeviceIteratorGetNextFromShard",
    "MultiDeviceIteratorToStringHandle",
    "MultiDeviceIteratorFromStringHandle",
    "DeleteMultiDeviceIterator",
)
def test_iterators_for_several_devices() -> None:
    devices = {"devices": ["/cpu:0", "/cpu:0"], **ONE}
    anonymous, deleter = R.AnonymousMultiDeviceIterator(**devices)
    kinds = [
        R.MultiDeviceIterator(shared_name="a", container="", **devices),
        R.AnonymousMultiDeviceIteratorV3(**devices),
        anonymous,
    ]
    for iterator in kinds:
        number = R.MultiDeviceIteratorInit(
            dataset=r(5), multi_device_iterator=iterator, max_buffer_size=c(1)
        )
        text = R.MultiDeviceIteratorToStringHandle(multi_device_iterator=iterator)
        same = R.MultiDeviceIteratorFromStringHandle(string_handle=text)
        found = [_from_shard(same, shard, number) for shard in (0, 0, 1, 1, 0)]
        assert found == [0, 2, 1, 3, 4]
        with pytest.raises(tf.errors.OutOfRangeError):
            _from_shard(iterator, 1, number)
        with pytest.raises(tf.errors.InvalidArgumentError, match="incarnation id"):
            _from_shard(iterator, 1, c(7))
    R.DeleteMultiDeviceIterator(
        multi_device_iterator=anonymous, iterators=[], deleter=deleter
    )
    with pytest.raises(tf.errors.FailedPreconditionError):
        _from_shard(anonymous, 0, c(1))


def _from_shard(iterator: Any, shard: int, number: Any) -> Any:
    (found,) = R.MultiDeviceIteratorGetNextFromShard(
        multi_device_iterator=iterator, shard_num=shard, incarnation_id=number, **ONE
    )
    return plain(found)


@pytest.mark.covers(
    "CacheDataset",
    "TFRecordDataset",
    "FixedLengthRecordDataset",
    "CSVDataset",
    "ExperimentalCSVDataset",
    "MatchingFilesDataset",
    "ExperimentalMatchingFilesDataset",
    "DatasetToTFRecord",
    "ExperimentalDatasetToTFRecord",
    "ExperimentalSqlDataset",
)
def test_files(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("1,x\n2,y\n")
    kept = R.CacheDataset(input_dataset=r(3), filename="", **ONE)
    assert told(kept) == told(kept) == [0, 1, 2]
    names, plainly = [str(path)], {"compression_type": "", "buffer_size": c(0)}
    fixed = R.FixedLengthRecordDataset(
        filenames=names,
        header_bytes=c(0),
        record_bytes=c(4),
        footer_bytes=c(0),
        buffer_size=c(0),
    )
    assert told(fixed, STRING) == [b"1,x\n", b"2,y\n"]
    for table in both(
        "CSVDataset",
        filenames=names,
        header=False,
        field_delim=",",
        use_quote_delim=True,
        na_value="",
        select_cols=c([]),
        record_defaults=[c([]), tf.constant([], tf.string)],
        output_shapes=[[], []],
        **plainly,
    ):
        assert told(table, (SCALAR, STRING)) == [(1, b"x"), (2, b"y")]
    for matching in both("MatchingFilesDataset", patterns=[str(tmp_path / "*.csv")]):
        assert told(matching, STRING) == [str(path).encode()]
    (missing, _) = both("MatchingFilesDataset", patterns=[str(tmp_path / "*.none")])
    with pytest.raises(tf.errors.NotFoundError):
        told(missing, STRING)
    for prefix in ("", "Experimental"):
        name = str(tmp_path / f"{prefix}a.tfrecord")
        getattr(R, f"{prefix}DatasetToTFRecord")(
            input_dataset=v(D.from_tensor_slices(["p", "q"])),
            filename=name,
            compression_type="",
        )
        records = R.TFRecordDataset(filenames=[name], **plainly)
        assert told(records, STRING) == [b"p", b"q"]
    rows = R.ExperimentalSqlDataset(
        driver_name="sqlite",
        data_source_name=str(tmp_path / "none.db"),
        query="select 1",
        **ONE,
    )
    with pytest.raises(tf.errors.InvalidArgumentError, match="none.db"):
        told(rows)


@pytest.mark.covers(
    "SaveDataset",
    "SaveDatasetV2",
    "SnapshotDataset",
    "ListSnapshotChunksDataset",
    "SnapshotChunkDataset",
    "SnapshotDatasetReader",
    "SnapshotNestedDatasetReader",
)
def test_folders(tmp_path: pathlib.Path) -> None:
    one, two, three = (str(tmp_path / name) for name in ("one", "two", "three"))
    shards = {"shard_func_other_args": [], "shard_func": traced(lambda n: n)}
    R.SaveDataset(input_dataset=r(3), path=one, **shards)
    saving = R.SaveDatasetV2(input_dataset=r(3), path=two, **shards, **ONE)
    assert told(saving) == [0, 1, 2]
    snapshot = R.SnapshotDataset(input_dataset=r(3), path=three, **ONE)
    assert told(snapshot) == told(snapshot) == [0, 1, 2]
    for folder in (one, two, three):
        chunks = R.ListSnapshotChunksDataset(snapshot_path=folder, **TEXT)
        (name,) = told(chunks, STRING)
        assert told(R.SnapshotChunkDataset(chunk_file=name, **ONE)) == [0, 1, 2]
    readers = [
        R.SnapshotDatasetReader(shard_dir=two, start_index=c(n), version=2, **ONE)
        for n in (0, 1)
    ]
    nested = R.SnapshotNestedDatasetReader(inputs=readers, **ONE)
    assert told(nested) == [0, 1, 1, 2, 2]


@pytest.mark.covers("InitializeTableFromDataset")
def test_a_table_from_a_dataset() -> None:
    table = R.HashTableV2(key_dtype=I64, value_dtype=I64)
    pairs = v(D.range(10, 13).enumerate())
    R.InitializeTableFromDataset(table_handle=table, dataset=pairs)
    found = R.LookupTableFindV2(table_handle=table, keys=c([1, 9]), default_value=c(-1))
    assert plain(found) == [11, -1]


@pytest.mark.covers(
    "DatasetToGraph",
    "DatasetToGraphV2",
    "DatasetFromGraph",
    "DatasetFingerprint",
    "GetOptions",
)
def test_graphs_of_datasets() -> None:
    offset = tf.constant(5, I64)
    dataset = D.range(6).map(lambda n: n + offset).shuffle(3, seed=1).batch(4)
    for op in (R.DatasetToGraph, R.DatasetToGraphV2):
        content = op(input_dataset=v(dataset))
        again = R.DatasetFromGraph(graph_def=content)
        row = tf.TensorSpec([None], I64)
        assert told(again, row) == told(R.DatasetFromGraph(graph_def=content), row)
        assert sorted(sum(told(again, row), [])) == [5, 6, 7, 8, 9, 10]
    with pytest.raises(tf.errors.InvalidArgumentError, match="graph_def"):
        R.DatasetFromGraph(graph_def=b"\xff")
    secret = R.NonSerializableDataset(input_dataset=r(3), **ONE)
    with pytest.raises(tf.errors.FailedPreconditionError, match="serialization"):
        R.DatasetToGraphV2(input_dataset=secret)
    prints = [int(R.DatasetFingerprint(input_dataset=r(n))) for n in (3, 3, 4)]
    assert prints[0] == prints[1] != prints[2]
    assert R.GetOptions(input_dataset=r(3)).numpy() == b""
