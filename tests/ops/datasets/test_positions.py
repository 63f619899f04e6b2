"""Iterators of every kind of dataset are saved at each position, and go on from there."""

import itertools
import pathlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import tensorbrook as tf

D = tf.data.Dataset
R = tf.data.Dataset.range
I64 = tf.int64


def _int64(*values: int) -> Any:
    return D.from_tensor_slices(tf.constant(values, I64))


def _plain(value: Any) -> Any:
    if isinstance(value, D):
        return [_plain(each) for each in value]
    if isinstance(value, tuple):
        return tuple(_plain(each) for each in value)
    if isinstance(value, tf.RaggedTensor):
        return value.to_list()
    if isinstance(value, tf.SparseTensor):
        return tf.sparse.to_dense(value).numpy().tolist()
    found = value.numpy()
    return found if isinstance(found, bytes) else found.tolist()


def _longer(a: Any, b: Any) -> Any:
    return a + b, a * b


PIPELINES: dict[str, Callable[[], Any]] = {
    "range": lambda: R(5),
    "countdown": lambda: R(5, 0, -2),
    "tensors": lambda: D.from_tensors((1, "a")),
    "slices": lambda: D.from_tensor_slices((np.arange(4), ["a", "b", "c", "d"])),
    "random": lambda: D.random(seed=4).take(5),
    "rerandomized": lambda: (
        D.random(seed=4, rerandomize_each_iteration=True).take(3).repeat(2)
    ),
    "take": lambda: R(9).take(4),
    "take all": lambda: R(4).take(-1),
    "skip": lambda: R(9).skip(5),
    "shard": lambda: R(11).shard(3, 1),
    "repeat": lambda: R(3).repeat(3),
    "repeat nothing": lambda: R(3).take(0).repeat(),
    "shuffle": lambda: R(20).shuffle(7, seed=3),
    "reshuffle": lambda: R(6).shuffle(4, seed=3).repeat(3),
    "shuffle the same": lambda: (
        R(6).shuffle(4, seed=3, reshuffle_each_iteration=False).repeat(2)
    ),
    "shuffle all": lambda: R(6).shuffle(100, seed=3).repeat(2),
    "shuffled batches": lambda: (
        D.from_tensor_slices(np.arange(12).reshape(6, 2)).shuffle(4, seed=1).batch(4)
    ),
    "concatenate": lambda: R(3).concatenate(R(7, 9)).repeat(2),
    "zip": lambda: D.zip((R(4), R(5).shuffle(3, seed=1))),
    "choose": lambda: D.choose_from_datasets(
        [R(3), R(10, 14)], _int64(0, 1, 1, 0, 0, 0, 1, 1)
    ),
    "choose on": lambda: D.choose_from_datasets(
        [R(2), R(10, 14)], _int64(0, 1, 1, 0, 0, 0, 1, 1), stop_on_empty_dataset=False
    ),
    "sample": lambda: D.sample_from_datasets([R(5), R(10, 15)], seed=3),
    "unique": lambda: _int64(1, 2, 1, 3, 2, 4).unique(),
    "unique strings": lambda: D.from_tensor_slices(["a", "b", "a", "c"]).unique(),
    "cardinality": lambda: R(4).apply(tf.data.experimental.assert_cardinality(4)),
    "map": lambda: R(4).map(lambda v: v * v),
    "parallel map": lambda: R(9).map(lambda v: v * v, num_parallel_calls=3),
    "slow map": lambda: R(11).map(
        lambda v: tf.reduce_sum(tf.random.stateless_normal([99, 99], [1, v])),
        num_parallel_calls=2,
    ),
    "filter": lambda: R(9).filter(lambda v: v % 3 == 1),
    "take_while": lambda: R(9).take_while(lambda v: v != 3).concatenate(R(2)),
    "scan": lambda: R(5).scan(tf.constant(1, I64), _longer),
    "flat_map": lambda: R(4).flat_map(tf.data.Dataset.range),
    "interleave": lambda: R(1, 6).interleave(
        tf.data.Dataset.range, cycle_length=2, block_length=2
    ),
    "parallel interleave": lambda: R(1, 6).interleave(
        tf.data.Dataset.range, cycle_length=3, num_parallel_calls=2
    ),
    "ignore_errors": lambda: (
        _int64(2, 0, 1, 0, 4).map(lambda v: 8 // v).ignore_errors()
    ),
    "prefetch": lambda: R(9).prefetch(3),
    "prefetch twice": lambda: R(20).prefetch(3).shuffle(4, seed=2).prefetch(2),
    "cache": lambda: R(4).shuffle(4, seed=2).cache().repeat(3),
    "options": lambda: R(4).with_options(tf.data.Options()),
    "batch": lambda: R(7).map(lambda v: v).batch(3),
    "batch and drop": lambda: R(7).batch(3, drop_remainder=True).repeat(2),
    "padded_batch": lambda: R(5).map(tf.range).padded_batch(2),
    "ragged_batch": lambda: R(5).map(tf.range).ragged_batch(2),
    "unbatch": lambda: R(7).batch(3).unbatch(),
    "unbatch ragged": lambda: R(5).map(tf.range).ragged_batch(3).unbatch(),
    "rebatch": lambda: R(11).batch(4).rebatch([3, 2]),
    "window": lambda: R(7).window(3, shift=2),
    "window and drop": lambda: R(9).window(2, shift=4, drop_remainder=True),
    "batches of windows": lambda: (
        R(9).window(3).prefetch(2).flat_map(lambda window: window.batch(2))
    ),
    "group_by_window": lambda: R(10).group_by_window(
        lambda v: v % 3, lambda key, window: window.batch(4), window_size=3
    ),
    "group_by_reducer": lambda: R(10).apply(
        tf.data.experimental.group_by_reducer(
            lambda v: v % 3,
            tf.data.experimental.Reducer(
                lambda key: key, lambda state, v: state + v, lambda state: state
            ),
        )
    ),
    "global shuffle": lambda: tf.data.experimental.from_variant(
        tf.raw_ops.GlobalShuffleDataset(
            input_dataset=R(4)._variant_tensor,
            seed=tf.constant(3, I64),
            seed2=tf.constant(1, I64),
            seed_generator=tf.raw_ops.AnonymousSeedGenerator(
                seed=tf.constant(3, I64), seed2=tf.constant(1, I64), reshuffle=True
            )[0],
            output_types=[I64],
            output_shapes=[[]],
        ),
        tf.TensorSpec([], I64),
    ).repeat(2),
    "counted": lambda: R(5).enumerate(start=2),
}


def _saved(iterator: Any) -> Any:
    return tf.raw_ops.SerializeIterator(resource_handle=iterator._resource)


def _restore(iterator: Any, state: Any) -> None:
    tf.raw_ops.DeserializeIterator(resource_handle=iterator._resource, serialized=state)


def check(make: Callable[[], Any]) -> None:
    """Saves at each position, then compares what follows with and without the detour."""
    whole = [_plain(element) for element in make()]
    for given in range(len(whole) + 1):
        iterator = iter(make())
        for _ in range(given):
            next(iterator)
        written = tf.io.serialize_tensor(_saved(iterator))
        rest = [_plain(element) for element in iterator]
        assert rest == whole[given:]
        other = iter(make())
        if given % 2:
            next(other, None)
        _restore(other, tf.io.parse_tensor(written, tf.variant))
        assert [_plain(element) for element in other] == rest


@pytest.mark.covers("SerializeIterator", "DeserializeIterator")
@pytest.mark.parametrize("make", PIPELINES.values(), ids=PIPELINES)
def test_iterators_go_on(make: Callable[[], Any]) -> None:
    check(make)


def test_iterators_over_files_go_on(tmp_path: pathlib.Path) -> None:
    names = []
    for name in "ab":
        path = tmp_path / name
        path.write_text(f"{name},1\n{name},2\n{name},3\n")
        names.append(str(path))
    check(lambda: tf.data.TextLineDataset(names))
    check(lambda: tf.data.FixedLengthRecordDataset(names, record_bytes=4))
    check(lambda: tf.data.experimental.CsvDataset(names, ["", 0]))
    check(lambda: tf.data.TextLineDataset(names, num_parallel_reads=2).batch(4))


def test_an_iterator_that_fills_a_file_goes_on(tmp_path: pathlib.Path) -> None:
    made = itertools.count()  # two datasets for each position, with one file
    check(lambda: R(4).cache(str(tmp_path / f"{(next(made) + 1) // 2}")).repeat(2))
    R(3).save(str(tmp_path / "saved"))
    check(lambda: D.load(str(tmp_path / "saved")))


def test_checkpoints_hold_iterators(tmp_path: pathlib.Path) -> None:
    dataset = R(12).shuffle(5, seed=3).batch(2)
    iterator = iter(dataset)
    step = tf.Variable(0)
    checkpoint = tf.train.Checkpoint(step=step, iterator=iterator)
    manager = tf.train.CheckpointManager(checkpoint, str(tmp_path), max_to_keep=3)
    for _ in range(2):
        next(iterator)
        step.assign_add(1)
    path = manager.save()
    names = dict(tf.train.list_variables(path))
    assert "iterator/.ATTRIBUTES/ITERATOR_STATE" in names
    rest = [_plain(element) for element in iterator]
    fresh = iter(dataset)
    tf.train.Checkpoint(step=step, iterator=fresh).restore(path).assert_consumed()
    assert [_plain(element) for element in fresh] == rest
    checkpoint.restore(path)
    assert [_plain(element) for element in iterator] == rest


def test_positions_that_depend_on_more_than_the_pipeline_are_refused() -> None:
    generator = D.from_generator(
        lambda: iter(range(3)), output_signature=tf.TensorSpec([], tf.int32)
    )
    variable = tf.Variable(1, dtype=I64)
    for dataset, culprit in [
        (generator, "PyFunc"),
        (R(3).map(lambda v: tf.random.uniform([])), "RandomUniform"),
        (R(3).map(lambda v: v + variable), "ReadVariableOp"),
    ]:
        iterator = dataset.as_numpy_iterator()
        next(iterator)
        with pytest.raises(
            tf.errors.FailedPreconditionError, match=f"{culprit} is stateful"
        ):
            iterator.save()


def test_a_state_must_be_one() -> None:
    iterator = R(3).as_numpy_iterator()
    with pytest.raises(tf.errors.InvalidArgumentError):
        iterator.restore(tf.constant("x"))
    with pytest.raises(tf.errors.InvalidArgumentError):
        iterator.restore(tf.io.serialize_tensor([1]))
