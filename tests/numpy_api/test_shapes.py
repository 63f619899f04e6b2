"""Shapes and orders of elements against NumPy."""

import numpy as np
import pytest

import tensorbrook.experimental.numpy as tnp
from tests.numpy_api.agreement import check

X = np.array([[1.0, -2.0, 3.0], [4.0, 0.5, 6.0]], np.float32)
N = np.array([3, 0, -2, 7], np.int32)


CASES = [
    ("reshape", X, (3, 2)),
    ("ravel", X),
    ("transpose", X),
    ("transpose", X, (1, 0)),
    ("swapaxes", X, 0, -1),
    ("moveaxis", np.zeros((1, 2, 3)), 0, -1),
    ("moveaxis", np.zeros((1, 2, 3, 4)), (0, 1), (2, -1)),
    ("expand_dims", X, 1),
    ("squeeze", X[None]),
    ("squeeze", X[None], 0),
    ("broadcast_to", N, (2, 4)),
    ("broadcast_arrays", N, N[:, None]),
    ("flip", X),
    ("flip", X, 1),
    ("flipud", X),
    ("fliplr", X),
    ("roll", X, 1),
    ("roll", X, (1, 2), (0, 1)),
    ("tile", N, 2),
    ("tile", X, (2, 1, 1)),
    ("repeat", X, 2),
    ("repeat", N, [1, 0, 2, 1]),
    ("repeat", X, 2, -1),
    ("atleast_1d", 3),
    ("atleast_2d", N),
    ("atleast_3d", N),
    ("atleast_3d", X),
    ("ndim", X),
    ("size", X),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_shapes(case):
    check(*case, dtype=case[0] not in ("ndim", "size"))


@pytest.mark.parametrize("turns", range(-1, 4))
def test_rot90(turns):
    check("rot90", X, turns)
    check("rot90", X[None], turns, (1, 2))


def test_fortran_order():
    check("reshape", X, (3, 2), order="F")
    np.testing.assert_array_equal(tnp.flatten(X, "F"), X.flatten("F"))


def test_an_axis_that_is_not_there():
    with pytest.raises(ValueError, match="out of bounds"):
        tnp.swapaxes(X, 0, 2)
