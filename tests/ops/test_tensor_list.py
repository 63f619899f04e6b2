"""Lists of tensors as values; TensorArray, which is made of them, is in control_flow."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check, wave

_ROWS = wave(3, 2)
_LIST = tf.raw_ops.TensorListFromTensor(tensor=_ROWS, element_shape=[2])
_UNEVEN = tf.raw_ops.TensorListSplit(
    tensor=_ROWS, element_shape=[-1, 2], lengths=np.array([1, 2])
)
_KIND = {"element_dtype": tf.float64}
_OTHERS = "bool uint8 int64 bfloat16 float32 complex128 string"
_OTHERS = " ".join(f"element_dtype:{name}" for name in _OTHERS.split())
SAMPLES = [
    Sample("EmptyTensorList", [[2], 5], _KIND),
    Sample("TensorListReserve", [[2], 3], _KIND),
    Sample("TensorListFromTensor", [_ROWS, [2]]),
    Sample("TensorListSplit", [_ROWS, [-1, 2], np.array([1, 2])]),
    Sample("TensorListLength", [_LIST], expected=3),
    Sample("TensorListStack", [_LIST, [2]], _KIND, expected=_ROWS, refused=_OTHERS),
    Sample(
        "TensorListConcatV2",
        [_UNEVEN, [-1, 2], np.zeros(0, np.int64)],
        _KIND,
        refused=_OTHERS,
    ),
    Sample(
        "TensorListGetItem", [_LIST, 1, [2]], _KIND, expected=_ROWS[1], refused=_OTHERS
    ),
    Sample("TensorListSetItem", [_LIST, 1, wave(2)], refused=_OTHERS),
    Sample("TensorListPushBack", [_LIST, wave(2)], refused=_OTHERS),
    Sample("TensorListPopBack", [_LIST, [2]], _KIND, refused=_OTHERS),
    Sample("TensorListResize", [_LIST, 5]),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.op_name)
def test_records(sample: Sample) -> None:
    check(sample)


def _stacked(handle):
    return tf.raw_ops.TensorListStack(
        input_handle=handle, element_shape=[2], element_dtype=tf.float64
    )


def test_gradients_flow_through_lists():
    rows, row = tf.constant(_ROWS), tf.constant(wave(2))
    with tf.GradientTape() as tape:
        tape.watch([rows, row])
        handle = tf.raw_ops.TensorListFromTensor(tensor=rows, element_shape=[2])
        handle = tf.raw_ops.TensorListSetItem(input_handle=handle, index=1, item=row)
        total = tf.reduce_sum(_stacked(handle) * tf.constant(_ROWS))
    found = tape.gradient(total, [rows, row])
    np.testing.assert_allclose(found[0], _ROWS * [[1], [0], [1]])
    np.testing.assert_allclose(found[1], _ROWS[1])


def test_pushed_comes_back_when_popped():
    pushed = tf.raw_ops.TensorListPushBack(input_handle=_LIST, tensor=wave(2))
    shorter, last = tf.raw_ops.TensorListPopBack(
        input_handle=pushed, element_shape=[2], element_dtype=tf.float64
    )
    np.testing.assert_array_equal(last, wave(2))
    np.testing.assert_array_equal(_stacked(shorter), _ROWS)


def test_what_was_never_written_is_zero():
    longer = tf.raw_ops.TensorListResize(input_handle=_LIST, size=4)
    np.testing.assert_array_equal(_stacked(longer)[3], [0.0, 0.0])


def test_places_beyond_the_end_are_refused():
    with pytest.raises(tf.errors.InvalidArgumentError, match="item 7"):
        tf.raw_ops.TensorListGetItem(
            input_handle=_LIST, index=7, element_shape=[2], element_dtype=tf.float64
        )
