"""What ops of one process hand to each other."""

import threading

import pytest

import tensorbrook as tf
import tensorbrook.compat.v1 as v1
from tensorbrook._src.eager.tensor import object_tensor

raw = tf.raw_ops
_ROUTE = {
    "tensor_name": "t",
    "send_device": "/cpu:0",
    "send_device_incarnation": 1,
    "recv_device": "/cpu:0",
}


@pytest.mark.covers("Send", "Recv")
def test_what_was_sent_is_received():
    raw.Send(tensor=[1.0, 2.0], **_ROUTE)
    raw.Send(tensor=[3.0], **_ROUTE)
    first = raw.Recv(tensor_type=tf.float32, **_ROUTE)
    assert first.numpy().tolist() == [1.0, 2.0]
    with pytest.raises(tf.errors.InvalidArgumentError, match="wants int32"):
        raw.Recv(tensor_type=tf.int32, **_ROUTE)


@pytest.mark.covers("MutexV2", "MutexLock", "ConsumeMutexLock")
def test_one_holds_a_mutex():
    mutex = raw.MutexV2(shared_name="test_one_holds_a_mutex")
    lock = raw.MutexLock(mutex=mutex)
    order = []

    def other():
        second = raw.MutexLock(mutex=mutex)
        order.append("other")
        raw.ConsumeMutexLock(mutex_lock=second)

    thread = threading.Thread(target=other)
    thread.start()
    order.append("first")
    raw.ConsumeMutexLock(mutex_lock=lock)
    thread.join(20)
    assert order == ["first", "other"]


@pytest.mark.covers("GetSessionHandle")
def test_session_handles():
    with tf.Graph().as_default(), v1.Session() as session:
        handle = session.run(raw.GetSessionHandle(value=[1.0, 2.0]))
        value = raw.GetSessionTensor(handle=handle, dtype=tf.float32)
        assert session.run(value).tolist() == [1.0, 2.0]


@pytest.mark.covers(
    "DummySeedGenerator", "DeleteSeedGenerator", "DeleteRandomSeedGenerator"
)
def test_seeds():
    made = raw.DummySeedGenerator()
    nothing = object_tensor(None, tf.variant)
    assert made.dtype == tf.resource
    for delete in (raw.DeleteSeedGenerator, raw.DeleteRandomSeedGenerator):
        assert delete(handle=made, deleter=nothing) is None


@pytest.mark.covers("FileSystemSetConfiguration")
def test_options_of_file_systems():
    with pytest.raises(tf.errors.UnimplementedError, match="no option"):
        raw.FileSystemSetConfiguration(scheme="file", key="a", value="b")
