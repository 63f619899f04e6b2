"""Remembers the losses and metrics of each epoch."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.callbacks.callback import Callback
from tensorbrook._src.keras.plots.curves import Curves


class History(Callback):
    """Remembers the losses and metrics of each epoch; `fit` returns one."""

    def __init__(self) -> None:
        super().__init__()
        self.history: dict[str, list[Any]] = {}
        self.epoch: list[int] = []

    def on_train_begin(self, logs: Any = None) -> None:
        """Forgets the epochs of an earlier training."""
        self.epoch = []

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Remembers an epoch."""
        self.epoch.append(epoch)
        for name, value in (logs or {}).items():
            self.history.setdefault(name, []).append(value)
        self.model.history = self

    def plot(self, path: Any = None) -> Curves:
        """Draws the learning curves; an addition of Tensorbrook.

        Args:
            path: where to write them as well, a file `.svg` or `.png`.

        Returns:
            A picture that a notebook shows, with `to_svg`, `to_png` and `save`.
        """
        curves = Curves(self.history, self.epoch)
        if path is not None:
            curves.save(path)
        return curves

    def _repr_svg_(self) -> str | None:
        return self.plot().to_svg() if self.history else None
