"""Gates of 1.x outside of loops: dead values, and what comes alive again."""

import pytest

import tensorbrook as tf
import tensorbrook.compat.v1 as v1

raw = tf.raw_ops


@pytest.fixture
def session():
    with tf.Graph().as_default(), v1.Session() as sess:
        yield sess


@pytest.mark.covers("Switch", "Merge")
def test_what_is_dead_does_not_run(session):
    x = v1.placeholder(tf.float32, [])
    p = v1.placeholder(tf.bool, [])
    no, yes = raw.Switch(data=x, pred=p)
    value, index = raw.Merge(inputs=[no * 10.0, yes + 1.0])
    twice, _ = raw.Merge(inputs=[no * 10.0, no + 1.0])
    assert session.run([value, index], {x: 2.0, p: True}) == [3.0, 1]
    assert session.run([value, index], {x: 2.0, p: False}) == [20.0, 0]
    assert session.run(twice, {x: 2.0, p: False}) == 20.0
    for dead, chosen in ((yes + 1.0, False), (twice, True)):
        with pytest.raises(tf.errors.InvalidArgumentError, match="does not have value"):
            session.run(dead, {x: 2.0, p: chosen})


def test_what_waits_for_a_dead_node_is_dead(session):
    p = v1.placeholder(tf.bool, [])
    no, yes = raw.Switch(data=p, pred=p)
    with tf.control_dependencies([tf.identity(no)]):
        first = tf.constant(1.0) + 0.0
    with tf.control_dependencies([tf.identity(yes)]):
        second = tf.constant(2.0) + 0.0
    value, _ = raw.Merge(inputs=[first, second])
    assert [session.run(value, {p: choice}) for choice in (False, True)] == [1.0, 2.0]


def test_gradients_go_through_gates(session):
    x = v1.placeholder(tf.float32, [])
    p = v1.placeholder(tf.bool, [])
    no, yes = raw.Switch(data=x, pred=p)
    value, _ = raw.Merge(inputs=[no * 10.0, yes * yes])
    (slope,) = v1.gradients(value, x)
    assert session.run(slope, {x: 3.0, p: True}) == 6.0
    assert session.run(slope, {x: 3.0, p: False}) == 10.0


def test_gates_in_functions():
    @tf.function
    def f(x, p):
        no, yes = raw.Switch(data=x, pred=p)
        return raw.Merge(inputs=[no * 10.0, yes + 1.0]).output

    assert f(2.0, tf.constant(True)) == 3.0
    assert f(2.0, tf.constant(False)) == 20.0


@pytest.mark.covers("Enter", "Exit", "NextIteration", "LoopCond", "ControlTrigger")
def test_gates_at_once():
    no, yes = raw.Switch(data=1.0, pred=True)
    assert no.shape == (0,) and yes == 1.0
    assert raw.Merge(inputs=[4.0, 5.0]) == (4.0, 0)
    assert raw.Enter(data=1.0, frame_name="f") == 1.0
    assert raw.Exit(data=1.0) == 1.0 and raw.NextIteration(data=2) == 2
    assert raw.LoopCond(input=True)
    assert raw.ControlTrigger() is None


@pytest.mark.covers("Abort")
def test_abort():
    with pytest.raises(tf.errors.AbortedError, match="enough"):
        raw.Abort(error_msg="enough")


@pytest.mark.covers(
    "RefSwitch", "RefMerge", "RefEnter", "RefExit", "RefNextIteration", "RefSelect"
)
def test_gates_for_references(session):
    v = raw.VariableV2(shape=[], dtype=tf.float32)
    w = raw.VariableV2(shape=[], dtype=tf.float32)
    session.run([raw.Assign(ref=v, value=7.0), raw.Assign(ref=w, value=8.0)])
    p = v1.placeholder(tf.bool, [])
    no, yes = raw.RefSwitch(data=v, pred=p)
    merged, index = raw.RefMerge(inputs=[no, yes])
    assert session.run([merged, index], {p: True}) == [7.0, 1]
    through = raw.RefExit(
        data=raw.RefNextIteration(data=raw.RefEnter(data=v, frame_name="f"))
    )
    assert session.run(through) == 7.0
    assert session.run(raw.RefSelect(index=1, inputs=[v, w])) == 8.0
