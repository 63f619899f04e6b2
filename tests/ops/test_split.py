"""Cutting a tensor into parts."""

import pytest

from tests.ops.driver import Sample, check, wave

SAMPLES = [
    Sample("Split", [1, wave(2, 4)], {"num_split": 2}, expected=wave(2, 4)[:, :2]),
    Sample("SplitV", [wave(5), [2, -1], 0], {"num_split": 2}, expected=wave(5)[:2]),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.op_name)
def test_records(sample: Sample) -> None:
    check(sample)
