"""Tests of the losses against their formulas."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook import keras

_TRUTH = np.array([[0.5, 1.0], [2.0, -1.0]], "float32")
_SAID = np.array([[0.0, 1.5], [2.0, 1.0]], "float32")
_CHANCES = np.array([[0.7, 0.2, 0.1], [0.1, 0.6, 0.3]], "float32")


@pytest.mark.parametrize(
    ("loss", "expected"),
    [
        ("mse", ((_TRUTH - _SAID) ** 2).mean(-1)),
        ("mae", np.abs(_TRUTH - _SAID).mean(-1)),
        ("log_cosh", np.log(np.cosh(_SAID - _TRUTH)).mean(-1)),
        ("huber", np.array([0.125, 0.75])),
    ],
)
def test_regression_losses(loss: str, expected: np.ndarray) -> None:
    found = keras.losses.get(loss)(_TRUTH, _SAID)
    np.testing.assert_allclose(found, expected, rtol=1e-5)


def test_crossentropies_agree() -> None:
    sparse = keras.losses.SparseCategoricalCrossentropy()([0, 2], _CHANCES)
    dense = keras.losses.CategoricalCrossentropy()(np.eye(3)[[0, 2]], _CHANCES)
    logits = keras.losses.SparseCategoricalCrossentropy(from_logits=True)(
        [0, 2], np.log(_CHANCES)
    )
    expected = -np.log([0.7, 0.3]).mean()
    np.testing.assert_allclose([sparse, dense, logits], [expected] * 3, rtol=1e-5)


def test_a_traced_softmax_is_read_through() -> None:
    @tf.function
    def loss(scores: tf.Tensor) -> tf.Tensor:
        chances = tf.nn.softmax(scores)
        return keras.losses.sparse_categorical_crossentropy([1], chances)

    found = loss(tf.constant([[200.0, 0.0]]))
    np.testing.assert_allclose(found, [200.0], rtol=1e-6)


def test_binary_crossentropy_of_logits() -> None:
    logits = np.array([[1.0, -2.0]], "float32")
    truth = np.array([[1.0, 1.0]], "float32")
    chances = 1 / (1 + np.exp(-logits))
    found = keras.losses.BinaryCrossentropy(from_logits=True)(truth, logits)
    assert float(found) == pytest.approx(-np.log(chances).mean(), rel=1e-5)


@pytest.mark.parametrize(
    ("reduction", "expected"),
    [("sum", 4.5), ("sum_over_batch_size", 2.25), ("none", [0.5, 4.0])],
)
def test_reductions_and_weights(reduction: str, expected: object) -> None:
    loss = keras.losses.MeanSquaredError(reduction=reduction)
    found = loss(_TRUTH, _SAID, sample_weight=[2.0, 2.0])
    np.testing.assert_allclose(found, expected, rtol=1e-5)


def test_unknown_loss_is_named() -> None:
    with pytest.raises(ValueError, match="no_such_loss"):
        keras.losses.get("no_such_loss")
