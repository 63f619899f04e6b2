"""Layouts of tensors."""

import pytest

import tensorbrook as tf

dtensor = tf.experimental.dtensor
Layout, UNSHARDED = dtensor.Layout, dtensor.UNSHARDED
FOUR = [f"CPU:{index}" for index in range(4)]
MESH = dtensor.create_mesh([("x", 2), ("y", 2)], devices=FOUR)


def test_kinds():
    assert Layout.replicated(MESH, 2).is_fully_replicated()
    assert Layout.batch_sharded(MESH, "x", 2).sharding_specs == ["x", UNSHARDED]
    inner = Layout.inner_sharded(MESH, "y", 3)
    assert inner.sharding_specs == [UNSHARDED, UNSHARDED, "y"]
    assert not inner.is_batch_parallel() and inner.num_shards(2) == 2
    assert inner.delete([0, -1]).rank == 1 and inner.to_parted() is inner
    assert Layout.from_device("CPU:0").type == "single_device"
    assert inner.shape == [2, 2] and inner.mesh == MESH


def test_shapes_of_parts():
    layout = Layout(["x", UNSHARDED], MESH)
    assert layout.global_shape_from_local_shape([2, 3]) == [4, 3]
    assert layout.local_shape_from_global_shape([4, 3]) == [2, 3]
    assert layout.offset_to_shard() == [(0, 0), (0, 0), (1, 0), (1, 0)]
    assert layout.offset_tuple_to_global_index((1, 0)) == 1


def test_text_there_and_back():
    layout = Layout(["x", UNSHARDED], MESH)
    assert Layout.from_string(layout.to_string()) == layout
    assert layout != Layout.replicated(MESH, 2)
    with pytest.raises(ValueError, match="no layout"):
        Layout.from_string("x")


def test_wrong_layouts():
    with pytest.raises(ValueError, match="no axis"):
        Layout(["z"], MESH)
    with pytest.raises(ValueError, match="twice"):
        Layout(["x", "x"], MESH)
    with pytest.raises(ValueError, match="Mesh"):
        Layout(["x"], "mesh")
