"""Exponentials, logarithms and angles against NumPy."""

import numpy as np
import pytest

import tensorbrook as tf
import tensorbrook.experimental.numpy as tnp
from tests.numpy_api.agreement import check

X = np.array([[1.0, -2.0, 3.0], [4.0, 0.5, 6.0]], np.float32)
N = np.array([3, 0, -2, 7], np.int32)


POSITIVE = [
    "cbrt",
    "cos",
    "cosh",
    "deg2rad",
    "exp",
    "exp2",
    "expm1",
    "log",
    "log10",
    "log1p",
    "log2",
    "rad2deg",
    "sin",
    "sinc",
    "sinh",
    "sqrt",
    "tan",
    "tanh",
    "arcsinh",
    "arctan",
]


@pytest.mark.parametrize("name", POSITIVE)
@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int32])
def test_functions_agree_with_numpy(name, dtype):
    check(name, np.array([1, 2, 3], dtype))


@pytest.mark.parametrize("name", ["arcsin", "arccos", "arctanh"])
def test_inverse_functions_agree_on_their_range(name):
    check(name, np.array([-0.5, 0.0, 0.7]))


def test_arccosh_and_roots():
    check("arccosh", np.array([1.0, 2.5]))
    check("cbrt", np.array([-8.0, 0.0]))
    check("sinc", np.array([0.0, 0.5]))
    check("square", N)


def test_gradient_of_sinc_at_zero_is_a_number():
    x = tf.constant([0.0, 0.5])
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = tnp.sinc(x)
    assert np.isfinite(tape.gradient(y, x).numpy()).all()
