"""What is known of ragged tensors before the run."""

import pytest

import tensorbrook as tf

Spec = tf.RaggedTensorSpec


def test_a_spec_tells_shape_types_and_partitions() -> None:
    spec = Spec([2, None, 3], tf.int32, ragged_rank=1, row_splits_dtype=tf.int32)
    assert spec.shape.as_list() == [2, None, 3]
    assert (spec.dtype, spec.ragged_rank) == (tf.int32, 1)
    assert spec.row_splits_dtype == tf.int32
    assert spec.value_type is tf.RaggedTensor
    assert repr(Spec([None, None], tf.int32)) == (
        "RaggedTensorSpec(TensorShape([None, None]), tf.int32, 1, tf.int64)"
    )


def test_values_fit_their_spec_and_looser_ones() -> None:
    ragged = tf.ragged.constant([[1, 2], [3]])
    own = Spec.from_value(ragged)
    assert own == tf.type_spec_from_value(ragged)
    loose = Spec([None, None], tf.int32)
    assert own.is_subtype_of(loose) and not loose.is_subtype_of(own)
    assert loose.is_compatible_with(ragged)
    assert not Spec([None, None], tf.float32).is_compatible_with(ragged)
    assert own.most_specific_compatible_type(Spec([5, None], tf.int32)) == loose


def test_values_are_taken_apart_and_put_together() -> None:
    ragged = tf.ragged.constant([[[1], [2]], []])
    parts = tf.nest.flatten(ragged, expand_composites=True)
    assert [part.shape.as_list() for part in parts] == [[2], [3], [3]]
    again = tf.nest.pack_sequence_as(ragged, parts, expand_composites=True)
    assert again.to_list() == ragged.to_list()


@pytest.mark.parametrize(
    "arguments",
    [
        {"shape": None},
        {"shape": [None], "ragged_rank": 1},
        {"shape": [None, None], "row_splits_dtype": tf.float32},
        {"shape": [None, None], "flat_values_spec": tf.TensorSpec([None], tf.int32)},
    ],
)
def test_arguments_that_contradict_each_other_are_mistakes(arguments) -> None:
    with pytest.raises(ValueError):
        Spec(**arguments)
