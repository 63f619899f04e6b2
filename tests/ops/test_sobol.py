"""Sobol sequences."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check

pytest.importorskip("scipy")

SAMPLES = [
    Sample("SobolSample", [np.int32(3), np.int32(4), np.int32(1)], static=(0, 1, 2)),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


def test_skipped_points_are_left_out() -> None:
    every = tf.math.sobol_sample(2, 7).numpy()
    np.testing.assert_array_equal(tf.math.sobol_sample(2, 3, skip=4), every[4:])
    assert tf.math.sobol_sample(2, 3, dtype=tf.float64).dtype == tf.float64


@pytest.mark.parametrize("numbers", [(0, 3, 0), (2, 0, 0), (2, 3, -1)])
def test_numbers_that_are_too_small_are_mistakes(numbers) -> None:
    with pytest.raises(tf.errors.InvalidArgumentError):
        tf.math.sobol_sample(*numbers)
