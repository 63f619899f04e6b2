"""Sets the learning rate of each epoch."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from tensorbrook._src.keras.callbacks.callback import Callback


class LearningRateScheduler(Callback):
    """Sets the learning rate at the start of each epoch.

    Args:
        schedule: a function of the epoch and the rate, or of the epoch.
        verbose: whether to print.
    """

    def __init__(self, schedule: Callable[..., Any], verbose: int = 0) -> None:
        super().__init__()
        self.schedule = schedule
        self.verbose = verbose
        self._takes_rate = len(inspect.signature(schedule).parameters) > 1

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        """Sets the rate."""
        optimizer = self.model.optimizer
        current = float(optimizer.learning_rate)
        rate = (
            self.schedule(epoch, current) if self._takes_rate else self.schedule(epoch)
        )
        rate = float(rate)
        optimizer.learning_rate = rate
        if self.verbose > 0:
            print(
                f"\nEpoch {epoch + 1}: LearningRateScheduler setting learning rate to "
                f"{rate}."
            )

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Adds the rate to the logs."""
        if logs is not None:
            logs["learning_rate"] = float(self.model.optimizer.learning_rate)
