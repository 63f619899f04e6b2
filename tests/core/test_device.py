"""Device specs and device strings."""

import pickle

import pytest

from tensorbrook._src.core import device
from tensorbrook._src.core.device import DeviceSpec, DeviceSpecV1


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("", ""),
        ("/job:worker/replica:0/task:1/device:GPU:2",) * 2,
        ("/gpu:0", "/device:GPU:0"),
        ("gpu:0", "/device:GPU:0"),
        ("/GPU:0", "/device:GPU:0"),
        ("/cpu", "/device:CPU:*"),
        ("/tpu:0", "/device:TPU:0"),
        ("/device:cpu:0", "/device:CPU:0"),
        ("/device:GPU:*", "/device:GPU:*"),
        ("/device:XLA_CPU:0", "/device:XLA_CPU:0"),
        ("/device:Foo:0", "/device:Foo:0"),
        ("/job:a/job:b", "/job:b"),
        ("//cpu:0", "/device:CPU:0"),
    ],
)
def test_device_string(text: str, canonical: str) -> None:
    assert DeviceSpec.from_string(text).to_string() == canonical
    assert device.canonical_name(text) == canonical
    assert DeviceSpec().parse_from_string(text).to_string() == canonical


@pytest.mark.parametrize(
    "text",
    ["/foo:0", "nonsense", "/device:GPU", "/device:", "/cpu:a", "/cpu:0/gpu:0"]
    + ["/replica:x", "/task:*", "/job"],
)
def test_wrong_device_string_is_named(text: str) -> None:
    with pytest.raises(ValueError) as caught:
        DeviceSpec.from_string(text)
    assert text in str(caught.value)


def test_parts() -> None:
    spec = DeviceSpec(job=1, replica="2", task=3, device_type="gpu", device_index=0)
    assert (spec.job, spec.replica, spec.task) == ("1", 2, 3)
    assert (spec.device_type, spec.device_index) == ("GPU", 0)
    assert spec.to_string() == "/job:1/replica:2/task:3/device:GPU:0"
    assert DeviceSpec(device_index=1).to_string() == ""
    assert repr(DeviceSpec(job="a")) == (
        "<DeviceSpec(job=a, replica=None, task=None, device_type=None, "
        "device_index=None)>"
    )
    with pytest.raises(ValueError):
        DeviceSpec(task="x")


def test_merged_spec_prefers_the_argument() -> None:
    outer = DeviceSpec(job="w", device_type="GPU", device_index=1)
    inner = DeviceSpec(job="z", device_type="CPU")
    assert outer.make_merged_spec(inner).to_string() == "/job:z/device:CPU:1"
    assert outer.to_string() == "/job:w/device:GPU:1"
    assert device.merge_names("/job:w/gpu:1", "cpu:0") == "/job:w/device:CPU:0"
    assert device.merge_names("", "/job:a") == "/job:a"


def test_replace() -> None:
    assert DeviceSpec(job="w").replace(job="x", task=3).to_string() == "/job:x/task:3"
    with pytest.raises(TypeError):
        DeviceSpec().replace(foo=1)


def test_equality_hash_and_pickle() -> None:
    spec = DeviceSpec(job="a")
    assert spec == DeviceSpec(job="a")
    assert spec != DeviceSpec(job="b")
    assert spec != "/job:a"
    assert spec != DeviceSpecV1(job="a")
    assert hash(spec) == hash(DeviceSpec(job="a"))
    assert pickle.loads(pickle.dumps(spec)) == spec


def test_spec_cannot_change_but_that_of_1x_can() -> None:
    with pytest.raises(AttributeError):
        DeviceSpec().job = "x"  # type: ignore[misc]
    old = DeviceSpecV1(job="a")
    old.job = "b"
    old.device_type = "gpu"
    old.device_index = "2"
    assert old.to_string() == "/job:b/device:GPU:2"
    old.merge_from(DeviceSpecV1(task=1))
    assert old.to_string() == "/job:b/task:1/device:GPU:2"
    assert old.parse_from_string("/cpu:0") is old
    assert old.to_string() == "/device:CPU:0"
    assert old == DeviceSpecV1.from_string("/cpu:0")


def test_canonical_name_of_specs_and_none() -> None:
    assert device.canonical_name(None) == ""
    assert device.canonical_name(DeviceSpec(job="a")) == "/job:a"


def test_tuples_of_config() -> None:
    logical = device.LogicalDevice("/device:CPU:0", "CPU")
    assert repr(logical) == "LogicalDevice(name='/device:CPU:0', device_type='CPU')"
    assert device.PhysicalDevice(name="a", device_type="GPU").device_type == "GPU"
    assert device.LogicalDeviceConfiguration().memory_limit is None
