"""Learning rates; the values are those of TensorFlow 2.21."""

import numpy as np
import pytest

import tensorbrook.compat.v1 as tf

EXPECTED = [
    ("exponential_decay(0.1, 7, 5, 0.5)", 0.0378929004073143),
    ("exponential_decay(0.1, 7, 5, 0.5, staircase=True)", 0.05000000074505806),
    ("natural_exp_decay(0.1, 7, 5, 0.5, True)", 0.06065310165286064),
    ("inverse_time_decay(0.1, 7, 5, 0.5)", 0.05882349982857704),
    ("polynomial_decay(0.1, 7, 10, 0.01, 2.0)", 0.01810000091791153),
    ("polynomial_decay(0.1, 27, 10, 0.01, cycle=True)", 0.01899999938905239),
    ("cosine_decay(0.1, 7, 10, 0.1)", 0.02854969911277294),
    ("cosine_decay_restarts(0.1, 37, 10, 2.0, 0.9, 0.1)", 0.0775287002325058),
    ("cosine_decay_restarts(0.1, 37, 10, 1.0)", 0.02061069943010807),
    ("linear_cosine_decay(0.1, 7, 10)", 0.00628319988027215),
    ("piecewise_constant(6, [3, 6], [1.0, 0.5, 0.1])", 0.5),
]


@pytest.mark.parametrize(("text", "expected"), EXPECTED)
def test_values(text, expected):
    with tf.Graph().as_default(), tf.Session() as sess:
        rate = eval(f"tf.train.{text}", {"tf": tf})  # noqa: S307
        np.testing.assert_allclose(sess.run(rate), expected, rtol=1e-5)


def test_the_rate_follows_a_variable():
    with tf.Graph().as_default(), tf.Session() as sess:
        step = tf.train.create_global_step()
        rate = tf.train.exponential_decay(1.0, step, 1, 0.5)
        sess.run(tf.global_variables_initializer())
        found = [sess.run(rate) for _ in range(3) if sess.run(step.assign_add(1))]
    assert found == [0.5, 0.25, 0.125]


def test_eagerly_a_function_comes_back():
    assert float(tf.train.exponential_decay(1.0, 4, 2, 0.5)()) == 0.25


def test_a_step_is_needed():
    with tf.Graph().as_default(), pytest.raises(ValueError, match="global_step"):
        tf.train.exponential_decay(1.0, None, 2, 0.5)
