"""Saves the model while it is trained."""

from __future__ import annotations

import os
import warnings
from typing import Any

from tensorbrook._src.keras.backend.notices import warn_once
from tensorbrook._src.keras.callbacks.monitor import MonitorCallback


class ModelCheckpoint(MonitorCallback):
    """Saves the model, or its weights, after epochs or batches.

    Args:
        filepath: the file; may hold `{epoch}` and names of values.
        monitor: the name of the value that says what is best.
        verbose: whether to print.
        save_best_only: whether to save only what is better than before.
        save_weights_only: whether to save the weights alone.
        mode: `"min"`, `"max"` or `"auto"`.
        save_freq: `"epoch"`, or after how many batches to save.
        initial_value_threshold: the value that the first save must beat.
    """

    def __init__(
        self,
        filepath: Any,
        monitor: str = "val_loss",
        verbose: int = 0,
        save_best_only: bool = False,
        save_weights_only: bool = False,
        mode: str = "auto",
        save_freq: Any = "epoch",
        initial_value_threshold: float | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(monitor, mode)
        if "period" in kwargs:
            warn_once(
                "ModelCheckpoint: `period` is called `save_freq` now, in batches."
            )
        self.period = int(kwargs.pop("period", 1))
        self.filepath = os.fspath(filepath)
        self.verbose = verbose
        self.save_best_only = save_best_only
        self.save_weights_only = save_weights_only
        if save_freq != "epoch" and not isinstance(save_freq, int):
            raise ValueError(
                "ModelCheckpoint: `save_freq` must be 'epoch' or a number of batches. "
                f"Received: save_freq={save_freq!r}."
            )
        self.save_freq = save_freq
        self.best = initial_value_threshold
        self._batches = 0
        self._epoch = 0

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        """Remembers the epoch."""
        self._epoch = epoch

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """Saves after a number of batches."""
        if self.save_freq == "epoch":
            return
        self._batches += 1
        if self._batches >= self.save_freq:
            self._batches = 0
            self._save(self._epoch, logs or {}, batch)

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Saves after an epoch."""
        if self.save_freq == "epoch" and (epoch + 1) % self.period == 0:
            self._save(epoch, logs or {}, None)

    def _save(self, epoch: int, logs: dict[str, Any], batch: int | None) -> None:
        """Saves, if it is worth it."""
        if self.save_best_only and not self._improves(epoch, logs):
            return
        names = {**logs, "epoch": epoch + 1}
        if batch is not None:
            names["batch"] = batch + 1
        path = self.filepath.format(**names)
        if self.verbose > 0:
            print(f"\nEpoch {epoch + 1}: saving model to {path}")
        if self.save_weights_only:
            self.model.save_weights(path, overwrite=True)
        else:
            self.model.save(path, overwrite=True)

    def _improves(self, epoch: int, logs: dict[str, Any]) -> bool:
        """Says whether the value is better than before, and remembers it."""
        value = logs.get(self.monitor)
        if value is None:
            warnings.warn(
                f"Can save best model only with {self.monitor} available.",
                stacklevel=2,
            )
            return True
        if self.best is not None and not self.is_better(value, self.best):
            if self.verbose > 0:
                print(
                    f"\nEpoch {epoch + 1}: {self.monitor} did not improve from "
                    f"{self.best:.5f}"
                )
            return False
        self.best = value
        return True
