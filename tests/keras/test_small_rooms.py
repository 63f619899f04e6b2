"""Tests of activations, initializers, regularizers, constraints and settings."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook import keras

_X = np.array([[-2.0, -0.5, 0.5, 3.0]], "float32")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("relu", np.maximum(_X, 0)),
        ("relu6", np.clip(_X, 0, 6)),
        ("sigmoid", 1 / (1 + np.exp(-_X))),
        ("softplus", np.log1p(np.exp(_X))),
        ("silu", _X / (1 + np.exp(-_X))),
        ("hard_sigmoid", np.clip(_X + 3, 0, 6) / 6),
        ("linear", _X),
    ],
)
def test_activations(name: str, expected: np.ndarray) -> None:
    np.testing.assert_allclose(keras.activations.get(name)(_X), expected, rtol=1e-5)


def test_sparsemax_sums_to_one() -> None:
    found = np.asarray(keras.activations.sparsemax(_X))
    np.testing.assert_allclose(found, [[0.0, 0.0, 0.0, 1.0]], atol=1e-6)


@pytest.mark.parametrize("name", ["glorot_uniform", "he_normal", "lecun_uniform"])
def test_variance_scaling_has_the_right_spread(name: str) -> None:
    keras.utils.set_random_seed(0)
    values = np.asarray(keras.initializers.get(name)((200, 300)))
    variance = {"glorot_uniform": 2 / 500, "he_normal": 2 / 200}.get(name, 1 / 200)
    assert values.var() == pytest.approx(variance, rel=0.05)


def test_orthogonal_columns() -> None:
    matrix = np.asarray(keras.initializers.Orthogonal(seed=1)((5, 3)))
    np.testing.assert_allclose(matrix.T @ matrix, np.eye(3), atol=1e-5)


def test_seed_makes_equal_weights() -> None:
    weights = []
    for _ in range(2):
        keras.utils.set_random_seed(3)
        layer = keras.layers.Dense(4)
        layer.build((None, 4))
        weights.append(layer.get_weights()[0])
    np.testing.assert_array_equal(*weights)


def test_regularizers() -> None:
    x = tf.constant([1.0, -2.0])
    assert float(keras.regularizers.L1(0.5)(x)) == 1.5
    assert float(keras.regularizers.get("l2")(x)) == pytest.approx(0.05)
    assert float(keras.regularizers.L1L2(1.0, 1.0)(x)) == 8.0


def test_constraints() -> None:
    x = tf.constant([[3.0, -1.0], [4.0, 0.0]])
    np.testing.assert_allclose(keras.constraints.NonNeg()(x), [[3, 0], [4, 0]])
    norm = np.linalg.norm(keras.constraints.MaxNorm(1.0)(x), axis=0)
    np.testing.assert_allclose(norm, [1, 1], rtol=1e-5)


def test_mixed_policy() -> None:
    layer = keras.layers.Dense(1, dtype="mixed_float16")
    assert layer(tf.ones((1, 2))).dtype == tf.float16
    assert layer.kernel.dtype == tf.float32


def test_to_categorical() -> None:
    found = keras.utils.to_categorical([[0], [2]], num_classes=4)
    np.testing.assert_array_equal(found, [[1, 0, 0, 0], [0, 0, 1, 0]])


def test_settings_are_checked() -> None:
    assert keras.backend.floatx() == "float32"
    with pytest.raises(ValueError, match="float128"):
        keras.backend.set_floatx("float128")
