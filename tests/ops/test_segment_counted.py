"""Segments whose number is given."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.core import errors
from tests.ops.driver import Sample, check

_IDS = np.int32([0, 2, 2, 7])
_LARGEST = float(np.finfo(np.float32).max)


def _counted(name: str, *expected: float) -> Sample:
    return Sample(
        name,
        [[1.0, 2, 3, 4], _IDS, np.int32(4)],
        dtypes="float32",
        expected=expected,
        static=(2,),
    )


def _rows(name: str, first: list[float]) -> Sample:
    return Sample(
        name,
        [
            np.float32([[1, 2], [3, 4], [5, 6]]),
            np.int32([0, 3, 1, 3, 7]),
            np.int32([0, 0, 1, 1, 2]),
            np.int32(8),
        ],
        expected=[first, *_ROWS[name]],
    )


_ROWS = {
    "SparseSegmentSumGradV2": [[3, 4], [4, 6], [5, 6]],
    "SparseSegmentMeanGradV2": [[1.5, 2], [2, 3], [5, 6]],
    "SparseSegmentSqrtNGradV2": [[2.1213203, 2.828427], [2.828427, 4.2426405], [5, 6]],
}

SAMPLES = [
    _counted("SegmentSumV2", 1, 0, 5, 0),
    _counted("SegmentProdV2", 1, 1, 6, 1),
    _counted("SegmentMaxV2", 1, -_LARGEST, 3, -_LARGEST),
    _counted("SegmentMinV2", 1, _LARGEST, 2, _LARGEST),
    _rows("SparseSegmentSumGradV2", [1, 2]),
    _rows("SparseSegmentMeanGradV2", [0.5, 1]),
    _rows("SparseSegmentSqrtNGradV2", [0.70710677, 1.4142135]),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


def test_rows_outside_are_refused() -> None:
    with pytest.raises(errors.InvalidArgumentError, match=r"Index 7 .*\[0, 5\)"):
        tf.raw_ops.SparseSegmentSumGradV2(
            grad=[[1.0]], indices=[7], segment_ids=[0], dense_output_dim0=5
        )
