"""Evenly spaced numbers and grids against NumPy."""

import numpy as np
import pytest

import tensorbrook.experimental.numpy as tnp
from tests.numpy_api.agreement import check

X = np.array([[1.0, -2.0, 3.0], [4.0, 0.5, 6.0]], np.float32)
N = np.array([3, 0, -2, 7], np.int32)


CASES = [
    ("linspace", 0, 1, 5),
    ("linspace", 0, 1, 5, False),
    ("linspace", 0, 1, 1),
    ("linspace", np.array([0.0, 1.0]), 3.0, 4),
    ("logspace", 0, 2, 3),
    ("geomspace", 1, 100, 3),
    ("geomspace", -1.0, -8.0, 4),
    ("meshgrid", [1, 2], [3, 4, 5]),
    ("ix_", [0, 1], [2]),
    ("ix_", [True, False], [1, 2]),
    ("vander", [1, 2, 3]),
    ("vander", [1.5, 2], 4, True),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_ranges(case):
    check(*case)


def test_step_and_axis():
    check("linspace", 0, 1, 5, retstep=True)
    check("linspace", np.array([0.0, 1.0]), np.array([1.0, 3.0]), 3, axis=1)
    assert tnp.linspace(0, 1, 0).shape == [0]


def test_diag_indices():
    check("diag_indices", 3, dtype=False)
    with pytest.raises(ValueError, match="negative"):
        tnp.diag_indices(-1)


def test_sparse_grids_are_refused():
    with pytest.raises(ValueError, match="sparse"):
        tnp.meshgrid([1], [2], sparse=True)
