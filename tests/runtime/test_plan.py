"""Plans: pruning, folding, and what is freed."""

import sys

import pytest

import tensorbrook as tf
import tensorbrook.compat.v1 as v1
from tensorbrook._src.eager import backend
from tensorbrook._src.runtime.plan import Plan


def test_only_what_is_fetched_runs_and_constants_are_folded():
    with tf.Graph().as_default():
        x = v1.placeholder(tf.float32, [2])
        scale = tf.constant(2.0) * 3.0
        tf.exp(x)
        y = x * scale
        plan = Plan([x], [y])
    assert [step.node.type for step in plan.steps] == ["Mul"]
    assert plan.run([tf.constant([1.0, 2.0])])[0].numpy().tolist() == [6.0, 12.0]
    assert "Mul" in str(plan)


def test_values_are_freed_after_their_last_reader():
    with tf.Graph().as_default():
        x = v1.placeholder(tf.float32, [2])
        y = tf.reverse(tf.reverse(tf.reverse(x, [0]), [0]), [0])
        plan = Plan([x], [y])
    assert [len(step.frees) for step in plan.steps] == [1, 1, 1]


@pytest.mark.skipif(backend.native is None, reason="frames of a native plan")
def test_steps_with_kernels_enter_no_python():
    with tf.Graph().as_default():
        x = v1.placeholder(tf.float32, [2])
        with tf.control_dependencies([tf.no_op()]):
            y = tf.identity(x) + 1.0
        done = tf.group(y)
        plan = Plan([x], [y], [done])
    values = [tf.constant([1.0, 2.0])]
    entered = []
    sys.setprofile(lambda frame, event, _: entered.append((event, frame.f_code)))
    try:
        plan.native.run(values)
    finally:
        sys.setprofile(None)
    assert not [code for event, code in entered if event == "call"]
