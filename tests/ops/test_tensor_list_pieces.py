"""Several elements of lists of tensors at once; the numbers are TensorFlow's."""

import numpy as np
import pytest

import tensorbrook as tf

raw = tf.raw_ops
_ROWS = [[1.0, 2.0], [3.0, 4.0]]


def _stacked(handle):
    return raw.TensorListStack(
        input_handle=handle, element_shape=[2], element_dtype=tf.float32
    ).numpy()


@pytest.mark.covers("TensorListGather", "TensorListElementShape", "TensorListScatter")
def test_gathering():
    made = raw.TensorListReserve(
        element_shape=[2], num_elements=3, element_dtype=tf.float32
    )
    made = raw.TensorListSetItem(input_handle=made, index=0, item=[1.0, 2.0])
    dims = raw.TensorListElementShape(input_handle=made, shape_type=tf.int32)
    assert dims.numpy().tolist() == [2]
    one = {"input_handle": made, "element_shape": [2], "element_dtype": tf.float32}
    found = raw.TensorListGather(indices=[0, 1, 0], **one)
    assert found.numpy().tolist() == [[1, 2], [0, 0], [1, 2]]
    with pytest.raises(tf.errors.InvalidArgumentError, match="Index 5 out of range"):
        raw.TensorListGather(indices=[5], **one)
    scattered = raw.TensorListScatter(tensor=_ROWS, indices=[2, 0], element_shape=[2])
    assert _stacked(scattered).tolist() == [[3, 4], [0, 0], [1, 2]]


@pytest.mark.covers("TensorListScatterV2", "TensorListScatterIntoExistingList")
def test_scattering():
    made = raw.TensorListScatterV2(
        tensor=_ROWS, indices=[2, 0], element_shape=[2], num_elements=5
    )
    assert _stacked(made)[:3].tolist() == [[3, 4], [0, 0], [1, 2]]
    assert len(_stacked(made)) == 5
    more = raw.TensorListScatterIntoExistingList(
        input_handle=made, tensor=_ROWS, indices=[0, 6]
    )
    assert _stacked(more)[[0, 2, 6]].tolist() == [[1, 2], [1, 2], [3, 4]]
    for indices, message in (([-1, 0], "non-negative"), ([0], "number of rows")):
        with pytest.raises(tf.errors.InvalidArgumentError, match=message):
            raw.TensorListScatter(tensor=_ROWS, indices=indices, element_shape=[2])


@pytest.mark.covers("TensorListConcat", "TensorListConcatLists")
def test_joining():
    made = raw.TensorListScatter(tensor=_ROWS, indices=[1, 0], element_shape=[2])
    joined, lengths = raw.TensorListConcat(input_handle=made, element_dtype=tf.float32)
    assert joined.numpy().tolist() == [3, 4, 1, 2]
    assert lengths.numpy().tolist() == [2, 2]
    both = raw.TensorListConcatLists(
        input_a=made, input_b=made, element_dtype=tf.float32
    )
    assert _stacked(both).tolist() == [[3, 4], [1, 2]] * 2


@pytest.mark.covers("TensorListPushBackBatch")
def test_pushing():
    made = raw.TensorListScatter(tensor=_ROWS, indices=[1, 0], element_shape=[2])
    other = raw.TensorListScatter(tensor=_ROWS[:1], indices=[0], element_shape=[2])
    pair = tf.stack([made, other])
    longer = raw.TensorListPushBackBatch(
        input_handles=pair, tensor=[[9.0, 9.0], [8.0, 8.0]]
    )
    assert longer.shape == (2,)
    assert _stacked(longer[0]).tolist() == [[3, 4], [1, 2], [9, 9]]
    assert _stacked(longer[1]).tolist() == [[1, 2], [8, 8]]


def test_gradients():
    x = tf.constant(_ROWS)
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        made = raw.TensorListScatter(tensor=x * x, indices=[1, 0], element_shape=[2])
        more = raw.TensorListScatterIntoExistingList(
            input_handle=made, tensor=x, indices=[0, 2]
        )
        found = raw.TensorListGather(
            input_handle=more,
            indices=[1, 2],
            element_shape=[2],
            element_dtype=tf.float32,
        )
        joined, _ = raw.TensorListConcat(input_handle=made, element_dtype=tf.float32)
    # Element 1 is the square of row 0; element 2 is row 1.
    assert tape.gradient(found, x).numpy().tolist() == [[2, 4], [1, 1]]
    np.testing.assert_array_equal(tape.gradient(joined, x), 2 * np.array(_ROWS))
