"""Tests of the attention layers."""

import numpy as np

import tensorbrook as tf
from tensorbrook import keras

X = np.random.default_rng(0).normal(size=(2, 5, 8)).astype("float32")


def test_causal_attention_ignores_the_future() -> None:
    layer = keras.layers.MultiHeadAttention(2, 4)
    before = layer(X, X, use_causal_mask=True).numpy()
    changed = X.copy()
    changed[:, -1] += 1.0
    after = layer(changed, changed, use_causal_mask=True).numpy()
    np.testing.assert_allclose(before[:, :-1], after[:, :-1], rtol=1e-5, atol=1e-6)
    assert np.abs(before[:, -1] - after[:, -1]).max() > 1e-3


def test_scores_agree_with_the_fused_way() -> None:
    layer = keras.layers.MultiHeadAttention(2, 4)
    mask = np.random.default_rng(1).random((2, 5, 5)) > 0.3
    mask[..., 0] = True
    fused = layer(X, X, attention_mask=mask)
    plain, scores = layer(X, X, attention_mask=mask, return_attention_scores=True)
    np.testing.assert_allclose(fused, plain, rtol=1e-4, atol=1e-5)
    assert scores.shape == (2, 2, 5, 5)
    np.testing.assert_allclose(tf.reduce_sum(scores, -1), np.ones((2, 2, 5)), rtol=1e-5)
    assert np.all(scores.numpy()[~np.repeat(mask[:, None], 2, 1)] == 0)


def test_embedding_mask_reaches_the_attention() -> None:
    numbers = tf.constant([[1, 2, 0, 0]])
    table = keras.layers.Embedding(4, 8, mask_zero=True)
    layer = keras.layers.MultiHeadAttention(2, 4)
    masked = layer(table(numbers), table(numbers))
    short = layer(table(numbers[:, :2]), table(numbers[:, :2]))
    np.testing.assert_allclose(masked[:, :2], short, rtol=1e-4, atol=1e-5)


def test_grouped_heads() -> None:
    layer = keras.layers.GroupQueryAttention(4, 4, 2)
    assert layer(X, X).shape == X.shape
    output, scores = layer(X, X, return_attention_scores=True)
    np.testing.assert_allclose(output, layer(X, X), rtol=1e-4, atol=1e-5)
    assert scores.shape == (2, 4, 5, 5)


def test_attention_and_additive_attention() -> None:
    plain = keras.layers.Attention()([X, X], return_attention_scores=True)
    np.testing.assert_allclose(tf.reduce_sum(plain[1], -1), np.ones((2, 5)), rtol=1e-5)
    assert keras.layers.AdditiveAttention()([X, X]).shape == X.shape
