"""Signs, rounding and questions about elements against NumPy."""

import numpy as np
import pytest

import tensorbrook as tf
import tensorbrook.experimental.numpy as tnp
from tests.numpy_api.agreement import check

X = np.array([[1.0, -2.0, 3.0], [4.0, 0.5, 6.0]], np.float32)
N = np.array([3, 0, -2, 7], np.int32)


@pytest.mark.parametrize("name", ["abs", "absolute", "negative", "positive", "sign"])
@pytest.mark.parametrize("values", [X, N])
def test_signs_keep_the_dtype(name, values):
    check(name, values)


@pytest.mark.parametrize("name", ["floor", "ceil", "fix", "fabs", "reciprocal"])
def test_rounding_of_floats(name):
    check(name, np.array([-1.5, 0.25, 2.0]))


@pytest.mark.parametrize("decimals", [0, 1, -1])
def test_around(decimals):
    check("around", np.array([-15.26, 0.25, 2.5]), decimals)
    check("around", N, decimals)


@pytest.mark.parametrize(
    "name", ["isnan", "isinf", "isfinite", "isposinf", "isneginf", "signbit"]
)
def test_questions_about_floats(name):
    check(name, np.array([np.nan, np.inf, -np.inf, -0.0, 1.0]))


@pytest.mark.parametrize(
    "name", ["real", "imag", "conj", "angle", "iscomplex", "isreal", "sign"]
)
def test_complex_numbers(name):
    check(name, np.array([1 + 2j, -3 + 0j, 0j]))


def test_kinds_of_objects():
    assert tnp.iscomplexobj(np.zeros(1, complex)) and tnp.isrealobj(X)
    assert tnp.isscalar(tf.constant(1)) and not tnp.isscalar(tf.constant([1]))


def test_sign_refuses_what_it_does_not_do():
    with pytest.raises(ValueError, match="out"):
        tnp.sign(1, out=tnp.zeros(()))
