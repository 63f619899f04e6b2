"""Parts of tensors."""

import pytest

from tests.ops.driver import Sample, check, wave

_X = wave(3, 4, 2)
_MASKS = {"begin_mask": 1, "shrink_axis_mask": 4, "new_axis_mask": 2}
SAMPLES = [
    Sample("Slice", [_X, [1, 0, 1], [2, -1, 1]], expected=_X[1:3, :, 1:2]),
    Sample("StridedSlice", [_X, [2, 1], [0, 4], [-1, 2]], expected=_X[2:0:-1, 1:4:2]),
    Sample("StridedSlice", [_X, [9, 0, 3], [2, 0, 4], [1, 1, 1]], _MASKS),
    Sample(
        "StridedSliceGrad",
        [[3, 4], [2, 1], [0, 4], [-1, 2], wave(2, 2)],
        static=(1, 2, 3),
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.op_name)
def test_records(sample: Sample) -> None:
    check(sample)
