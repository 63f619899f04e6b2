"""Tensors with a layout."""

import gc

import numpy as np
import pytest

import tensorbrook as tf

dtensor = tf.experimental.dtensor
FOUR = [f"CPU:{index}" for index in range(4)]
MESH = dtensor.create_mesh([("x", 2), ("y", 2)], devices=FOUR)
ROWS = dtensor.Layout(["x", dtensor.UNSHARDED], MESH)


def test_parts_of_a_tensor():
    t = dtensor.copy_to_mesh(tf.reshape(tf.range(8), [4, 2]), ROWS)
    parts = dtensor.unpack(t)
    assert [p.numpy().tolist() for p in parts[1:3]] == [
        [[0, 1], [2, 3]],
        [[4, 5], [6, 7]],
    ]
    again = dtensor.pack(parts, ROWS)
    np.testing.assert_array_equal(again, t)
    assert dtensor.fetch_layout(again) == ROWS


def test_functions_with_a_layout():
    t = dtensor.call_with_layout(tf.zeros, ROWS, shape=[4, 2])
    dtensor.check_layout(t, ROWS)
    whole = dtensor.relayout(t, dtensor.Layout.replicated(MESH, 2))
    with pytest.raises(ValueError, match="did not match"):
        dtensor.check_layout(whole, ROWS)
    like = dtensor.relayout_like(whole, t)
    assert dtensor.fetch_layout(like) == ROWS
    assert dtensor.call_with_layout(lambda: 3, None) == 3


def test_results_of_operations_have_no_layout():
    t = dtensor.call_with_layout(tf.zeros, ROWS, shape=[4, 2])
    assert dtensor.is_dtensor(t) and not dtensor.is_dtensor(t + 1.0)
    with pytest.raises(tf.errors.InvalidArgumentError, match="relayout"):
        dtensor.fetch_layout(t + 1.0)


def test_layouts_are_forgotten_with_their_tensors():
    from tensorbrook._src.distribute.dtensor import tensors

    before = len(tensors._layouts._known)
    t = dtensor.call_with_layout(tf.zeros, ROWS, shape=[4, 2])
    assert len(tensors._layouts._known) > before
    del t
    gc.collect()
    assert len(tensors._layouts._known) == before


def test_variables():
    t = dtensor.call_with_layout(tf.ones, ROWS, shape=[4, 2])
    v = dtensor.DVariable(t, name="v")
    assert v.layout == ROWS and dtensor.is_dtensor(v) and v.create is None
    v.assign_add(tf.ones([4, 2]))
    assert float(tf.reduce_sum(v.read_value_no_copy())) == 16.0
    dtensor.enable_save_as_bf16([v, tf.Variable(1.0)])
    assert v.save_as_bf16
    with tf.GradientTape() as tape:
        y = tf.reduce_sum(v**2.0)
    assert tape.gradient(y, v).numpy().max() == 4.0


def test_what_does_not_fit():
    with pytest.raises(ValueError, match="equal parts"):
        dtensor.copy_to_mesh(tf.zeros([3, 2]), ROWS)
    with pytest.raises(ValueError, match="rank 2"):
        dtensor.copy_to_mesh(tf.zeros([4]), ROWS)
    with pytest.raises(tf.errors.InvalidArgumentError, match="4 devices"):
        dtensor.pack([tf.zeros([1, 2])] * 3, ROWS)


def test_the_default_mesh():
    assert dtensor.get_default_mesh() is None
    with dtensor.run_on(MESH):
        assert dtensor.get_default_mesh() is MESH
