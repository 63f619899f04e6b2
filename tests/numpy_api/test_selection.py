"""Choosing elements against NumPy."""

import numpy as np
import pytest

import tensorbrook.experimental.numpy as tnp
from tests.numpy_api.agreement import check

X = np.array([[1.0, -2.0, 3.0], [4.0, 0.5, 6.0]], np.float32)
N = np.array([3, 0, -2, 7], np.int32)


CASES = [
    ("take", X, [0, 5]),
    ("take", X, [2, 0], 1),
    ("take_along_axis", X, np.argsort(X, 1), 1),
    ("take_along_axis", X, np.array([[1, 0, 1]]), 0),
    ("take_along_axis", X, np.array([[-1]]), 1),
    ("where", N > 0, N, 0.5),
    ("where", N),
    ("nonzero", X),
    ("select", [X > 2, X > 0], [X, -X], 7),
    ("compress", [True, False], X, 0),
    ("compress", [False, True], X),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_selection(case):
    check(*case)


def test_positions_outside():
    check("take", N, [-7, 9], mode="wrap")
    np.testing.assert_array_equal(tnp.take(N, [-7, 9]), [3, 7])
    with pytest.raises(ValueError, match="raise"):
        tnp.take(N, [0], mode="raise")


def test_where_needs_both():
    with pytest.raises(ValueError, match="both"):
        tnp.where(N > 0, 1)
