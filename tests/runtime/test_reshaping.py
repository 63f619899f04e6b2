"""Reshapes that move behind other steps: where they end up, and that results stay."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.eager import backend
from tests.runtime.test_fusion import kinds, listing

pytestmark = pytest.mark.skipif(backend.native is None, reason="no native core")

_RNG = np.random.default_rng(6)


def normal(*dims: int) -> Any:
    return tf.constant(_RNG.normal(size=dims).astype(np.float32))


def steps_of(function: Any, *arguments: Any) -> list[str]:
    return kinds(listing(function, *arguments, rtol=1e-4))


def dense(x: Any, w: Any, bias: Any) -> Any:
    """A product along the last axis, as layers make it."""
    flat = tf.reshape(x, [-1, x.shape[-1]])
    y = tf.reshape(tf.matmul(flat, w), [*x.shape[:-1], w.shape[-1]])
    return tf.nn.bias_add(y, bias)


def test_a_bias_folds_into_the_product_before_the_reshape() -> None:
    steps = steps_of(
        lambda x, w, b: tf.reverse(dense(x, w, b), [0]),
        normal(2, 3, 4),
        normal(4, 5),
        normal(5),
    )
    assert steps == ["Reshape", "MatMul+BiasAdd", "Reshape", "ReverseV2"]


def test_two_layers_meet_without_reshapes() -> None:
    def layers(x: Any, w: Any, b: Any, v: Any, c: Any) -> Any:
        return dense(tf.nn.relu(dense(x, w, b)), v, c)

    arguments = normal(2, 3, 4), normal(4, 5), normal(5), normal(5, 6), normal(6)
    steps = steps_of(lambda *a: tf.reverse(layers(*a), [0]), *arguments)
    assert steps == [
        "Reshape",
        "MatMul+BiasAdd+Relu",
        "MatMul+BiasAdd",
        "Reshape",
        "ReverseV2",
    ]


def test_gradients_meet_without_reshapes() -> None:
    def slopes(x: Any, w: Any, b: Any, v: Any, c: Any, dy: Any) -> Any:
        y = dense(tf.nn.relu(dense(x, w, b)), v, c)
        return tf.gradients(y, [w, b, v, c], dy)

    arguments = normal(2, 3, 4), normal(4, 5), normal(5), normal(5, 6), normal(6)
    steps = steps_of(slopes, *arguments, normal(2, 3, 6))
    assert "ReluGrad+BiasAddGrad" in steps
    assert steps.count("Reshape") == 2  # of what is given


def test_softmax_and_scalars_come_first() -> None:
    def function(x: Any) -> Any:
        y = tf.reshape(tf.reverse(x, [0]), [2, 3, 4])
        return tf.reverse(tf.reshape(tf.nn.softmax(y * 2.0), [6, 4]), [0])

    steps = steps_of(function, normal(6, 4))
    assert steps == ["ReverseV2", "Mul+Softmax", "ReverseV2"]


def test_reshapes_that_are_undone_vanish() -> None:
    def function(x: Any) -> Any:
        y = tf.reshape(tf.exp(tf.reshape(x, [3, 2, 4])), [6, 4])
        return y + x

    assert steps_of(function, normal(6, 4)) == ["Exp+AddV2"]


@pytest.mark.parametrize(
    "function",
    [
        lambda x, y: tf.reshape(tf.reverse(x, [0]), [6, 4]) * y,  # another shape
        lambda x, y: tf.nn.softmax(tf.reshape(x, [6, 4])) + y,  # another last axis
        lambda x, y: tf.reshape(x, [6, 4]) + y[:1],  # a row of its own rank
        lambda x, y: tf.cast(tf.reshape(x, [6, 4]), tf.float64) * 2.0,  # another type
        lambda x, y: tf.reshape(x, [6, 4]),
        lambda x, y: tf.reduce_sum(tf.reshape(x, [6, 4]) * 2.0, 0) + y[0],
        lambda x, y: tf.squeeze(tf.expand_dims(x, 1) * 2.0),
        lambda x, y: tf.exp(tf.reshape(x, [1, 2, 12])),
        lambda x, y: tf.reduce_mean(tf.reduce_mean(x[:1, :1] * 2.0, -1)),
        lambda x, y: tf.exp(tf.reduce_sum(tf.reduce_max(x[:1, :1], -1), 0)),
        lambda x, y: tf.exp(tf.squeeze(tf.expand_dims(x[:1], 1), 0)),
    ],
)
def test_what_minds_gets_the_dims_it_asked_for(function: Any) -> None:
    x, y = normal(2, 12), normal(6, 4)
    steps_of(function, x, y)
    result = tf.function(function)(x, y)
    np.testing.assert_allclose(result, function(x, y), rtol=1e-5)
    assert result.shape == function(x, y).shape


def test_a_reshaped_value_that_is_fetched_keeps_its_dims() -> None:
    def function(x: Any) -> Any:
        flat = tf.reshape(x, [6, 4])
        return flat, tf.reshape(flat, [2, 3, 4]), tf.exp(flat)

    shapes = [t.shape for t in tf.function(function)(normal(2, 3, 4))]
    assert shapes == [(6, 4), (2, 3, 4), (6, 4)]
    steps_of(function, normal(2, 3, 4))
