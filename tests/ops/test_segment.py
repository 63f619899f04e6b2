"""Segments."""

import pytest

import tensorbrook as tf
from tensorbrook._src.core import errors
from tensorbrook._src.ops import segment
from tests.ops.driver import Sample, check

SAMPLES = [
    Sample(
        "SegmentSum",
        [[[1.3, -0.7], [2.4, 0.6], [0.5, 1.9]], [0, 0, 2]],
        dtypes="float32 float64 half bfloat16",
    ),
    Sample(
        "SegmentProd",
        [[[1.3, -0.7], [2.4, 0.6], [0.5, 1.9]], [0, 0, 2]],
        dtypes="float32 float64 half bfloat16",
    ),
    Sample(
        "SegmentMax",
        [[[1.3, -0.7], [2.4, 0.6], [0.5, 1.9]], [0, 0, 2]],
        dtypes="float32 float64 half bfloat16",
    ),
    Sample(
        "SegmentMin",
        [[[1.3, -0.7], [2.4, 0.6], [0.5, 1.9]], [0, 0, 2]],
        dtypes="float32 float64 half bfloat16",
    ),
    Sample(
        "SegmentMean",
        [[[1.3, -0.7], [2.4, 0.6], [0.5, 1.9]], [0, 0, 2]],
        dtypes="float32 float64 half bfloat16",
    ),
    Sample(
        "UnsortedSegmentSum",
        [[[1.3, -0.7], [2.4, 0.6], [0.5, 1.9]], [1, 0, 1], 2],
        dtypes="float32 float64 half bfloat16",
    ),
    Sample(
        "UnsortedSegmentProd",
        [[[1.3, -0.7], [2.4, 0.6], [0.5, 1.9]], [1, 0, 1], 2],
        dtypes="float32 float64 half bfloat16",
    ),
    Sample(
        "UnsortedSegmentMax",
        [[[1.3, -0.7], [2.4, 0.6], [0.5, 1.9]], [1, 0, 1], 2],
        dtypes="float32 float64 half bfloat16",
    ),
    Sample(
        "UnsortedSegmentMin",
        [[[1.3, -0.7], [2.4, 0.6], [0.5, 1.9]], [1, 0, 1], 2],
        dtypes="float32 float64 half bfloat16",
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


def test_ids_must_not_fall() -> None:
    with pytest.raises(errors.InvalidArgumentError, match="not increasing"):
        segment.segment_sum([1.0, 2.0], [1, 0])


def test_ids_must_be_below_the_number_of_segments() -> None:
    with pytest.raises(errors.InvalidArgumentError, match="out of range"):
        segment.unsorted_segment_sum([1.0, 2.0], [0, 5], 2)


def test_rows_without_elements() -> None:
    rows = tf.zeros([2, 0, 3])
    assert segment.unsorted_segment_sum(rows, [1, 3], 4).shape == (4, 0, 3)
    assert segment.segment_max(rows, [0, 0]).shape == (1, 0, 3)
