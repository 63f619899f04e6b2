"""Lowers the learning rate when training no longer helps."""

from __future__ import annotations

import warnings
from typing import Any

from tensorbrook._src.keras.callbacks.monitor import MonitorCallback


class ReduceLROnPlateau(MonitorCallback):
    """Lowers the learning rate when a value has stopped to improve.

    Args:
        monitor: the name of the value.
        factor: the factor of the rate, below one.
        patience: how many epochs to wait.
        verbose: whether to print.
        mode: `"min"`, `"max"` or `"auto"`.
        min_delta: the smallest change that counts.
        cooldown: how many epochs to rest after a change.
        min_lr: the smallest rate.
        **kwargs: older arguments, ignored.
    """

    def __init__(
        self,
        monitor: str = "val_loss",
        factor: float = 0.1,
        patience: int = 10,
        verbose: int = 0,
        mode: str = "auto",
        min_delta: float = 1e-4,
        cooldown: int = 0,
        min_lr: float = 0.0,
        **kwargs: Any,
    ) -> None:
        super().__init__(monitor, mode, min_delta)
        if factor >= 1.0:
            raise ValueError(
                "ReduceLROnPlateau does not support a factor >= 1.0. Received: "
                f"factor={factor}"
            )
        self.factor = factor
        self.patience = patience
        self.verbose = verbose
        self.cooldown = cooldown
        self.min_lr = min_lr
        self.wait = 0
        self.cooldown_counter = 0

    def on_train_begin(self, logs: Any = None) -> None:
        """Starts to wait."""
        self.wait = self.cooldown_counter = 0
        self.best = None

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Looks at the value, and lowers the rate when it is time."""
        logs = logs if logs is not None else {}
        optimizer = self.model.optimizer
        logs["learning_rate"] = float(optimizer.learning_rate)
        value = logs.get(self.monitor)
        if value is None:
            warnings.warn(
                "Learning rate reduction is conditioned on metric "
                f"`{self.monitor}` which is not available. Available metrics are: "
                f"{','.join(logs)}.",
                stacklevel=2,
            )
            return
        if self.cooldown_counter > 0:
            self.cooldown_counter -= 1
            self.wait = 0
        start = float("-inf") if self.goes_up else float("inf")
        if self.is_better(value, start if self.best is None else self.best):
            self.best = value
            self.wait = 0
            return
        if self.cooldown_counter > 0:
            return
        self.wait += 1
        if self.wait >= self.patience and logs["learning_rate"] > self.min_lr:
            rate = max(logs["learning_rate"] * self.factor, self.min_lr)
            optimizer.learning_rate = rate
            if self.verbose > 0:
                print(
                    f"\nEpoch {epoch + 1}: ReduceLROnPlateau reducing learning rate "
                    f"to {rate}."
                )
            self.cooldown_counter = self.cooldown
            self.wait = 0
