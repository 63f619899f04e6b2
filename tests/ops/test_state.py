"""Reading and writing variables; `tf.Variable` is in tests/variables."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check, wave

_V = tf.Variable(wave(2)).handle
_REFUSED = "bool string"
SAMPLES = [
    Sample("AssignAddVariableOp", [_V, wave(2)], after=wave(2) * 2, refused=_REFUSED),
    Sample("AssignSubVariableOp", [_V, wave(2)], after=[0.0, 0.0], refused=_REFUSED),
    Sample("AssignVariableOp", [_V, np.array([1.0, 2.0])], after=[1.0, 2.0]),
    Sample("ReadVariableOp", [_V], {"dtype": "float64"}, expected=wave(2)),
    Sample("VarIsInitializedOp", [_V], expected=True),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.op_name)
def test_records(sample: Sample) -> None:
    check(sample)


@pytest.mark.covers("DestroyResourceOp", "VarIsInitializedOp")
def test_a_destroyed_variable_holds_nothing():
    handle = tf.Variable([1.0, 2.0]).handle
    tf.raw_ops.DestroyResourceOp(resource=handle)
    assert not tf.raw_ops.VarIsInitializedOp(resource=handle)
    with pytest.raises(tf.errors.FailedPreconditionError, match="uninitialized"):
        tf.raw_ops.ReadVariableOp(resource=handle, dtype=tf.float32)


@pytest.mark.covers("VarHandleOp")
def test_a_variable_of_a_session_lives_in_that_session():
    with tf.Graph().as_default():
        v = tf.Variable(3.0)
        with tf.compat.v1.Session() as session:
            session.run(v.initializer)
            assert session.run(v * 2.0) == 6.0


@pytest.mark.covers("Placeholder")
def test_a_placeholder_wants_to_be_fed():
    with tf.Graph().as_default(), tf.compat.v1.Session() as session:
        x = tf.compat.v1.placeholder(tf.float32, [2], name="x")
        assert session.run(x + 1.0, {x: [1.0, 2.0]}).tolist() == [2.0, 3.0]
        with pytest.raises(tf.errors.InvalidArgumentError, match="feed"):
            session.run(x + 1.0)
