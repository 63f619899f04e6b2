"""The exponential of matrices."""

import numpy as np
import pytest

import tensorbrook as tf

linalg = pytest.importorskip("scipy.linalg")


@pytest.mark.parametrize("scale", [0.0, 0.1, 3.0, 20.0])
@pytest.mark.parametrize("kind", [np.float64, np.complex128])
def test_exponentials_are_those_of_scipy(scale, kind) -> None:
    value = (np.random.RandomState(0).randn(2, 3, 3) * scale).astype(kind)
    if kind is np.complex128:
        value = value * (1 + 0.5j)
    wanted = np.stack([linalg.expm(matrix) for matrix in value])
    np.testing.assert_allclose(tf.linalg.expm(value), wanted, 1e-9, 1e-12)


def test_exponentials_have_gradients_and_traces() -> None:
    @tf.function
    def total(x):
        return tf.reduce_sum(tf.linalg.expm(x))

    value = np.array([[1.0, 2.0], [-6.0, 0.5]])
    x = tf.constant(value)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = total(x)
    slopes = tape.gradient(y, x).numpy()
    value[0, 1] += 1e-6
    np.testing.assert_allclose(slopes[0, 1], float(total(value) - y) / 1e-6, 1e-4)
