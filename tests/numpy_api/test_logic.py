"""Comparisons and truth values against NumPy."""

import numpy as np
import pytest

import tensorbrook.experimental.numpy as tnp
from tests.numpy_api.agreement import check

X = np.array([[1.0, -2.0, 3.0], [4.0, 0.5, 6.0]], np.float32)
N = np.array([3, 0, -2, 7], np.int32)


@pytest.mark.parametrize(
    "name", ["equal", "not_equal", "less", "less_equal", "greater", "greater_equal"]
)
def test_comparisons_promote(name):
    check(name, X, 3)
    check(name, N, 0.5)
    check(name, np.array([True, False]), np.array([False, False]))


@pytest.mark.parametrize("name", ["logical_and", "logical_or", "logical_xor"])
def test_numbers_as_truth_values(name):
    check(name, N, np.array([1.0, 0.0, 0.0, 2.0]))


@pytest.mark.parametrize("name", ["bitwise_and", "bitwise_or", "bitwise_xor"])
def test_bits(name):
    check(name, N, 3)
    check(name, np.array([True, False]), np.array([True, True]))


def test_not():
    check("logical_not", N)
    check("bitwise_not", N)
    check("bitwise_not", np.array([True]))


def test_closeness():
    a, b = (
        np.array([1.0, np.nan, np.inf, 2.0]),
        np.array([1.0 + 1e-9, np.nan, np.inf, 2.1]),
    )
    check("isclose", a, b)
    check("isclose", a, b, equal_nan=True)
    check("allclose", a, a, equal_nan=True)
    check("isclose", N, N)


def test_array_equal_of_other_shapes_is_false():
    check("array_equal", X, X)
    assert not bool(tnp.array_equal([1], [1, 1]))
