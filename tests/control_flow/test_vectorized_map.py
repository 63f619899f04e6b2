"""`tf.vectorized_map`."""

import pytest

import tensorbrook as tf


def test_structures_of_other_dtypes() -> None:
    x = tf.constant([[1.0, 2.0], [3.0, 4.0]])

    def both(row):
        return {"sum": tf.reduce_sum(row), "count": tf.size(row)}

    for call in (tf.vectorized_map, tf.function(tf.vectorized_map)):
        found = call(both, x)
        assert found["sum"].numpy().tolist() == [3.0, 7.0]
        assert found["count"].numpy().tolist() == [2, 2]


def test_a_single_element_is_repeated() -> None:
    x, y = tf.constant([1.0, 2.0, 3.0]), tf.constant([10.0])
    assert tf.vectorized_map(lambda p: p[0] * p[1], (x, y)).numpy().tolist() == [
        10.0,
        20.0,
        30.0,
    ]


def test_unknown_and_empty_lengths() -> None:
    @tf.function(input_signature=[tf.TensorSpec([None, 2])])
    def f(x):
        return tf.vectorized_map(tf.reduce_sum, x)

    assert f(tf.ones([3, 2])).numpy().tolist() == [2.0, 2.0, 2.0]
    assert f(tf.ones([0, 2])).shape == [0]
    assert tf.vectorized_map(tf.reduce_sum, tf.ones([0, 2])).shape == [0]


def test_gradient() -> None:
    x = tf.constant([1.0, 2.0])
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = tf.vectorized_map(lambda v: v**3, x)
    assert tape.gradient(y, x).numpy().tolist() == [3.0, 12.0]


def test_wrong_elements() -> None:
    with pytest.raises(IndexError, match="scalar"):
        tf.vectorized_map(lambda v: v, tf.constant(1))
    with pytest.raises(ValueError, match="different lengths"):
        tf.vectorized_map(lambda v: v, (tf.ones([2]), tf.ones([3])))
