"""The horizon of forward compatibility."""

import tensorbrook as tf


def test_days(monkeypatch):
    assert tf.compat.forward_compatible(2020, 1, 1)
    assert not tf.compat.forward_compatible(2100, 1, 1)
    monkeypatch.setenv("TF_FORWARD_COMPATIBILITY_DELTA_DAYS", "100000")
    assert tf.compat.forward_compatible(2100, 1, 1)


def test_horizon_ends_with_the_block():
    with tf.compat.forward_compatibility_horizon(2000, 1, 1):
        assert not tf.compat.forward_compatible(2020, 1, 1)
    assert tf.compat.forward_compatible(2020, 1, 1)
