"""Tests of the callbacks."""

import pathlib

import numpy as np
import pytest

from tensorbrook import keras

_X = np.linspace(0, 1, 8, dtype="float32").reshape(8, 1)


def _fit(callbacks: list, rate: float = 0.0, **kwargs) -> keras.Model:
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(keras.optimizers.SGD(rate), "mse")
    model.fit(_X, 2 * _X, 4, verbose=0, shuffle=False, callbacks=callbacks, **kwargs)
    return model


def test_hooks_come_in_order() -> None:
    log: list[str] = []

    class Logger(keras.callbacks.Callback):
        def on_train_begin(self, logs=None):
            log.append("begin")

        def on_epoch_begin(self, epoch, logs=None):
            log.append(f"epoch {epoch}")

        def on_batch_end(self, batch, logs=None):
            log.append(f"batch {batch} {sorted(logs)}")

        def on_train_end(self, logs=None):
            log.append("end")

    _fit([Logger()])
    batches = ["batch 0 ['loss']", "batch 1 ['loss']"]
    assert log == ["begin", "epoch 0", *batches, "end"]


def test_early_stopping_waits() -> None:
    stopping = keras.callbacks.EarlyStopping("loss", patience=2)
    model = _fit([stopping], epochs=10)
    assert len(model.history.epoch) == 3
    assert stopping.stopped_epoch == 2


def test_stop_training_ends_the_epoch() -> None:
    class Stop(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            self.model.stop_training = epoch == 1

    assert _fit([Stop()], epochs=9).history.epoch == [0, 1]


def test_lambda_callback() -> None:
    epochs: list[int] = []
    callback = keras.callbacks.LambdaCallback(
        on_epoch_end=lambda epoch, logs: epochs.append(epoch)
    )
    _fit([callback], epochs=2)
    assert epochs == [0, 1]


def test_learning_rate_scheduler() -> None:
    callback = keras.callbacks.LearningRateScheduler(lambda epoch: 0.1 * (epoch + 1))
    model = _fit([callback], epochs=2)
    assert model.history.history["learning_rate"] == pytest.approx([0.1, 0.2])


def test_reduce_on_plateau() -> None:
    callback = keras.callbacks.ReduceLROnPlateau("loss", factor=0.5, patience=1)
    model = _fit([callback], rate=0.0, epochs=2)
    assert model.history.history["learning_rate"] == [0.0, 0.0]


def test_csv_logger(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "log.csv"
    _fit([keras.callbacks.CSVLogger(path)], epochs=2)
    lines = path.read_text().split()
    assert lines[0] == "epoch,loss"
    assert [line.split(",")[0] for line in lines[1:]] == ["0", "1"]


def test_checkpoints_carry_the_epoch(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "e{epoch}.weights.h5"
    _fit([keras.callbacks.ModelCheckpoint(path, save_weights_only=True)], epochs=2)
    names = sorted(item.name for item in tmp_path.iterdir())
    assert names == ["e1.weights.h5", "e2.weights.h5"]


def test_a_loss_that_is_no_number_may_be_an_error() -> None:
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    callback = keras.callbacks.TerminateOnNaN(raise_error=True)
    with pytest.raises(RuntimeError, match="batch 0"):
        x = np.full((4, 2), np.nan)
        model.fit(x, np.ones((4, 1)), verbose=0, callbacks=[callback])
