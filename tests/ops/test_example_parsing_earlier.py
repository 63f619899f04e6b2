"""Earlier forms of parsing examples."""

from typing import Any

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.core import errors


def _integers(*values: int) -> Any:
    return tf.train.Feature(int64_list=tf.train.Int64List(value=values))


def _example(*values: int) -> bytes:
    floats = tf.train.Feature(float_list=tf.train.FloatList(value=[values[0] + 0.5]))
    features = {"a": _integers(*values), "b": floats}
    made = tf.train.Example(features=tf.train.Features(feature=features))
    return made.SerializeToString()


def _sequence(count: int) -> bytes:
    steps = [_integers(step, step) for step in range(count)]
    made = tf.train.SequenceExample(
        context=tf.train.Features(feature={"k": _integers(count), "w": _integers(9)}),
        feature_lists=tf.train.FeatureLists(
            feature_list={
                "l": tf.train.FeatureList(feature=steps),
                "m": tf.train.FeatureList(feature=steps[:1]),
            }
        ),
    )
    return made.SerializeToString()


_DEFAULTS = [tf.constant([], tf.float32), tf.constant([7], tf.int64)]
_KINDS = {"sparse_types": [tf.int64], "dense_shapes": [[1], [1]]}


@pytest.mark.covers("ParseExample")
def test_many_examples() -> None:
    found = tf.raw_ops.ParseExample(
        serialized=[_example(1, 2), _example(3)],
        names=[],
        sparse_keys=["a"],
        dense_keys=["b", "c"],
        dense_defaults=_DEFAULTS,
        **_KINDS,
    )
    np.testing.assert_array_equal(found.sparse_indices[0], [[0, 0], [0, 1], [1, 0]])
    np.testing.assert_array_equal(found.sparse_values[0], [1, 2, 3])
    np.testing.assert_array_equal(found.sparse_shapes[0], [2, 2])
    np.testing.assert_array_equal(found.dense_values[0], [[1.5], [3.5]])
    np.testing.assert_array_equal(found.dense_values[1], [[7], [7]])


@pytest.mark.covers("ParseSingleExample")
def test_a_single_example() -> None:
    found = tf.raw_ops.ParseSingleExample(
        serialized=_example(1, 2),
        num_sparse=1,
        sparse_keys=["a"],
        dense_keys=["b", "c"],
        dense_defaults=_DEFAULTS,
        **_KINDS,
    )
    np.testing.assert_array_equal(found.sparse_indices[0], [[0], [1]])
    np.testing.assert_array_equal(found.dense_values[0], [1.5])


_ATTRS = {
    "context_sparse_types": [tf.int64],
    "feature_list_dense_types": [tf.int64, tf.float32],
    "context_dense_shapes": [[1]],
    "feature_list_sparse_types": [tf.int64],
    "feature_list_dense_shapes": [[2], []],
}
_KEYS = {
    "context_sparse_keys": ["w"],
    "context_dense_keys": ["k"],
    "feature_list_sparse_keys": ["m"],
    "feature_list_dense_keys": ["l", "z"],
}
_NONE = [tf.constant([], tf.int64)]


@pytest.mark.covers("ParseSequenceExample")
def test_many_sequences() -> None:
    found = tf.raw_ops.ParseSequenceExample(
        serialized=[_sequence(1), _sequence(3)],
        debug_name=[],
        context_dense_defaults=_NONE,
        feature_list_dense_missing_assumed_empty=["z"],
        Ncontext_sparse=1,
        Ncontext_dense=1,
        Nfeature_list_sparse=1,
        Nfeature_list_dense=2,
        **_KEYS,
        **_ATTRS,
    )
    np.testing.assert_array_equal(found.context_dense_values[0], [[1], [3]])
    np.testing.assert_array_equal(found.context_sparse_values[0], [9, 9])
    assert found.feature_list_dense_values[0].shape == (2, 3, 2)
    np.testing.assert_array_equal(found.feature_list_dense_lengths[0], [1, 3])
    np.testing.assert_array_equal(found.feature_list_dense_lengths[1], [0, 0])


def _single(**changed: Any) -> Any:
    return tf.raw_ops.ParseSingleSequenceExample(
        serialized=_sequence(3),
        debug_name="",
        context_dense_defaults=_NONE,
        **{
            "feature_list_dense_missing_assumed_empty": ["z"],
            **_KEYS,
            **_ATTRS,
            **changed,
        },
    )


@pytest.mark.covers("ParseSingleSequenceExample")
def test_a_single_sequence() -> None:
    found = _single()
    np.testing.assert_array_equal(found.context_dense_values[0], [3])
    np.testing.assert_array_equal(
        found.feature_list_dense_values[0], [[0, 0], [1, 1], [2, 2]]
    )
    with pytest.raises(errors.InvalidArgumentError):
        _single(context_dense_keys=["missing"])
    with pytest.raises(errors.InvalidArgumentError, match="'z' is required"):
        _single(feature_list_dense_missing_assumed_empty=[])
