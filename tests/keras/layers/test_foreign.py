"""Tests of layers whose computation comes from elsewhere."""

import importlib.util

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook import keras

X = np.ones((1, 2), "float32")


@pytest.fixture
def folder(tmp_path):
    class Doubled(tf.Module):
        def __init__(self):
            super().__init__()
            self.factor = tf.Variable(2.0)

        @tf.function(input_signature=[tf.TensorSpec((None, 2))])
        def serve(self, x):
            return x * self.factor

    tf.saved_model.save(Doubled(), str(tmp_path / "saved"))
    return tmp_path / "saved"


def test_saved_model_as_a_layer(folder) -> None:
    layer = keras.layers.TFSMLayer(folder)
    np.testing.assert_allclose(layer(X), [[2.0, 2.0]])
    assert len(layer.trainable_weights) == 1
    model = keras.Sequential([keras.Input((2,)), layer])
    assert model.output_shape == (None, 2)
    with pytest.raises(ValueError, match="endpoint"):
        keras.layers.TFSMLayer(folder, call_endpoint="train")


def test_saved_model_is_not_loaded_in_safe_mode(folder) -> None:
    described = keras.saving.serialize_keras_object(keras.layers.TFSMLayer(folder))
    with pytest.raises(ValueError, match="safe_mode"):
        keras.saving.deserialize_keras_object(described)
    found = keras.saving.deserialize_keras_object(described, safe_mode=False)
    np.testing.assert_allclose(found(X), [[2.0, 2.0]])


@pytest.mark.parametrize(
    ("package", "make"),
    [
        ("torch", lambda: keras.layers.TorchModuleWrapper(None)),
        ("flax", lambda: keras.layers.FlaxLayer(None)),
        ("orbax", lambda: keras.callbacks.OrbaxCheckpoint("somewhere")),
    ],
)
def test_missing_packages_are_named(package: str, make) -> None:
    if importlib.util.find_spec(package) is not None:
        pytest.skip(f"{package} is there")
    with pytest.raises(ImportError, match=f"(?i){package}"):
        make()


def test_function_of_jax_is_trained() -> None:
    pytest.importorskip("jax")

    def compute(params, inputs):
        return inputs @ params["w"] + params["b"]

    params = {"w": np.ones((2, 1), "float32"), "b": np.zeros(1, "float32")}
    layer = keras.layers.JaxLayer(compute, params=params)
    np.testing.assert_allclose(layer(X), [[2.0]])
    model = keras.Sequential([keras.Input((2,)), layer])
    assert model.output_shape == (None, 1)
    model.compile(keras.optimizers.SGD(0.1), "mse")
    history = model.fit(np.ones((8, 2)), np.zeros((8, 1)), epochs=3, verbose=0).history
    assert history["loss"][-1] < 0.1 * history["loss"][0]


def test_function_of_jax_keeps_a_state() -> None:
    pytest.importorskip("jax")

    def make(rng, inputs):
        return {"w": np.ones(2, "float32")}, {"calls": np.zeros((), "float32")}

    def compute(params, state, inputs):
        return inputs * params["w"], {"calls": state["calls"] + 1}

    layer = keras.layers.JaxLayer(compute, make)
    for _ in range(3):
        layer(X)
    assert float(layer.non_trainable_weights[0]) == 3.0
    with pytest.raises(ValueError, match="may take"):
        keras.layers.JaxLayer(lambda p, x: x, params={})
