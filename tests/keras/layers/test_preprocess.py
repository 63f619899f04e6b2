"""Tests of the layers that prepare texts and tables."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook import keras

K = keras.layers


def test_string_lookup_there_and_back() -> None:
    layer = K.StringLookup()
    layer.adapt(["b", "a", "b", "c", "c", "b"])
    assert layer.get_vocabulary() == ["[UNK]", "b", "c", "a"]
    np.testing.assert_array_equal(layer(["c", "q"]), [2, 0])
    back = K.StringLookup(vocabulary=layer.get_vocabulary(), invert=True)
    assert back([2, 1]).numpy().tolist() == [b"c", b"b"]
    copy = K.StringLookup.from_config(layer.get_config())
    np.testing.assert_array_equal(copy(["c", "q"]), [2, 0])


def test_lookup_modes() -> None:
    one_hot = K.IntegerLookup(vocabulary=[5, 7], output_mode="one_hot")
    np.testing.assert_array_equal(one_hot([7, 9]), [[0, 0, 1], [1, 0, 0]])
    counts = K.StringLookup(vocabulary=["a", "b"], output_mode="count")
    np.testing.assert_array_equal(counts([["a", "a", "x"]]), [[1, 2, 0]])
    with pytest.raises(ValueError, match="each token once"):
        K.StringLookup(vocabulary=["a", "a"])


def test_text_vectorization() -> None:
    layer = K.TextVectorization(output_sequence_length=4)
    layer.adapt(["You say goodbye,", "and I say hello!"])
    assert layer.get_vocabulary()[:3] == ["", "[UNK]", "say"]
    rows = layer(["say what, you?"]).numpy()
    assert rows.shape == (1, 4) and rows[0, 0] == 2 and rows[0, 1] == 1
    assert rows[0, 3] == 0


def test_texts_inside_a_model() -> None:
    vectors = K.TextVectorization(vocabulary=["good", "bad"])
    inputs = keras.Input((), dtype="string")
    hidden = K.Embedding(4, 2)(vectors(inputs))
    outputs = K.GlobalAveragePooling1D()(hidden)
    model = keras.Model(inputs, outputs)
    assert model(tf.constant(["good good", "bad"])).shape == (2, 2)


def test_normalization_adapts_to_batches() -> None:
    data = np.random.default_rng(0).normal(3.0, 2.0, (50, 4)).astype("float32")
    layer = K.Normalization()
    layer.adapt(tf.data.Dataset.from_tensor_slices(data).batch(7))
    values = layer(data).numpy()
    np.testing.assert_allclose(values.mean(0), np.zeros(4), atol=1e-4)
    np.testing.assert_allclose(values.std(0), np.ones(4), atol=1e-4)
    back = K.Normalization(mean=layer.mean, variance=layer.variance, invert=True)
    np.testing.assert_allclose(back(values), data, rtol=1e-3, atol=1e-4)


def test_discretization_and_category_encoding() -> None:
    layer = K.Discretization(bin_boundaries=[0.0, 1.0], output_mode="one_hot")
    np.testing.assert_array_equal(layer([[-1.0], [0.5]]), [[1, 0, 0], [0, 1, 0]])
    hot = K.CategoryEncoding(3, output_mode="count")
    np.testing.assert_array_equal(hot([[0, 0, 2]]), [[2, 0, 1]])


def test_hashing_is_stable() -> None:
    layer = K.Hashing(5)
    first = layer([["a", "b"]]).numpy()
    np.testing.assert_array_equal(first, layer([["a", "b"]]))
    assert first.max() < 5
