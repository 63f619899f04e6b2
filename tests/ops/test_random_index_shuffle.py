"""Places in a shuffled sequence: TensorFlow's own numbers."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.core import errors
from tests.ops.driver import Sample, check

SAMPLES = [
    Sample(
        "RandomIndexShuffle",
        [np.int32([0, 1, 2, 5, 9]), np.int32([1, 2, 3]), np.int32(65535)],
        expected=[7886, 23762, 39666, 22922, 18216],
    ),
    Sample(
        "RandomIndexShuffle",
        [np.int64([0, 5, 9]), np.int32([1, 2, 3]), np.int64(2**40)],
        attrs={"rounds": 24},
        expected=[400019966377, 328066500799, 1082344294846],
    ),
    Sample(
        "RandomIndexShuffle",
        [np.int32(3), np.int64([[1, 2, 3], [4, 5, 6]]), np.int32([9, 19])],
        expected=[4, 19],
    ),
]


@pytest.mark.parametrize("sample", SAMPLES)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


def test_every_place_comes_once() -> None:
    found = tf.random.experimental.index_shuffle(tf.range(100), [3, 4], 99)
    assert sorted(found.numpy()) == list(range(100))
    assert found.numpy().tolist() != list(range(100))


def test_an_index_outside_is_refused() -> None:
    with pytest.raises(errors.InvalidArgumentError, match="max_index"):
        tf.random_index_shuffle(3, [1, 2, 3], 1)
