"""Segments of rows that are looked up."""

import pytest

from tensorbrook._src.core import errors
from tensorbrook._src.ops import sparse_segment
from tests.ops.driver import Sample, check

TABLE = [[1.3, -0.7], [2.4, 0.6], [0.5, 1.9]]
SAMPLES = [
    Sample("SparseSegmentSum", [TABLE, [0, 2, 1], [0, 0, 1]], dtypes="float32 float64"),
    Sample(
        "SparseSegmentSumWithNumSegments",
        [TABLE, [0, 2, 1], [0, 0, 1], 3],
        dtypes="float32 float64",
    ),
    Sample(
        "SparseSegmentMean", [TABLE, [0, 2, 1], [0, 0, 1]], dtypes="float32 float64"
    ),
    Sample(
        "SparseSegmentMeanWithNumSegments",
        [TABLE, [0, 2, 1], [0, 0, 1], 3],
        dtypes="float32 float64",
    ),
    Sample(
        "SparseSegmentSqrtN", [TABLE, [0, 2, 1], [0, 0, 1]], dtypes="float32 float64"
    ),
    Sample(
        "SparseSegmentSqrtNWithNumSegments",
        [TABLE, [0, 2, 1], [0, 0, 1], 3],
        dtypes="float32 float64",
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


def test_rows_have_to_exist() -> None:
    with pytest.raises(errors.InvalidArgumentError, match="out of range"):
        sparse_segment.sparse_segment_sum(TABLE, [5], [0])
