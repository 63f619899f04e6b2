"""Tests of functional models."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook import keras


def test_shapes_and_layers() -> None:
    inputs = keras.Input((4,), name="i")
    outputs = keras.layers.Dense(2, name="o")(keras.layers.Dense(3, name="h")(inputs))
    model = keras.Model(inputs, outputs, name="f")
    assert [layer.name for layer in model.layers] == ["i", "h", "o"]
    assert (model.input_shape, model.output_shape) == ((None, 4), (None, 2))
    assert model.count_params() == 23


def test_shared_layer_counts_once() -> None:
    shared = keras.layers.Dense(3)
    first, second = keras.Input((4,)), keras.Input((4,))
    merged = keras.layers.Add()([shared(first), shared(second)])
    model = keras.Model([first, second], merged)
    assert len(model.weights) == 2
    x = np.ones((2, 4), "float32")
    np.testing.assert_allclose(model([x, x]), 2 * shared(x), rtol=1e-6)


def test_operators_on_symbolic_values() -> None:
    inputs = keras.Input((4,))
    model = keras.Model(inputs, (inputs * 2.0 + 1.0) - inputs[:, :1])
    x = np.arange(8.0, dtype="float32").reshape(2, 4)
    np.testing.assert_allclose(model(x), x * 2 + 1 - x[:, :1])


def test_dropout_follows_the_training_flag() -> None:
    inputs = keras.Input((50,))
    model = keras.Model(inputs, keras.layers.Dropout(0.5)(inputs))
    x = np.ones((2, 50), "float32")
    np.testing.assert_array_equal(model(x), x)
    assert (np.asarray(model(x, training=True)) == 0).any()


def test_feature_extractor_from_the_middle() -> None:
    model = keras.Sequential(
        [keras.Input((4,)), keras.layers.Dense(3), keras.layers.Dense(1)]
    )
    extractor = keras.Model(model.inputs, model.layers[0].output)
    x = tf.ones((2, 4))
    np.testing.assert_allclose(extractor(x), model.layers[0](x))


def test_dict_inputs_and_outputs() -> None:
    a, b = keras.Input((2,), name="a"), keras.Input((1,), name="b")
    total = keras.layers.Dense(1, name="s")(keras.layers.Concatenate()([a, b]))
    model = keras.Model({"a": a, "b": b}, {"s": total})
    model.compile("sgd", loss={"s": "mse"})
    data = {"a": np.ones((4, 2)), "b": np.ones((4, 1))}
    model.fit(data, {"s": np.ones((4, 1))}, verbose=0)
    assert model.predict(data, verbose=0)["s"].shape == (4, 1)


def test_missing_input_is_named() -> None:
    first, second = keras.Input((4,), name="one"), keras.Input((4,), name="two")
    merged = keras.layers.Add()([first, second])
    with pytest.raises(ValueError, match="two"):
        keras.Model(first, merged)
