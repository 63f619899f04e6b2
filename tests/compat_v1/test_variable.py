"""`tf.Variable` and its functions with the arguments of 1.x."""

import pytest

import tensorbrook as tf2
import tensorbrook.compat.v1 as tf


@pytest.fixture
def session():
    with tf.Graph().as_default(), tf.Session() as sess:
        yield sess


def test_every_variable_is_one():
    assert isinstance(tf2.Variable(1), tf.Variable)
    assert isinstance(tf.Variable(1), tf2.Variable)
    assert not isinstance(1, tf.Variable)


def test_a_fetched_variable_shows_what_the_run_left(session):
    v = tf.Variable(1)
    add = tf.assign_add(v, 1)
    session.run(v.initializer)
    assert session.run([v, add]) == [2, 2]
    assert session.run([v, add], {v: 7})[0] == 7


def test_count_up_to(session):
    v = tf.Variable(0)
    session.run(v.initializer)
    step = tf.count_up_to(v, 2)
    assert [session.run(step), session.run(step)] == [0, 1]
    with pytest.raises(tf.errors.OutOfRangeError, match="limit of 2"):
        session.run(step)


def test_what_is_not_initialised_is_reported(session):
    a, b = tf.Variable(1, name="a"), tf.Variable(1, name="b")
    report = tf.report_uninitialized_variables()
    session.run(a.initializer)
    assert session.run(report).tolist() == [b"b"]
    assert session.run(tf.is_variable_initialized(a))
    session.run(b.initializer)
    assert session.run(report).tolist() == []


def test_creators_see_the_arguments_of_1x(session):
    def creator(next_creator, **kwargs):
        assert kwargs["trainable"] is False
        return next_creator(**{**kwargs, "initial_value": 7})

    with tf.variable_creator_scope(creator):
        v = tf.Variable(1, False, use_resource=True)
    session.run(v.initializer)
    assert session.run(v) == 7
