"""Tests of the built-in layers' values and shapes."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook import keras

K = keras.layers


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        (K.Activation("relu"), (2, 3)),
        (K.AveragePooling2D(), (2, 4, 4, 3)),
        (K.BatchNormalization(), (2, 4)),
        (K.Conv1D(2, 3, padding="causal"), (2, 7, 3)),
        (K.Conv2D(5, 3, strides=2, padding="same"), (2, 7, 6, 3)),
        (K.Conv2D(4, 2, dilation_rate=2), (2, 7, 6, 3)),
        (K.Conv3D(2, 2), (1, 3, 4, 5, 2)),
        (K.Dense(5), (2, 3, 4)),
        (K.Dropout(0.5), (2, 3)),
        (K.ELU(), (2, 3)),
        (K.Flatten(), (2, 3, 4)),
        (K.GlobalAveragePooling2D(), (2, 3, 4, 5)),
        (K.GlobalMaxPooling1D(keepdims=True), (2, 3, 4)),
        (K.LayerNormalization(), (2, 3)),
        (K.LeakyReLU(), (2, 3)),
        (K.MaxPooling2D(3, strides=2, padding="same"), (2, 7, 6, 3)),
        (K.ReLU(max_value=1.0), (2, 3)),
        (K.Reshape((3, -1)), (2, 6)),
        (K.Softmax(), (2, 3)),
    ],
    ids=lambda value: getattr(value, "name", str(value)),
)
def test_shape_drawn_equals_shape_computed(layer: K.Layer, shape: tuple) -> None:
    drawn = layer(keras.Input(shape[1:]))
    values = layer(tf.ones(shape))
    assert drawn.shape[1:] == tuple(values.shape)[1:]
    assert layer.compute_output_shape(shape) == tuple(values.shape)


def test_dense_computes_an_affine_map() -> None:
    layer = K.Dense(2, activation="relu")
    x = np.array([[1.0, -2.0]], "float32")
    layer.build((None, 2))
    kernel = np.array([[1.0, 2.0], [3.0, -4.0]], "float32")
    layer.set_weights([kernel, np.array([0.5, 0.5], "float32")])
    np.testing.assert_allclose(layer(x), np.maximum(x @ kernel + 0.5, 0))


def test_dropout_keeps_the_mean() -> None:
    layer = K.Dropout(0.25, seed=1)
    values = np.asarray(layer(tf.ones((100, 100)), training=True))
    assert set(np.unique(values)) == {0.0, np.float32(1 / 0.75)}
    assert values.mean() == pytest.approx(1.0, abs=0.05)


def test_batch_normalization_moves_its_statistics() -> None:
    layer = K.BatchNormalization(momentum=0.5)
    x = np.array([[0.0], [2.0]], "float32")
    np.testing.assert_allclose(layer(x, training=True), [[-1.0], [1.0]], atol=1e-3)
    np.testing.assert_allclose(layer.moving_mean, [0.5])
    np.testing.assert_allclose(layer.moving_variance, [1.0])


@pytest.mark.parametrize("shape", [(3, 4, 5, 2), (2, 3, 2, 4, 3)])
@pytest.mark.parametrize("affine", [True, False])
def test_batch_normalization_of_images_in_one_operation(
    shape: tuple[int, ...], affine: bool
) -> None:
    rng = np.random.default_rng(0)
    x = tf.constant(rng.normal(2.0, 3.0, shape).astype("float32"))
    weights = tf.constant(rng.normal(size=shape).astype("float32"))
    everything = tf.ones(shape[:-1], "bool")
    found = []
    for mask in (None, everything):  # with a mask, it is made of several operations
        layer = K.BatchNormalization(momentum=0.5, center=affine, scale=affine)
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = layer(x, training=True, mask=mask)
            loss = tf.reduce_sum(y * weights)
        slopes = tape.gradient(loss, [x, *layer.trainable_weights])
        found.append([y, layer.moving_mean, layer.moving_variance, *slopes])
    for one, many in zip(*found, strict=True):
        np.testing.assert_allclose(one, many, rtol=1e-4, atol=1e-5)


def test_merge_layers() -> None:
    a, b = tf.constant([[1.0, 4.0]]), tf.constant([[3.0, 2.0]])
    cases = {
        K.add: [[4.0, 6.0]],
        K.subtract: [[-2.0, 2.0]],
        K.multiply: [[3.0, 8.0]],
        K.average: [[2.0, 3.0]],
        K.maximum: [[3.0, 4.0]],
        K.minimum: [[1.0, 2.0]],
        K.concatenate: [[1.0, 4.0, 3.0, 2.0]],
    }
    for function, expected in cases.items():
        np.testing.assert_allclose(function([a, b]), expected)
    np.testing.assert_allclose(K.dot([a, b], axes=1), [[11.0]])


def test_embedding_masks_zero() -> None:
    layer = K.Embedding(5, 2, mask_zero=True)
    numbers = tf.constant([[1, 0]])
    assert layer(numbers).shape == (1, 2, 2)
    np.testing.assert_array_equal(layer.compute_mask(numbers), [[True, False]])


def test_lambda_calls_its_function() -> None:
    np.testing.assert_allclose(K.Lambda(lambda x: x * 2)(tf.ones(2)), [2.0, 2.0])
