"""Tests of scores, overlaps and correlations."""

import numpy as np
import pytest

from tensorbrook import keras

M = keras.metrics


def test_f1_score() -> None:
    metric = M.F1Score(threshold=0.5)
    truth = np.array([[1, 1, 1], [1, 0, 0], [1, 1, 0]], "int32")
    said = np.array([[0.2, 0.6, 0.7], [0.2, 0.6, 0.6], [0.6, 0.8, 0.0]], "float32")
    metric.update_state(truth, said)
    np.testing.assert_allclose(metric.result(), [0.5, 0.8, 2 / 3], rtol=1e-4)


def test_overlap() -> None:
    metric = M.MeanIoU(num_classes=2)
    metric.update_state([0, 0, 1, 1], [0, 1, 0, 1])
    assert float(metric.result()) == pytest.approx(1 / 3)
    metric = M.BinaryIoU(threshold=0.3)
    metric.update_state([0, 1, 0, 1], [0.1, 0.2, 0.4, 0.7])
    assert float(metric.result()) == pytest.approx(1 / 3)


def test_correlations_of_a_perfect_prediction() -> None:
    truth = np.random.default_rng(0).normal(size=(3, 9)).astype("float32")
    for metric in (M.PearsonCorrelation(), M.ConcordanceCorrelation()):
        assert float(metric(truth, truth)) == pytest.approx(1.0, abs=1e-4)
    assert float(M.R2Score()(truth, truth)) == pytest.approx(1.0)


def test_operating_points() -> None:
    truth, said = [0, 0, 0, 1, 1], [0.0, 0.3, 0.8, 0.3, 0.8]
    assert float(M.SensitivityAtSpecificity(0.5)(truth, said)) == pytest.approx(0.5)
    assert float(M.PrecisionAtRecall(0.5)(truth, said)) == pytest.approx(0.5)
    assert float(M.RecallAtPrecision(0.4)(truth, said)) == pytest.approx(1.0)
