"""Sparse tensors under numbers; the results are TensorFlow's."""

import pytest

import tensorbrook as tf

raw = tf.raw_ops


@pytest.mark.covers(
    "AddSparseToTensorsMap", "AddManySparseToTensorsMap", "TakeManySparseFromTensorsMap"
)
def test_what_is_added_is_taken_once():
    name = {"shared_name": "test_sparse_maps"}
    one = raw.AddSparseToTensorsMap(
        sparse_indices=[[3]], sparse_values=[5.0], sparse_shape=[4], **name
    )
    many = raw.AddManySparseToTensorsMap(
        sparse_indices=[[0, 0], [1, 1]],
        sparse_values=[1.0, 2.0],
        sparse_shape=[2, 2],
        **name,
    )
    assert many.shape == (2,)
    taken = raw.TakeManySparseFromTensorsMap(
        sparse_handles=tf.concat([many, [one]], 0), dtype=tf.float32, **name
    )
    assert taken.sparse_indices.numpy().tolist() == [[0, 0], [1, 1], [2, 3]]
    assert taken.sparse_values.numpy().tolist() == [1.0, 2.0, 5.0]
    assert taken.sparse_shape.numpy().tolist() == [3, 4]
    with pytest.raises(tf.errors.InvalidArgumentError, match="Unable to find"):
        raw.TakeManySparseFromTensorsMap(sparse_handles=many, dtype=tf.float32, **name)
    with pytest.raises(tf.errors.InvalidArgumentError, match="outside"):
        raw.AddSparseToTensorsMap(
            sparse_indices=[[9]], sparse_values=[5.0], sparse_shape=[4], **name
        )
