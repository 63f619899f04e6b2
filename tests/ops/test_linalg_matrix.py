"""Transposes, traces and normalisation."""

import numpy as np
import pytest

import tensorbrook as tf


def test_transposes_swap_the_last_axes_in_graphs_too() -> None:
    value = np.arange(24).reshape(2, 3, 4)
    wanted = np.swapaxes(value, -1, -2)
    np.testing.assert_array_equal(tf.linalg.matrix_transpose(value), wanted)

    @tf.function(input_signature=[tf.TensorSpec(None, tf.int64)])
    def turned(x):
        return tf.linalg.matrix_transpose(x)

    np.testing.assert_array_equal(turned(value), wanted)


def test_adjoint_conjugates() -> None:
    np.testing.assert_array_equal(tf.linalg.adjoint([[1j, 2]]), [[-1j], [2]])


def test_a_vector_has_no_transpose() -> None:
    with pytest.raises(ValueError, match="rank >= 2"):
        tf.linalg.adjoint(tf.ones(3))


def test_trace_sums_the_diagonal_of_each_matrix() -> None:
    value = np.arange(12.0).reshape(2, 2, 3)
    np.testing.assert_array_equal(tf.linalg.trace(value), [4.0, 16.0])


def test_normalize_divides_by_the_norm() -> None:
    unit, length = tf.linalg.normalize([[3.0, 4.0], [6.0, 8.0]], axis=1)
    np.testing.assert_allclose(unit, [[0.6, 0.8]] * 2, 1e-6)
    np.testing.assert_allclose(length, [[5.0], [10.0]], 1e-6)
