"""The functions of `tf.ragged`."""

import pytest

import tensorbrook as tf


def test_range_makes_rows_of_numbers() -> None:
    assert tf.ragged.range([3, 0, 2]).to_list() == [[0, 1, 2], [], [0, 1]]
    assert tf.ragged.range([5, 0], [0, -3], -2).to_list() == [[5, 3, 1], [0, -2]]
    assert tf.ragged.range([1.0], [2.0], 0.5).to_list() == [[1.0, 1.5]]


def test_map_flat_values_wants_the_same_rows() -> None:
    r, other = tf.ragged.constant([[1], [2]]), tf.ragged.constant([[1, 2]])
    assert tf.ragged.map_flat_values(tf.add, r, 1).to_list() == [[2], [3]]
    with pytest.raises(ValueError, match="row splits"):
        tf.ragged.map_flat_values(tf.add, r, other)
    with pytest.raises(ValueError, match="as many rows"):
        tf.ragged.map_flat_values(lambda x: x[:1], r)


def test_segment_ids_and_row_splits_are_inverse() -> None:
    ids = tf.ragged.row_splits_to_segment_ids([0, 3, 3, 5])
    assert ids.numpy().tolist() == [0, 0, 0, 2, 2]
    splits = tf.ragged.segment_ids_to_row_splits(ids, num_segments=4)
    assert splits.numpy().tolist() == [0, 3, 3, 5, 5]


def test_dynamic_partitions_are_stacked() -> None:
    found = tf.ragged.stack_dynamic_partitions([10, 20, 30, 40], [1, 0, 1, 2], 4)
    assert found.to_list() == [[20], [10, 30], [40], []]
