"""The records of tf.data through the public methods, against what TensorFlow gives."""

import pathlib
import threading
import time
from typing import Any

import numpy as np
import pytest

import tensorbrook as tf

D = tf.data.Dataset


def told(dataset: Any) -> Any:
    """The elements as Python values."""
    return [plain(element) for element in dataset]


def plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(plain(each) for each in value)
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    found = value.numpy()
    return found if isinstance(found, bytes) else found.tolist()


@pytest.mark.covers("RangeDataset", "TensorSliceDataset", "TensorDataset")
def test_sources() -> None:
    assert told(D.range(2, 9, 3)) == [2, 5, 8]
    assert told(D.range(3, 0, -1)) == [3, 2, 1]
    assert told(D.range(2, output_type=tf.float32)) == [0.0, 1.0]
    assert told(D.from_tensors((1, [2.0]))) == [(1, [2.0])]
    assert told(D.from_tensor_slices({"a": [1, 2], "b": ["p", "q"]})) == [
        {"a": 1, "b": b"p"},
        {"a": 2, "b": b"q"},
    ]


@pytest.mark.covers("ListDataset")
def test_a_list_of_elements() -> None:
    tensors = [tf.constant(n) for n in range(4)]
    variant = tf.raw_ops.ListDataset(
        tensors=tensors, output_types=[tf.int32] * 2, output_shapes=[[], []]
    )
    spec = (tf.TensorSpec([], tf.int32),) * 2
    assert told(tf.data.experimental.from_variant(variant, spec)) == [(0, 1), (2, 3)]


@pytest.mark.covers("GeneratorDataset")
def test_a_generator_is_started_for_each_iteration_and_closed() -> None:
    events = []

    def count(stop: Any) -> Any:
        events.append("start")
        try:
            yield from range(stop)
        finally:
            events.append("end")

    dataset = D.from_generator(count, args=[3], output_types=tf.int32)
    assert told(dataset) == [0, 1, 2]
    assert told(dataset.take(1)) == [0]
    assert events == ["start", "end"] * 2


@pytest.mark.parametrize(
    ("values", "error"),
    [([[1, 2]], "shape"), (["a"], "type"), ([(1, 2)], "shape")],
)
def test_a_generator_must_keep_its_promise(values: Any, error: str) -> None:
    dataset = D.from_generator(
        lambda: values, output_signature=tf.TensorSpec([], tf.int32)
    )
    with pytest.raises(tf.errors.InvalidArgumentError, match=f"TypeError: .*{error}"):
        told(dataset)


@pytest.mark.covers("RandomDatasetV2", "AnonymousSeedGenerator", "ShuffleDatasetV3")
def test_random_order_is_that_of_tensorflow() -> None:
    assert told(D.random(seed=4).take(2)) == [3128586565, 2023892699]
    tf.random.set_seed(5)
    assert told(D.random(seed=4).take(3)) == [3949691112, 1216040066, 825314089]
    fresh = D.random(seed=4, rerandomize_each_iteration=True).take(2)
    assert told(fresh) == [746736730, 1387201433]
    assert told(fresh) == [2149748686, 607436827]
    tf.random.set_seed(None)
    shuffled = D.range(10).shuffle(10, seed=3)
    assert told(shuffled) == [4, 7, 2, 6, 8, 0, 3, 1, 5, 9]
    assert told(shuffled) == [8, 6, 4, 1, 7, 9, 3, 0, 5, 2]
    fixed = D.range(10).shuffle(4, seed=3, reshuffle_each_iteration=False)
    assert told(fixed) == told(fixed) == [3, 4, 2, 0, 7, 5, 6, 8, 9, 1]
    tf.random.set_seed(5)
    repeated = D.range(5).shuffle(3, seed=7).repeat(2)
    assert told(repeated) == [0, 2, 1, 3, 4, 2, 1, 3, 4, 0]


def test_batches_of_shuffled_rows_have_the_order_of_single_ones() -> None:
    rows = np.arange(20).reshape(10, 2)
    shuffled = D.from_tensor_slices(rows).shuffle(4, seed=1)
    single = np.stack(told(shuffled))
    shuffled = D.from_tensor_slices(rows).shuffle(4, seed=1)
    assert np.array_equal(np.concatenate(told(shuffled.batch(3))), single)


