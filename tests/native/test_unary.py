"""Element-wise kernels of one tensor against NumPy and SciPy."""

from __future__ import annotations

from typing import Any

import ml_dtypes
import numpy as np
import pytest
from scipy import special

_SPECIAL = [0.0, -0.0, np.inf, -np.inf, np.nan, 1e-30, -1e-30, 88.5, -103.0, 1e30]

FUNCTIONS: dict[str, Any] = {
    "Exp": np.exp,
    "Log": np.log,
    "Log1p": np.log1p,
    "Expm1": np.expm1,
    "Sqrt": np.sqrt,
    "Rsqrt": lambda x: 1 / np.sqrt(x),
    "Square": np.square,
    "Neg": np.negative,
    "Abs": np.abs,
    "Sign": np.sign,
    "Tanh": np.tanh,
    "Sigmoid": special.expit,
    "Relu": lambda x: np.where(x < 0, 0, x),
    "Relu6": lambda x: np.where(np.isnan(x), x, np.clip(x, 0, 6)),
    "Elu": lambda x: np.where(x < 0, np.expm1(x), x),
    "Softplus": lambda x: np.logaddexp(0, x),
    "Softsign": lambda x: x / (1 + np.abs(x)),
    "Sin": np.sin,
    "Cos": np.cos,
    "Floor": np.floor,
    "Ceil": np.ceil,
    "Round": np.round,
    "Reciprocal": lambda x: 1 / x,
    "Erf": special.erf,
    "IsNan": np.isnan,
    "IsInf": np.isinf,
    "IsFinite": np.isfinite,
}


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("op", sorted(FUNCTIONS))
def test_function_matches_numpy_on_special_and_random_values(
    run: Any, op: str, dtype: Any
) -> None:
    rng = np.random.default_rng(3)
    values = np.concatenate([_SPECIAL, rng.normal(size=500) * 4, [0.5, 1.5, 2.5, -2.5]])
    x = values.astype(dtype)
    with np.errstate(all="ignore"):
        expected = FUNCTIONS[op](x.astype(np.float64)).astype(
            bool if op.startswith("Is") else dtype
        )
    (result,) = run(op, x)
    assert result.dtype == expected.dtype
    tolerance = 2e-6 if dtype == np.float32 else 1e-13
    np.testing.assert_allclose(result, expected, rtol=tolerance, atol=1e-37)


@pytest.mark.parametrize("dtype", [np.float16, ml_dtypes.bfloat16])
@pytest.mark.parametrize("op", ["Exp", "Tanh", "Relu", "Neg", "Abs", "Sqrt"])
def test_function_rounds_to_sixteen_bits(run: Any, op: str, dtype: Any) -> None:
    x = np.linspace(0.1, 3, 37).astype(dtype)
    expected = FUNCTIONS[op](x.astype(np.float32)).astype(dtype)
    np.testing.assert_array_equal(run(op, x)[0], expected)


def test_function_crosses_the_parallel_threshold(run: Any) -> None:
    x = np.random.default_rng(0).normal(size=200_001).astype(np.float32)
    np.testing.assert_allclose(run("Exp", x)[0], np.exp(x), rtol=1e-6)


def test_integers_and_booleans_keep_their_type(run: Any) -> None:
    x = np.array([-3, 0, 5], np.int32)
    np.testing.assert_array_equal(run("Abs", x)[0], [3, 0, 5])
    np.testing.assert_array_equal(run("Square", x)[0], [9, 0, 25])
    np.testing.assert_array_equal(run("Invert", x)[0], ~x)
    np.testing.assert_array_equal(run("LogicalNot", [True, False])[0], [False, True])


def test_unsupported_type_is_not_handled(run: Any) -> None:
    assert run("Exp", np.array([1], np.int32)) is None


GRADIENTS: dict[str, Any] = {
    "TanhGrad": lambda y, dy: dy * (1 - y * y),
    "SigmoidGrad": lambda y, dy: dy * y * (1 - y),
    "SqrtGrad": lambda y, dy: dy * 0.5 / y,
    "RsqrtGrad": lambda y, dy: -0.5 * dy * y**3,
    "ReluGrad": lambda dy, x: dy * (x > 0),
    "Relu6Grad": lambda dy, x: dy * ((x > 0) & (x < 6)),
    "EluGrad": lambda dy, y: np.where(y < 0, dy * (y + 1), dy),
    "SoftplusGrad": lambda dy, x: dy * special.expit(x),
    "SoftsignGrad": lambda dy, x: dy / (1 + np.abs(x)) ** 2,
}


@pytest.mark.parametrize("op", sorted(GRADIENTS))
def test_gradient_matches_its_formula(run: Any, op: str) -> None:
    a, b = np.random.default_rng(1).normal(size=(2, 5, 7)).astype(np.float32) * 4
    np.testing.assert_allclose(
        run(op, a, b)[0], GRADIENTS[op](a, b), rtol=3e-6, atol=1e-6
    )


def test_leaky_relu_reads_alpha(run: Any) -> None:
    x = np.array([-2.0, 3.0], np.float32)
    np.testing.assert_allclose(run("LeakyRelu", x, alpha=0.5)[0], [-1, 3])
    np.testing.assert_allclose(run("LeakyReluGrad", x, x, alpha=0.5)[0], [-1, 3])


def test_float_attributes_have_32_bits(run: Any) -> None:
    x = np.array([-1.0])
    alpha = np.float64(np.float32(0.2))
    assert run("LeakyRelu", x, alpha=0.2)[0] == -alpha
    assert run("LeakyReluGrad", np.ones(1), x, alpha=0.2)[0] == alpha
