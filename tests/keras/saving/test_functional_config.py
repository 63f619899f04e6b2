"""Tests of functional models with plain functions in files."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook import keras

X = np.random.default_rng(0).normal(size=(3, 4)).astype("float32")


def _model() -> keras.Model:
    first, second = keras.Input((4,)), keras.Input((4,))
    mixed = keras.layers.Dense(4)(first) + second * 2.0
    mean = keras.ops.mean(mixed, axis=-1, keepdims=True)
    joined = keras.ops.concatenate([mixed[:, :2], mean], axis=-1) / 3.0
    return keras.Model([first, second], joined)


@pytest.mark.parametrize("name", ["m.keras", "m.h5"])
def test_plain_functions_are_saved(name: str, tmp_path) -> None:
    model = _model()
    model.save(tmp_path / name)
    copy = keras.models.load_model(tmp_path / name)
    np.testing.assert_allclose(copy([X, X]), model([X, X]), rtol=1e-6)
    copy.save(tmp_path / f"again_{name}")
    again = keras.models.load_model(tmp_path / f"again_{name}")
    np.testing.assert_allclose(again([X, X]), model([X, X]), rtol=1e-6)


def test_function_that_has_no_name_is_refused(tmp_path) -> None:
    inputs = keras.Input((4,))
    model = keras.Model(inputs, tf.cumsum(inputs, axis=1))
    with pytest.raises(NotImplementedError, match="keras.ops"):
        model.save(tmp_path / "m.keras")
