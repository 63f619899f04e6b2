"""Arithmetic of two tensors."""

import numpy as np
import pytest

from tensorbrook._src.core import errors
from tensorbrook._src.ops import binary
from tests.ops.driver import Sample, check

SAMPLES = [
    Sample(
        "Add",
        [[[1.3, -0.7], [2.4, 0.6]], [0.8, -1.6]],
        dtypes="float32 float64 half bfloat16",
    ),
    Sample(
        "AddV2",
        [[[1.3, -0.7], [2.4, 0.6]], [0.8, -1.6]],
        dtypes="float32 float64 half bfloat16",
    ),
    Sample(
        "Sub",
        [[[1.3, -0.7], [2.4, 0.6]], [0.8, -1.6]],
        dtypes="float32 float64 half bfloat16",
    ),
    Sample(
        "Mul",
        [[[1.3, -0.7], [2.4, 0.6]], [0.8, -1.6]],
        dtypes="float32 float64 half bfloat16",
    ),
    Sample(
        "RealDiv",
        [[[1.3, -0.7], [2.4, 0.6]], [0.8, -1.6]],
        dtypes="float32 float64 half bfloat16",
    ),
    Sample(
        "Div",
        [[[1.3, -0.7], [2.4, 0.6]], [0.8, -1.6]],
        dtypes="float32 float64 half bfloat16",
    ),
    Sample(
        "Maximum",
        [[[1.3, -0.7], [2.4, 0.6]], [0.8, -1.6]],
        dtypes="float32 float64 half bfloat16",
    ),
    Sample(
        "Minimum",
        [[[1.3, -0.7], [2.4, 0.6]], [0.8, -1.6]],
        dtypes="float32 float64 half bfloat16",
    ),
    Sample(
        "SquaredDifference",
        [[[1.3, -0.7], [2.4, 0.6]], [0.8, -1.6]],
        dtypes="float32 float64 half bfloat16",
    ),
    Sample(
        "DivNoNan",
        [[[1.3, -0.7], [2.4, 0.6]], [0.8, -1.6]],
        dtypes="float32 float64 half bfloat16",
    ),
    Sample(
        "MulNoNan",
        [[[1.3, -0.7], [2.4, 0.6]], [0.8, -1.6]],
        dtypes="float32 float64 half bfloat16",
    ),
    Sample(
        "Xdivy",
        [[[1.3, -0.7], [2.4, 0.6]], [0.8, -1.6]],
        dtypes="float32 float64 half bfloat16",
    ),
    Sample(
        "FloorDiv",
        [[[1.3, -0.7], [2.5, 0.6]], [0.8, -1.6]],
        refused="complex64 complex128",
        dtypes="float32 float64 half bfloat16",
    ),
    Sample(
        "FloorMod",
        [[[1.3, -0.7], [2.5, 0.6]], [0.8, -1.6]],
        dtypes="float32 float64 half bfloat16",
    ),
    Sample(
        "TruncateMod",
        [[[1.3, -0.7], [2.5, 0.6]], [0.8, -1.6]],
        dtypes="float32 float64 half bfloat16",
    ),
    Sample(
        "Mod",
        [[[1.3, -0.7], [2.5, 0.6]], [0.8, -1.6]],
        dtypes="float32 float64 half bfloat16",
    ),
    Sample(
        "Pow",
        [[[1.3, 0.7], [2.4, 0.6]], [0.8, 1.6]],
        dtypes="float32 float64 half bfloat16",
        orders=2,
    ),
    Sample(
        "Xlogy",
        [[[1.3, 0.7], [2.4, 0.6]], [0.8, 1.6]],
        dtypes="float32 float64 half bfloat16",
        orders=2,
    ),
    Sample(
        "Xlog1py",
        [[[1.3, 0.7], [2.4, 0.6]], [0.8, 1.6]],
        dtypes="float32 float64 half bfloat16",
        orders=2,
    ),
    Sample(
        "AddV2",
        [[[7, -7], [5, 1]], [2, 3]],
        dtypes="int32 int64",
        expected=[[9, -4], [7, 4]],
    ),
    Sample(
        "Sub",
        [[[7, -7], [5, 1]], [2, 3]],
        dtypes="int32 int64",
        expected=[[5, -10], [3, -2]],
    ),
    Sample(
        "Mul",
        [[[7, -7], [5, 1]], [2, 3]],
        dtypes="int32 int64",
        expected=[[14, -21], [10, 3]],
    ),
    Sample(
        "FloorDiv",
        [[[7, -7], [5, 1]], [2, 3]],
        dtypes="int32 int64",
        expected=[[3, -3], [2, 0]],
    ),
    Sample(
        "FloorMod",
        [[[7, -7], [5, 1]], [2, 3]],
        dtypes="int32 int64",
        expected=[[1, 2], [1, 1]],
    ),
    Sample(
        "TruncateDiv",
        [[[7, -7], [5, 1]], [2, 3]],
        dtypes="int32 int64",
        expected=[[3, -2], [2, 0]],
    ),
    Sample(
        "TruncateMod",
        [[[7, -7], [5, 1]], [2, 3]],
        dtypes="int32 int64",
        expected=[[1, -1], [1, 1]],
    ),
    Sample(
        "Pow",
        [[[7, -7], [5, 1]], [2, 3]],
        dtypes="int32 int64",
        orders=0,
        expected=[[49, -343], [25, 1]],
    ),
    Sample("NextAfter", [[1.0], [2.0]], dtypes="float32 float64"),
    Sample("Add", [[b"a", b"b"], b"c"], dtypes="", expected=[b"ac", b"bc"]),
    Sample(
        "MulNoNan",
        [[float("inf"), 2.0], [0.0, 3.0]],
        dtypes="float32 float64",
        orders=0,
        expected=[0.0, 6.0],
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


@pytest.mark.parametrize(
    "function", [binary.floordiv, binary.floormod, binary.truncatediv]
)
def test_integers_are_not_divided_by_zero(function) -> None:
    with pytest.raises(errors.InvalidArgumentError, match="Integer division by zero"):
        function([1, 2], [1, 0])


def test_integers_have_no_negative_powers() -> None:
    with pytest.raises(errors.InvalidArgumentError, match="negative integer powers"):
        binary.pow([2], [-1])


def test_quotient_of_integers_is_a_float() -> None:
    quotient = binary.truediv([7, 1], 2)
    assert quotient.dtype.name == "float64"
    np.testing.assert_array_equal(quotient, [3.5, 0.5])


def test_shapes_that_do_not_fit_are_named() -> None:
    with pytest.raises(errors.InvalidArgumentError, match="Incompatible shapes"):
        binary.add(np.ones(2), np.ones(3))
