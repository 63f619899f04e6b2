"""What datasets say about themselves, and how they refuse what makes no sense."""

import collections
import pathlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import tensorbrook as tf

D = tf.data.Dataset
INFINITE, UNKNOWN = tf.data.INFINITE_CARDINALITY, tf.data.UNKNOWN_CARDINALITY


@pytest.mark.parametrize(
    ("dataset", "kind", "size"),
    [
        (lambda: D.range(3), "_RangeDataset", 3),
        (lambda: D.from_tensors(1), "_TensorDataset", 1),
        (lambda: D.range(3).map(lambda v: v), "_MapDataset", 3),
        (lambda: D.range(3).map(lambda v: v, 2), "_ParallelMapDataset", 3),
        (lambda: D.range(3).batch(2), "_BatchDataset", 2),
        (lambda: D.range(3).batch(2, True), "_BatchDataset", 1),
        (lambda: D.range(3).filter(lambda v: v > 0), "_FilterDataset", UNKNOWN),
        (lambda: D.range(3).repeat(), "_RepeatDataset", INFINITE),
        (lambda: D.range(0).repeat(), "_RepeatDataset", 0),
        (lambda: D.range(3).repeat().take(5), "_TakeDataset", 5),
        (lambda: D.range(3).repeat().skip(5), "_SkipDataset", INFINITE),
        (lambda: D.range(7).shard(3, 1), "_ShardDataset", 2),
        (lambda: D.range(3).prefetch(1), "_PrefetchDataset", 3),
        (lambda: D.range(3).shuffle(3), "_ShuffleDataset", 3),
        (lambda: D.zip((D.range(2), D.range(3).repeat())), "_ZipDataset", 2),
        (lambda: D.range(3).concatenate(D.range(2)), "_ConcatenateDataset", 5),
        (lambda: D.range(7).window(3, 2), "_WindowDataset", 4),
        (lambda: D.range(7).window(3, 2, drop_remainder=True), "_WindowDataset", 3),
        (lambda: D.range(3).batch(2).unbatch(), "_UnbatchDataset", UNKNOWN),
        (lambda: D.random(1), "_RandomDataset", INFINITE),
    ],
)
def test_kind_and_cardinality(dataset: Callable[[], Any], kind: str, size: int) -> None:
    made = dataset()
    assert repr(made).startswith(f"<{kind} element_spec=")
    assert int(made.cardinality()) == size


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: D.range(3).batch(0), tf.errors.InvalidArgumentError, "batch_size"),
        (lambda: D.range(3).shuffle(0), tf.errors.InvalidArgumentError, "buffer_size"),
        (lambda: D.range(3).prefetch(-5), tf.errors.InvalidArgumentError, "at least"),
        (lambda: D.range(3).window(0), tf.errors.InvalidArgumentError, "size"),
        (lambda: D.range(3).shard(3, 5), tf.errors.InvalidArgumentError, "between"),
        (lambda: D.range(3).interleave(D.range, 0), tf.errors.InvalidArgumentError, ""),
        (lambda: D.range(0, 5, 0), tf.errors.InvalidArgumentError, "step"),
        (lambda: D.range(3).map(3), ValueError, "needs a function"),
        (lambda: D.range(3).map(lambda v: object()), TypeError, "must return tensors"),
        (lambda: D.range(3).filter(lambda v: v), ValueError, "tf.bool"),
        (lambda: D.range(3).flat_map(lambda v: v), TypeError, "tf.data.Dataset"),
        (lambda: D.zip(3), TypeError, "zip"),
        (lambda: D.from_tensor_slices(3), ValueError, "rank >= 1"),
        (lambda: D.from_tensor_slices(([1], [1, 2])), ValueError, "not compatible"),
        (lambda: D.range(3).concatenate(D.from_tensors(1.0)), TypeError, "Incompat"),
        (lambda: D.range(3).repeat("a"), TypeError, "count"),
        (lambda: len(D.range(3).repeat()), TypeError, "infinite"),
        (lambda: len(D.range(3).filter(lambda v: v > 0)), TypeError, "unknown"),
        (lambda: D.range(3) + D.range(3), TypeError, "concatenate"),
        (lambda: D.range(3).with_options(3), TypeError, "Options"),
        (lambda: D.from_generator([1], tf.int32), TypeError, "callable"),
        (lambda: D.from_generator(lambda: [1]), TypeError, "output_signature"),
    ],
)
def test_what_makes_no_sense_is_refused(
    call: Callable[[], Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words or None):
        call()


def test_structures_are_kept() -> None:
    Point = collections.namedtuple("Point", "x y")
    dataset = D.from_tensors(Point(1, {"z": [2.0], "a": None}))
    (element,) = list(dataset)
    assert isinstance(element, Point)
    assert element.y["a"] is None
    assert sorted(dataset.element_spec.y) == ["a", "z"]
    mapped = dataset.map(lambda point: [point.x, point.y["z"]])
    assert isinstance(mapped.element_spec, tuple)


def test_elements_of_different_shapes_make_ragged_batches() -> None:
    (batch,) = list(D.range(3).map(tf.range).ragged_batch(3))
    assert batch.to_list() == [[], [0], [0, 1]]
    ragged = D.from_tensor_slices(tf.ragged.constant([[1, 2], [], [3]]))
    assert [row.numpy().tolist() for row in ragged] == [[1, 2], [], [3]]


def test_a_dataset_is_an_argument_of_traced_functions() -> None:
    @tf.function
    def total(dataset: Any) -> Any:
        return dataset.reduce(tf.constant(0, tf.int64), lambda s, v: s + v)

    assert int(total(D.range(5))) == 10
    assert int(total(D.range(4))) == 6
    assert total.experimental_get_tracing_count() == 1


def test_options_are_merged_and_checked() -> None:
    options = tf.data.Options()
    options.threading.private_threadpool_size = 3
    dataset = D.range(2).with_options(options).map(lambda v: v)
    more = tf.data.Options()
    more.deterministic = False
    merged = dataset.with_options(more).options()
    assert merged.threading.private_threadpool_size == 3
    assert merged.deterministic is False
    with pytest.raises(AttributeError, match="no_such"):
        options.no_such = 1


def test_sampling_and_resampling_follow_their_weights() -> None:
    two = [D.from_tensors(0).repeat(), D.from_tensors(1).repeat()]
    chosen = D.sample_from_datasets(two, weights=[0.2, 0.8], seed=1).take(500)
    assert 0.7 < np.mean([int(v) for v in chosen]) < 0.9
    labels = D.range(2000).map(lambda v: tf.cast(v % 10 == 0, tf.int32))
    balanced = labels.rejection_resample(lambda v: v, [0.5, 0.5], seed=3)
    kept = [int(v) for _, v in balanced]
    assert 0.4 < np.mean(kept) < 0.6


def test_elements_come_when_they_are_asked_for() -> None:
    asked = []

    def endless() -> Any:
        number = 0
        while True:
            asked.append(number)
            yield number
            number += 1

    dataset = D.from_generator(endless, output_types=tf.int32).map(lambda v: v + 1)
    assert [int(v) for v in dataset.take(2)] == [1, 2]
    assert len(asked) == 2


def test_fit_takes_a_dataset() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(64, 3)).astype("float32")
    y = x @ np.array([[1.0], [-2.0], [0.5]], "float32")
    dataset = D.from_tensor_slices((x, y)).shuffle(64, seed=1).batch(8).prefetch(2)
    model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    model.compile(tf.keras.optimizers.SGD(0.1), "mse")
    history = model.fit(dataset, epochs=5, verbose=0)
    assert history.history["loss"][-1] < 0.05 * history.history["loss"][0]
    assert model.evaluate(dataset, verbose=0) < 0.05
    assert model.predict(dataset.map(lambda a, b: a), verbose=0).shape == (64, 1)


def test_batches_of_example_messages(tmp_path: pathlib.Path) -> None:
    name = str(tmp_path / "a.tfrecord")
    with tf.io.TFRecordWriter(name) as writer:
        for number in range(5):
            value = tf.train.Feature(int64_list=tf.train.Int64List(value=[number]))
            message = tf.train.Example(features=tf.train.Features(feature={"n": value}))
            writer.write(message.SerializeToString())
    dataset = tf.data.experimental.make_batched_features_dataset(
        name, 2, {"n": tf.io.FixedLenFeature([], tf.int64)}, num_epochs=1, shuffle=False
    )
    found = [batch["n"].numpy().tolist() for batch in dataset]
    assert found == [[0, 1], [2, 3], [4]]
    with pytest.raises(ValueError, match="label_key"):
        tf.data.experimental.make_batched_features_dataset(name, 2, {}, label_key="x")
