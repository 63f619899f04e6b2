"""Comparisons and logic."""

import pytest

from tests.ops.driver import Sample, check

SAMPLES = [
    Sample(
        "Less",
        [[1.0, 2.0, 3.0], 2.0],
        dtypes="float32 float64 half bfloat16 int32 int64",
    ),
    Sample(
        "LessEqual",
        [[1.0, 2.0, 3.0], 2.0],
        dtypes="float32 float64 half bfloat16 int32 int64",
    ),
    Sample(
        "Greater",
        [[1.0, 2.0, 3.0], 2.0],
        dtypes="float32 float64 half bfloat16 int32 int64",
    ),
    Sample(
        "GreaterEqual",
        [[1.0, 2.0, 3.0], 2.0],
        dtypes="float32 float64 half bfloat16 int32 int64",
    ),
    Sample(
        "Equal",
        [[1.0, 2.0, 3.0], 2.0],
        dtypes="float32 float64 half bfloat16 int32 int64",
    ),
    Sample(
        "NotEqual",
        [[1.0, 2.0, 3.0], 2.0],
        dtypes="float32 float64 half bfloat16 int32 int64",
    ),
    Sample("Equal", [[b"a", b"b"], b"b"], dtypes="", expected=[False, True]),
    Sample(
        "Equal",
        [[1.0, 2.0, 3.0], [1.0, 2.0]],
        dtypes="float32",
        attrs={"incompatible_shape_error": False},
        expected=False,
    ),
    Sample("LogicalAnd", [[True, True, False], [True, False, False]], dtypes=""),
    Sample("LogicalOr", [[True, True, False], [True, False, False]], dtypes=""),
    Sample("LogicalNot", [[True, False]], dtypes="", expected=[False, True]),
    Sample(
        "ApproximateEqual",
        [[1.0, 2.0], [1.05, 3.0]],
        dtypes="float32 float64",
        attrs={"tolerance": 0.1},
        expected=[True, False],
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)
