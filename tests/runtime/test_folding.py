"""Folding of chains into one native step: what becomes one, and that results stay."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.eager import backend
from tests.runtime.test_fusion import listing

pytestmark = pytest.mark.skipif(backend.native is None, reason="no native core")

_RNG = np.random.default_rng(2)


def _normal(*dims: int) -> Any:
    return tf.constant(_RNG.normal(size=dims).astype(np.float32))


@pytest.mark.parametrize("rows", [2, 1100])
def test_bias_and_relu_go_into_the_product(rows: int) -> None:
    def layer(x: Any, w: Any, b: Any) -> Any:
        return tf.nn.relu(tf.nn.bias_add(tf.matmul(x, w), b))

    steps = listing(layer, _normal(rows, 3), _normal(3, 256), _normal(256))
    assert steps == ["%5 = MatMul+BiasAdd+Relu(%0, %1, %2)"]


def test_bias_goes_into_the_convolution() -> None:
    def layer(x: Any, w: Any, b: Any) -> Any:
        return tf.nn.bias_add(tf.nn.conv2d(x, w, 1, "SAME"), b)

    steps = listing(layer, _normal(2, 5, 4, 3), _normal(3, 3, 3, 7), _normal(7))
    assert steps == ["%4 = Conv2D+BiasAdd(%0, %1, %2)"]


def test_relu_goes_into_the_convolution() -> None:
    def layer(x: Any, w: Any, b: Any) -> Any:
        return tf.nn.relu(tf.nn.bias_add(tf.nn.conv2d(x, w, 1, "VALID"), b))

    steps = listing(layer, _normal(2, 5, 4, 3), _normal(3, 3, 3, 2), _normal(2))
    assert steps == ["%5 = Conv2D+BiasAdd+Relu(%0, %1, %2)"]


def test_relu_goes_into_the_convolution_of_each_channel() -> None:
    def layer(x: Any, w: Any, b: Any) -> Any:
        y = tf.nn.depthwise_conv2d(x, w, [1, 1, 1, 1], "VALID")
        return tf.nn.relu(tf.nn.bias_add(y, b))

    steps = listing(layer, _normal(2, 5, 4, 3), _normal(3, 3, 3, 2), _normal(6))
    assert steps == ["%5 = DepthwiseConv2dNative+BiasAdd+Relu(%0, %1, %2)"]


def test_what_somebody_else_reads_stays() -> None:
    def layer(x: Any, w: Any, b: Any) -> Any:
        y = tf.matmul(x, w)
        return tf.nn.bias_add(y, b), y

    steps = listing(layer, _normal(2, 3), _normal(3, 4), _normal(4))
    assert [step.split(" = ")[1].split("(")[0] for step in steps] == [
        "MatMul",
        "BiasAdd",
    ]


def test_pooling_takes_relu_back_at_once() -> None:
    def slopes(x: Any) -> Any:
        bent = tf.nn.relu(x)
        return tf.gradients(tf.nn.max_pool2d(bent, 2, 2, "VALID"), x)

    steps = listing(slopes, _normal(2, 5, 6, 3))
    assert any("MaxPoolGrad+ReluGrad" in step for step in steps)


def test_nan_gets_through() -> None:
    x = tf.constant([[np.nan, 1.0], [1.0, 1.0]])
    wide = tf.ones((2, 2**18))

    @tf.function
    def layer(x: Any, w: Any, b: Any) -> Any:
        return tf.nn.relu(tf.nn.bias_add(tf.matmul(x, w), b))

    for w in (wide, wide[:, :4]):
        found = layer(x, w, tf.zeros(w.shape[1])).numpy()
        assert np.isnan(found[0]).all() and np.isfinite(found[1]).all()
