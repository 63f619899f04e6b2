"""Joining, cutting and padding against NumPy."""

import numpy as np
import pytest

import tensorbrook.experimental.numpy as tnp
from tests.numpy_api.agreement import check

X = np.array([[1.0, -2.0, 3.0], [4.0, 0.5, 6.0]], np.float32)
N = np.array([3, 0, -2, 7], np.int32)


CASES = [
    ("concatenate", [N, [1.5]]),
    ("concatenate", [X, X], 1),
    ("concatenate", [X, N], None),
    ("stack", [X, X], -1),
    ("stack", [1, 2]),
    ("hstack", [X, X]),
    ("hstack", [1, 2]),
    ("vstack", [N, N]),
    ("dstack", [X, X]),
    ("dstack", [N, N]),
    ("append", N, 2.5),
    ("append", X, X, 0),
    ("split", N, 2),
    ("split", N, [1, 3]),
    ("hsplit", X, 3),
    ("hsplit", N, 2),
    ("vsplit", X, 2),
    ("dsplit", X[None], 3),
    ("pad", X, ((1, 0), (0, 2)), "constant"),
    ("pad", N, 1, "reflect"),
    ("pad", N, (1, 2), "symmetric"),
    ("diff", N),
    ("diff", N, 2),
    ("diff", X, 1, 0),
    ("diff", np.array([True, False, False])),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_joining(case):
    check(*case)


def test_padding_with_a_value():
    check("pad", N, 1, "constant", constant_values=9)


def test_unknown_padding():
    with pytest.raises(ValueError, match="edge"):
        tnp.pad(N, 1, "edge")
