"""Tests of models as estimators of scikit-learn."""

import importlib.util

import numpy as np
import pytest

from tensorbrook import keras

wrappers = keras.wrappers
HAS_SKLEARN = importlib.util.find_spec("sklearn") is not None


def _make(X, y, units: int = 4) -> keras.Model:  # noqa: N803
    width = y.shape[1] if y.ndim > 1 else 1
    model = keras.Sequential(
        [keras.Input(X.shape[1:]), keras.layers.Dense(units), keras.layers.Dense(width)]
    )
    model.compile("adam", "mse")
    return model


@pytest.mark.skipif(HAS_SKLEARN, reason="scikit-learn is there")
def test_without_scikit_learn_the_error_says_so() -> None:
    with pytest.raises(ImportError, match="scikit-learn"):
        wrappers.SKLearnClassifier(_make)


@pytest.mark.parametrize(
    "kind",
    [
        wrappers.SKLearnClassifier,
        wrappers.SKLearnRegressor,
        wrappers.SKLearnTransformer,
    ],
)
def test_fit_and_predict(kind: type, monkeypatch) -> None:
    if not HAS_SKLEARN:
        place = "tensorbrook._src.keras.wrappers.estimators._sklearn"
        monkeypatch.setattr(place, lambda room: None)
    x = np.random.default_rng(0).random((20, 3))
    y = (x[:, 0] > 0.5).astype(int)
    estimator = kind(_make, model_kwargs={"units": 3}, fit_kwargs={"epochs": 2})
    assert estimator.epoch_ == 0
    assert estimator.fit(x, y) is estimator
    assert estimator.epoch_ == 2
    assert estimator.model_.layers[0].units == 3
    assert len(estimator.predict(x)) == 20
    assert estimator.set_params(warm_start=True).get_params()["warm_start"]
    assert estimator.fit(x, y).epoch_ == 4
    with pytest.raises(ValueError, match="rows"):
        estimator.fit(x, y[:3])
    with pytest.raises(ValueError, match="parameter"):
        estimator.set_params(depth=3)
    if kind is wrappers.SKLearnClassifier:
        assert set(estimator.predict(x)) <= {0, 1}
