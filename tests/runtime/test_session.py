"""Sessions: fetches, feeds, variables, errors."""

import numpy as np
import pytest

import tensorbrook as tf
import tensorbrook.compat.v1 as v1


def test_fetch_structures_come_back():
    with tf.Graph().as_default(), v1.Session() as session:
        a, b = tf.constant(1), tf.constant(2.0)
        found = session.run({"a": a, "pair": (a, [b]), "op": tf.no_op()})
    assert found == {"a": 1, "pair": (1, [2.0]), "op": None}


def test_feeds_replace_any_tensor():
    with tf.Graph().as_default(), v1.Session() as session:
        x = v1.placeholder(tf.float32, [None])
        y = x * 2.0
        z = y + 1.0
        assert session.run(z, {x: [1.0, 2.0]}).tolist() == [3.0, 5.0]
        assert session.run(z, {y: [10.0]}).tolist() == [11.0]


def test_training_lowers_the_loss():
    with tf.Graph().as_default(), v1.Session() as session:
        w = tf.Variable(3.0)
        loss = w * w
        step = v1.train.GradientDescentOptimizer(0.1).minimize(loss)
        session.run(v1.global_variables_initializer())
        first = session.run(loss)
        for _ in range(10):
            session.run(step)
        assert session.run(loss) < 0.1 * first


def test_uninitialised_variable_says_what_to_do():
    with tf.Graph().as_default(), v1.Session() as session:
        w = tf.Variable(3.0, name="weights")
        with pytest.raises(tf.errors.FailedPreconditionError, match="weights"):
            session.run(w)


def test_wrong_feed_shape_is_named():
    with tf.Graph().as_default(), v1.Session() as session:
        x = v1.placeholder(tf.float32, [3], name="x")
        with pytest.raises(ValueError, match="Cannot feed value of shape"):
            session.run(x, {x: [1.0]})


def test_missing_feed_names_the_placeholder_and_the_line():
    with tf.Graph().as_default(), v1.Session() as session:
        x = v1.placeholder(tf.float32, [3], name="pixels")
        with pytest.raises(tf.errors.InvalidArgumentError) as caught:
            session.run(x + 1.0)
    assert "pixels" in str(caught.value)
    assert "test_session.py" in str(caught.value)


def test_closed_session_refuses_to_run():
    with tf.Graph().as_default():
        x = tf.constant(1)
        session = v1.Session()
        session.close()
        with pytest.raises(RuntimeError, match="closed"):
            session.run(x)


def test_assignments_come_before_what_depends_on_them():
    with tf.Graph().as_default(), v1.Session() as session:
        v = tf.Variable(1)
        session.run(v.initializer)
        with tf.control_dependencies([v.assign_add(1)]):
            after = tf.identity(v.read_value())
        assert [session.run(after) for _ in range(3)] == [2, 3, 4]


def test_second_derivative_in_a_graph():
    with tf.Graph().as_default(), v1.Session() as session:
        x = v1.placeholder(tf.float32, [])
        (first,) = tf.gradients(x**3, x)
        (second,) = tf.gradients(first, x)
        assert session.run([first, second], {x: 2.0}) == [
            np.float32(12),
            np.float32(12),
        ]
