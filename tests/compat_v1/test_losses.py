"""Losses of 1.x; the values are those of TensorFlow 2.21."""

import numpy as np
import pytest

import tensorbrook.compat.v1 as tf


@pytest.fixture
def run():
    with tf.Graph().as_default(), tf.Session() as sess:
        yield sess.run


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        (lambda: tf.losses.hinge_loss([[1.0, 0.0]], [[0.3, -0.5]]), 0.6),
        (lambda: tf.losses.huber_loss([1.0, 2.0], [1.5, 5.0]), 1.3125),
        (
            lambda: tf.losses.absolute_difference(
                [1.0, 2.0], [2.0, 4.0], reduction="none"
            ),
            [1, 2],
        ),
        (
            lambda: tf.losses.mean_squared_error(
                [1.0, 2.0], [2.0, 4.0], [0.0, 3.0], reduction="weighted_mean"
            ),
            4.0,
        ),
        (
            lambda: tf.losses.mean_squared_error([1.0, 2.0], [2.0, 4.0], [0.0, 3.0]),
            12.0,
        ),
        (
            lambda: tf.losses.mean_squared_error(
                [1.0], [3.0], reduction="weighted_sum"
            ),
            4.0,
        ),
    ],
)
def test_values(run, build, expected):
    np.testing.assert_allclose(run(build()), expected, rtol=1e-5)


def test_they_go_into_collections(run):
    loss = tf.losses.mean_squared_error([1.0], [3.0])
    tf.losses.log_loss([1.0], [0.5], loss_collection=None)
    assert tf.losses.get_losses() == [loss]
    tf.add_to_collection(tf.GraphKeys.REGULARIZATION_LOSSES, tf.constant(0.5))
    assert run(tf.losses.get_total_loss()) == 4.5
    assert run(tf.losses.get_regularization_loss()) == 0.5


def test_labels_may_have_one_dimension_more(run):
    loss = tf.losses.sparse_softmax_cross_entropy([[1], [0]], [[0.0, 0.0], [0.0, 0.0]])
    np.testing.assert_allclose(run(loss), np.log(2), rtol=1e-6)


def test_wrong_arguments_are_refused():
    with tf.Graph().as_default():
        with pytest.raises(ValueError, match="Reduction"):
            tf.losses.mean_squared_error([1.0], [1.0], reduction="most")
        with pytest.raises(ValueError, match="broadcast"):
            tf.losses.mean_squared_error([[1.0, 2.0]], [[1.0, 2.0]], [[1.0, 2.0, 3.0]])
        with pytest.raises(ValueError, match="axis"):
            tf.losses.cosine_distance([1.0], [1.0])
