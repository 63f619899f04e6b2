"""Trigonometric functions."""

import pytest

from tests.ops.driver import Sample, check

SAMPLES = [
    Sample("Sin", [[-0.6, 0.2, 0.7]], dtypes="float32 float64 half bfloat16"),
    Sample("Cos", [[-0.6, 0.2, 0.7]], dtypes="float32 float64 half bfloat16"),
    Sample("Tan", [[-0.6, 0.2, 0.7]], dtypes="float32 float64 half bfloat16"),
    Sample("Asin", [[-0.6, 0.2, 0.7]], dtypes="float32 float64 half bfloat16"),
    Sample("Acos", [[-0.6, 0.2, 0.7]], dtypes="float32 float64 half bfloat16"),
    Sample("Atan", [[-0.6, 0.2, 0.7]], dtypes="float32 float64 half bfloat16"),
    Sample("Sinh", [[-0.6, 0.2, 0.7]], dtypes="float32 float64 half bfloat16"),
    Sample("Cosh", [[-0.6, 0.2, 0.7]], dtypes="float32 float64 half bfloat16"),
    Sample("Asinh", [[-0.6, 0.2, 0.7]], dtypes="float32 float64 half bfloat16"),
    Sample("Atanh", [[-0.6, 0.2, 0.7]], dtypes="float32 float64 half bfloat16"),
    Sample("Acosh", [[1.3, 2.5]], dtypes="float32 float64 half bfloat16"),
    Sample(
        "Atan2", [[[0.4], [-0.8]], [0.5, -1.2]], dtypes="float32 float64 half bfloat16"
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)