@pytest.mark.covers(
    "TakeDataset", "SkipDataset", "RepeatDataset", "ShardDataset", "ConcatenateDataset"
)
def test_ordering() -> None:
    five = D.range(5)
    assert told(five.take(2)) == [0, 1]
    assert told(five.take(-1)) == [0, 1, 2, 3, 4]
    assert told(five.skip(3)) == [3, 4]
    assert told(five.skip(-1)) == []
    assert told(D.range(2).repeat(2)) == [0, 1, 0, 1]
    assert told(D.range(0).repeat()) == []
    assert told(D.range(10).shard(3, 1)) == [1, 4, 7]
    assert told(D.range(2).concatenate(D.range(7, 9))) == [0, 1, 7, 8]


@pytest.mark.covers("ZipDataset", "DirectedInterleaveDataset", "UniqueDataset")
def test_joining() -> None:
    assert told(D.zip((D.range(2), {"a": D.range(5, 9)}))) == [
        (0, {"a": 5}),
        (1, {"a": 6}),
    ]
    which = D.from_tensor_slices(tf.constant([0, 1, 1, 0], tf.int64))
    chosen = D.choose_from_datasets([D.range(3), D.range(10, 13)], which)
    assert told(chosen) == [0, 10, 11, 1]
    assert told(D.range(20).map(lambda v: v % 4).unique()) == [0, 1, 2, 3]
    assert told(D.range(3).enumerate(5)) == [(5, 0), (6, 1), (7, 2)]


@pytest.mark.covers("AssertCardinalityDataset", "DatasetCardinality")
def test_a_wrong_cardinality_is_found() -> None:
    claim = tf.data.experimental.assert_cardinality
    assert len(D.range(4).filter(lambda v: v > 0).apply(claim(3))) == 3
    with pytest.raises(tf.errors.FailedPreconditionError, match="only 4"):
        told(D.range(4).apply(claim(5)))
    with pytest.raises(tf.errors.FailedPreconditionError, match="more than"):
        told(D.range(4).apply(claim(3)))


@pytest.mark.covers("SamplingDataset")
def test_sampling() -> None:
    variant = tf.raw_ops.SamplingDataset(
        input_dataset=tf.data.experimental.to_variant(D.range(1000)),
        rate=0.25,
        seed=1,
        seed2=2,
        output_types=[tf.int64],
        output_shapes=[[]],
    )
    spec = tf.TensorSpec([], tf.int64)
    found = told(tf.data.experimental.from_variant(variant, spec))
    assert 150 < len(found) < 350
    assert found == sorted(set(found))


@pytest.mark.covers("MapDataset", "FilterDataset", "TakeWhileDataset", "ScanDataset")
def test_functions() -> None:
    assert told(D.range(4).map(lambda v: (v, {"x": v * v}))) == [
        (n, {"x": n * n}) for n in range(4)
    ]
    assert told(D.range(6).filter(lambda v: v % 2 == 0)) == [0, 2, 4]
    assert told(D.range(9).take_while(lambda v: v < 3)) == [0, 1, 2]
    start = tf.constant(0, tf.int64)
    assert told(D.range(4).scan(start, lambda s, v: (s + v, s))) == [0, 0, 1, 3]


def test_a_function_reads_variables_anew() -> None:
    scale = tf.Variable(3, dtype=tf.int64)
    dataset = D.range(3).map(lambda v: v * scale)
    assert told(dataset) == [0, 3, 6]
    scale.assign(5)
    assert told(dataset) == [0, 5, 10]


def test_random_numbers_inside_a_function_begin_anew_with_each_iterator() -> None:
    tf.random.set_seed(1)
    dataset = D.range(3).map(lambda v: tf.random.uniform([], seed=4))
    first = told(dataset)
    assert np.allclose(first, [0.38538742, 0.7942407, 0.013946414])
    assert told(dataset) == first
    twice = told(dataset.repeat(2))
    assert twice[:3] == first
    assert twice[3:] != first


