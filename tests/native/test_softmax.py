"""Softmax, cross-entropy losses and batch normalization."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest


def _softmax(x: Any) -> Any:
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shape", [(5,), (3, 1), (64, 10), (2, 3, 1000)])
def test_softmax_and_its_logarithm(run: Any, shape: Any, dtype: Any) -> None:
    x = (np.random.default_rng(0).normal(size=shape) * 30).astype(dtype)
    expected = _softmax(x.astype(np.float64))
    np.testing.assert_allclose(run("Softmax", x)[0], expected, rtol=2e-5, atol=1e-12)
    with np.errstate(divide="ignore"):
        logs = (
            x
            - x.max(-1, keepdims=True)
            - np.log(np.exp(x - x.max(-1, keepdims=True)).sum(-1, keepdims=True))
        )
    np.testing.assert_allclose(run("LogSoftmax", x)[0], logs, rtol=1e-5, atol=1e-5)


def test_sparse_cross_entropy(run: Any) -> None:
    x = np.random.default_rng(0).normal(size=(40, 10)).astype(np.float32) * 5
    labels = np.arange(40) % 10
    p = _softmax(x)
    loss, backprop = run("SparseSoftmaxCrossEntropyWithLogits", x, labels)
    np.testing.assert_allclose(
        loss, -np.log(p[np.arange(40), labels]), rtol=1e-4, atol=1e-6
    )
    np.testing.assert_allclose(backprop, p - np.eye(10)[labels], rtol=1e-4, atol=1e-6)


def test_labels_out_of_range_are_not_handled(run: Any) -> None:
    x = np.ones((2, 3), np.float32)
    assert run("SparseSoftmaxCrossEntropyWithLogits", x, np.array([0, 3])) is None


def test_dense_cross_entropy(run: Any) -> None:
    rng = np.random.default_rng(0)
    x, y = (
        rng.normal(size=(6, 4)).astype(np.float32),
        _softmax(rng.normal(size=(6, 4))).astype(np.float32),
    )
    loss, backprop = run("SoftmaxCrossEntropyWithLogits", x, y)
    np.testing.assert_allclose(loss, -(y * np.log(_softmax(x))).sum(-1), rtol=1e-5)
    np.testing.assert_allclose(backprop, _softmax(x) - y, rtol=1e-4, atol=1e-6)


def test_zero_label_hides_an_infinite_logit(run: Any) -> None:
    x = np.array([[0.0, -np.inf]], np.float32)
    loss, _ = run("SoftmaxCrossEntropyWithLogits", x, np.array([[1, 0]], np.float32))
    np.testing.assert_allclose(loss, [0])


@pytest.mark.parametrize("shape", [(4, 5, 6, 3), (40, 7), (64, 8, 8, 32)])
def test_batch_norm_in_training(run: Any, shape: Any) -> None:
    rng = np.random.default_rng(0)
    x = (rng.normal(size=shape) * 3 + 10).astype(np.float32)
    channels = shape[-1]
    scale, offset, mean, variance = rng.uniform(0.5, 2, size=(4, channels)).astype(
        np.float32
    )
    axes = tuple(range(len(shape) - 1))
    outputs = run(
        "FusedBatchNormV3", x, scale, offset, mean, variance,
        epsilon=1e-3, exponential_avg_factor=0.25, is_training=True,
    )  # fmt: skip
    m, v = x.mean(axes, dtype=np.float64), x.var(axes, dtype=np.float64)
    n = x.size // channels
    expected = (x - m) / np.sqrt(v + 1e-3) * scale + offset
    np.testing.assert_allclose(outputs[0], expected, rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(outputs[1], 0.75 * mean + 0.25 * m, rtol=1e-5)
    np.testing.assert_allclose(
        outputs[2], 0.75 * variance + 0.25 * v * n / (n - 1), rtol=1e-4
    )
    np.testing.assert_allclose(outputs[3], m, rtol=1e-5)
    np.testing.assert_allclose(outputs[4], v, rtol=1e-4)


@pytest.mark.parametrize("training", [False, True])
def test_batch_norm_gradient(run: Any, training: bool) -> None:
    rng = np.random.default_rng(0)
    x, dy = rng.normal(size=(2, 6, 5, 4, 3)).astype(np.float32)
    scale = np.array([1.5, -0.5, 2], np.float32)
    m, v = (
        (x.mean((0, 1, 2)), x.var((0, 1, 2)))
        if training
        else rng.uniform(1, 2, (2, 3)).astype(np.float32)
    )
    inverse = 1 / np.sqrt(v + 1e-3)
    centered = (x - m) * inverse
    d_scale, d_offset = (dy * centered).sum((0, 1, 2)), dy.sum((0, 1, 2))
    dx = dy * scale * inverse
    if training:
        dx -= scale * inverse * (d_offset + centered * d_scale) / (x.size // 3)
    outputs = run(
        "FusedBatchNormGradV3",
        dy,
        x,
        scale,
        m,
        v,
        v,
        epsilon=1e-3,
        is_training=training,
    )
    for result, expected in zip(outputs, (dx, d_scale, d_offset), strict=False):
        np.testing.assert_allclose(result, expected, rtol=1e-4, atol=1e-4)


def test_batch_norm_in_inference_uses_the_given_statistics(run: Any) -> None:
    x = np.random.default_rng(0).normal(size=(2, 3, 3, 2)).astype(np.float32)
    one, two = np.ones(2, np.float32), np.full(2, 2, np.float32)
    outputs = run(
        "FusedBatchNormV3", x, one, one, two, two, epsilon=0.0, is_training=False
    )
    np.testing.assert_allclose(
        outputs[0], (x - 2) / np.sqrt(2) + 1, rtol=1e-5, atol=1e-6
    )
