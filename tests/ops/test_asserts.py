"""Assertions about elements: eagerly, while tracing, and when a graph runs."""

import numpy as np
import pytest

import tensorbrook as tf
import tensorbrook.compat.v1 as v1

HOLDS = {
    "assert_equal": ([1, 2], [1, 2]),
    "assert_none_equal": ([1, 2], [2, 1]),
    "assert_less": ([1, 2], 3),
    "assert_less_equal": ([1, 2], 2),
    "assert_greater": ([1.0, 2.0], 0),
    "assert_greater_equal": ([1, 2], [[1], [0]]),
    "assert_near": ([1.0], [1.0000001]),
    "assert_positive": ([1, 2],),
    "assert_negative": ([-1, -2],),
    "assert_non_negative": ([0, 2],),
    "assert_non_positive": ([0, -2],),
}
FAILS = {
    "assert_equal": ([1, 2], [1, 3]),
    "assert_none_equal": ([1, 2], [1, 1]),
    "assert_less": ([1, 3], 3),
    "assert_less_equal": ([1, 3], 2),
    "assert_greater": ([1.0, 0.0], 0.0),
    "assert_greater_equal": ([1, 2], 2),
    "assert_near": ([1.0], [1.1]),
    "assert_positive": ([1, 0],),
    "assert_negative": ([-1, 0],),
    "assert_non_negative": ([-1, 2],),
    "assert_non_positive": ([0, 2],),
}


@pytest.mark.parametrize("name", HOLDS)
def test_a_condition_that_holds_is_silent(name) -> None:
    assert getattr(tf.debugging, name)(*HOLDS[name]) is None
    assert getattr(v1.debugging, name)(*HOLDS[name]) is None


@pytest.mark.parametrize("name", FAILS)
def test_a_condition_that_fails_is_explained(name) -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="Heights. The condition"):
        getattr(tf.debugging, name)(*FAILS[name], message="Heights")


@pytest.mark.parametrize("name", FAILS)
def test_a_failure_is_found_when_a_graph_runs(name) -> None:
    arrays = [np.asarray(value) for value in FAILS[name]]
    with tf.Graph().as_default(), v1.Session() as session:
        feeds = [v1.placeholder(array.dtype, [None] * array.ndim) for array in arrays]
        check = getattr(v1, name)(*feeds, message="Heights")
        with pytest.raises(tf.errors.InvalidArgumentError, match="Heights"):
            session.run(check, dict(zip(feeds, arrays, strict=True)))


def test_a_failure_that_is_known_is_found_while_tracing() -> None:
    @tf.function
    def f():
        tf.debugging.assert_equal(1, 2)

    with pytest.raises(tf.errors.InvalidArgumentError, match="x == y"):
        f.get_concrete_function()


def test_a_failure_names_the_first_place() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"1 of 3.*index \[2\]"):
        tf.debugging.assert_equal([1, 2, 3], [1, 2, 4])


def test_own_data_replaces_the_operands() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"\[mine\]"):
        v1.assert_equal(1, 2, data=["mine"])
