"""The fused batch normalization against one that is made of small operations."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.ops.fused_batch_norm import fused_batch_norm
from tests.ops.driver import wave

X = tf.constant(wave(2, 2, 3, 2), tf.float32)
SCALE, OFFSET = tf.constant([1.5, 0.5]), tf.constant([0.1, 0.2])
MEAN, VARIANCE = tf.constant([0.3, -0.2]), tf.constant([2.0, 3.0])
WEIGHTS = tf.constant(np.cos(np.arange(24.0)).reshape(2, 2, 3, 2), tf.float32)


def fused(x, scale, offset, training):
    return fused_batch_norm(x, scale, offset, MEAN, VARIANCE, 0.01, "NHWC", training)[0]


def composed(x, scale, offset, training):
    mean, variance = tf.nn.moments(x, [0, 1, 2]) if training else (MEAN, VARIANCE)
    return tf.nn.batch_normalization(x, mean, variance, offset, scale, 0.01)


def slopes(function, training):
    sources = [X, SCALE, OFFSET]
    with tf.GradientTape() as second:
        second.watch(sources)
        with tf.GradientTape() as first:
            first.watch(sources)
            y = function(*sources, training)
            total = tf.reduce_sum(tf.sin(y) * WEIGHTS)
        found = first.gradient(total, sources)
        mixed = sum(tf.reduce_sum(tf.square(g) * 0.5) for g in found)
    return [y, *found, *second.gradient(mixed, sources)]


@pytest.mark.parametrize("training", [True, False])
def test_value_and_gradients_to_second_order(training) -> None:
    for got, wanted in zip(
        slopes(fused, training), slopes(composed, training), strict=True
    ):
        np.testing.assert_allclose(got, wanted, rtol=2e-4, atol=2e-4)


def test_channels_first() -> None:
    turned = tf.transpose(X, [0, 3, 1, 2])
    y, mean, _ = fused_batch_norm(turned, SCALE, OFFSET, data_format="NCHW")
    wanted, same_mean, _ = fused_batch_norm(X, SCALE, OFFSET)
    np.testing.assert_allclose(tf.transpose(y, [0, 2, 3, 1]), wanted, rtol=1e-5)
    np.testing.assert_allclose(mean, same_mean, rtol=1e-6)


def test_statistics_are_needed_for_inference() -> None:
    with pytest.raises(ValueError, match="`mean` and `variance`"):
        fused_batch_norm(X, SCALE, OFFSET, is_training=False)
