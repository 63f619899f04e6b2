"""Tests of devices in a grid: one device works, more are refused."""

import numpy as np
import pytest

from tensorbrook import keras

places = keras.distribution


@pytest.fixture
def mesh():
    return places.DeviceMesh((1, 1), ["batch", "model"], ["cpu:0"])


def test_grid_checks_its_shape(mesh) -> None:
    assert mesh.shape == (1, 1)
    assert mesh.devices.tolist() == [["cpu:0"]]
    with pytest.raises(ValueError, match="does not fit"):
        places.DeviceMesh((2,), ["batch"], ["cpu:0"])
    with pytest.raises(ValueError, match="same length"):
        places.DeviceMesh((1,), ["batch", "model"], ["cpu:0"])


def test_layouts_by_path(mesh) -> None:
    layouts = places.LayoutMap(mesh)
    layouts[".*kernel"] = (None, "model")
    assert layouts["dense/kernel"].axes == (None, "model")
    assert layouts["dense/bias"] is None
    with pytest.raises(ValueError, match="already"):
        layouts[".*kernel"] = ("model",)
    with pytest.raises(ValueError, match="axes"):
        layouts["other"] = ("rows",)
    spread = places.ModelParallel(layout_map=layouts)
    kernel = keras.Variable(np.ones((2, 3)), name="kernel")
    assert spread.get_variable_layout(kernel).axes == (None, "model")
    assert spread.get_data_layout((4, 2)).axes == ("batch", None)


def test_scope_of_a_distribution() -> None:
    spread = places.DataParallel(devices=["cpu:0"])
    with spread.scope():
        assert places.distribution() is spread
        model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    assert places.distribution() is None
    assert model(np.ones((3, 2))).shape == (3, 1)


def test_several_devices_are_missing() -> None:
    with pytest.raises(NotImplementedError, match="tf.distribute"):
        places.DataParallel(devices=["cpu:0", "cpu:1"])
    with pytest.raises(NotImplementedError, match="2 processes"):
        places.initialize("a:1,b:2", 2, 0)
