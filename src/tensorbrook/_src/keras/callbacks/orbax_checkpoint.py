"""Checkpoints in the format of Orbax."""

from __future__ import annotations

import importlib
import os
from typing import Any

import numpy as np

from tensorbrook._src.keras.callbacks.monitor import MonitorCallback


class OrbaxCheckpoint(MonitorCallback):
    """Saves the state of a model while it is trained, in the format of Orbax.

    Args:
        directory: where the checkpoints lie.
        monitor: the result that says which is best.
        verbose: whether it says what it does.
        save_best_only: whether only better ones are kept.
        mode: `"min"`, `"max"` or `"auto"`.
        save_freq: `"epoch"`, or after how many batches.
        initial_value_threshold: what the first result must beat.
        max_to_keep: how many checkpoints stay.
        save_on_background: whether training goes on meanwhile.
        save_weights_only: whether the state of the optimizer is left out.

    Raises:
        ImportError: without `orbax-checkpoint`.
    """

    def __init__(
        self,
        directory: Any,
        monitor: str = "val_loss",
        verbose: int = 0,
        save_best_only: bool = False,
        mode: str = "auto",
        save_freq: Any = "epoch",
        initial_value_threshold: float | None = None,
        max_to_keep: int = 1,
        save_on_background: bool = True,
        save_weights_only: bool = False,
    ) -> None:
        try:
            self._orbax = importlib.import_module("orbax.checkpoint")
        except ImportError as error:
            raise ImportError(
                "OrbaxCheckpoint needs Orbax: `pip install orbax-checkpoint`."
            ) from error
        super().__init__(monitor, mode)
        self.best = initial_value_threshold
        self.directory = os.path.abspath(os.fspath(directory))
        self.verbose = verbose
        self.save_best_only = save_best_only
        self.save_freq = save_freq
        self.save_weights_only = save_weights_only
        self._batches = 0
        options = self._orbax.CheckpointManagerOptions(
            max_to_keep=max_to_keep, enable_async_checkpointing=save_on_background
        )
        self.manager = self._orbax.CheckpointManager(self.directory, options=options)

    def is_multihost_enabled(self) -> bool:
        """Returns whether several hosts take part: never."""
        return False

    def is_primary_host(self) -> bool:
        """Returns whether this host writes: always."""
        return True

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """Saves after a number of batches."""
        self._batches += 1
        if self.save_freq != "epoch" and self._batches % self.save_freq == 0:
            self._save(self._batches, logs)

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Saves after an epoch."""
        if self.save_freq == "epoch":
            self._save(epoch, logs)

    def on_train_end(self, logs: Any = None) -> None:
        """Waits for what is being written."""
        self.wait_until_finished()

    def wait_until_finished(self) -> None:
        """Returns when everything is written."""
        self.manager.wait_until_finished()

    def _save(self, step: int, logs: Any) -> None:
        """Saves, unless the result is no better."""
        if self.save_best_only:
            current = (logs or {}).get(self.monitor)
            if current is None:
                return
            if self.best is not None and not self.is_better(current, self.best):
                return
            self.best = current
        state = self.model.get_state_tree()
        if self.save_weights_only:
            kept = ("trainable_variables", "non_trainable_variables")
            state = {name: state[name] for name in kept}
        arrays = _as_arrays(state)
        self.manager.save(step, args=self._orbax.args.StandardSave(arrays))
        if self.verbose:
            print(f"Saved checkpoint {step} in {self.directory}.")


def _as_arrays(state: Any) -> Any:
    """Returns the state with arrays for variables."""
    if isinstance(state, dict):
        return {key: _as_arrays(value) for key, value in state.items()}
    return np.asarray(state)
