"""Copies, and changes of copies."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.core.op import find
from tensorbrook._src.eager.kernels import execute
from tests.ops.driver import Sample, check, wave

raw = tf.raw_ops
_ROWS = np.float32([[1, 2], [3, 4], [5, 6]])
_TWO = [np.int32([0, 2]), np.float32([[10, 10], [20, 20]])]
_SAMPLES = [
    Sample("Copy", [wave(2, 3)], dtypes="float32 int32"),
    Sample("CopyHost", [wave(2, 3)], dtypes="float32 int32"),
    Sample("DeepCopy", [wave(2, 3)], dtypes="float32 int32"),
    Sample("Snapshot", [wave(2, 3)], dtypes="float32 int32"),
    Sample("DebugGradientIdentity", [wave(2, 3)], dtypes="float32 int32"),
    Sample("FakeParam", [], {"dtype": tf.float32, "shape": (2,)}, compare=False),
    Sample("Empty", [[2, 3]], {"dtype": tf.float32}, compare=False, static=(0,)),
    Sample("InplaceUpdate", [_ROWS, *_TWO], expected=[[10, 10], [3, 4], [20, 20]]),
    Sample(
        "InplaceAdd",
        [_ROWS, *_TWO],
        expected=[[11, 12], [3, 4], [25, 26]],
        refused="bool string",
    ),
    Sample(
        "InplaceSub",
        [_ROWS, *_TWO],
        expected=[[-9, -8], [3, 4], [-15, -14]],
        refused="bool string",
    ),
    Sample(
        "ScatterNdNonAliasingAdd",
        [[1.0, 2.0], [[0], [0]], [1.0, 1.5]],
        dtypes="float32 float64 int32",
        expected=[3.5, 2.0],
    ),
]


@pytest.mark.parametrize("sample", _SAMPLES, ids=lambda sample: sample.op_name)
def test_records(sample):
    check(sample)


def test_places_wrap_around():
    made = raw.InplaceUpdate(x=[1.0, 2.0, 3.0], i=[-1, 4], v=[8.0, 9.0])
    assert made.numpy().tolist() == [1.0, 9.0, 8.0]
    with pytest.raises(tf.errors.InvalidArgumentError, match="must be a vector"):
        raw.InplaceAdd(x=[1.0], i=0, v=[1.0])
    with pytest.raises(tf.errors.InvalidArgumentError, match="at index 0"):
        raw.InplaceAdd(x=[1.0, 2.0], i=[0, 1], v=[1.0])


@pytest.mark.covers("DeviceIndex", "SyncDevice", "CheckPinned")
def test_devices():
    assert raw.DeviceIndex(device_names=["GPU", "CPU"]) == 1
    assert raw.DeviceIndex(device_names=["GPU"]) == 1
    assert raw.SyncDevice() is None
    with pytest.raises(tf.errors.FailedPreconditionError, match="CUDA"):
        raw.CheckPinned(tensor=[1.0])


@pytest.mark.covers("ImmutableConst")
def test_constants_in_files(tmp_path):
    path = tmp_path / "region"
    path.write_bytes(np.float32([1, 2, 3, 4]).tobytes())
    read = raw.ImmutableConst(
        dtype=tf.float32, shape=[2, 2], memory_region_name=str(path)
    )
    assert read.numpy().tolist() == [[1.0, 2.0], [3.0, 4.0]]
    with pytest.raises(tf.errors.InvalidArgumentError, match="16 bytes"):
        raw.ImmutableConst(dtype=tf.float32, shape=[9], memory_region_name=str(path))
    with pytest.raises(tf.errors.NotFoundError, match="nowhere"):
        raw.ImmutableConst(dtype=tf.float32, shape=[], memory_region_name="nowhere")


@pytest.mark.covers("PlaceholderV2")
def test_placeholders_of_old_graphs():
    with pytest.raises(tf.errors.UnimplementedError, match="Use Placeholder"):
        raw.PlaceholderV2(dtype=tf.float32, shape=[2])
    with pytest.raises(tf.errors.InvalidArgumentError, match="feed a value"):
        execute(find("PlaceholderV2"), [], {"dtype": tf.float32, "shape": (2,)})
