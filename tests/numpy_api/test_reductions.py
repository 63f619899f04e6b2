"""Sums, means and orders against NumPy."""

import numpy as np
import pytest

import tensorbrook.experimental.numpy as tnp
from tests.numpy_api.agreement import check

X = np.array([[1.0, -2.0, 3.0], [4.0, 0.5, 6.0]], np.float32)
N = np.array([3, 0, -2, 7], np.int32)


@pytest.mark.parametrize(
    "name", ["sum", "prod", "mean", "max", "min", "std", "var", "ptp"]
)
@pytest.mark.parametrize("axis", [None, 0, -1])
def test_reductions_over_axes(name, axis):
    check(name, X, axis)
    check(name, X, axis=axis, keepdims=True)


@pytest.mark.parametrize("name", ["sum", "prod", "cumsum", "cumprod"])
@pytest.mark.parametrize("dtype", [np.int8, np.uint8, np.int32, bool])
def test_small_integers_grow(name, dtype):
    check(name, np.array([1, 2, 3]).astype(dtype))


@pytest.mark.parametrize("name", ["mean", "std", "var", "max", "min"])
def test_integers(name):
    check(name, N)


def test_degrees_of_freedom():
    check("var", X, ddof=1)


@pytest.mark.parametrize("name", ["nansum", "nanprod", "nanmean"])
def test_not_a_number_is_left_out(name):
    check(name, np.array([[1.0, np.nan], [3.0, 4.0]]), 0)
    check(name, N)


@pytest.mark.parametrize("name", ["all", "any", "count_nonzero"])
def test_truth_of_all(name):
    check(name, N)
    check(name, np.array([[1.0, 0.0], [2.0, 3.0]]), 1)


def test_average():
    check("average", X)
    check("average", X, axis=1, weights=X[0])
    check("average", X, weights=X * X)
    with pytest.raises(TypeError, match="axis"):
        tnp.average(X, weights=[1, 2])


@pytest.mark.parametrize("name", ["argmax", "argmin", "argsort", "sort"])
@pytest.mark.parametrize("axis", [None, 0, 1])
def test_orders(name, axis):
    check(name, X, axis=axis)


def test_unknown_kind_of_sorting():
    with pytest.raises(ValueError, match="kind"):
        tnp.sort(X, kind="bubble")


def test_out_is_refused():
    with pytest.raises(ValueError, match="out"):
        tnp.mean(X, out=tnp.zeros(()))
