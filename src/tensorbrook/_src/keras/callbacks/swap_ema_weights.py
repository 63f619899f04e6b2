"""Averages of weights instead of the weights, for a while."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.callbacks.callback import Callback


class SwapEMAWeights(Callback):
    """Puts the moving averages in the place of the weights for tests.

    Args:
        swap_on_epoch: whether the averages stand there from the end of an epoch to
            the beginning of the next, so that they are saved.
    """

    def __init__(self, swap_on_epoch: bool = False) -> None:
        super().__init__()
        self.swap_on_epoch = swap_on_epoch

    def _swap(self) -> None:
        """Exchanges weights and averages."""
        optimizer = self.model.optimizer
        if not getattr(optimizer, "use_ema", False):
            raise ValueError(
                "SwapEMAWeights: the optimizer must be made with `use_ema=True`."
            )
        for variable in self.model.trainable_variables:
            average = optimizer._averages[optimizer._place(variable)]
            value = variable.numpy()
            variable.assign(average.numpy())
            average.assign(value)

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        """Puts the weights back."""
        if self.swap_on_epoch and epoch > self.params.get("initial_epoch", 0):
            self._swap()

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Puts the averages in."""
        if self.swap_on_epoch:
            self._swap()

    def on_test_begin(self, logs: Any = None) -> None:
        """Puts the averages in."""
        if not self.swap_on_epoch:
            self._swap()

    def on_test_end(self, logs: Any = None) -> None:
        """Puts the weights back."""
        if not self.swap_on_epoch:
            self._swap()

    def on_predict_begin(self, logs: Any = None) -> None:
        """Puts the averages in."""
        if not self.swap_on_epoch:
            self._swap()

    def on_predict_end(self, logs: Any = None) -> None:
        """Puts the weights back."""
        if not self.swap_on_epoch:
            self._swap()
