"""Earlier, fused and seldom used records of tf.data, against what TensorFlow gives."""

from typing import Any

import numpy as np
import pytest

import tensorbrook as tf

D = tf.data.Dataset
R = tf.raw_ops
I64 = tf.int64
SCALAR = tf.TensorSpec([], I64)
ONE: dict[str, Any] = {"output_types": [I64], "output_shapes": [[]]}
ROW: dict[str, Any] = {"output_types": [I64], "output_shapes": [[None]]}


def c(value: Any) -> Any:
    return tf.constant(value, I64)


def v(dataset: Any) -> Any:
    return dataset._variant_tensor


def r(*limits: int) -> Any:
    return v(D.range(*limits))


def told(variant: Any, spec: Any = SCALAR) -> Any:
    dataset = tf.data.experimental.from_variant(variant, spec)
    return [plain(element) for element in dataset]


def rows(variant: Any) -> Any:
    return told(variant, tf.TensorSpec(None, I64))


def plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(plain, value))
    found = value.numpy()
    return found if isinstance(found, bytes) else found.tolist()


def traced(function: Any, dtype: Any = I64) -> Any:
    spec = tf.TensorSpec([], dtype)
    return tf.function(function, input_signature=[spec]).get_concrete_function()


def both(name: str, **arguments: Any) -> Any:
    """The op, and what it was called when it was experimental."""
    return [getattr(R, prefix + name)(**arguments) for prefix in ("", "Experimental")]


@pytest.mark.covers(
    "ShuffleDataset",
    "ShuffleDatasetV2",
    "ShuffleAndRepeatDataset",
    "ShuffleAndRepeatDatasetV2",
    "RandomDataset",
    "ExperimentalRandomDataset",
)
def test_random_orders() -> None:
    given = {"input_dataset": r(6), "buffer_size": c(4), "seed": c(3), "seed2": c(0)}
    assert told(R.ShuffleDataset(**given, **ONE)) == [1, 3, 5, 2, 4, 0]
    orders = [[1, 3, 5, 2, 4, 0], [0, 2, 5, 3, 1, 4], [0, 1, 5, 4, 2, 3]]
    repeated = R.ShuffleAndRepeatDataset(**given, count=c(3), **ONE)
    assert told(repeated) == sum(orders, [])
    same = R.ShuffleAndRepeatDataset(
        **given, count=c(2), reshuffle_each_iteration=False, **ONE
    )
    assert told(same) == [3, 0, 4, 5, 1, 2] * 2
    seeds = R.AnonymousSeedGenerator(seed=c(3), seed2=c(0), reshuffle=True)[0]
    kept = R.ShuffleDatasetV2(
        input_dataset=r(6), buffer_size=c(4), seed_generator=seeds, **ONE
    )
    assert [told(kept), told(kept)] == orders[:2]
    seeds = R.AnonymousSeedGenerator(seed=c(3), seed2=c(0), reshuffle=True)[0]
    twice = R.ShuffleAndRepeatDatasetV2(
        **given, count=c(2), seed_generator=seeds, **ONE
    )
    assert told(twice) == orders[0] + orders[1]
    for random in both("RandomDataset", seed=c(4), seed2=c(0), **ONE):
        first = R.TakeDataset(input_dataset=random, count=c(2), **ONE)
        assert told(first) == [568783721, 3053406295]


@pytest.mark.covers("GlobalShuffleDataset")
def test_global_shuffle() -> None:
    seeds = R.AnonymousSeedGenerator(seed=c(3), seed2=c(1), reshuffle=True)[0]
    given = {"seed": c(3), "seed2": c(1), "seed_generator": seeds, **ONE}
    mixed = R.GlobalShuffleDataset(input_dataset=r(10), **given)
    assert told(mixed) == [0, 5, 3, 6, 7, 4, 2, 1, 8, 9]
    assert told(mixed) == [7, 4, 0, 8, 1, 2, 6, 9, 5, 3]
    with pytest.raises(tf.errors.FailedPreconditionError, match="random access"):
        R.GlobalShuffleDataset(
            input_dataset=v(D.range(9).filter(lambda n: n > 1)), **given
        )


