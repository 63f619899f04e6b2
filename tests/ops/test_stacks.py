"""Stacks, in both generations."""

import pytest

import tensorbrook as tf
import tensorbrook.compat.v1 as v1

raw = tf.raw_ops


@pytest.mark.covers("StackV2", "StackPushV2", "StackPopV2", "StackCloseV2")
def test_the_last_comes_first():
    stack = raw.StackV2(max_size=2, elem_type=tf.float32)
    pushed = [raw.StackPushV2(handle=stack, elem=value) for value in ([1.0, 2.0], 3.0)]
    assert pushed[0].numpy().tolist() == [1.0, 2.0]
    with pytest.raises(tf.errors.InvalidArgumentError, match="overflowed its max_size"):
        raw.StackPushV2(handle=stack, elem=1.0)
    assert raw.StackPopV2(handle=stack, elem_type=tf.float32) == 3.0
    assert raw.StackPopV2(handle=stack, elem_type=tf.float32).shape == (2,)
    with pytest.raises(tf.errors.InvalidArgumentError, match="empty"):
        raw.StackPopV2(handle=stack, elem_type=tf.float32)
    with pytest.raises(tf.errors.InvalidArgumentError, match="float32, got int32"):
        raw.StackPushV2(handle=stack, elem=1)
    raw.StackCloseV2(handle=stack)
    with pytest.raises(tf.errors.InvalidArgumentError, match="closed"):
        raw.StackPushV2(handle=stack, elem=1.0)


@pytest.mark.covers("Stack", "StackPush", "StackPop", "StackClose")
def test_string_handles():
    with tf.Graph().as_default(), v1.Session() as session:
        stack = raw.Stack(elem_type=tf.string)
        pushed = raw.StackPush(handle=stack, elem=["a", "b"])
        with tf.control_dependencies([pushed]):
            popped = raw.StackPop(handle=stack, elem_type=tf.string)
        with tf.control_dependencies([popped]):
            closed = raw.StackClose(handle=stack)
        assert session.run([popped, closed])[0].tolist() == [b"a", b"b"]
