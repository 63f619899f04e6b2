"""Arithmetic with two arrays against NumPy."""

import numpy as np
import pytest

import tensorbrook.experimental.numpy as tnp
from tests.numpy_api.agreement import check

X = np.array([[1.0, -2.0, 3.0], [4.0, 0.5, 6.0]], np.float32)
N = np.array([3, 0, -2, 7], np.int32)


OPERANDS = [
    (X, 2),
    (X, np.float64(2)),
    (N, 2.5),
    (N, np.array([1, 2, 3, 4], np.int8)),
    (np.array([5, 6], np.int8), 3),
    (np.array([5, 6], np.uint8), np.array([1, 2], np.int8)),
    (4, 2),
]


@pytest.mark.parametrize("name", ["add", "subtract", "multiply", "maximum", "minimum"])
@pytest.mark.parametrize("pair", OPERANDS)
def test_arithmetic_promotes_as_numpy_does(name, pair):
    check(name, *pair)


@pytest.mark.parametrize("name", ["floor_divide", "mod", "true_divide", "power"])
def test_division(name):
    check(name, X, 2)
    check(name, np.array([7, 8]), np.array([2, 3]))


@pytest.mark.parametrize("name", ["add", "multiply", "maximum", "minimum"])
def test_truth_values(name):
    check(name, np.array([True, True, False]), np.array([True, False, False]))


@pytest.mark.parametrize("name", ["hypot", "arctan2", "logaddexp", "logaddexp2"])
def test_functions_of_two_floats(name):
    check(name, np.array([1.0, -2.0]), np.array([3.0, 0.5]))
    check(name, 3, 4)


def test_logaddexp_of_infinities():
    check("logaddexp", np.array([-np.inf, np.inf]), np.array([-np.inf, 1.0]))


def test_gcd_and_lcm():
    check("gcd", np.array([12, 0, -9]), np.array([[8], [6]]))
    check("lcm", np.array([4, 0, -9]), 6)


def test_clip_with_one_limit_or_both():
    check("clip", N, 0, 5)
    check("clip", X, None, 1)
    with pytest.raises(ValueError, match="a_min"):
        tnp.clip(X, None, None)


def test_divmod_and_heaviside():
    check("divmod", N, 3)
    check("heaviside", np.array([-1.0, 0.0, 2.0]), 0.5)
    check("nextafter", 1.0, 2.0)
