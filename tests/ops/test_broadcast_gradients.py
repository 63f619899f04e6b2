"""Undoing broadcasting."""

import pytest

from tests.ops.driver import Sample, check

SAMPLES = [
    Sample(
        "BroadcastGradientArgs", [[2, 1, 3], [3]], dtypes="int32 int64", expected=[1]
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)