@pytest.mark.covers(
    "BatchDataset",
    "PaddedBatchDataset",
    "ParallelBatchDataset",
    "MapAndBatchDataset",
    "ExperimentalMapAndBatchDataset",
    "SlidingWindowDataset",
    "ExperimentalSlidingWindowDataset",
)
def test_batches() -> None:
    pairs = [[0, 1], [2, 3], [4]]
    assert rows(R.BatchDataset(input_dataset=r(5), batch_size=c(2), **ROW)) == pairs
    calls = {"num_parallel_calls": c(2), "drop_remainder": False}
    batched = R.ParallelBatchDataset(
        input_dataset=r(5), batch_size=c(2), **calls, **ROW
    )
    assert rows(batched) == pairs
    for mapped in both(
        "MapAndBatchDataset",
        input_dataset=r(5),
        other_arguments=[],
        batch_size=c(2),
        f=traced(lambda n: n * n),
        **calls,
        **ROW,
    ):
        assert rows(mapped) == [[0, 1], [4, 9], [16]]
    padded = R.PaddedBatchDataset(
        input_dataset=v(D.range(1, 4).map(tf.range)),
        batch_size=c(2),
        padded_shapes=[c([-1])],
        padding_values=[c(9)],
        output_shapes=[[None, None]],
    )
    assert rows(padded) == [[[0, 9], [0, 1]], [[0, 1, 2]]]
    given = {"window_size": c(3), "window_shift": c(2), "input_dataset": r(7), **ROW}
    for slid in both("SlidingWindowDataset", window_stride=c(1), **given):
        assert rows(slid) == [[0, 1, 2], [2, 3, 4], [4, 5, 6]]
    slid = R.SlidingWindowDataset(window_stride=c(2), drop_remainder=False, **given)
    assert rows(slid) == [[0, 2, 4], [2, 4, 6], [4, 6], [6]]


@pytest.mark.covers("RebatchDataset", "ExperimentalRebatchDataset")
@pytest.mark.parametrize(
    ("replicas", "expected"),
    [
        (1, [[0, 1, 2, 3], [4, 5]]),
        (2, [[0, 1], [2, 3], [4], [5]]),
        (3, [[0, 1], [2, 3], [], [4], [5], []]),
    ],
)
def test_rebatching_for_replicas(replicas: int, expected: Any) -> None:
    source = v(D.range(6).batch(4))
    for made in both(
        "RebatchDataset", input_dataset=source, num_replicas=c(replicas), **ROW
    ):
        assert rows(made) == expected


