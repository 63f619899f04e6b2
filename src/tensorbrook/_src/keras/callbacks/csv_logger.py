"""Writes the losses and metrics of each epoch into a table."""

from __future__ import annotations

import csv
import os
from typing import Any

import numpy as np

from tensorbrook._src.keras.callbacks.callback import Callback


class CSVLogger(Callback):
    """Writes the losses and metrics of each epoch into a CSV file.

    Args:
        filename: the file.
        separator: what stands between two values.
        append: whether to keep what the file holds.
    """

    def __init__(
        self, filename: Any, separator: str = ",", append: bool = False
    ) -> None:
        super().__init__()
        self.filename = os.fspath(filename)
        self.separator = separator
        self.append = append
        self._file: Any = None
        self._writer: Any = None
        self._names: list[str] = []
        self._needs_header = True

    def on_train_begin(self, logs: Any = None) -> None:
        """Opens the file."""
        held = os.path.exists(self.filename) and os.path.getsize(self.filename) > 0
        self._needs_header = not (self.append and held)
        mode = "a" if self.append else "w"
        self._file = open(self.filename, mode, newline="", encoding="utf-8")
        self._writer = csv.writer(self._file, delimiter=self.separator)
        self._names = []

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Writes a line."""
        logs = logs or {}
        if not self._names:
            self._names = sorted(logs)
            if self._needs_header:
                self._writer.writerow(["epoch", *self._names])
        values = [logs.get(name, "NA") for name in self._names]
        self._writer.writerow([epoch, *(_text(value) for value in values)])
        self._file.flush()

    def on_train_end(self, logs: Any = None) -> None:
        """Closes the file."""
        self._file.close()
        self._file = self._writer = None


def _text(value: Any) -> Any:
    """Returns an array's values as text."""
    if isinstance(value, np.ndarray | list) and np.ndim(value):
        return f'"[{", ".join(map(str, value))}]"'
    return value
