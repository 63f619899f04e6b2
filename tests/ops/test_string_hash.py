"""Strings as numbers of buckets; the numbers were recorded from TensorFlow 2.21."""

import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check

SAMPLES = [
    Sample("StringToHashBucket", [["a", "b"]], {"num_buckets": 10}, expected=[8, 0]),
    Sample(
        "StringToHashBucketFast", [["a", "b"]], {"num_buckets": 10}, expected=[9, 2]
    ),
    Sample(
        "StringToHashBucketStrong",
        [["a", "b"]],
        {"num_buckets": 3, "key": [1, 2]},
        expected=[2, 1],
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


def test_a_key_has_two_words() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="two integers"):
        tf.strings.to_hash_bucket_strong("a", 3, [1])
