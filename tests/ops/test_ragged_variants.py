"""Ragged tensors in variants."""

from typing import Any

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.core import errors

_SPLITS = tf.constant([0, 2, 2, 5], tf.int64)
_VALUES = tf.constant([1.0, 2, 3, 4, 5])


def _packed(splits: list[Any], batched: bool) -> tf.Tensor:
    return tf.raw_ops.RaggedTensorToVariant(
        rt_nested_splits=splits, rt_dense_values=_VALUES, batched_input=batched
    )


def _unpacked(packed: Any, rank: int, made: int) -> Any:
    return tf.raw_ops.RaggedTensorFromVariant(
        encoded_ragged=packed,
        input_ragged_rank=rank,
        output_ragged_rank=made,
        Tvalues=tf.float32,
        Tsplits=tf.int64,
    )


@pytest.mark.covers("RaggedTensorToVariant", "RaggedTensorFromVariant")
@pytest.mark.parametrize("batched", [True, False])
@pytest.mark.parametrize("levels", [1, 2])
def test_there_and_back(batched: bool, levels: int) -> None:
    splits = [tf.constant([0, 1, 3], tf.int64), _SPLITS][-levels:]
    packed = _packed(splits, batched)
    assert packed.shape == ((splits[0].shape[0] - 1,) if batched else ())
    nested, values = _unpacked(packed, levels - batched, levels)
    assert [s.numpy().tolist() for s in nested] == [s.numpy().tolist() for s in splits]
    np.testing.assert_array_equal(values, _VALUES)


def test_rows_can_be_chosen() -> None:
    rows = tf.gather(_packed([_SPLITS], True), [2, 0])
    nested, values = _unpacked(rows, -1, 1)
    assert nested[0].numpy().tolist() == [0, 3, 5]
    assert values.numpy().tolist() == [3, 4, 5, 1, 2]


@pytest.mark.covers("RaggedTensorToVariantGradient")
@pytest.mark.parametrize("batched", [True, False])
def test_gradients_go_through(batched: bool) -> None:
    with tf.GradientTape() as tape:
        tape.watch(_VALUES)
        _, values = _unpacked(_packed([_SPLITS], batched), -1, 1)
        loss = tf.reduce_sum(values * values)
    np.testing.assert_allclose(tape.gradient(loss, _VALUES), 2 * _VALUES)


def test_another_rank_is_refused() -> None:
    with pytest.raises(errors.InvalidArgumentError, match="ragged rank 0"):
        _unpacked(_packed([_SPLITS], True), 1, 2)
