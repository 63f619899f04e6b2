"""New arrays against NumPy."""

import numpy as np
import pytest

import tensorbrook as tf
import tensorbrook.experimental.numpy as tnp
from tests.numpy_api.agreement import check

X = np.array([[1.0, -2.0, 3.0], [4.0, 0.5, 6.0]], np.float32)
N = np.array([3, 0, -2, 7], np.int32)


CASES = [
    ("array", [1, 2]),
    ("array", [1.5, 2]),
    ("array", [[True], [False]]),
    ("array", [1j]),
    ("array", 3_000_000_000),
    ("asarray", 1.0),
    ("zeros", 2),
    ("zeros", (2, 1), int),
    ("ones", (1, 2), np.float32),
    ("full", (2, 2), 7),
    ("full", 2, [1, 2.5]),
    ("zeros_like", X),
    ("ones_like", X, int),
    ("full_like", N, 1.5),
    ("eye", 3),
    ("eye", 2, 3, 1, np.int32),
    ("identity", 2),
    ("tri", 2, 3, 1),
    ("arange", 5),
    ("arange", 1.0, 2.0, 0.25),
    ("arange", 5, 0, -2),
    ("arange", 5, 0),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_creation(case):
    check(*case)


def test_array_of_tensors_and_numbers():
    found = tnp.array([tf.constant(1.0), 2])
    assert found.dtype == tf.float32 and found.numpy().tolist() == [1.0, 2.0]


def test_dtype_and_dimensions_asked_for():
    assert tnp.array([1.7], dtype=int, ndmin=2).numpy().tolist() == [[1]]
    assert tnp.array(tf.Variable([1.0])).dtype == tf.float32


def test_step_of_zero():
    with pytest.raises(ValueError, match="step"):
        tnp.arange(0, 5, 0)
