"""Products, diagonals and triangles against NumPy."""

import numpy as np
import pytest

import tensorbrook.experimental.numpy as tnp
from tests.numpy_api.agreement import check

X = np.array([[1.0, -2.0, 3.0], [4.0, 0.5, 6.0]], np.float32)
N = np.array([3, 0, -2, 7], np.int32)


CASES = [
    ("matmul", X, X.T),
    ("matmul", X, X[0]),
    ("matmul", X.T[0], X),
    ("matmul", [1, 2], [3, 4.5]),
    ("dot", X.astype(float), 2),
    ("dot", X, X[0]),
    ("dot", X[None], X.T),
    ("inner", X, X),
    ("inner", 2, N.astype(int)),
    ("vdot", [1 + 1j, 2], [3, 1j]),
    ("tensordot", X, X),
    ("tensordot", X, X.T, 1),
    ("tensordot", X, X, [[0], [0]]),
    ("einsum", "ij,kj->ik", X, X),
    ("kron", X, N),
    ("kron", [1, 2], [3, 4]),
    ("kron", X, np.ones((2, 2), np.float32)),
    ("cross", X, X[::-1]),
    ("cross", [1, 2, 3], [4, 5, 6.0]),
    ("outer", N, [1.5, 2]),
    ("polyval", [1, 2, 3.0], X.astype(float)),
    ("diag", X),
    ("diag", X, 1),
    ("diag", N, -1),
    ("diagflat", [[1, 2], [3, 4]], 1),
    ("diagonal", X, 5),
    ("diagonal", X[None], 0, 1, 2),
    ("trace", X, 1),
    ("tril", X),
    ("tril", X[None], -1),
    ("triu", X, 1),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_matrices(case):
    check(*case)


def test_cross_of_planes():
    assert int(tnp.cross([1, 2], [4, 5])) == -3
    with pytest.raises(ValueError, match="components"):
        tnp.cross([1], [2])


def test_scalars_have_no_matrix_product():
    with pytest.raises(ValueError, match="dimension"):
        tnp.matmul(2, 3)
