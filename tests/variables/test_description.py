"""Variables as messages and pickles."""

import copy
import pickle

import numpy as np
import pytest

import tensorbrook as tf


def test_pickles_keep_everything():
    v = tf.Variable([1.0, 2.0], trainable=False, name="v", shape=[None])
    w = pickle.loads(pickle.dumps(v))
    np.testing.assert_array_equal(v, w)
    assert (w.name, w.trainable, w.dtype) == (v.name, False, v.dtype)
    assert w.shape.as_list() == [None]
    w.assign([3.0])
    assert v.numpy().tolist() == [1.0, 2.0]


def test_copies():
    v = tf.Variable(1.0)
    assert copy.copy(v) is v
    w = copy.deepcopy(v)
    w.assign(2.0)
    assert float(v) == 1.0


def test_initialized():
    v = tf.Variable(1.0)
    assert bool(v.is_initialized())


def test_messages_there_and_back():
    with tf.Graph().as_default():
        v = tf.compat.v1.get_variable("a/v", [2], use_resource=True)
        definition = v.to_proto()
        assert definition.variable_name.startswith("a/v")
        again = tf.Variable.from_proto(definition)
        assert again.name == v.name and again.shape == [2]
        assert v.to_proto("b") is None


def test_eager_variables_have_no_messages():
    with pytest.raises(RuntimeError, match="eager"):
        tf.Variable(1.0).to_proto()
    with pytest.raises(NotImplementedError, match="graph"):
        tf.Variable.from_proto(None)


def test_slices():
    part = tf.Variable.SaveSliceInfo("s/w", [4, 2], [2, 0], [2, 2])
    proto = part.to_proto("s")
    assert proto.full_name == "w" and part.to_proto("t") is None
    again = tf.Variable.SaveSliceInfo(save_slice_info_def=proto, import_scope="u")
    assert again.full_name == "u/w" and again.spec == part.spec
