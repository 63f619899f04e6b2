"""Training that goes on after it was interrupted."""

from __future__ import annotations

import json
import os
import pathlib
import shutil
from typing import Any

from tensorbrook._src.keras.callbacks.callback import Callback
from tensorbrook._src.keras.saving import weights_file

_WEIGHTS = "latest.weights.h5"
_STATE = "training_metadata.json"


class BackupAndRestore(Callback):
    """Keeps the state of training in a folder, and goes on from there.

    Args:
        backup_dir: the folder.
        save_freq: `"epoch"`, or after how many batches to save.
        double_checkpoint: whether to keep the state before the last one, too.
        delete_checkpoint: whether to delete the folder when training has ended.

    Raises:
        ValueError: when the folder has no name, or `save_freq` is wrong.
    """

    def __init__(
        self,
        backup_dir: Any,
        save_freq: Any = "epoch",
        double_checkpoint: bool = False,
        delete_checkpoint: bool = True,
    ) -> None:
        super().__init__()
        if not backup_dir:
            raise ValueError("BackupAndRestore: `backup_dir` must not be empty.")
        if save_freq != "epoch" and not isinstance(save_freq, int):
            raise ValueError(
                "BackupAndRestore: `save_freq` must be 'epoch' or a number of "
                f"batches. Received: save_freq={save_freq!r}."
            )
        self.folder = pathlib.Path(os.fspath(backup_dir))
        self.save_freq = save_freq
        self.double_checkpoint = double_checkpoint
        self.delete_checkpoint = delete_checkpoint
        self._epoch = 0
        self._batches = 0

    def on_train_begin(self, logs: Any = None) -> None:
        """Restores what is in the folder."""
        for folder in (self.folder, self._previous()):
            weights, state = folder / _WEIGHTS, folder / _STATE
            if not (weights.exists() and state.exists()):
                continue
            try:
                found = json.loads(state.read_text())
                self._prepare()
                weights_file.load_weights(self.model, weights)
            except (OSError, ValueError):
                # A state that was cut off: the one before it serves.
                if folder == self._previous() or not self._previous().exists():
                    raise
                continue
            self.model._initial_epoch = found["epoch"]
            return

    def _prepare(self) -> None:
        """Makes the optimizer's variables, so that they can be restored."""
        optimizer = self.model.optimizer
        if optimizer is not None and self.model.built and not optimizer.built:
            optimizer.build(self.model.trainable_weights)

    def _previous(self) -> pathlib.Path:
        """Returns the folder of the state before the last one."""
        return self.folder.with_name(f"{self.folder.name}_previous")

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        """Remembers the epoch."""
        self._epoch = epoch

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Saves after an epoch."""
        if self.save_freq == "epoch":
            self._save(epoch + 1)

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """Saves after a number of batches."""
        if self.save_freq == "epoch":
            return
        self._batches += 1
        if self._batches % self.save_freq == 0:
            self._save(self._epoch)

    def _save(self, epoch: int) -> None:
        """Writes the state: first the weights, then that they are complete."""
        if self.double_checkpoint and (self.folder / _STATE).exists():
            shutil.rmtree(self._previous(), ignore_errors=True)
            shutil.copytree(self.folder, self._previous())
        self.folder.mkdir(parents=True, exist_ok=True)
        weights_file.save_weights(self.model, self.folder / _WEIGHTS)
        with weights_file.replacing(self.folder / _STATE) as temporary:
            pathlib.Path(temporary).write_text(
                json.dumps({"epoch": epoch, "batch": self._batches})
            )

    def on_train_end(self, logs: Any = None) -> None:
        """Deletes the folder."""
        if self.delete_checkpoint:
            shutil.rmtree(self.folder, ignore_errors=True)
            shutil.rmtree(self._previous(), ignore_errors=True)
