"""Tests of the optimizers against their formulas."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook import keras

_START = np.array([1.0, -2.0, 0.5])
_GRADIENT = np.array([0.3, -0.1, 0.2])


def _after(optimizer: keras.optimizers.Optimizer, steps: int = 3) -> np.ndarray:
    weight = tf.Variable(_START.astype("float32"))
    for _ in range(steps):
        optimizer.apply_gradients([(tf.constant(_GRADIENT, tf.float32), weight)])
    return weight.numpy()


def test_sgd_with_momentum() -> None:
    value, speed = _START, 0.0
    for _ in range(3):
        speed = 0.9 * speed - 0.1 * _GRADIENT
        value = value + speed
    found = _after(keras.optimizers.SGD(0.1, momentum=0.9))
    np.testing.assert_allclose(found, value, rtol=1e-5)


def test_sgd_with_nesterov() -> None:
    value, speed = _START, 0.0
    for _ in range(3):
        speed = 0.9 * speed - 0.1 * _GRADIENT
        value = value + 0.9 * speed - 0.1 * _GRADIENT
    found = _after(keras.optimizers.SGD(0.1, momentum=0.9, nesterov=True))
    np.testing.assert_allclose(found, value, rtol=1e-5)


def test_rmsprop() -> None:
    value, square = _START, 0.0
    for _ in range(3):
        square = 0.9 * square + 0.1 * _GRADIENT**2
        value = value - 0.05 * _GRADIENT / np.sqrt(square + 1e-7)
    found = _after(keras.optimizers.RMSprop(0.05))
    np.testing.assert_allclose(found, value, rtol=1e-4)


def test_adam() -> None:
    value, mean, square = _START, 0.0, 0.0
    for step in (1, 2, 3):
        mean = 0.9 * mean + 0.1 * _GRADIENT
        square = 0.999 * square + 0.001 * _GRADIENT**2
        rate = 0.05 * np.sqrt(1 - 0.999**step) / (1 - 0.9**step)
        value = value - rate * mean / (np.sqrt(square) + 1e-7)
    found = _after(keras.optimizers.Adam(0.05))
    np.testing.assert_allclose(found, value, rtol=1e-4)


@pytest.mark.parametrize(
    "name",
    "adadelta adagrad adam adamax adamw ftrl lamb lion nadam rmsprop sgd".split(),
)
def test_every_optimizer_moves_against_the_gradient(name: str) -> None:
    moved = _after(keras.optimizers.get(name)) - _START
    assert (np.sign(moved) == -np.sign(_GRADIENT)).all()


def test_slots_are_listed() -> None:
    optimizer = keras.optimizers.Adam()
    optimizer.build([tf.Variable([1.0, 2.0])])
    assert [tuple(v.shape) for v in optimizer.variables] == [(), (), (2,), (2,)]


def test_learning_rate_can_be_set() -> None:
    optimizer = keras.optimizers.SGD(0.1)
    optimizer.learning_rate = 0.5
    np.testing.assert_allclose(
        _after(optimizer, 1), _START - 0.5 * _GRADIENT, rtol=1e-5
    )


def test_clipnorm_limits_the_step() -> None:
    moved = _after(keras.optimizers.SGD(1.0, clipnorm=0.01), 1) - _START
    assert np.linalg.norm(moved) == pytest.approx(0.01, rel=1e-3)


def test_schedule_follows_the_updates() -> None:
    schedule = keras.optimizers.schedules.ExponentialDecay(0.1, 1, 0.5)
    found = _after(keras.optimizers.SGD(schedule), 2)
    np.testing.assert_allclose(found, _START - 0.15 * _GRADIENT, rtol=1e-5)


def test_works_in_a_traced_function() -> None:
    weight = tf.Variable(2.0)
    optimizer = keras.optimizers.Adam(0.1)

    @tf.function
    def step() -> None:
        with tf.GradientTape() as tape:
            loss = weight * weight
        optimizer.apply_gradients([(tape.gradient(loss, weight), weight)])

    step()
    step()
    assert float(weight) == pytest.approx(1.8, abs=1e-3)
    assert int(optimizer.iterations) == 2


def test_no_gradient_is_refused() -> None:
    with pytest.raises(ValueError, match="No gradients"):
        keras.optimizers.SGD().apply_gradients([(None, tf.Variable(1.0))])
