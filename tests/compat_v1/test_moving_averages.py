"""Moving averages; the values are those of TensorFlow 2.21."""

import numpy as np
import pytest

import tensorbrook as tf2
import tensorbrook.compat.v1 as tf


def test_a_variable_is_followed():
    with tf.Graph().as_default(), tf.Session() as sess:
        v = tf.Variable(1.0)
        average = tf.train.ExponentialMovingAverage(0.9)
        with tf.control_dependencies([tf.assign_add(v, 1.0)]):
            update = average.apply([v])
        sess.run(tf.global_variables_initializer())
        found = [sess.run(average.average(v)) for _ in range(3) if not sess.run(update)]
        np.testing.assert_allclose(found, [1.1, 1.29, 1.561], rtol=1e-6)
        assert average.average_name(v) == "Variable/ExponentialMovingAverage"
        assert list(average.variables_to_restore()) == [
            "Variable/ExponentialMovingAverage"
        ]


def test_the_first_averages_are_faster_with_a_count():
    with tf.Graph().as_default(), tf.Session() as sess:
        v = tf.Variable(0.0)
        average = tf.train.ExponentialMovingAverage(0.9, num_updates=2)
        with tf.control_dependencies([tf.assign(v, 4.0)]):
            update = average.apply([v])
        sess.run(tf.global_variables_initializer())
        sess.run(update)
        np.testing.assert_allclose(sess.run(average.average(v)), 3.0)


def test_only_floating_numbers_have_an_average():
    with tf.Graph().as_default(), pytest.raises(TypeError, match="half, float"):
        tf.train.ExponentialMovingAverage(0.9).apply([tf.Variable(1)])


def test_averages_without_a_graph():
    value = tf2.Variable(1.0, name="v")
    average = tf2.train.ExponentialMovingAverage(0.9)
    average.apply([value])
    value.assign(2.0)
    average.apply([value])
    assert average.average(value).name == "v/ExponentialMovingAverage:0"

    @tf2.function
    def step():
        value.assign_add(1.0)
        average.apply([value])

    step()
    assert abs(float(average.average(value)) - 1.29) < 1e-6
