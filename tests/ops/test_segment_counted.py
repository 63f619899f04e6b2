"""Segments whose number is given."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.core import errors
from tests.ops.driver import Sample, check

_IDS = np.int32([0, 2, 2, 7])
_LARGEST = float(np.finfo(np.float32).max)


_DATA = [[1.0, 2, 3, 4], _IDS, np.int32(4)]
_COUNTED = {"dtypes": "float32", "static": (2,)}
_ROWS = [
    np.float32([[1, 2], [3, 4], [5, 6]]),
    np.int32([0, 3, 1, 3, 7]),
    np.int32([0, 0, 1, 1, 2]),
    np.int32(8),
]
_HALF = 2**-0.5

SAMPLES = [
    Sample("SegmentSumV2", _DATA, expected=[1, 0, 5, 0], **_COUNTED),
    Sample("SegmentProdV2", _DATA, expected=[1, 1, 6, 1], **_COUNTED),
    Sample("SegmentMaxV2", _DATA, expected=[1, -_LARGEST, 3, -_LARGEST], **_COUNTED),
    Sample("SegmentMinV2", _DATA, expected=[1, _LARGEST, 2, _LARGEST], **_COUNTED),
    Sample("SparseSegmentSumGradV2", _ROWS, expected=[[1, 2], [3, 4], [4, 6], [5, 6]]),
    Sample(
        "SparseSegmentMeanGradV2", _ROWS, expected=[[0.5, 1], [1.5, 2], [2, 3], [5, 6]]
    ),
    Sample(
        "SparseSegmentSqrtNGradV2",
        _ROWS,
        expected=[
            [_HALF, 2 * _HALF],
            [3 * _HALF, 4 * _HALF],
            [4 * _HALF, 6 * _HALF],
            [5, 6],
        ],
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


def test_rows_outside_are_refused() -> None:
    with pytest.raises(errors.InvalidArgumentError, match=r"Index 7 .*\[0, 5\)"):
        tf.raw_ops.SparseSegmentSumGradV2(
            grad=[[1.0]], indices=[7], segment_ids=[0], dense_output_dim0=5
        )
