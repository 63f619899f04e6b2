"""What callbacks that watch one value have in common."""

from __future__ import annotations

import warnings
from typing import Any

from tensorbrook._src.keras.callbacks.callback import Callback

_UPWARDS = ("acc", "accuracy", "auc", "precision", "recall", "f1", "iou", "top_k", "r2")


class MonitorCallback(Callback):
    """Watches one value of the logs.

    Args:
        monitor: the name of the value.
        mode: `"min"`, `"max"` or `"auto"`, which goes by the name.
        min_delta: the smallest change that counts.
    """

    def __init__(
        self, monitor: str, mode: str = "auto", min_delta: float = 0.0
    ) -> None:
        super().__init__()
        if mode not in ("auto", "min", "max"):
            warnings.warn(
                f"{type(self).__name__} mode '{mode}' is unknown, "
                "fallback to auto mode.",
                stacklevel=3,
            )
            mode = "auto"
        self.monitor = monitor
        self.mode = mode
        self.min_delta = abs(min_delta)
        self.best: Any = None

    @property
    def goes_up(self) -> bool:
        """Whether greater values are better."""
        if self.mode != "auto":
            return self.mode == "max"
        name = self.monitor.removeprefix("val_").lower()
        return any(word in name for word in _UPWARDS)

    def is_better(self, value: Any, reference: Any) -> bool:
        """Says whether a value is better than another by `min_delta`."""
        if self.goes_up:
            return value - self.min_delta > reference
        return value + self.min_delta < reference
