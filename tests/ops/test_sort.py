"""Order among numbers: extremes, places, the unlike."""

import numpy as np
import pytest

from tests.ops.driver import Sample, check, wave

_REFUSED = "complex128"
SAMPLES = [
    Sample("ArgMax", [[[3, 1, 3], [4, 5, 9]], 1], expected=[0, 2]),
    Sample("ArgMax", [wave(2, 3, 2), -2], {"output_type": "int32"}),
    Sample("ArgMax", [np.array([[1, np.nan, 2], [np.nan] * 3]), 1], expected=[2, 0]),
    Sample("ArgMin", [[[3, 1, 3], [4, 1, 9]], 0], expected=[0, 0, 0]),
    Sample("InvertPermutation", [[2, 0, 1]], expected=[1, 2, 0]),
    Sample(
        "LowerBound",
        [[[1, 3, 3, 7]], [[0, 3, 8]]],
        expected=[[0, 1, 4]],
        refused=_REFUSED,
    ),
    Sample(
        "UpperBound",
        [[[1, 3, 3, 7]], [[0, 3, 8]]],
        expected=[[0, 3, 4]],
        refused=_REFUSED,
    ),
    Sample(
        "TopKV2", [[[1.0, 4.0, 3.0], [2.0, 2.5, 1.0]], 2], expected=[[4, 3], [2.5, 2]]
    ),
    Sample("TopKV2", [wave(7), 3], {"sorted": False}),
    Sample("Unique", [[7, 2, 7, 1]], expected=[7, 2, 1]),
    Sample("UniqueWithCounts", [[7, 2, 7, 1]], expected=[7, 2, 1]),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.op_name)
def test_records(sample: Sample) -> None:
    check(sample)
