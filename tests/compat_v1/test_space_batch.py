"""Blocks of space and batch with the arguments of 1.x."""

import numpy as np
import pytest

import tensorbrook.compat.v1 as tf


def test_block_size_and_block_shape_agree():
    x, none = np.arange(16.0).reshape(1, 4, 4, 1), [[0, 0], [0, 0]]
    one = tf.space_to_batch(x, none, block_size=2)
    two = tf.space_to_batch(x, none, block_shape=[2, 2])
    np.testing.assert_array_equal(one, two)
    np.testing.assert_array_equal(tf.batch_to_space(one, none, 2), x)


def test_exactly_one_of_both():
    with pytest.raises(ValueError, match="block_size"):
        tf.space_to_batch(np.zeros((1, 4, 4, 1)), [[0, 0], [0, 0]])
    with pytest.raises(ValueError, match="block_shape"):
        tf.batch_to_space(np.zeros((4, 2, 2, 1)), [[0, 0]] * 2, 2, block_shape=[2, 2])
