"""The devices of the process."""

import pytest

import tensorbrook as tf
from tensorbrook._src.core import config


@pytest.fixture
def cpu():
    yield config.list_physical_devices("CPU")[0]
    config.Devices.visible.clear()
    config.Devices.logical.clear()


def test_devices_are_there_and_visible(cpu):
    assert cpu in tf.config.list_physical_devices()
    assert tf.config.list_physical_devices("XLA_CPU") == []
    tf.config.set_visible_devices([], "CPU")
    assert tf.config.get_visible_devices("CPU") == []
    assert tf.config.list_logical_devices("CPU") == []
    tf.config.set_visible_devices(cpu)
    assert tf.config.get_visible_devices("CPU") == [cpu]


def test_a_device_can_be_divided(cpu):
    assert tf.config.get_logical_device_configuration(cpu) is None
    parts = [tf.config.LogicalDeviceConfiguration()] * 3
    tf.config.set_logical_device_configuration(cpu, parts)
    assert tf.config.experimental.get_virtual_device_configuration(cpu) == parts
    names = [device.name for device in tf.config.list_logical_devices("CPU")]
    assert names == ["/device:CPU:0", "/device:CPU:1", "/device:CPU:2"]


def test_wrong_devices(cpu):
    with pytest.raises(ValueError, match="Unrecognized"):
        tf.config.set_visible_devices(["x"])
    with pytest.raises(ValueError, match="not of type"):
        tf.config.set_visible_devices([cpu], "GPU")
    with pytest.raises(ValueError, match="memory limit"):
        limited = tf.config.LogicalDeviceConfiguration(memory_limit=3)
        tf.config.set_logical_device_configuration(cpu, [limited])
    with pytest.raises(ValueError, match="accelerators"):
        tf.config.experimental.set_memory_growth(cpu, True)
    with pytest.raises(ValueError, match="no accelerator"):
        tf.config.experimental.get_memory_info("CPU:0")
    with pytest.raises(ValueError, match="PhysicalDevice"):
        tf.config.experimental.get_device_details("CPU:0")


def test_accelerators_come_from_a_plugin(monkeypatch):
    class Device:
        platform, device_kind = "gpu", "Some GPU"

        def memory_stats(self):
            return {"bytes_in_use": 3, "peak_bytes_in_use": 5}

    gpu = tf.config.PhysicalDevice("/physical_device:GPU:0", "GPU")
    monkeypatch.setattr(config, "accelerators", lambda: {gpu: Device()})
    assert tf.config.list_physical_devices("GPU") == [gpu]
    assert tf.config.list_logical_devices("GPU")[0].name == "/device:GPU:0"
    info = tf.config.experimental.get_memory_info("GPU:0")
    assert info == {"current": 3, "peak": 5}
    assert tf.config.experimental.get_device_details(gpu) == {"device_name": "Some GPU"}
    tf.config.experimental.set_memory_growth(gpu, True)
    assert tf.config.experimental.get_memory_growth(gpu) is True
    config.Devices.memory_growth.clear()


def test_soft_placement_is_remembered():
    tf.config.set_soft_device_placement(False)
    assert tf.config.get_soft_device_placement() is False
    tf.config.set_soft_device_placement(True)
