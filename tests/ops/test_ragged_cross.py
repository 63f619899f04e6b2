"""Crosses of features."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check

_ATTRS = {
    "input_order": "RD",
    "hashed_output": False,
    "num_buckets": 0,
    "hash_key": 1,
    "out_values_type": tf.string,
    "out_row_splits_type": tf.int64,
}

SAMPLES = [
    Sample(
        "RaggedCross",
        [
            [np.array([b"a", b"b", b"c"], object)],
            [np.array([0, 1, 3])],
            [],
            [],
            [],
            [np.array([[7], [8]])],
        ],
        _ATTRS,
        expected=[b"a_X_7", b"b_X_8", b"c_X_8"],
        refused="out_values_type:int64",
    )
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


def test_all_kinds_of_inputs_can_be_crossed() -> None:
    ragged = tf.ragged.constant([["a", "b"], ["c"]])
    sparse = tf.SparseTensor([[0, 0], [0, 1], [1, 0]], ["x", "y", "z"], [2, 2])
    found = tf.ragged.cross([ragged, sparse])
    assert found.to_list() == [
        [b"a_X_x", b"a_X_y", b"b_X_x", b"b_X_y"],
        [b"c_X_z"],
    ]


def test_hashes_are_those_of_tensorflow() -> None:
    ragged = tf.ragged.constant([[1], [2, 3]], dtype=tf.int64)
    assert tf.ragged.cross_hashed([ragged]).to_list() == [
        [5199413699614396413],
        [5167850198417433268, 1424184489956106035],
    ]
    words = [tf.ragged.constant([["a"], ["b", "c"]]), [["d"], ["e"]]]
    hashed = tf.ragged.cross_hashed(words, num_buckets=100)
    assert hashed.to_list() == [[82], [61, 41]]


def test_inputs_of_another_rank_are_named() -> None:
    with pytest.raises(ValueError, match="rank 2"):
        tf.ragged.cross([["a"]])
