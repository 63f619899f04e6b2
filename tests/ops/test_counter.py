"""A variable that counts until a limit."""

import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check

SAMPLES = [
    Sample(
        "ResourceCountUpTo",
        [tf.Variable(3, dtype=tf.int32).handle],
        {"limit": 10**6, "T": tf.int32},
    )
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.op_name)
def test_records(sample):
    check(sample)


def test_it_fails_at_the_limit_and_leaves_the_value():
    v = tf.compat.v1.Variable(0)
    assert [int(tf.compat.v1.count_up_to(v, 2)) for _ in range(2)] == [0, 1]
    with pytest.raises(tf.errors.OutOfRangeError, match="limit of 2"):
        tf.compat.v1.count_up_to(v, 2)
    assert int(v) == 2
