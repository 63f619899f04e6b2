"""Names and reuse of variables, as TensorFlow gives them."""

import pytest

import tensorbrook.compat.v1 as tf


@pytest.fixture(autouse=True)
def graph():
    with tf.Graph().as_default() as made:
        yield made


def test_names_of_nested_and_reopened_scopes():
    with tf.variable_scope("a") as outer:
        with tf.variable_scope("b"):
            first, one = tf.get_variable("x", [1]), tf.constant(1)
        with tf.variable_scope("b"):
            two = tf.constant(1)
        with tf.variable_scope(None, "d"):
            third = tf.get_variable("x", [1])
        with tf.variable_scope(None, "d"):
            fourth = tf.get_variable("x", [1])
    assert [v.name for v in (first, third, fourth)] == [
        "a/b/x:0",
        "a/d/x:0",
        "a/d_1/x:0",
    ]
    assert [t.name for t in (one, two)] == ["a/b/Const:0", "a/b_1/Const:0"]
    with tf.variable_scope(outer, reuse=True):
        assert tf.get_variable("b/x", [1]) is first
        assert tf.constant(1).name == "a_1/Const:0"


def test_variables_ignore_name_scopes():
    with tf.name_scope("ns"):
        assert tf.get_variable("v", [1]).name == "v:0"
        assert tf.Variable(1.0).name == "ns/Variable:0"


def test_reuse():
    with tf.variable_scope("s", reuse=tf.AUTO_REUSE):
        first = tf.get_variable("v", [2])
        assert tf.get_variable("v", [2]) is first
        with pytest.raises(ValueError, match="specified shape"):
            tf.get_variable("v", [3])
        with pytest.raises(ValueError, match="found dtype float32"):
            tf.get_variable("v", [2], tf.int32)
    with tf.variable_scope("s"), pytest.raises(ValueError, match="already exists"):
        tf.get_variable("v", [2])
    with (
        tf.variable_scope("s", reuse=True),
        pytest.raises(ValueError, match="not exist"),
    ):
        tf.get_variable("w", [2])


def test_a_scope_gives_defaults():
    def regularizer(weights):
        return tf.reduce_sum(weights, name="sum")

    with tf.variable_scope(
        "s",
        initializer=tf.ones_initializer(),
        regularizer=regularizer,
        dtype=tf.float64,
    ):
        v = tf.get_variable("v", [3])
    (loss,) = tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES)
    assert (v.dtype, loss.name) == (tf.float64, "s/v/Regularizer/sum:0")
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        assert sess.run(loss) == 3.0


def test_getters_wrap_each_other():
    def tripled(getter, name, *args, **kwargs):
        return getter(name, *args, **kwargs) * 3.0

    with tf.variable_scope("a", custom_getter=tripled):
        with tf.variable_scope("b", custom_getter=tripled):
            v = tf.get_variable("v", initializer=1.0)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        assert sess.run(v) == 9.0


def test_collections():
    tf.get_variable("a", [1], collections=["mine"])
    local = tf.get_local_variable("b", [1])
    assert [v.name for v in tf.get_collection("mine")] == ["a:0"]
    assert tf.global_variables() == []
    assert tf.trainable_variables()[0].name == "a:0"
    assert tf.local_variables() == [local] and not local.trainable


def test_a_template_shares_variables():
    template = tf.make_template("t", lambda x: x * tf.get_variable("w", []))
    template(1.0), template(2.0)
    assert [v.name for v in template.variables] == ["t/w:0"]
    other = tf.make_template("t", lambda x: x * tf.get_variable("w", []))
    other(1.0)
    assert other.variables[0].name == "t_1/w:0"


def test_eagerly_every_call_makes_a_variable():
    with tf.Graph().as_default():
        pass
    from tensorbrook._src.core.current import interpreting
    from tensorbrook._src.eager.interpreter import eager

    with interpreting(eager):
        assert tf.get_variable("v", [1]) is not tf.get_variable("v", [1])


def test_initial_values_of_unknown_shape_are_refused():
    with pytest.raises(ValueError, match="must be fully defined"):
        tf.get_variable("v", [None, 2])
    with pytest.raises(ValueError, match="do not specify shape"):
        tf.get_variable("w", [2], initializer=tf.constant([1.0, 2.0]))
