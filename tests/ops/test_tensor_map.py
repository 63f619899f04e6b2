"""Maps of tensors as values."""

import pytest

import tensorbrook as tf

raw = tf.raw_ops


@pytest.mark.covers(
    "EmptyTensorMap",
    "TensorMapInsert",
    "TensorMapLookup",
    "TensorMapErase",
    "TensorMapHasKey",
    "TensorMapSize",
    "TensorMapStackKeys",
)
def test_a_map_is_a_value():
    empty = raw.EmptyTensorMap()
    one = raw.TensorMapInsert(input_handle=empty, key=1, value=[1.0, 2.0])
    two = raw.TensorMapInsert(input_handle=one, key=2, value=[3.0, 4.0])
    sizes = [raw.TensorMapSize(input_handle=m).numpy() for m in (empty, one, two)]
    assert sizes == [0, 1, 2]
    assert raw.TensorMapHasKey(input_handle=two, key=2)
    assert not raw.TensorMapHasKey(input_handle=one, key=2)
    found = raw.TensorMapLookup(input_handle=two, key=2, value_dtype=tf.float32)
    assert found.numpy().tolist() == [3.0, 4.0]
    keys = raw.TensorMapStackKeys(input_handle=two, key_dtype=tf.int32)
    assert keys.numpy().tolist() == [1, 2]
    left = raw.TensorMapErase(input_handle=two, key=1, value_dtype=tf.float32)
    assert raw.TensorMapSize(input_handle=left) == 1
    for call in (
        lambda: raw.TensorMapLookup(input_handle=empty, key=2, value_dtype=tf.float32),
        lambda: raw.TensorMapErase(input_handle=empty, key=2, value_dtype=tf.float32),
        lambda: raw.TensorMapStackKeys(input_handle=empty, key_dtype=tf.int32),
    ):
        with pytest.raises(tf.errors.InvalidArgumentError, match="non-existent|empty"):
            call()


def test_gradients_go_through_a_map():
    x = tf.constant([1.0, 2.0])
    with tf.GradientTape() as tape:
        tape.watch(x)
        made = raw.TensorMapInsert(
            input_handle=raw.EmptyTensorMap(), key="k", value=x * x
        )
        y = raw.TensorMapLookup(input_handle=made, key="k", value_dtype=tf.float32)
    assert tape.gradient(y, x).numpy().tolist() == [2.0, 4.0]
