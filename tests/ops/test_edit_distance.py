"""Distances between sequences."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.ops.edit_distance import steps_between
from tests.ops.driver import Sample, check

GUESS = [np.array([[0, 0], [1, 0], [1, 1]]), np.array([1, 2, 3]), np.array([2, 2])]
TRUTH = [np.array([[0, 0], [0, 1], [1, 0]]), np.array([1, 2, 3]), np.array([3, 2])]
SAMPLES = [
    Sample("EditDistance", [*GUESS, *TRUTH], expected=[0.5, 1.0, 0.0]),
    Sample("EditDistance", [*GUESS, *TRUTH], {"normalize": False}, expected=[1, 1, 0]),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


@pytest.mark.parametrize(
    ("one", "two", "steps"),
    [("kitten", "sitting", 3), ("", "abc", 3), ("abc", "", 3), ("flaw", "lawn", 2)],
)
def test_steps_between_words(one, two, steps):
    assert steps_between(one, two) == steps


def test_a_guess_without_truth_is_infinitely_far():
    guess = tf.SparseTensor([[0, 0]], ["a"], [1, 1])
    nothing = tf.SparseTensor(np.zeros((0, 2), np.int64), np.zeros(0, "S1"), [1, 1])
    assert np.isinf(tf.edit_distance(guess, nothing).numpy()).all()


def test_only_sparse_tensors():
    with pytest.raises(TypeError, match="hypothesis"):
        tf.edit_distance([1], [2])
