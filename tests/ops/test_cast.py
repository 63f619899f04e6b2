"""Changing element types."""

import numpy as np
import pytest

from tensorbrook._src.ops import cast
from tests.ops.driver import Sample, check

SAMPLES = [
    Sample(
        "Cast",
        [[0.0, 1.5, 2.5]],
        dtypes="float32 float64",
        attrs={"DstT": "int32"},
        refused="string",
    ),
    Sample(
        "Cast", [[0.0, 1.5, 2.5]], dtypes="float32 float64", attrs={"DstT": "float64"}
    ),
    Sample("Cast", [[0.0, 1.5, 2.5]], dtypes="float32 float64", attrs={"DstT": "half"}),
    Sample("Cast", [[0.0, 1.5, 2.5]], dtypes="float32 float64", attrs={"DstT": "bool"}),
    Sample(
        "Cast", [[0.0, 1.5, 2.5]], dtypes="float32 float64", attrs={"DstT": "complex64"}
    ),
    Sample(
        "Cast",
        [[-1, 300]],
        dtypes="int32 int64",
        attrs={"DstT": "uint8"},
        expected=[255, 44],
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


@pytest.mark.parametrize(
    ("value", "dtype", "expected"),
    [
        ([-3, 300], "uint8", [0, 255]),
        ([1e20, -1e20], "int32", [2147483520, -2147483648]),
        ([70000.0], "int16", [32767]),
    ],
)
def test_saturate_cast_stays_in_range(value, dtype, expected) -> None:
    np.testing.assert_array_equal(cast.saturate_cast(value, dtype), expected)
