"""Tests of models in files."""

import json
import pathlib
import zipfile

import numpy as np
import pytest

from tensorbrook import keras

_X = np.random.default_rng(0).normal(size=(8, 4)).astype("float32")
_Y = (_X[:, :1] > 0).astype("float32")


def _functional() -> keras.Model:
    inputs = keras.Input((4,), name="features")
    hidden = keras.layers.Dense(3, activation="relu")(inputs)
    both = keras.layers.Concatenate()([inputs, hidden])
    return keras.Model(inputs, keras.layers.Dense(1)(both), name="mine")


def _sequential() -> keras.Model:
    layers = [keras.layers.Dense(3), keras.layers.BatchNormalization()]
    return keras.Sequential([keras.Input((4,)), *layers, keras.layers.Dense(1)])


@pytest.mark.parametrize("make", [_functional, _sequential])
def test_training_goes_on_where_it_stopped(make, tmp_path: pathlib.Path) -> None:
    model = make()
    model.compile("adam", "mse", metrics=["mae"])
    model.fit(_X, _Y, epochs=2, shuffle=False, verbose=0)
    model.save(tmp_path / "m.keras")
    copy = keras.models.load_model(tmp_path / "m.keras")
    assert copy.name == model.name
    np.testing.assert_allclose(
        copy.predict(_X, verbose=0), model.predict(_X, verbose=0), atol=1e-6
    )
    assert int(copy.optimizer.iterations) == 2
    expected = model.fit(_X, _Y, epochs=2, shuffle=False, verbose=0).history
    found = copy.fit(_X, _Y, epochs=2, shuffle=False, verbose=0).history
    np.testing.assert_allclose(found["loss"], expected["loss"], rtol=1e-4)


def test_archive_holds_three_parts(tmp_path: pathlib.Path) -> None:
    _sequential().save(tmp_path / "m.keras")
    with zipfile.ZipFile(tmp_path / "m.keras") as archive:
        names = set(archive.namelist())
        config = json.loads(archive.read("config.json"))
    assert names == {"metadata.json", "config.json", "model.weights.h5"}
    assert config["class_name"] == "Sequential"
    assert config["config"]["layers"][0]["config"]["batch_shape"] == [None, 4]
    assert not list(tmp_path.glob(".m.keras*"))


def test_weights_alone(tmp_path: pathlib.Path) -> None:
    model, other = _functional(), _functional()
    model.save_weights(tmp_path / "w.weights.h5")
    other.load_weights(tmp_path / "w.weights.h5")
    for mine, theirs in zip(model.get_weights(), other.get_weights(), strict=True):
        np.testing.assert_array_equal(mine, theirs)


def test_architecture_alone() -> None:
    model = _functional()
    copy = keras.models.model_from_json(model.to_json())
    shapes = [weight.shape for weight in model.get_weights()]
    assert [weight.shape for weight in copy.get_weights()] == shapes
    clone = keras.models.clone_model(model)
    assert [weight.shape for weight in clone.get_weights()] == shapes


def test_lambdas_in_files_are_not_run(tmp_path: pathlib.Path) -> None:
    with pytest.raises(ValueError, match="not run"):
        keras.saving.deserialize_keras_object(
            {"class_name": "__lambda__", "config": {"value": ""}}
        )


def test_missing_file_is_named(tmp_path: pathlib.Path) -> None:
    with pytest.raises(ValueError, match="nothing.keras"):
        keras.models.load_model(tmp_path / "nothing.keras")


def test_layers_in_a_dict_are_saved(tmp_path) -> None:
    class Branches(keras.layers.Layer):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.branches = {"a": keras.layers.Dense(1), "b": keras.layers.Dense(1)}

        def call(self, x):
            return self.branches["a"](x) + self.branches["b"](x)

    x = np.ones((2, 3), "float32")
    model = keras.Sequential([keras.Input((3,)), Branches()])
    model.save_weights(tmp_path / "m.weights.h5")
    again = keras.Sequential([keras.Input((3,)), Branches()])
    again.load_weights(tmp_path / "m.weights.h5")
    np.testing.assert_allclose(again(x), model(x))
