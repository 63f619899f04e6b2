"""Element-wise functions of one tensor."""

import numpy as np
import pytest

from tests.ops.driver import Sample, check

SAMPLES = [
    Sample("Exp", [[0.3, 0.7, 1.4]], dtypes="float32 float64 half bfloat16"),
    Sample("Expm1", [[0.3, 0.7, 1.4]], dtypes="float32 float64 half bfloat16"),
    Sample("Log", [[0.3, 0.7, 1.4]], dtypes="float32 float64 half bfloat16"),
    Sample("Log1p", [[0.3, 0.7, 1.4]], dtypes="float32 float64 half bfloat16"),
    Sample("Sqrt", [[0.3, 0.7, 1.4]], dtypes="float32 float64 half bfloat16"),
    Sample("Rsqrt", [[0.3, 0.7, 1.4]], dtypes="float32 float64 half bfloat16"),
    Sample("Reciprocal", [[0.3, 0.7, 1.4]], dtypes="float32 float64 half bfloat16"),
    Sample("Inv", [[0.3, 0.7, 1.4]], dtypes="float32 float64 half bfloat16"),
    Sample("Sigmoid", [[0.3, 0.7, 1.4]], dtypes="float32 float64 half bfloat16"),
    Sample("Tanh", [[0.3, 0.7, 1.4]], dtypes="float32 float64 half bfloat16"),
    Sample("Square", [[0.3, 0.7, 1.4]], dtypes="float32 float64 half bfloat16"),
    Sample("Abs", [[0.3, 0.7, 1.4]], dtypes="float32 float64 half bfloat16"),
    Sample("Neg", [[0.3, 0.7, 1.4]], dtypes="float32 float64 half bfloat16"),
    Sample("Sign", [[-1.3, 0.4, 2.6]], dtypes="float32 float64 half bfloat16"),
    Sample("Floor", [[-1.3, 0.4, 2.6]], dtypes="float32 float64 half bfloat16"),
    Sample("Ceil", [[-1.3, 0.4, 2.6]], dtypes="float32 float64 half bfloat16"),
    Sample("Rint", [[-1.3, 0.4, 2.6]], dtypes="float32 float64 half bfloat16"),
    Sample("Round", [[-1.3, 0.4, 2.6]], dtypes="float32 float64 half bfloat16"),
    Sample(
        "IsNan",
        [[1.0, float("inf"), float("nan")]],
        dtypes="float32 float64 half bfloat16",
        orders=0,
    ),
    Sample(
        "IsInf",
        [[1.0, float("inf"), float("nan")]],
        dtypes="float32 float64 half bfloat16",
        orders=0,
    ),
    Sample(
        "IsFinite",
        [[1.0, float("inf"), float("nan")]],
        dtypes="float32 float64 half bfloat16",
        orders=0,
    ),
    Sample(
        "TanhGrad", [[0.3, 0.7], [1.5, -0.4]], dtypes="float32 float64 half bfloat16"
    ),
    Sample(
        "SigmoidGrad", [[0.3, 0.7], [1.5, -0.4]], dtypes="float32 float64 half bfloat16"
    ),
    Sample(
        "SqrtGrad", [[0.3, 0.7], [1.5, -0.4]], dtypes="float32 float64 half bfloat16"
    ),
    Sample(
        "RsqrtGrad", [[0.3, 0.7], [1.5, -0.4]], dtypes="float32 float64 half bfloat16"
    ),
    Sample(
        "ReciprocalGrad",
        [[0.3, 0.7], [1.5, -0.4]],
        dtypes="float32 float64 half bfloat16",
    ),
    Sample(
        "InvGrad", [[0.3, 0.7], [1.5, -0.4]], dtypes="float32 float64 half bfloat16"
    ),
    Sample("Abs", [[-3, 4]], dtypes="int8 int32 int64", expected=[3, 4]),
    Sample("Square", [[-3, 4]], dtypes="int32 int64", expected=[9, 16]),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


def test_integer_reciprocal_of_zero_is_an_error() -> None:
    with pytest.raises(Exception, match="Integer division by zero"):
        check(Sample("Reciprocal", [np.array([0, 1], np.int32)], orders=0))


@pytest.mark.parametrize("name", ["SqrtGrad", "RsqrtGrad", "ReciprocalGrad"])
def test_no_gradient_stays_none_where_the_slope_is_infinite(name) -> None:
    check(Sample(name, [[0.0, np.inf], [0.0, 0.0]], orders=0, expected=[0.0, 0.0]))
