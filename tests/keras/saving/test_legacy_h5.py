"""Tests of `.h5` files, folders and weights."""

import json
import pathlib

import h5py
import numpy as np
import pytest

from tensorbrook import keras

SHARED = pathlib.Path(__file__).parents[4] / "shared" / "interop"
X = np.random.default_rng(0).normal(size=(32, 4)).astype("float32")
Y = X.sum(1, keepdims=True)


def _model() -> keras.Model:
    model = keras.Sequential(
        [
            keras.layers.Dense(8, activation="relu", input_shape=(4,)),
            keras.layers.BatchNormalization(),
            keras.layers.Dense(1),
        ]
    )
    model.compile("adam", "mse", metrics=["mae"])
    return model


@pytest.mark.parametrize("name", ["m.h5", "m.keras", "folder"])
def test_training_goes_on_where_it_stopped(name: str, tmp_path) -> None:
    model = _model()
    model.fit(X, Y, epochs=2, shuffle=False, verbose=0)
    model.save(tmp_path / name)
    copy = keras.models.load_model(tmp_path / name)
    assert int(copy.optimizer.iterations) == 2
    expected = model.fit(X, Y, epochs=2, shuffle=False, verbose=0).history["loss"]
    found = copy.fit(X, Y, epochs=2, shuffle=False, verbose=0).history["loss"]
    np.testing.assert_allclose(found, expected, rtol=1e-5)


def test_weights_alone(tmp_path) -> None:
    model, other = _model(), _model()
    model.save_weights(tmp_path / "w.weights.h5")
    other.load_weights(tmp_path / "w.weights.h5")
    np.testing.assert_allclose(other.predict(X, verbose=0), model.predict(X, verbose=0))


@pytest.mark.filterwarnings("ignore:save_weights")
def test_weights_of_keras_2_by_name(tmp_path) -> None:
    model, other = _model(), _model()
    model.save_weights(tmp_path / "w.h5")
    other.load_weights(tmp_path / "w.h5")
    np.testing.assert_allclose(other.get_weights()[0], model.get_weights()[0])
    named = keras.Sequential([keras.layers.Dense(8, name=model.layers[0].name)])
    named.build((None, 4))
    named.load_weights(tmp_path / "w.h5", by_name=True)
    np.testing.assert_allclose(named.get_weights()[0], model.get_weights()[0])


def test_functional_model_as_keras_2_describes_it(tmp_path) -> None:
    layers = [
        {
            "class_name": "InputLayer",
            "config": {"batch_input_shape": [None, 4], "dtype": "float32", "name": "a"},
            "name": "a",
            "inbound_nodes": [],
        },
        {
            "class_name": "Dense",
            "config": {"name": "d", "units": 2, "dtype": "float32"},
            "name": "d",
            "inbound_nodes": [[["a", 0, 0, {}]]],
        },
    ]
    config = {
        "name": "old",
        "layers": layers,
        "input_layers": [["a", 0, 0]],
        "output_layers": [["d", 0, 0]],
    }
    text = json.dumps({"class_name": "Functional", "config": config})
    model = keras.models.model_from_json(text)
    assert model(X).shape == (32, 2)


def test_damaged_files_are_named(tmp_path) -> None:
    for name in ("m.keras", "m.h5"):
        (tmp_path / name).write_bytes(b"nothing of the kind")
        with pytest.raises(ValueError, match=f"{name} is damaged"):
            keras.models.load_model(tmp_path / name)
    with h5py.File(tmp_path / "w.h5", "w"):
        pass
    with pytest.raises(ValueError, match="no model"):
        keras.models.load_model(tmp_path / "w.h5")


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
@pytest.mark.parametrize("name", ["mlp", "cnn", "rnn"])
@pytest.mark.parametrize("kind", [".keras", ".h5"])
def test_models_of_keras_are_read(name: str, kind: str) -> None:
    expected = np.load(SHARED / "expected.npz")
    model = keras.models.load_model(SHARED / f"{name}{kind}")
    found = model(expected[f"{name}/in"])
    np.testing.assert_allclose(found, expected[f"{name}/out"], rtol=1e-4, atol=1e-5)
