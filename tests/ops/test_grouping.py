"""`tf.group` and `tf.tuple`."""

import pytest

import tensorbrook as tf
import tensorbrook.compat.v1 as v1


def test_group_runs_all_its_inputs() -> None:
    with tf.Graph().as_default(), v1.Session() as session:
        a, b = tf.Variable(0), tf.Variable(0)
        both = tf.group(a.assign(1), [b.assign(2)], name="both")
        session.run(v1.global_variables_initializer())
        assert session.run(both) is None
        assert session.run([a, b]) == [1, 2]
        assert both.name == "both"


def test_group_refuses_what_cannot_run() -> None:
    with tf.Graph().as_default(), pytest.raises(TypeError, match="operation"):
        tf.group(None)
    with pytest.raises(ValueError, match="colour"):
        tf.group(colour=1)


def test_tuple_waits_for_all() -> None:
    with tf.Graph().as_default(), v1.Session() as session:
        v = tf.Variable(0)
        session.run(v1.global_variables_initializer())
        first, nothing = tf.tuple([tf.constant(5), None], control_inputs=[v.assign(7)])
        assert nothing is None
        assert session.run(first) == 5
        assert session.run(v) == 7
        with pytest.raises(ValueError, match="must not be None"):
            tf.tuple([None])
