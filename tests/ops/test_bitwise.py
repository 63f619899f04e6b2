"""Bits of integers."""

import pytest

from tests.ops.driver import Sample, check

SAMPLES = [
    Sample(
        "BitwiseAnd",
        [[6, 5, 12], 3],
        dtypes="int8 int16 int32 int64 uint8 uint16 uint32 uint64",
    ),
    Sample(
        "BitwiseOr",
        [[6, 5, 12], 3],
        dtypes="int8 int16 int32 int64 uint8 uint16 uint32 uint64",
    ),
    Sample(
        "BitwiseXor",
        [[6, 5, 12], 3],
        dtypes="int8 int16 int32 int64 uint8 uint16 uint32 uint64",
    ),
    Sample(
        "LeftShift",
        [[6, 5, 12], 3],
        dtypes="int8 int16 int32 int64 uint8 uint16 uint32 uint64",
    ),
    Sample(
        "RightShift",
        [[6, 5, 12], 3],
        dtypes="int8 int16 int32 int64 uint8 uint16 uint32 uint64",
    ),
    Sample("Invert", [[0, 5]], dtypes="int8 int32 uint8"),
    Sample(
        "PopulationCount",
        [[0, 5, 255]],
        dtypes="int16 int32 uint16",
        expected=[0, 2, 8],
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)