def test_an_error_names_the_element_and_iteration_goes_on() -> None:
    iterator = iter(D.from_tensor_slices([2, 0, 1]).map(lambda n: 4 // n))
    assert int(next(iterator)) == 2
    with pytest.raises(tf.errors.InvalidArgumentError, match="at element 1"):
        next(iterator)
    assert int(next(iterator)) == 4


@pytest.mark.covers("IgnoreErrorsDataset")
def test_errors_can_be_left_out() -> None:
    dataset = D.from_tensor_slices([2, 0, 1]).map(lambda n: 4 // n)
    assert told(dataset.ignore_errors()) == [2, 4]


@pytest.mark.covers("ParallelMapDatasetV2")
@pytest.mark.parametrize("deterministic", [True, False])
def test_slow_functions_run_in_threads_and_keep_their_order(
    deterministic: bool,
) -> None:
    def slow(value: Any) -> Any:
        time.sleep(0.002)
        return value * 2

    def call(value: Any) -> Any:
        return tf.numpy_function(slow, [value], tf.int64)

    dataset = D.range(30).map(call, num_parallel_calls=4, deterministic=deterministic)
    found = told(dataset)
    assert (found if deterministic else sorted(found)) == list(range(0, 60, 2))


@pytest.mark.covers(
    "FlatMapDataset", "InterleaveDataset", "ParallelInterleaveDatasetV4"
)
def test_datasets_of_datasets() -> None:
    def several(value: Any) -> Any:
        return D.from_tensors(value).repeat(value + 1)

    assert told(D.range(3).flat_map(several)) == [0, 1, 1, 2, 2, 2]
    mixed = [0, 1, 2, 1, 2, 3, 2, 3, 3, 3]
    assert told(D.range(4).interleave(several, cycle_length=3)) == mixed
    parallel = D.range(4).interleave(several, cycle_length=3, num_parallel_calls=2)
    assert told(parallel) == mixed
    blocks = D.range(3).interleave(
        lambda v: D.from_tensors(v).repeat(3), cycle_length=2, block_length=2
    )
    assert told(blocks) == [0, 0, 1, 1, 0, 1, 2, 2, 2]


@pytest.mark.covers("BatchDatasetV2", "UnbatchDataset", "RebatchDatasetV2")
def test_batches() -> None:
    assert told(D.range(5).batch(2)) == [[0, 1], [2, 3], [4]]
    assert told(D.range(5).batch(2, drop_remainder=True)) == [[0, 1], [2, 3]]
    assert D.range(5).batch(2, True).element_spec.shape == [2]
    assert told(D.range(5).batch(2).unbatch()) == [0, 1, 2, 3, 4]
    assert told(D.range(8).batch(4).rebatch(3)) == [[0, 1, 2], [3, 4, 5], [6, 7]]
    assert told(D.range(6).batch(6).rebatch([1, 2])) == [[0], [1, 2], [3], [4, 5]]


@pytest.mark.covers("PaddedBatchDatasetV2")
def test_padding() -> None:
    rows = D.range(1, 4).map(lambda v: tf.fill([v], v))
    assert told(rows.padded_batch(2)) == [[[1, 0], [2, 2]], [[3, 3, 3]]]
    minus = tf.constant(-1, tf.int64)
    padded = rows.padded_batch(3, padded_shapes=[4], padding_values=minus)
    assert told(padded) == [[[1, -1, -1, -1], [2, 2, -1, -1], [3, 3, 3, -1]]]
    with pytest.raises(tf.errors.DataLossError, match="doesn't fit"):
        told(rows.padded_batch(3, padded_shapes=[2]))
    with pytest.raises(TypeError, match="padding value"):
        rows.padded_batch(3, padding_values=1.5)


@pytest.mark.covers("WindowDataset", "GroupByWindowDataset", "GroupByReducerDataset")
def test_windows() -> None:
    windows = D.range(7).window(3, shift=1, drop_remainder=True)
    assert told(windows.flat_map(lambda w: w.batch(3)))[-1] == [4, 5, 6]
    strided = D.range(7).window(2, stride=2)
    assert told(strided.flat_map(lambda w: w.batch(2))) == [[0, 2], [2, 4], [4, 6], [6]]
    far = D.range(9).window(2, shift=4)
    assert told(far.flat_map(lambda w: w.batch(2))) == [[0, 1], [4, 5], [8]]
    grouped = D.range(6).group_by_window(
        lambda v: v % 2, lambda key, window: window.batch(2), window_size=2
    )
    assert told(grouped) == [[0, 2], [1, 3], [4], [5]]
    total = tf.data.experimental.Reducer(
        lambda key: tf.constant(0, tf.int64), lambda s, v: s + v, lambda s: s
    )
    by_key = tf.data.experimental.group_by_reducer(lambda v: v % 2, total)
    assert told(D.range(5).apply(by_key)) == [6, 4]


@pytest.mark.covers("TensorbrookGroupDataset", "TensorbrookSplitDataset")
def test_batches_of_sparse_elements() -> None:
    sparse = D.range(1, 4).map(lambda v: tf.SparseTensor([[v]], [v * 10], [5]))
    (batch,) = list(sparse.batch(3))
    assert batch.indices.numpy().tolist() == [[0, 1], [1, 2], [2, 3]]
    assert batch.dense_shape.numpy().tolist() == [3, 5]
    again = [row.values.numpy().tolist() for row in sparse.batch(3).unbatch()]
    assert again == [[10], [20], [30]]


@pytest.mark.covers("PrefetchDataset", "OptionsDataset")
def test_prefetching() -> None:
    assert told(D.range(5).prefetch(2)) == [0, 1, 2, 3, 4]
    assert told(D.range(5).prefetch(0)) == [0, 1, 2, 3, 4]
    assert told(D.range(2).with_options(tf.data.Options())) == [0, 1]
    failing = D.from_tensor_slices([1, 0]).map(lambda n: 4 // n).prefetch(2)
    iterator = iter(failing)
    assert int(next(iterator)) == 4
    with pytest.raises(tf.errors.InvalidArgumentError, match="element 1"):
        next(iterator)


def test_a_prefetching_thread_ends_with_its_iterator() -> None:
    before = set(threading.enumerate())
    iterator = iter(D.range(10**9).prefetch(2))
    next(iterator)
    (started,) = set(threading.enumerate()) - before
    assert started.name == "tensorbrook-prefetch"
    del iterator
    started.join(5.0)
    assert not started.is_alive()


@pytest.mark.covers("CacheDatasetV2", "AnonymousMemoryCache")
def test_caches(tmp_path: pathlib.Path) -> None:
    calls = []

    def seen(value: Any) -> Any:
        calls.append(int(value))
        return value

    def call(value: Any) -> Any:
        return tf.numpy_function(seen, [value], tf.int64)

    for cached in (
        D.range(3).map(call).cache(),
        D.range(3).map(call).cache(str(tmp_path / "kept")),
    ):
        calls.clear()
        assert told(cached) == told(cached) == [0, 1, 2]
        assert calls == [0, 1, 2]


@pytest.mark.covers("DummyMemoryCache")
def test_a_cache_of_an_iterator() -> None:
    handle = tf.raw_ops.DummyMemoryCache()
    variant = tf.raw_ops.CacheDatasetV2(
        input_dataset=tf.data.experimental.to_variant(D.range(2)),
        filename="",
        cache=handle,
        output_types=[tf.int64],
        output_shapes=[[]],
    )
    spec = tf.TensorSpec([], tf.int64)
    assert told(tf.data.experimental.from_variant(variant, spec)) == [0, 1]


@pytest.mark.covers("SnapshotDatasetV2", "LoadDataset")
def test_saving(tmp_path: pathlib.Path) -> None:
    dataset = D.from_tensor_slices({"a": [1, 2], "b": (["x", "y"], [[0.5], [1.5]])})
    dataset.save(str(tmp_path / "saved"))
    loaded = D.load(str(tmp_path / "saved"))
    assert loaded.element_spec == dataset.element_spec
    assert told(loaded) == told(dataset)
    snapshot = dataset.snapshot(str(tmp_path / "snapshot"))
    assert told(snapshot) == told(snapshot) == told(dataset)
    with pytest.raises(tf.errors.NotFoundError, match="no dataset"):
        D.load(str(tmp_path / "nowhere"))
