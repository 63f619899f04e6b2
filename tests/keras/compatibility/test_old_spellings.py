"""Tests of what Keras 1 and 2 spelt differently."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook import keras
from tensorbrook._src.keras.backend import notices

X = np.ones((4, 3), "float32")


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    monkeypatch.setattr(notices, "_given", set())


def _model() -> keras.Model:
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    model.compile("sgd", "mse")
    return model


def test_learning_rate_and_decay() -> None:
    with pytest.warns(DeprecationWarning, match="learning_rate"):
        optimizer = keras.optimizers.SGD(lr=0.5)
    assert float(optimizer.learning_rate) == 0.5
    with pytest.warns(DeprecationWarning, match="schedule"):
        keras.optimizers.SGD(0.5, decay=0.1)


def test_methods_and_arguments_of_models() -> None:
    model = _model()
    with pytest.warns(DeprecationWarning, match="epochs"):
        history = model.fit(X, X[:, :2], nb_epoch=2, verbose=0)
    assert len(history.history["loss"]) == 2
    with pytest.warns(DeprecationWarning, match="fit_generator"):
        model.fit_generator(iter([(X, X[:, :2])] * 4), steps_per_epoch=2, verbose=0)
    with pytest.warns(DeprecationWarning, match="argmax"):
        assert model.predict_classes(X, verbose=0).shape == (4,)
    with pytest.raises(TypeError, match="nonsense"):
        model.fit(X, X[:, :2], nonsense=1)


def test_one_warning_each() -> None:
    with pytest.warns(DeprecationWarning) as caught:
        keras.layers.CuDNNLSTM(2)
        keras.layers.CuDNNLSTM(2)
    assert len(caught) == 1


def test_backend_functions() -> None:
    K = keras.backend
    x = tf.constant([[1.0, 2.0], [3.0, 4.0]])
    np.testing.assert_allclose(K.mean(K.square(x), axis=1), [2.5, 12.5])
    np.testing.assert_allclose(K.batch_dot(x, x, axes=1), [[5.0], [25.0]])
    v = K.variable([1.0, 2.0])
    K.set_value(v, [3.0, 4.0])
    np.testing.assert_allclose(K.get_value(v), [3.0, 4.0])
    model = _model()
    run = K.function(model.inputs, model.outputs)
    np.testing.assert_allclose(run([X])[0], model.predict(X, verbose=0), rtol=1e-6)
