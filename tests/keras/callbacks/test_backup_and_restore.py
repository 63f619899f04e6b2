"""Tests of training that goes on after an interruption."""

import pathlib
import signal
import subprocess
import sys

import numpy as np
import pytest

from tensorbrook import keras

X = np.random.default_rng(0).normal(size=(32, 4)).astype("float32")
Y = X.sum(1, keepdims=True)


class _Stop(keras.callbacks.Callback):
    """Ends training in the middle."""

    def on_epoch_begin(self, epoch, logs=None):
        if epoch == 2:
            raise KeyboardInterrupt


def _model() -> keras.Model:
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    return model


def test_training_goes_on_after_an_interruption(tmp_path) -> None:
    options = {"epochs": 5, "shuffle": False, "verbose": 0}
    expected = _model().fit(X, Y, **options).history["loss"]
    backup = keras.callbacks.BackupAndRestore(tmp_path / "backup")
    with pytest.raises(KeyboardInterrupt):
        _model().fit(X, Y, callbacks=[backup, _Stop()], **options)
    assert (tmp_path / "backup").exists()
    again = keras.callbacks.BackupAndRestore(tmp_path / "backup")
    history = _model().fit(X, Y, callbacks=[again], **options)
    assert history.epoch == [2, 3, 4]
    np.testing.assert_allclose(history.history["loss"], expected[2:], rtol=1e-5)
    assert not (tmp_path / "backup").exists()


_PROGRAM = """
import os, signal, sys
sys.path.insert(0, sys.argv[2])
import numpy as np
from tensorbrook import keras

class Kill(keras.callbacks.Callback):
    def on_train_batch_end(self, batch, logs=None):
        if int(self.model.optimizer.iterations) == 6:
            os.kill(os.getpid(), signal.SIGKILL)

x = np.random.default_rng(0).normal(size=(32, 4)).astype("float32")
y = x.sum(1, keepdims=True)
keras.utils.set_random_seed(0)
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
model.compile("adam", "mse")
backup = keras.callbacks.BackupAndRestore(sys.argv[1], save_freq="epoch")
model.fit(x, y, epochs=5, batch_size=16, shuffle=False, verbose=0,
          callbacks=[backup, Kill()])
"""


def test_training_goes_on_after_a_kill(tmp_path) -> None:
    options = {"epochs": 5, "batch_size": 16, "shuffle": False, "verbose": 0}
    expected = _model().fit(X, Y, **options).history["loss"]
    source = str(pathlib.Path(keras.__file__).resolve().parents[2])
    command = [sys.executable, "-c", _PROGRAM, str(tmp_path / "backup"), source]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    again = keras.callbacks.BackupAndRestore(tmp_path / "backup")
    history = _model().fit(X, Y, callbacks=[again], **options)
    assert history.epoch == [2, 3, 4]  # it was killed before the third epoch had ended
    np.testing.assert_allclose(history.history["loss"], expected[2:], rtol=1e-5)