@pytest.mark.covers(
    "ParallelMapDataset",
    "ExperimentalMapDataset",
    "ParallelFilterDataset",
    "ExperimentalScanDataset",
    "ExperimentalTakeWhileDataset",
    "ExperimentalGroupByWindowDataset",
    "ExperimentalGroupByReducerDataset",
)
def test_functions() -> None:
    given = {"input_dataset": r(4), "other_arguments": []}
    square = traced(lambda n: n * n)
    squares = [0, 1, 4, 9]
    assert told(
        R.ParallelMapDataset(**given, num_parallel_calls=2, f=square, **ONE)
    ) == (squares)
    assert told(R.ExperimentalMapDataset(**given, f=square, **ONE)) == squares
    odd = traced(lambda n: n % 2 == 1)
    filtered = R.ParallelFilterDataset(
        **given, num_parallel_calls=c(2), predicate=odd, **ONE
    )
    assert told(filtered) == [1, 3]
    small = traced(lambda n: n < 2)
    taken = R.ExperimentalTakeWhileDataset(**given, predicate=small, **ONE)
    assert told(taken) == [0, 1]
    add = tf.function(lambda s, n: (s + n, s + n), input_signature=[SCALAR, SCALAR])
    scanned = R.ExperimentalScanDataset(
        **given, initial_state=[c(0)], f=add.get_concrete_function(), **ONE
    )
    assert told(scanned) == [0, 1, 3, 6]
    parity, two = traced(lambda n: n % 2), traced(lambda key: c(2))
    variant = tf.TensorSpec([], tf.variant)
    batch = tf.function(
        lambda key, window: R.BatchDataset(
            input_dataset=window, batch_size=c(2), **ROW
        ),
        input_signature=[SCALAR, variant],
    )
    grouped = R.ExperimentalGroupByWindowDataset(
        input_dataset=r(4),
        key_func_other_arguments=[],
        reduce_func_other_arguments=[],
        window_size_func_other_arguments=[],
        key_func=parity,
        reduce_func=batch.get_concrete_function(),
        window_size_func=two,
        **ROW,
    )
    assert rows(grouped) == [[0, 2], [1, 3]]
    step = tf.function(lambda s, n: s + n, input_signature=[SCALAR, SCALAR])
    reduced = R.ExperimentalGroupByReducerDataset(
        input_dataset=r(4),
        key_func_other_arguments=[],
        init_func_other_arguments=[],
        reduce_func_other_arguments=[],
        finalize_func_other_arguments=[],
        key_func=parity,
        init_func=traced(lambda key: c(10)),
        reduce_func=step.get_concrete_function(),
        finalize_func=traced(lambda n: n),
        **ONE,
    )
    assert told(reduced) == [12, 14]


