"""Switches of `tf.debugging`."""

import pytest

import tensorbrook as tf


def test_log_device_placement_is_remembered() -> None:
    tf.debugging.set_log_device_placement(True)
    assert tf.debugging.get_log_device_placement()
    tf.debugging.set_log_device_placement(False)
    assert not tf.debugging.get_log_device_placement()


def test_dumps_are_missing() -> None:
    with pytest.raises(NotImplementedError, match="dump"):
        tf.debugging.experimental.enable_dump_debug_info("/tmp")
