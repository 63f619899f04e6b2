"""Losses fall step by step as in the package Keras; see tools/record_trajectories.py."""

import pathlib

import numpy as np
import pytest

from tensorbrook import keras
from tests.keras.trajectories import trained_models

_LOSSES = pathlib.Path(__file__).with_name("losses.npz")
_OPTIMIZERS = trained_models.optimizers(keras)


@pytest.fixture(scope="module")
def recorded() -> dict[str, np.ndarray]:
    with np.load(_LOSSES) as file:
        return dict(file)


@pytest.mark.parametrize("name", trained_models.MODELS)
@pytest.mark.parametrize("label", _OPTIMIZERS)
def test_losses_are_those_of_keras(name: str, label: str, recorded) -> None:
    losses = trained_models.trajectory(keras, name, _OPTIMIZERS[label])
    assert losses[-1] != losses[0]
    if f"{name}/{label}" in trained_models.UNABLE:
        assert np.isfinite(losses).all()
        return
    np.testing.assert_allclose(losses, recorded[f"{name}/{label}"], rtol=1e-4)


def test_every_optimizer_is_recorded(recorded) -> None:
    pairs = {f"{n}/{label}" for n in trained_models.MODELS for label in _OPTIMIZERS}
    assert pairs == set(recorded) | trained_models.UNABLE
    used = {type(make()).__name__ for make in _OPTIMIZERS.values()}
    public = {
        name
        for name, kind in vars(keras.optimizers).items()
        if isinstance(kind, type) and issubclass(kind, keras.optimizers.Optimizer)
    }
    assert public - used == {"MultiOptimizer", "Optimizer"}
