"""Meshes of devices."""

import numpy as np
import pytest

import tensorbrook as tf

dtensor = tf.experimental.dtensor
FOUR = [f"CPU:{index}" for index in range(4)]


@pytest.fixture
def mesh():
    return dtensor.create_mesh([("x", 2), ("y", 2)], devices=FOUR)


def test_axes_and_devices(mesh):
    assert mesh.dim_names == ["x", "y"] and mesh.shape() == [2, 2] and mesh.size == 4
    assert mesh.dim_size("y") == 2 and "x" in mesh and not mesh.contains_dim("z")
    assert mesh.strides == [2, 1] and mesh.device_type() == "CPU"
    assert mesh.local_devices()[1] == "/job:localhost/replica:0/task:0/device:CPU:1"
    assert mesh.unravel_index()[2] == {"x": 1, "y": 0}
    assert mesh.coords(3).tolist() == [1, 1]
    assert mesh.device_location(1) == {"x": 0, "y": 1}
    assert mesh.local_device_locations()[3] == {"x": 1, "y": 1}
    assert mesh.host_mesh() == mesh and not mesh.is_remote()
    assert mesh.num_local_devices() == 4 and mesh.min_global_device_id() == 0


def test_text_there_and_back(mesh):
    text = mesh.to_string()
    assert text.startswith("|x=2,y=2|0,1,2,3|0,1,2,3|/job:localhost")
    again = dtensor.Mesh.from_string(text)
    assert again == mesh and hash(again) == hash(mesh)
    with pytest.raises(ValueError, match="five"):
        dtensor.Mesh.from_string("x")


def test_one_device():
    one = dtensor.Mesh.from_device("CPU:0")
    assert one.is_single_device() and one.single_device.endswith("CPU:0")


def test_wrong_meshes(mesh):
    with pytest.raises(ValueError, match="3 devices"):
        dtensor.create_mesh([("x", 3)], devices=["CPU:0"])
    with pytest.raises(ValueError, match="unique"):
        dtensor.Mesh(["x", "x"], np.zeros((1, 1), int), [0], ["CPU:0"])
    with pytest.raises(ValueError, match="names"):
        dtensor.Mesh(["x"], np.zeros((1, 1), int), [0], ["CPU:0"])
    with pytest.raises(ValueError, match="no axis"):
        mesh["z"]
    with pytest.raises(ValueError, match="not one"):
        mesh.single_device  # noqa: B018
    with pytest.raises(NotImplementedError, match="to_string"):
        mesh.as_proto()
