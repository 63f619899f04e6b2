"""Tensors that stay between runs of a session."""

import pytest

import tensorbrook as tf
from tensorbrook._src.ops.session_tensors import TensorHandle

v1 = tf.compat.v1


@pytest.mark.covers("GetSessionHandleV2", "GetSessionTensor", "DeleteSessionTensor")
def test_a_tensor_is_there_in_the_next_run():
    with tf.Graph().as_default(), v1.Session() as sess:
        handle = sess.run(v1.get_session_handle(tf.constant([1, 2])))
        assert isinstance(handle, TensorHandle)
        place, value = v1.get_session_tensor(handle.handle, tf.int32)
        assert sess.run(value, {place: handle.handle}).tolist() == [1, 2]
        place, delete = v1.delete_session_tensor(handle.handle)
        sess.run(delete, {place: handle.handle})
        with pytest.raises(tf.errors.InvalidArgumentError, match="session store"):
            handle.eval()
