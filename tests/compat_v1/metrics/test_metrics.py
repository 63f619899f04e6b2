"""Metrics of 1.x over two batches; the values are those of TensorFlow 2.21."""

import numpy as np
import pytest

import tensorbrook.compat.v1 as tf

_LABELS = np.array([0, 1, 1, 0, 1])
_CHANCES = np.array([0.1, 0.6, 0.4, 0.5, 0.9], np.float32)
_SCORES = np.array([[0.1, 0.5, 0.3], [0.7, 0.1, 0.2]], np.float32)


def _updated(build):
    with tf.Graph().as_default(), tf.Session() as sess:
        value, update = build()
        sess.run(tf.local_variables_initializer())
        found = sess.run(update)
        np.testing.assert_allclose(sess.run(value), found, rtol=1e-6)
        return found


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        (lambda: tf.metrics.auc(_LABELS, _CHANCES), 0.833333),
        (
            lambda: tf.metrics.auc(
                _LABELS, _CHANCES, curve="PR", summation_method="careful_interpolation"
            ),
            0.904106,
        ),
        (lambda: tf.metrics.sensitivity_at_specificity(_LABELS, _CHANCES, 0.7), 1.0),
        (
            lambda: tf.metrics.precision(
                [0, 1, 1, 0], [1, 1, 0, 0], [1.0, 2.0, 1.0, 1.0]
            ),
            2 / 3,
        ),
        (lambda: tf.metrics.recall([0, 1, 1, 0], [1, 1, 0, 0]), 0.5),
        (lambda: tf.metrics.recall_at_k(np.array([[1], [2]]), _SCORES, 2), 1.0),
        (lambda: tf.metrics.precision_at_k(np.array([[1], [2]]), _SCORES, 2, 2), 0.5),
        (
            lambda: tf.metrics.average_precision_at_k(
                np.array([[1, 0], [2, 1]]), _SCORES, 2
            ),
            0.375,
        ),
        (lambda: tf.metrics.percentage_below([1.0, 2.0, 3.0], 2.5), 2 / 3),
        (lambda: tf.metrics.root_mean_squared_error([1.0, 2.0], [2.0, 4.0]), 2.5**0.5),
        (lambda: tf.metrics.mean_tensor([1.0, 2.0], [1.0, 0.0]), [1.0, 0.0]),
        (
            lambda: tf.metrics.true_positives_at_thresholds(
                _LABELS, _CHANCES, [0.3, 0.7]
            ),
            [3, 1],
        ),
        (
            lambda: tf.metrics.mean_per_class_accuracy([0, 1, 1], [0, 1, 0], 2),
            [1.0, 0.5],
        ),
    ],
)
def test_values(build, expected):
    with tf.Graph().as_default(), tf.Session() as sess:
        _, update = build()
        sess.run(tf.local_variables_initializer())
        np.testing.assert_allclose(sess.run(update), expected, rtol=2e-5)


def test_the_value_is_that_of_the_last_update():
    assert _updated(lambda: tf.metrics.mean([1.0, 3.0])) == 2.0


def test_mean_iou_counts_over_batches():
    with tf.Graph().as_default(), tf.Session() as sess:
        value, update = tf.metrics.mean_iou([0, 1, 1], [0, 1, 0], 2)
        sess.run(tf.local_variables_initializer())
        assert sess.run(update).tolist() == [[1, 0], [1, 1]]
        assert sess.run(update).sum() == 6
        assert sess.run(value) == 0.5


def test_collections():
    with tf.Graph().as_default():
        value, update = tf.metrics.accuracy(
            [1], [1], None, ["values"], "updates", "acc"
        )
        assert tf.get_collection("values") == [value]
        assert tf.get_collection("updates") == [update]
        assert value.name == "acc/value:0"
        names = [v.name for v in tf.get_collection(tf.GraphKeys.METRIC_VARIABLES)]
        assert names == ["acc/total:0", "acc/count:0"]


def test_eagerly_they_are_refused():
    with pytest.raises(RuntimeError, match="tf.keras.metrics"):
        tf.metrics.mean([1.0])
