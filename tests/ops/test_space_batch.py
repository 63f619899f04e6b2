"""Blocks of space to the batch and back."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check, wave

SAMPLES = [
    Sample("SpaceToBatchND", [wave(1, 4, 3, 2), [2, 2], [[0, 0], [1, 0]]]),
    Sample("SpaceToBatchND", [wave(2, 3), [3], [[0, 0]]], dtypes="float64 int32 bool"),
    Sample("SpaceToBatchND", [[[[1], [2], [3], [4]]], [2], [[0, 0]]],
           expected=[[[1], [3]], [[2], [4]]]),
    Sample("BatchToSpaceND", [wave(4, 2, 2, 2), [2, 2], [[0, 0], [1, 0]]]),
    Sample("BatchToSpaceND", [wave(3, 2), [3], [[2, 1]]], dtypes="float64 int32"),
    Sample("SpaceToBatch", [wave(1, 4, 3, 2), [[0, 0], [1, 0]]], {"block_size": 2}),
    Sample("BatchToSpace", [wave(4, 2, 2, 2), [[0, 1], [0, 0]]], {"block_size": 2}),
]  # fmt: skip


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


def test_one_undoes_the_other():
    x = wave(2, 5, 7, 3)
    paddings, crops = tf.required_space_to_batch_paddings([5, 7], [2, 3])
    y = tf.space_to_batch(x, [2, 3], paddings)
    assert y.shape == [12, 3, 3, 3]
    np.testing.assert_array_equal(tf.batch_to_space(y, [2, 3], crops), x)


def test_paddings_that_are_wanted_anyway():
    paddings, crops = tf.required_space_to_batch_paddings([5], [4], [[1, 0]])
    assert paddings.numpy().tolist() == [[1, 2]]
    assert crops.numpy().tolist() == [[0, 2]]


@pytest.mark.parametrize(
    ("shape", "blocks", "pairs", "words"),
    [
        ((1, 3, 4), [2, 2], [[0, 0], [0, 0]], "not divisible"),
        ((1, 4, 4), [2, 0], [[0, 0], [0, 0]], "positive"),
        ((1, 4, 4), [2, 2], [[0, 0]], "must have shape"),
        ((1, 4, 4), [2, 2], [[0, -2], [0, 0]], "negative"),
        ((1,), [2], [[0, 0]], "at least"),
    ],
)
def test_wrong_blocks(shape, blocks, pairs, words):
    with pytest.raises(tf.errors.InvalidArgumentError, match=words):
        tf.space_to_batch(np.zeros(shape), blocks, pairs)


def test_batch_that_is_no_multiple():
    with pytest.raises(tf.errors.InvalidArgumentError, match="batch dimension"):
        tf.batch_to_space(np.zeros((3, 2, 2)), [2, 2], [[0, 0], [0, 0]])
    with pytest.raises(tf.errors.InvalidArgumentError, match="non-negative"):
        tf.batch_to_space(np.zeros((4, 2, 2)), [2, 2], [[3, 2], [0, 0]])


def test_shapes_of_unknown_dims():
    @tf.function(input_signature=[tf.TensorSpec([None, None, 4, 1])])
    def blocks(x):
        y = tf.space_to_batch(x, [2, 2], [[0, 0], [0, 0]])
        assert y.shape.as_list() == [None, None, 2, 1]
        return y

    assert blocks(tf.zeros([1, 6, 4, 1])).shape == [4, 3, 2, 1]
