"""Variables: VarHandleOp, reads, assignments, errors; tf.Module."""

import copy

import numpy as np
import pytest

import tensorbrook as tf


def test_assignments_change_the_value():
    v = tf.Variable([1.0, 2.0])
    v.assign_add([1.0, 1.0]).assign_sub([0.5, 0.5])
    assert v.numpy().tolist() == [1.5, 2.5]
    v.assign([7.0, 8.0])
    assert float(v[0]) == 7.0


def test_wrong_shape_is_refused():
    v = tf.Variable([1.0, 2.0])
    with pytest.raises(ValueError, match="Shape mismatch"):
        v.assign([1.0])
    with pytest.raises((ValueError, tf.errors.InvalidArgumentError)):
        v.assign_add([1.0, 2.0, 3.0])


def test_a_read_is_not_changed_by_later_assignments():
    v = tf.Variable([1.0])
    before = v.value()
    v.assign_add([1.0])
    assert before.numpy().tolist() == [1.0]


def test_initial_value_may_be_a_function():
    assert tf.Variable(lambda: tf.ones([2])).shape == (2,)
    with pytest.raises(ValueError, match="initial_value"):
        tf.Variable()


def test_deepcopy_is_independent():
    v = tf.Variable(1.0)
    w = copy.deepcopy(v)
    w.assign(2.0)
    assert (float(v), float(w)) == (1.0, 2.0)


def test_functions_see_and_change_variables():
    v = tf.Variable(1.0)

    @tf.function
    def step(x):
        v.assign_add(x)
        return v * 10.0

    assert [float(step(1.0)) for _ in range(2)] == [20.0, 30.0]


def test_module_finds_its_variables():
    class Net(tf.Module):
        def __init__(self):
            super().__init__()
            self.b = tf.Variable(np.zeros(2))
            self.a = [tf.Variable(1.0, trainable=False)]

    net = Net()
    assert net.name == "net"
    assert [v.shape.rank for v in net.variables] == [0, 1]
    assert len(net.trainable_variables) == 1
