"""The functions of 1.x that change rows of a variable, and variables in parts."""

import numpy as np
import pytest

import tensorbrook.compat.v1 as tf


@pytest.fixture
def sess():
    with tf.Graph().as_default(), tf.Session() as made:
        yield made


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (tf.scatter_update, [1, 9, 7]),
        (tf.scatter_add, [1, 11, 10]),
        (tf.scatter_sub, [1, -7, -4]),
        (tf.scatter_mul, [1, 18, 21]),
        (tf.scatter_div, [1, 2 / 9, 3 / 7]),
        (tf.scatter_min, [1, 2, 3]),
        (tf.scatter_max, [1, 9, 7]),
    ],
)
def test_rows(sess, change, expected):
    v = tf.Variable([1.0, 2.0, 3.0])
    sess.run(v.initializer)
    changed = change(v, [1, 2], [9.0, 7.0])
    np.testing.assert_allclose(sess.run(changed), expected)
    np.testing.assert_allclose(sess.run(v), expected)


def test_rows_of_a_batch_and_slices(sess):
    v = tf.Variable([[1, 2], [3, 4]])
    sess.run(v.initializer)
    changed = tf.batch_scatter_update(v, [[0], [1]], [[9], [8]])
    assert sess.run(changed).tolist() == [[9, 2], [3, 8]]
    for change, expected in (
        (tf.scatter_nd_update, [[5, 2], [3, 8]]),
        (tf.scatter_nd_add, [[10, 2], [3, 8]]),
        (tf.scatter_nd_sub, [[5, 2], [3, 8]]),
    ):
        assert sess.run(change(v, [[0, 0]], [5])).tolist() == expected


def test_only_variables_change(sess):
    with pytest.raises(TypeError, match="must be a tf.Variable"):
        tf.scatter_add(tf.constant([1]), [0], [1])


def test_partitioners():
    shape = tf.TensorShape([10, 4])
    assert tf.fixed_size_partitioner(3, axis=1)(shape, tf.float32) == [1, 3]
    smallest = tf.min_max_variable_partitioner(max_partitions=4, min_slice_size=64)
    assert smallest(shape, tf.float32) == [2, 1]
    largest = tf.variable_axis_size_partitioner(64)
    assert largest(shape, tf.float32) == [3, 1]
    with pytest.raises(ValueError, match="positive"):
        tf.variable_axis_size_partitioner(0)


def test_variables_in_parts(sess):
    whole = np.arange(10.0, dtype="float32").reshape(5, 2)
    parts = tf.create_partitioned_variables([5, 2], [2, 1], tf.constant(whole))
    sess.run(tf.global_variables_initializer())
    assert [part.shape.as_list() for part in parts] == [[3, 2], [2, 2]]
    np.testing.assert_array_equal(np.concatenate(sess.run(parts)), whole)
    with pytest.raises(ValueError, match="one axis at most"):
        tf.create_partitioned_variables([4, 4], [2, 2], tf.zeros_initializer())
