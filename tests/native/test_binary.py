"""Element-wise kernels of two tensors, selection and conversion."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

FUNCTIONS: dict[str, Any] = {
    "AddV2": np.add,
    "Sub": np.subtract,
    "Mul": np.multiply,
    "RealDiv": np.divide,
    "Maximum": np.maximum,
    "Minimum": np.minimum,
    "SquaredDifference": lambda x, y: (x - y) ** 2,
    "FloorDiv": lambda x, y: np.floor(x / y).astype(x.dtype),
    "FloorMod": np.mod,
    "Pow": lambda x, y: np.power(np.abs(x), y),
    "Atan2": np.arctan2,
    "Equal": np.equal,
    "NotEqual": np.not_equal,
    "Less": np.less,
    "LessEqual": np.less_equal,
    "Greater": np.greater,
    "GreaterEqual": np.greater_equal,
}
SHAPES = [
    ((), ()),
    ((2, 3), (2, 3)),
    ((2, 3), ()),
    ((), (4,)),
    ((5, 4), (4,)),
    ((5, 1), (1, 4)),
    ((2, 1, 3), (4, 1)),
    ((3, 1, 2, 1, 2), (1, 4, 1, 3, 1)),
    ((0, 3), (3,)),
    ((64, 100, 9), (100, 1)),
]


@pytest.mark.parametrize("shapes", SHAPES, ids=str)
@pytest.mark.parametrize("op", sorted(FUNCTIONS))
def test_function_broadcasts_as_numpy(run: Any, op: str, shapes: Any) -> None:
    rng = np.random.default_rng(5)
    x, y = (np.round(rng.normal(size=s) * 3, 1).astype(np.float32) for s in shapes)
    if op in ("RealDiv", "FloorDiv", "FloorMod"):
        y = np.where(y == 0, np.float32(1.3), y)
    if op == "Pow":
        x = np.abs(x) + np.float32(0.1)
    expected = FUNCTIONS[op](x, y)
    (result,) = run(op, x, y)
    assert result.dtype == expected.dtype
    assert result.shape == expected.shape
    np.testing.assert_allclose(result, expected, rtol=3e-6, atol=3e-7)


@pytest.mark.parametrize("dtype", [np.int32, np.int64, np.uint8, np.int8])
@pytest.mark.parametrize(
    "op", ["AddV2", "Mul", "FloorDiv", "Maximum", "Less", "BitwiseAnd"]
)
def test_integers_match_numpy(run: Any, op: str, dtype: Any) -> None:
    x = np.array([7, 1, 100, 3, 9], dtype)
    y = np.array([2, 5, 3, 3, 4], dtype)
    function = np.bitwise_and if op == "BitwiseAnd" else FUNCTIONS[op]
    expected = function(x, y)
    np.testing.assert_array_equal(run(op, x, y)[0], expected)


def test_floor_division_rounds_down_for_negative_integers(run: Any) -> None:
    x = np.array([7, -7, 7, -7], np.int32)
    y = np.array([2, 2, -2, -2], np.int32)
    np.testing.assert_array_equal(run("FloorDiv", x, y)[0], x // y)
    np.testing.assert_array_equal(run("FloorMod", x, y)[0], x % y)


@pytest.mark.parametrize("op", ["FloorDiv", "FloorMod", "Div", "TruncateDiv"])
def test_integer_division_by_zero_is_not_handled(run: Any, op: str) -> None:
    assert run(op, np.array([1, 2], np.int32), np.array([1, 0], np.int32)) is None


def test_negative_integer_power_is_not_handled(run: Any) -> None:
    assert run("Pow", np.array([2], np.int64), np.array([-1], np.int64)) is None


def test_shapes_that_do_not_fit_are_not_handled(run: Any) -> None:
    assert run("AddV2", np.ones((2, 3), np.float32), np.ones(2, np.float32)) is None


def test_pow_follows_numpy_on_special_values(run: Any) -> None:
    edge = np.array(
        [0, -0.0, 1, -1, 2, -2, 0.5, -3, np.inf, -np.inf, np.nan], np.float32
    )
    x, y = (a.ravel() for a in np.meshgrid(edge, edge))
    with np.errstate(all="ignore"):
        expected = np.power(x, y)
    (result,) = run("Pow", x, y)
    np.testing.assert_allclose(result, expected, rtol=1e-6)
    np.testing.assert_array_equal(
        np.signbit(result[result == 0]), np.signbit(expected[expected == 0])
    )


def test_nan_wins_in_maximum(run: Any) -> None:
    x, y = np.array([np.nan, 1], np.float32), np.array([1, np.nan], np.float32)
    assert np.isnan(run("Maximum", x, y)[0]).all()
    assert np.isnan(run("Minimum", x, y)[0]).all()


def test_select_broadcasts_all_three(run: Any) -> None:
    c = np.array([[True], [False]])
    t, e = np.arange(3, dtype=np.float32), np.float32(9)
    np.testing.assert_array_equal(run("SelectV2", c, t, e)[0], np.where(c, t, e))
    c1 = np.array([True, False])
    t1, e1 = np.ones((2, 3), np.float32), np.zeros((2, 3), np.float32)
    np.testing.assert_array_equal(
        run("Select", c1, t1, e1)[0], np.where(c1[:, None], t1, e1)
    )


def test_add_n_sums_all(run: Any) -> None:
    arrays = [np.full((3, 700), k, np.float32) for k in range(4)]
    np.testing.assert_array_equal(
        run("AddN", *arrays)[0], np.full((3, 700), 6, np.float32)
    )


@pytest.mark.parametrize(
    "target", ["float32", "float64", "float16", "bfloat16", "int32", "int64", "bool"]
)
@pytest.mark.parametrize(
    "source", ["float32", "float64", "int32", "int64", "uint8", "bool"]
)
def test_cast_matches_numpy(run: Any, source: str, target: str) -> None:
    from tensorbrook._src.core import dtypes

    x = np.array([0, 1, 2.6, 100]).astype(source)
    wanted = dtypes.as_dtype(target)
    (result,) = run("Cast", x, DstT=wanted, SrcT=dtypes.as_dtype(source))
    expected = x.astype(wanted.as_numpy_dtype)
    assert result.dtype == expected.dtype
    np.testing.assert_array_equal(result, expected)
