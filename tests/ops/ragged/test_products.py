"""Products of ragged matrices."""

import pytest

import tensorbrook as tf

_LEFT = tf.ragged.constant([[[1.0, 2], [3, 4]], [[5, 6]]], ragged_rank=1)


def test_batches_of_matrices_of_several_heights() -> None:
    right = tf.constant([[[1.0], [1]], [[1], [2]]])
    assert tf.matmul(_LEFT, right).to_list() == [[[3.0], [7.0]], [[17.0]]]


def test_both_sides_may_be_ragged() -> None:
    found = tf.matmul(_LEFT, _LEFT, transpose_b=True)
    assert found.to_list() == [[[5.0, 11.0], [11.0, 25.0]], [[61.0]]]


def test_inner_sizes_have_to_fit_in_every_matrix() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="fit"):
        tf.matmul(_LEFT, tf.ones([2, 3, 1]))
    uneven = tf.ragged.constant([[[1.0], [2.0, 3.0]]])
    with pytest.raises(tf.errors.InvalidArgumentError, match="innermost"):
        tf.matmul(uneven, tf.ones([1, 2, 1]))
    with pytest.raises(ValueError, match="rank 3"):
        tf.matmul(tf.ragged.constant([[1.0]]), tf.ones([1, 1]))
