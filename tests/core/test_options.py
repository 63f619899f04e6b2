"""Switches that are remembered."""

import pytest

import tensorbrook as tf
from tensorbrook._src.core.options import Options


@pytest.fixture(autouse=True)
def as_before(monkeypatch):
    for name, value in list(vars(Options).items()):
        if not name.startswith("_"):
            monkeypatch.setattr(Options, name, value)


def test_jit():
    tf.config.optimizer.set_jit(True)
    assert tf.config.optimizer.get_jit() == "autoclustering"
    tf.config.optimizer.set_jit("")
    assert tf.config.optimizer.get_jit() == ""


def test_unknown_options_are_left_out():
    tf.config.optimizer.set_experimental_options({"remapping": True, "speed": 9})
    options = tf.config.optimizer.get_experimental_options()
    assert options["remapping"] is True and "speed" not in options
    assert options["disable_meta_optimizer"] is False


def test_policies():
    tf.config.experimental.set_device_policy("warn")
    assert tf.config.experimental.get_device_policy() == "warn"
    tf.config.experimental.set_device_policy(None)
    assert tf.config.experimental.get_device_policy() == "silent"
    with pytest.raises(ValueError, match="loud"):
        tf.config.experimental.set_device_policy("loud")


def test_switches():
    experimental = tf.config.experimental
    experimental.enable_tensor_float_32_execution(False)
    assert not experimental.tensor_float_32_execution_enabled()
    experimental.set_synchronous_execution(False)
    assert not experimental.get_synchronous_execution()
    experimental.enable_op_determinism()
    assert Options.deterministic
