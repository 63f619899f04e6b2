"""Partitions of values into rows."""

import pytest

import tensorbrook as tf

RowPartition = tf.experimental.RowPartition


@pytest.mark.parametrize(
    "made",
    [
        lambda: RowPartition.from_row_splits([0, 2, 2, 3]),
        lambda: RowPartition.from_row_lengths([2, 0, 1]),
        lambda: RowPartition.from_row_starts([0, 2, 2], nvals=3),
        lambda: RowPartition.from_row_limits([2, 2, 3]),
        lambda: RowPartition.from_value_rowids([0, 0, 2], nrows=3),
    ],
)
def test_all_ways_lead_to_the_same_partition(made) -> None:
    found = made()
    assert found.row_splits().numpy().tolist() == [0, 2, 2, 3]
    assert found.row_lengths().numpy().tolist() == [2, 0, 1]
    assert found.value_rowids().numpy().tolist() == [0, 0, 2]
    assert found.offsets_in_rows().numpy().tolist() == [0, 1, 0]
    assert int(found.nrows()) == 3
    assert int(found.nvals()) == 3


def test_uniform_partitions_know_their_length() -> None:
    found = RowPartition.from_uniform_row_length(2, nrows=3)
    assert found.is_uniform()
    assert found.static_uniform_row_length == 2
    assert found.row_splits().numpy().tolist() == [0, 2, 4, 6]
    with pytest.raises(ValueError, match="fill"):
        RowPartition.from_uniform_row_length(2, nvals=5, nrows=3)


def test_numbers_may_be_of_either_size() -> None:
    found = RowPartition.from_row_splits([0, 1], dtype=tf.int32)
    assert found.dtype == tf.int32
    assert found.with_dtype(tf.int64).dtype == tf.int64
    with pytest.raises(ValueError, match="int32 or int64"):
        found.with_dtype(tf.float32)


def test_the_constructor_is_private() -> None:
    with pytest.raises(ValueError, match="private"):
        RowPartition(tf.constant([0]))
