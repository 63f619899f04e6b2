"""Reductions over all kinds of axes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

AXES: list[Any] = [(), (0,), (1,), (2,), (-1,), (0, 1), (0, 2), (1, 2), (0, 1, 2)]
FUNCTIONS: dict[str, Any] = {
    "Sum": np.sum,
    "Mean": np.mean,
    "Prod": np.prod,
    "Max": np.max,
    "Min": np.min,
}


@pytest.mark.parametrize("keep_dims", [False, True])
@pytest.mark.parametrize("axes", AXES, ids=str)
@pytest.mark.parametrize("op", sorted(FUNCTIONS))
def test_reduction_matches_numpy(run: Any, op: str, axes: Any, keep_dims: bool) -> None:
    x = np.random.default_rng(2).uniform(0.5, 1.5, size=(4, 5, 6)).astype(np.float32)
    expected = FUNCTIONS[op](x, axis=axes, keepdims=keep_dims)
    (result,) = run(op, x, np.array(axes, np.int32), keep_dims=keep_dims)
    assert result.shape == expected.shape
    np.testing.assert_allclose(result, expected, rtol=2e-6)


@pytest.mark.parametrize("axis", [0, 1])
@pytest.mark.parametrize("shape", [(3000, 70), (70, 3000), (1, 300_000), (300_000, 1)])
def test_long_sums_stay_sharp(run: Any, shape: Any, axis: int) -> None:
    x = np.random.default_rng(0).normal(size=shape).astype(np.float32) + 1
    expected = x.sum(axis, dtype=np.float64)
    (result,) = run("Sum", x, np.int32(axis))
    np.testing.assert_allclose(result, expected, rtol=1e-6)


def test_logical_reductions(run: Any) -> None:
    x = np.array([[True, False], [True, True]])
    np.testing.assert_array_equal(run("All", x, np.int32(1))[0], [False, True])
    np.testing.assert_array_equal(run("Any", x, np.array([0, 1], np.int32))[0], True)


def test_nan_is_the_maximum(run: Any) -> None:
    x = np.ones(100, np.float32)
    x[37] = np.nan
    assert np.isnan(run("Max", x, np.int32(0))[0])


@pytest.mark.parametrize("axis", [0, 1, -1])
@pytest.mark.parametrize("op", ["ArgMax", "ArgMin"])
def test_arg_extreme_takes_the_first(run: Any, op: str, axis: int) -> None:
    x = np.array([[1, 5, 5, 0], [3, 1, 1, 3], [0, 0, 0, 0]], np.float32)
    expected = (np.argmax if op == "ArgMax" else np.argmin)(x, axis)
    (result,) = run(op, x, np.int32(axis))
    assert result.dtype == np.int64
    np.testing.assert_array_equal(result, expected)


def test_wrong_axis_is_not_handled(run: Any) -> None:
    x = np.ones((2, 3), np.float32)
    assert run("Sum", x, np.int32(2)) is None
    assert run("Sum", x, np.array([0, 0], np.int32)) is None


def test_empty_inputs(run: Any) -> None:
    x = np.ones((0, 3), np.float32)
    np.testing.assert_array_equal(run("Sum", x, np.int32(0))[0], [0, 0, 0])
    assert run("Sum", x, np.int32(1))[0].shape == (0,)
    assert run("Mean", x, np.int32(0)) is None


def test_bias_gradient_is_a_sum_over_the_rest(run: Any) -> None:
    x = np.random.default_rng(0).normal(size=(3, 4, 5, 6)).astype(np.float32)
    np.testing.assert_allclose(
        run("BiasAddGrad", x)[0], x.sum((0, 1, 2)), rtol=1e-5, atol=1e-5
    )
    (result,) = run("BiasAddGrad", x, data_format="NCHW")
    np.testing.assert_allclose(result, x.sum((0, 2, 3)), rtol=1e-5, atol=1e-5)
    bias = np.arange(6, dtype=np.float32)
    np.testing.assert_array_equal(run("BiasAdd", x, bias)[0], x + bias)
    (result,) = run("BiasAdd", x, bias[:4], data_format="NCHW")
    np.testing.assert_array_equal(result, x + bias[:4, None, None])


@pytest.mark.parametrize(
    ("values", "smallest", "largest"),
    [
        ([np.nan, 1, 0], 2, 1),
        ([np.nan, np.nan], 0, 0),
        ([1, np.nan, 0], 2, 0),
        ([np.nan, -np.inf], 1, 0),
    ],
)
def test_nan_is_neither_the_largest_nor_the_smallest(
    run: Any, values: Any, smallest: int, largest: int
) -> None:
    x = np.array(values, np.float32)
    assert run("ArgMin", x, np.int32(0))[0] == smallest
    assert run("ArgMax", x, np.int32(0))[0] == largest
