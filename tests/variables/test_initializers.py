"""The initial values of 2.x that do not need Keras."""

import numpy as np
import pytest

import tensorbrook as tf


def test_zeros_and_ones():
    assert tf.zeros_initializer()((2, 3)).numpy().tolist() == [[0.0] * 3] * 2
    assert tf.ones_initializer()((2,), tf.int32).numpy().tolist() == [1, 1]


def test_constant_fills_the_shape():
    value = tf.constant_initializer(2.5)((2, 2), tf.float32)
    assert value.numpy().tolist() == [[2.5, 2.5], [2.5, 2.5]]


def test_constant_takes_an_array():
    value = tf.constant_initializer([1, 2, 3, 4])((2, 2), tf.float32)
    assert value.numpy().tolist() == [[1.0, 2.0], [3.0, 4.0]]


def test_constant_refuses_what_is_no_value():
    with pytest.raises(TypeError, match="`value` must be a number"):
        tf.constant_initializer({"a": 1})


@pytest.mark.parametrize(
    "made", [tf.random_normal_initializer, tf.random_uniform_initializer]
)
def test_one_seed_gives_one_set_of_numbers(made):
    first = made(seed=3)((4, 5)).numpy()
    assert np.array_equal(first, made(seed=3)((4, 5)).numpy())
    assert not np.array_equal(first, made(seed=4)((4, 5)).numpy())


def test_uniform_stays_between_its_bounds():
    values = tf.random_uniform_initializer(2.0, 3.0, seed=1)((1000,)).numpy()
    assert values.min() >= 2.0
    assert values.max() < 3.0


def test_normal_has_its_mean_and_deviation():
    values = tf.random_normal_initializer(5.0, 0.5, seed=1)((20000,)).numpy()
    assert abs(values.mean() - 5.0) < 0.02
    assert abs(values.std() - 0.5) < 0.02


def test_a_config_makes_an_equal_initializer():
    first = tf.random_normal_initializer(1.0, 2.0, seed=7)
    second = tf.random_normal_initializer.from_config(first.get_config())
    assert np.array_equal(first((3,)).numpy(), second((3,)).numpy())
