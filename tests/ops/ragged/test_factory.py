"""Ragged tensors of Python lists."""

import numpy as np
import pytest

import tensorbrook as tf


@pytest.mark.parametrize(
    "pylist, options, shape",
    [
        ([[1, 2], [3]], {}, [2, None]),
        ([[[1, 2]], []], {"ragged_rank": 1}, [2, None, 2]),
        ([[[1, 2]], []], {"inner_shape": (2,)}, [2, None, 2]),
        ([[1, 2], [3, 4]], {"ragged_rank": 0}, [2, 2]),
        ([[], []], {}, [2, None]),
        ([[], [[]]], {}, [2, None, None]),
        ([np.array([1, 2]), np.array([3])], {}, [2, None]),
        (5, {}, []),
        ([], {}, [0]),
    ],
)
def test_depth_and_inner_shape_make_the_shape(pylist, options, shape) -> None:
    assert tf.ragged.constant(pylist, **options).shape.as_list() == shape


def test_types_can_be_chosen() -> None:
    found = tf.ragged.constant([[1], []], tf.float64, row_splits_dtype=tf.int32)
    assert (found.dtype, found.row_splits.dtype) == (tf.float64, tf.int32)


@pytest.mark.parametrize(
    "pylist, options",
    [
        ([[1], 2], {}),
        ([[[]], [1]], {}),
        ([[1]], {"ragged_rank": 2}),
        (5, {"ragged_rank": 1}),
        (5, {"inner_shape": (1,)}),
    ],
)
def test_lists_that_do_not_fit_are_mistakes(pylist, options) -> None:
    with pytest.raises(ValueError):
        tf.ragged.constant(pylist, **options)


def test_values_of_arrays_know_their_parts() -> None:
    value = tf.compat.v1.ragged.constant_value([[[1], [2, 3]], []])
    assert value.ragged_rank == 2
    assert value.shape == (2, None, None)
    assert value.to_list() == [[[1], [2, 3]], []]
    assert value.flat_values.tolist() == [1, 2, 3]
    assert value.values.row_splits.tolist() == [0, 1, 3]
    with pytest.raises(TypeError, match="row_splits"):
        tf.compat.v1.ragged.RaggedTensorValue(np.zeros(1), np.array([0.0, 1.0]))
