"""Tests of symbolic masks, and of sparse tensors in dense layers and in `fit`."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook import keras

layers = keras.layers
DENSE = np.array([[1.0, 0.0, 2.0], [0.0, 3.0, 0.0]], "float32")


class Shorter(layers.Layer):
    """Leaves out the first step, in the mask too."""

    def compute_mask(self, inputs, previous_mask=None):
        return None if previous_mask is None else previous_mask[:, 1:]

    def call(self, x):
        return x[:, 1:]


def test_symbolic_masks() -> None:
    inputs = keras.Input((4,))
    found = layers.Embedding(5, 3, mask_zero=True)(inputs)
    assert found._keras_mask.shape == (None, 4)
    assert found._keras_mask.dtype == "bool"
    assert Shorter()(found)._keras_mask.shape == (None, 3)
    assert layers.Dense(2)(found)._keras_mask.shape == (None, 4)
    assert getattr(layers.LSTM(2)(found), "_keras_mask", None) is None


def test_masks_of_custom_layers_are_used() -> None:
    inputs = keras.Input((4,))
    ones = {"embeddings_initializer": "ones"}
    x = layers.Embedding(5, 3, mask_zero=True, **ones)(inputs)
    outputs = layers.GlobalAveragePooling1D()(layers.Masking()(Shorter()(x)) * 2.0)
    lengths = layers.LSTM(2, kernel_initializer="ones")(Shorter()(x))
    model = keras.Model(inputs, [outputs, lengths])
    short, long = model(np.array([[1, 2, 0, 0], [1, 2, 3, 4]]))[1]
    assert np.abs(short - long).max() > 1e-3


def test_dense_layers_take_sparse_tensors() -> None:
    sparse = tf.sparse.from_dense(DENSE)
    layer = layers.Dense(2)
    np.testing.assert_allclose(layer(sparse), layer(DENSE), rtol=1e-6)


def test_models_are_trained_on_sparse_tensors() -> None:
    def make() -> keras.Model:
        inputs = keras.Input((3,), sparse=True)
        outputs = layers.Dense(1, kernel_initializer="ones")(inputs)
        model = keras.Model(inputs, outputs)
        model.compile("sgd", "mse")
        return model

    sparse = tf.sparse.from_dense(DENSE)
    model = make()
    model.fit(sparse, np.zeros((2, 1)), verbose=0, shuffle=False)
    np.testing.assert_allclose(model(sparse), [[2.79], [2.67]], rtol=1e-5)
    assert model.predict(sparse, verbose=0, batch_size=1).shape == (2, 1)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: layers.Add()([np.ones((2, 3)), np.ones((3, 3))]), "batch size"),
        (lambda: layers.Concatenate()([np.ones((2, 3)), np.ones((3, 3))]), "matching"),
        (lambda: layers.Dot(1)([np.ones((2, 3)), np.ones((2, 4))]), "sizes"),
        (lambda: keras.Model()(1), "positional"),
        (lambda: layers.Dense(2, dtype=3), "policy"),
        (lambda: layers.Embedding(0, 3), "input_dim"),
        (lambda: layers.ReLU(max_value=-1), "max_value"),
        (lambda: layers.MultiHeadAttention(0, 2), "num_heads"),
        (lambda: layers.RepeatVector(0), "positive"),
        (lambda: layers.Conv2D(2, 7)(np.ones((1, 3, 3, 1))), "negative or zero"),
        (lambda: layers.RandomBrightness(0.1, value_range=3), "value_range"),
        (lambda: layers.TextVectorization(split="foo"), "split"),
    ],
)
def test_wrong_arguments_are_value_errors(make, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()


def test_layers_of_one_name_are_refused() -> None:
    x = keras.Input((3,))
    y = layers.Dense(2, name="a")(layers.Dense(2, name="a")(x))
    with pytest.raises(ValueError, match="unique"):
        keras.Model(x, y)