@pytest.mark.covers(
    "ParallelInterleaveDataset",
    "ExperimentalParallelInterleaveDataset",
    "ParallelInterleaveDatasetV2",
    "ParallelInterleaveDatasetV3",
    "LegacyParallelInterleaveDatasetV2",
    "ChooseFastestBranchDataset",
    "IndexFlatMapDataset",
)
def test_datasets_of_functions() -> None:
    given = {
        "input_dataset": r(1, 6),
        "other_arguments": [],
        "cycle_length": c(2),
        "block_length": c(2),
        "f": traced(lambda n: v(D.range(n))),
        **ONE,
    }
    buffers = {"buffer_output_elements": c(1), "prefetch_input_elements": c(1)}
    made = [
        *both("ParallelInterleaveDataset", sloppy=False, **buffers, **given),
        R.ParallelInterleaveDatasetV2(num_parallel_calls=c(1), **given),
        R.ParallelInterleaveDatasetV3(num_parallel_calls=c(1), **given),
        R.LegacyParallelInterleaveDatasetV2(**buffers, **given),
    ]
    for each in made:
        assert told(each) == [0, 0, 1, 0, 1, 2, 0, 1, 0, 1, 2, 3, 2, 3, 4]
    same = traced(lambda dataset: dataset, tf.variant)
    branched = R.ChooseFastestBranchDataset(
        input_dataset=r(3),
        ratio_numerator=c(1),
        ratio_denominator=c(1),
        other_arguments=[],
        num_elements_per_branch=1,
        branches=[same, same],
        other_arguments_lengths=[0, 0],
        **ONE,
    )
    assert told(branched) == [0, 1, 2]
    unfolded = R.IndexFlatMapDataset(
        input_dataset=r(3),
        map_func_other_args=[],
        index_map_func_other_args=[],
        output_cardinality=c(6),
        map_func=traced(lambda n: tf.stack([n * 10, n * 10 + 1])),
        index_map_func=traced(lambda n: (n // 2, n % 2)),
        **ONE,
    )
    assert told(unfolded) == [0, 1, 10, 11, 20, 21]


@pytest.mark.covers("WeightedFlatMapDataset")
@pytest.mark.parametrize(
    ("sizes", "weights", "counts"),
    [
        ((5, 10), (0.5, 0.5), (5, 5)),
        ((5, 10), (0.25, 0.75), (1, 5)),
        ((10, 10), (0.25, 0.75), (3, 10)),
        ((4, 4, 4), (0.2, 0.3, 0.5), (1, 2, 4)),
    ],
)
def test_weighted_mixtures(sizes: Any, weights: Any, counts: Any) -> None:
    made = R.WeightedFlatMapDataset(
        input_datasets=[r(100 * i, 100 * i + n) for i, n in enumerate(sizes)],
        weights=[tf.constant(weight, tf.float64) for weight in weights],
        **ONE,
    )
    expected = [100 * i + n for i, count in enumerate(counts) for n in range(count)]
    assert told(made) == expected


@pytest.mark.covers(
    "ChooseFastestDataset",
    "ExperimentalChooseFastestDataset",
    "ExperimentalDirectedInterleaveDataset",
    "ExperimentalUnbatchDataset",
    "ExperimentalUniqueDataset",
    "ExperimentalIgnoreErrorsDataset",
    "ExperimentalDatasetCardinality",
    "SparseTensorSliceDataset",
    "DenseToSparseBatchDataset",
    "ExperimentalDenseToSparseBatchDataset",
)
def test_other_arrangements() -> None:
    for made in both(
        "ChooseFastestDataset", input_datasets=[r(3), r(3)], num_experiments=2, **ONE
    ):
        assert told(made) == [0, 1, 2]
    with pytest.raises(tf.errors.InvalidArgumentError, match="cardinalities"):
        R.ChooseFastestDataset(input_datasets=[r(3), r(4)], num_experiments=2, **ONE)
    which = v(D.from_tensor_slices(c([1, 0])))
    directed = R.ExperimentalDirectedInterleaveDataset(
        selector_input_dataset=which, data_input_datasets=[r(2), r(7, 9)], **ONE
    )
    assert told(directed) == [7, 0]
    pairs = v(D.range(3).batch(2))
    assert told(R.ExperimentalUnbatchDataset(input_dataset=pairs, **ONE)) == [0, 1, 2]
    twice = v(D.from_tensor_slices(c([1, 1, 2])))
    assert told(R.ExperimentalUniqueDataset(input_dataset=twice, **ONE)) == [1, 2]
    failing = v(D.from_tensor_slices(c([1, 0, 2])).map(lambda n: 4 // n))
    lenient = R.ExperimentalIgnoreErrorsDataset(input_dataset=failing, **ONE)
    assert told(lenient) == [4, 2]
    assert int(R.ExperimentalDatasetCardinality(input_dataset=r(3))) == 3
    slices = R.SparseTensorSliceDataset(
        indices=c([[0, 0], [2, 1]]), values=[5, 6], dense_shape=c([3, 4])
    )
    spec = tuple(tf.TensorSpec(None, t) for t in (I64, tf.int32, I64))
    assert told(slices, spec) == [([[0]], [5], [4]), ([], [], [4]), ([[1]], [6], [4])]
    sparse = tf.SparseTensorSpec([None, 5], I64)
    for made in both(
        "DenseToSparseBatchDataset",
        input_dataset=v(D.range(1, 3).map(tf.range)),
        batch_size=c(2),
        row_shape=c([5]),
        output_types=[I64],
        output_shapes=[[None, 5]],
    ):
        (batch,) = tf.data.experimental.from_variant(made, sparse)
        assert batch.indices.numpy().tolist() == [[0, 0], [1, 0], [1, 1]]
        assert batch.dense_shape.numpy().tolist() == [2, 5]


@pytest.mark.covers("AutoShardDataset", "ExperimentalAutoShardDataset")
def test_shards_for_workers(tmp_path: Any) -> None:
    given = {"input_dataset": r(10), "num_workers": c(3), "index": c(1), **ONE}
    for policy in (0, 2):
        for made in both("AutoShardDataset", auto_shard_policy=policy, **given):
            assert told(made) == [1, 4, 7]
    off = R.AutoShardDataset(auto_shard_policy=-1, **given)
    assert told(off) == list(range(10))
    with pytest.raises(tf.errors.NotFoundError, match="unshardable"):
        R.AutoShardDataset(auto_shard_policy=1, **given)
    names = [str(tmp_path / name) for name in "abc"]
    for name in names:
        with open(name, "w") as file:
            file.write(f"{name[-1]}\n")
    lines = v(tf.data.TextLineDataset(names).map(tf.strings.upper).batch(2))
    text = {"output_types": [tf.string], "output_shapes": [[None]]}
    mine = R.AutoShardDataset(
        input_dataset=lines, num_workers=c(2), index=c(0), auto_shard_policy=1, **text
    )
    assert told(mine, tf.TensorSpec([None], tf.string)) == [[b"A", b"C"]]


@pytest.mark.covers("CompressElement", "UncompressElement")
def test_compressed_elements() -> None:
    compressed = R.CompressElement(components=[tf.constant([1, 2]), tf.constant("a")])
    types: dict[str, Any] = {"output_types": [tf.int32, tf.string]}
    parts = R.UncompressElement(compressed=compressed, output_shapes=[[2], []], **types)
    assert plain(tuple(parts)) == ([1, 2], b"a")
    with pytest.raises(tf.errors.FailedPreconditionError, match="Expected 1 outputs"):
        R.UncompressElement(
            compressed=compressed, output_types=[tf.int32], output_shapes=[[2]]
        )


@pytest.mark.covers("WrapDatasetVariant", "UnwrapDatasetVariant")
def test_wrapped_datasets() -> None:
    wrapped = R.WrapDatasetVariant(input_handle=r(2))
    assert told(R.UnwrapDatasetVariant(input_handle=wrapped)) == [0, 1]


@pytest.mark.covers(
    "LMDBDataset", "ExperimentalLMDBDataset", "FilterByLastComponentDataset"
)
def test_what_tensorflow_has_removed_is_refused() -> None:
    strings: dict[str, Any] = {"output_types": [tf.string], "output_shapes": [[]]}
    for made in both("LMDBDataset", filenames=["x"], **strings):
        with pytest.raises(tf.errors.UnimplementedError, match="LMDB"):
            told(made, tf.TensorSpec([], tf.string))
    with pytest.raises(tf.errors.NotFoundError, match="kernel"):
        R.FilterByLastComponentDataset(input_dataset=r(3), **ONE)


def test_weights_are_numbers() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="greater than 0"):
        R.WeightedFlatMapDataset(
            input_datasets=[r(2), r(2)],
            weights=[np.float64(0), np.float64(1)],
            **ONE,
        )


@pytest.mark.covers(
    "ParseExampleDataset", "ParseExampleDatasetV2", "ExperimentalParseExampleDataset"
)
def test_parsed_examples() -> None:
    def example(a: float, b: int) -> bytes:
        numbers = tf.train.Feature(float_list=tf.train.FloatList(value=[a, a]))
        number = tf.train.Feature(int64_list=tf.train.Int64List(value=[b]))
        features = tf.train.Features(feature={"a": numbers, "b": number})
        content: bytes = tf.train.Example(features=features).SerializeToString()
        return content

    written = [example(0.5, 1), example(0.25, 2), example(0.125, 3)]
    given: dict[str, Any] = {
        "input_dataset": v(D.from_tensor_slices(written).batch(2)),
        "num_parallel_calls": c(1),
        "dense_defaults": [c([]), tf.constant([0.0, 0.0])],
        "dense_keys": ["b", "a"],
        "dense_shapes": [[], [2]],
        "sparse_types": [],
        "output_types": [tf.float32, I64],
        "output_shapes": [[None, 2], [None]],
    }
    spec = (tf.TensorSpec([None, 2], tf.float32), tf.TensorSpec([None], I64))
    parsers = [*both("ParseExampleDataset", sparse_keys=[], **given)]
    parsers.append(R.ParseExampleDatasetV2(sparse_keys=[], **given))
    for made in parsers:
        assert told(made, spec) == [
            ([[0.5, 0.5], [0.25, 0.25]], [1, 2]),
            ([[0.125, 0.125]], [3]),
        ]
    given["sparse_types"] = [I64]
    with pytest.raises(NotImplementedError, match="sparse_keys"):
        R.ParseExampleDataset(sparse_keys=["c"], **given)
