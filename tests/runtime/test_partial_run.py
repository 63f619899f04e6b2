"""A run in steps."""

import pytest

import tensorbrook as tf

v1 = tf.compat.v1


def test_each_node_runs_once_and_later_feeds_join() -> None:
    with tf.Graph().as_default(), v1.Session() as session:
        a, b = v1.placeholder(tf.float32), v1.placeholder(tf.float32)
        drawn = tf.random.uniform([]) + a
        total = drawn * b
        run = session.partial_run_setup([drawn, total], [a, b])
        first = session.partial_run(run, drawn, {a: 1.0})
        assert session.partial_run(run, total, {b: 2.0}) == pytest.approx(first * 2)


def test_variables_are_those_of_the_session() -> None:
    with tf.Graph().as_default(), v1.Session() as session:
        weight = v1.Variable(3.0)
        session.run(v1.global_variables_initializer())
        x = v1.placeholder(tf.float32)
        added, product = weight.assign_add(1.0), weight * x
        run = session.partial_run_setup([added, product.op, product], [x])
        assert session.partial_run(run, added) == 4.0
        assert session.partial_run(run, [product.op, product], {x: 2.0}) == [None, 8.0]


def test_what_was_not_announced_is_refused() -> None:
    with tf.Graph().as_default(), v1.Session() as session:
        a, b = v1.placeholder(tf.float32), v1.placeholder(tf.float32)
        run = session.partial_run_setup([a * 1.0], [a])
        with pytest.raises(
            tf.errors.InvalidArgumentError, match="feed .* not specified"
        ):
            session.partial_run(run, [], {b: 1.0})
        with pytest.raises(
            tf.errors.InvalidArgumentError, match="fetch .* not specified"
        ):
            session.partial_run(run, b * 2.0, {a: 1.0})
        with pytest.raises(tf.errors.InvalidArgumentError, match="fed already"):
            session.partial_run(run, [], {a: 1.0})
    with pytest.raises(RuntimeError, match="closed"):
        session.partial_run(run, [])
