"""Assertions about ranks, shapes and types."""

import numpy as np
import pytest

import tensorbrook as tf
import tensorbrook.compat.v1 as v1


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("assert_rank", 2, 1),
        ("assert_rank_at_least", 1, 3),
        ("assert_rank_in", (1, 2), (0, 1)),
    ],
)
def test_ranks_that_are_known(name, good, bad) -> None:
    for module in (tf.debugging, v1):
        function = getattr(module, name)
        assert function(tf.zeros([2, 3]), good) is None
        with pytest.raises(ValueError, match="Mine. .*rank 2, shape"):
            function(tf.zeros([2, 3]), bad, message="Mine")


def test_ranks_that_are_found_when_a_graph_runs() -> None:
    with tf.Graph().as_default(), v1.Session() as session:
        x = v1.placeholder(tf.float32)
        check = v1.assert_rank_in(x, (1, 2))
        session.run(check, {x: np.zeros([2])})
        with pytest.raises(tf.errors.InvalidArgumentError, match="rank one of 1, 2"):
            session.run(check, {x: 0.0})


def test_a_rank_is_an_integer() -> None:
    with pytest.raises(ValueError, match="scalar"):
        tf.debugging.assert_rank(5, [0])
    with pytest.raises(TypeError, match="integer"):
        tf.debugging.assert_rank(5, 0.5)


def test_scalars_and_types() -> None:
    assert int(tf.debugging.assert_scalar(3)) == 3
    with pytest.raises(ValueError, match="scalar"):
        v1.assert_scalar(tf.zeros([2]))
    assert tf.debugging.assert_type(1.0, tf.float32) is None
    with pytest.raises(TypeError, match="float32, but it has int32"):
        tf.debugging.assert_type(1, tf.float32)
    with pytest.raises(TypeError, match="integers"):
        tf.debugging.assert_integer(1.0)
    assert tf.debugging.assert_integer([1]) is None


@pytest.mark.parametrize("value", ["text", np.zeros(2), tf.zeros([2]), 5])
def test_improper_iterables(value) -> None:
    with pytest.raises(TypeError, match="iterable"):
        tf.debugging.assert_proper_iterable(value)


def test_one_float_dtype() -> None:
    same = tf.debugging.assert_same_float_dtype
    assert same([tf.zeros([1], tf.float64), None]) is tf.float64
    assert same() is tf.float32
    with pytest.raises(ValueError, match="float32 and float64"):
        same([tf.zeros([1]), tf.zeros([1], tf.float64)])
    with pytest.raises(ValueError, match="int32"):
        same([tf.constant(1)])


@pytest.mark.parametrize(
    "spec", [("N", 3), "N3", (..., 3), ("*", "N", 3), None, (None, None), [2, 3]]
)
def test_shapes_that_fit(spec) -> None:
    spec = list(spec) if spec == "N3" else spec
    x = tf.zeros([2, 3])
    if spec == ["N", "3"]:
        spec = ["N", "Q"]
    assert tf.debugging.assert_shapes([(x, spec)]) is None


@pytest.mark.parametrize("spec", [("N", "N"), ("N",), (2, 4), (), (..., "N", 3, 3)])
def test_shapes_that_do_not_fit(spec) -> None:
    with pytest.raises(ValueError, match="assert_shapes: "):
        tf.debugging.assert_shapes([(tf.zeros([2, 3]), spec)])


def test_a_symbol_has_one_size() -> None:
    x, y = tf.zeros([2, 3]), tf.zeros([4])
    with pytest.raises(ValueError, match="'Q', like axis 1 of tensor 0"):
        tf.debugging.assert_shapes([(x, ("N", "Q")), (y, ("Q",))])
    with pytest.raises(ValueError, match="first entry"):
        tf.debugging.assert_shapes([(x, ("N", ...))])


def test_shapes_that_are_found_when_a_graph_runs() -> None:
    @tf.function(input_signature=[tf.TensorSpec([None, None])])
    def f(x):
        tf.debugging.assert_shapes([(x, ("N", "N"))])
        return x

    f(tf.zeros([2, 2]))
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"\[2\].*\[3\]"):
        f(tf.zeros([2, 3]))


def test_numeric_tensors() -> None:
    numeric = tf.debugging.is_numeric_tensor
    assert numeric(tf.constant(1)) and not numeric(tf.constant("a")) and not numeric(1)
