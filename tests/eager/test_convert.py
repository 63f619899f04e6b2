"""From Python and NumPy values to tensors."""

import numpy as np
import pytest

import tensorbrook as tf


@pytest.mark.parametrize(
    ("value", "dtype"),
    [
        ([1, 2], "int32"),
        ([1, 2**40], "int64"),
        ([1, 2.5], "float32"),
        ([np.float32(1), 2], "float32"),
        ([np.float16(1), 2.0], "float16"),
        ((np.float32(1), np.float64(2)), "float32"),
        ([np.float64(1), 2.0], "float64"),
        ([np.array([1.0, 2.0]), [3, 4]], "float64"),
        ([True, False], "bool"),
        ([1j], "complex128"),
        (["a", b"b"], "string"),
        ([], "float32"),
    ],
)
def test_dtypes_of_values(value, dtype):
    assert tf.constant(value).dtype.name == dtype


@pytest.mark.parametrize(
    "value", [None, [None], [[1], [2, 3]], [1, "a"], [True, 1], {"a": 1}, object()]
)
def test_what_is_no_tensor(value):
    with pytest.raises(ValueError, match=r"(?i)convert"):
        tf.constant(value)


def test_none_is_no_operand():
    with pytest.raises(ValueError, match="None"):
        tf.constant([1.0]) + None
    with pytest.raises(ValueError, match="None"):
        None * tf.constant([1.0])
    assert (tf.constant([1.0]) == None) is False  # noqa: E711


def test_truth_of_empty_tensors():
    assert not tf.constant([])
    assert tf.constant([[1]])
    with pytest.raises(ValueError, match="ambiguous"):
        bool(tf.constant([1, 2]))


def test_views_for_the_buffer_protocol():
    view = tf.constant([1, 2]).__buffer__(0)
    assert view.tolist() == [1, 2] and view.readonly
