"""Reductions inside of fused steps: over rows, over columns, and over everything."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.eager import backend
from tests.runtime.test_fusion import kinds, listing

pytestmark = pytest.mark.skipif(backend.native is None, reason="no native core")

_RNG = np.random.default_rng(4)


def normal(*dims: int, dtype: Any = np.float32) -> Any:
    return tf.constant(_RNG.normal(size=dims).astype(dtype))


def fused(function: Any, *arguments: Any, rtol: float = 1e-4) -> list[str]:
    return kinds(listing(function, *arguments, rtol=rtol))


@pytest.mark.parametrize("axes", [-1, [1, 2], [2]])
@pytest.mark.parametrize("keepdims", [False, True])
def test_rows_are_reduced_in_it(axes: Any, keepdims: bool) -> None:
    x = normal(5, 6, 7)
    for reduce in (tf.reduce_sum, tf.reduce_mean, tf.reduce_max, tf.reduce_min):
        steps = fused(lambda x, r=reduce: r(tf.exp(x), axes, keepdims=keepdims), x)
        assert len(steps) == 1, steps


@pytest.mark.parametrize("axes", [0, [0, 1]])
@pytest.mark.parametrize("keepdims", [False, True])
@pytest.mark.parametrize("dims", [(5, 6, 7), (50, 3, 400), (3, 2, 5000), (1, 1, 1)])
def test_columns_are_summed_up_in_it(axes: Any, keepdims: bool, dims: Any) -> None:
    x = normal(*dims)
    for reduce in (tf.reduce_sum, tf.reduce_mean):
        steps = fused(lambda x, r=reduce: r(tf.exp(x), axes, keepdims=keepdims), x)
        assert dims == (1, 1, 1) or len(steps) == 1, steps


@pytest.mark.parametrize("size", [1, 2, 1023, 4096, 4097, 200_001])
def test_everything_is_summed_up_in_it(size: int) -> None:
    x = normal(size)
    assert size == 1 or fused(lambda x: tf.reduce_sum(x * x), x) == ["Mul+Sum"]
    assert size == 1 or fused(lambda x: tf.reduce_mean(x * x), x) == ["Mul+Mean"]


def test_results_of_rows_serve_what_follows() -> None:
    def function(x: Any) -> Any:
        top = tf.reduce_max(x, -1, keepdims=True)
        away = tf.exp(x - top)
        return away / tf.reduce_sum(away, -1, keepdims=True), tf.sqrt(top * top)

    assert fused(function, normal(9, 33)) == ["Max+Sub+Exp+Sum+RealDiv+Mul+Sqrt"]


def layer_normalization(x: Any, gamma: Any, beta: Any) -> Any:
    mean, variance = tf.nn.moments(x, [-1], keepdims=True)
    return (x - mean) * tf.math.rsqrt(variance + 1e-3) * gamma + beta


@pytest.mark.parametrize("width", [3, 64, 1000, 1500])
def test_layer_normalization_is_one_step(width: int) -> None:
    arguments = normal(7, 5, width), normal(width), normal(width)
    assert len(fused(layer_normalization, *arguments)) == 1


def test_its_gradient_is_another_one() -> None:
    def slopes(x: Any, gamma: Any, beta: Any, dy: Any) -> Any:
        y = layer_normalization(x, gamma, beta)
        return tf.gradients(y, [x, gamma, beta], dy)

    arguments = normal(4, 6, 16), normal(16), normal(16), normal(4, 6, 16)
    assert len(fused(slopes, *arguments, rtol=2e-3)) <= 2


def test_softmax_takes_what_comes_before_and_after() -> None:
    x, dy = normal(2, 3, 4, 5), normal(2, 3, 4, 5)
    assert fused(lambda x: tf.nn.softmax(x * 0.5) + 1.0, x) == ["Mul+Softmax+AddV2"]
    slopes = fused(lambda x, dy: tf.gradients(tf.nn.softmax(x * 0.5), x, dy), x, dy)
    assert len(slopes) == 1


def test_a_gradient_of_a_bias_is_summed_where_its_terms_are_made() -> None:
    def slopes(x: Any, bias: Any, w: Any, dy: Any) -> Any:
        y = tf.matmul(tf.nn.relu(tf.nn.bias_add(x, bias)), w)
        return tf.gradients(y, [x, bias, w], dy)

    arguments = normal(40, 8), normal(8), normal(8, 3), normal(40, 3)
    steps = fused(slopes, *arguments)
    assert any(step.endswith("ReluGrad+BiasAddGrad") for step in steps), steps


def test_a_repeated_value_that_others_read_gets_memory() -> None:
    def function(x: Any, row: Any) -> Any:
        wide = tf.broadcast_to(row, [4, 6, 5])
        spread = tf.broadcast_to(tf.reduce_sum(x, -1, keepdims=True), [4, 6, 5])
        return wide, wide * x, spread, spread + x

    steps = fused(function, normal(4, 6, 5), normal(4, 1, 5))
    assert steps == ["BroadcastTo+Mul", "Sum+BroadcastTo+AddV2"]


def test_results_of_columns_are_read_later() -> None:
    def function(x: Any) -> Any:
        return tf.exp(x) - tf.reduce_mean(tf.exp(x), 0)

    assert fused(function, normal(30, 7)) == ["Exp+Mean", "Sub"]


def test_middle_axes_and_long_rows_stay_apart() -> None:
    x = normal(3, 4, 5)
    assert fused(lambda x: tf.reduce_sum(tf.exp(x), 1), x) == ["Exp", "Sum"]
    long = normal(3, 5000)
    assert fused(lambda x: tf.reduce_sum(tf.exp(x), 1), long) == ["Exp", "Sum"]


def test_rows_of_two_lengths_stay_apart() -> None:
    def function(x: Any) -> Any:
        y = tf.exp(x - tf.reduce_max(x, [2], keepdims=True))
        return y / tf.reduce_sum(y, [1, 2], keepdims=True)

    assert len(fused(function, normal(3, 4, 5))) == 2


@pytest.mark.parametrize("dtype", [np.float64, np.float16])
def test_other_types(dtype: Any) -> None:
    x = normal(12, 30, dtype=dtype)
    tolerance = 1e-10 if dtype == np.float64 else 1e-2

    def function(x: Any) -> Any:
        y = tf.nn.softmax(x * 2.0)
        return y / (1.0 + tf.reduce_sum(y * y, -1, keepdims=True)), tf.reduce_sum(y, 0)

    assert len(fused(function, x, rtol=tolerance)) == 1


def test_nothing_is_reduced_of_no_elements() -> None:
    x = tf.zeros([0, 3])
    assert fused(lambda x: tf.reduce_sum(tf.exp(x), 1), x) == ["Exp", "Sum"]
    assert fused(lambda x: tf.reduce_sum(tf.exp(x), 0), x) == ["Exp", "Sum"]


def test_nan_gets_through() -> None:
    x = tf.constant([[1.0, np.nan], [2.0, 3.0]])

    @tf.function
    def function(x: Any) -> Any:
        return (
            tf.reduce_max(x * 1.0, 1),
            tf.reduce_sum(x * 1.0, 0),
            tf.nn.softmax(x * 1.0),
        )

    for _ in range(2):
        rows, columns, soft = (t.numpy() for t in function(x))
    assert np.isnan(rows).tolist() == [True, False]
    assert np.isnan(columns).tolist() == [False, True]
    assert np.isnan(soft).tolist() == [[True, True], [False, False]]


def test_reductions_wait_for_all_of_their_inputs() -> None:
    def function(x: Any) -> Any:
        turned = tf.reverse(x, [0])
        product = tf.matmul(turned, turned)
        sums = tf.reduce_sum(
            turned * 2.0, -1, keepdims=True
        )  # moves before the product
        return tf.reduce_sum(product * sums, 0)

    x = normal(4, 4)
    np.testing.assert_allclose(tf.function(function)(x), function(x), rtol=1e-4)
