"""Tests of the metrics."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook import keras

_CHANCES = np.array([[0.7, 0.2, 0.1], [0.1, 0.3, 0.6], [0.4, 0.5, 0.1]], "float32")


def test_mean_of_batches_with_weights() -> None:
    metric = keras.metrics.Mean()
    metric.update_state([1.0, 3.0])
    metric.update_state([10.0, 0.0], sample_weight=[1.0, 0.0])
    assert float(metric.result()) == pytest.approx(14.0 / 3.0)
    metric.reset_state()
    assert float(metric.result()) == 0.0


def test_accuracies() -> None:
    sparse = keras.metrics.SparseCategoricalAccuracy()
    sparse.update_state([0, 2, 0], _CHANCES)
    dense = keras.metrics.CategoricalAccuracy()
    dense.update_state(np.eye(3)[[0, 2, 0]], _CHANCES)
    top = keras.metrics.SparseTopKCategoricalAccuracy(k=2)
    top.update_state([0, 2, 0], _CHANCES)
    assert float(sparse.result()) == float(dense.result()) == pytest.approx(2 / 3)
    assert float(top.result()) == 1.0


def test_precision_and_recall() -> None:
    truth, said = [1, 0, 1, 1], [0.9, 0.8, 0.2, 0.7]
    precision, recall = keras.metrics.Precision(), keras.metrics.Recall()
    assert float(precision(truth, said)) == pytest.approx(2 / 3)
    assert float(recall(truth, said)) == pytest.approx(2 / 3)


def test_area_under_a_perfect_curve() -> None:
    metric = keras.metrics.AUC()
    metric.update_state([0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9])
    assert float(metric.result()) == pytest.approx(1.0)


def test_state_moves_in_a_traced_function() -> None:
    metric = keras.metrics.Mean()

    @tf.function
    def gather(values: tf.Tensor) -> None:
        metric.update_state(values)

    gather(tf.constant([1.0, 2.0]))
    gather(tf.constant([6.0]))
    assert float(metric.result()) == pytest.approx(3.0)


def test_own_metric() -> None:
    class Total(keras.metrics.Metric):
        def __init__(self) -> None:
            super().__init__(name="total")
            self.total = self.add_weight(name="total", initializer="zeros")

        def update_state(self, y_true, y_pred, sample_weight=None) -> None:
            self.total.assign_add(tf.reduce_sum(y_pred))

        def result(self):
            return self.total + 0.0

    metric = Total()
    metric.update_state([0.0], tf.constant([2.0]))
    assert float(metric.result()) == 2.0
    assert len(metric.variables) == 1
