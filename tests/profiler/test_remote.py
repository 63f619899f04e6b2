"""Profiles of other processes."""

import pytest

import tensorbrook as tf

profiler = tf.profiler.experimental


@pytest.mark.parametrize(
    "call",
    [
        lambda: profiler.server.start(1),
        lambda: profiler.client.trace("a", "b", 1),
        lambda: profiler.client.monitor("a", 1),
    ],
)
def test_they_are_refused(call):
    with pytest.raises(NotImplementedError, match="gRPC"):
        call()
