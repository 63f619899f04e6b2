"""Shows the progress of training."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.callbacks.callback import Callback
from tensorbrook._src.keras.callbacks.progbar import Progbar


class ProgbarLogger(Callback):
    """Prints a progress bar with the losses and metrics."""

    looks_seldom = True  # takes the values of a step as tensors, too

    def __init__(self, count_mode: str = "steps", stateful_metrics: Any = None) -> None:
        super().__init__()
        self._bar: Progbar | None = None
        self._in_training = False

    @property
    def _verbose(self) -> int:
        return (self.params or {}).get("verbose", 1)

    def _start_bar(self) -> None:
        """Starts a new bar."""
        target = (self.params or {}).get("steps")
        self._bar = Progbar(target, verbose=self._verbose)
        self._seen = 0

    def on_train_begin(self, logs: Any = None) -> None:
        """Remembers that evaluation inside belongs to an epoch."""
        self._in_training = True

    def on_train_end(self, logs: Any = None) -> None:
        """Forgets it."""
        self._in_training = False

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        """Prints which epoch begins."""
        self._start_bar()
        epochs = (self.params or {}).get("epochs", 1)
        if self._verbose and epochs > 1:
            print(f"Epoch {epoch + 1}/{epochs}")

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """Moves the bar."""
        self._move(batch, logs)

    def on_test_begin(self, logs: Any = None) -> None:
        """Starts a bar."""
        if not self._in_training:
            self._start_bar()

    def on_test_batch_end(self, batch: int, logs: Any = None) -> None:
        """Moves the bar."""
        if not self._in_training:
            self._move(batch, logs)

    def on_predict_begin(self, logs: Any = None) -> None:
        """Starts a bar."""
        self._start_bar()

    def on_predict_batch_end(self, batch: int, logs: Any = None) -> None:
        """Moves the bar; there are no values."""
        self._move(batch, None)

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Ends the bar."""
        self._finish(logs)

    def on_test_end(self, logs: Any = None) -> None:
        """Ends the bar."""
        if not self._in_training:
            self._finish(logs)

    def on_predict_end(self, logs: Any = None) -> None:
        """Ends the bar."""
        self._finish(None)

    def _move(self, batch: int, logs: Any) -> None:
        """Shows a batch."""
        self._seen = batch + 1
        if self._bar is None or not self._bar.is_due():
            return
        if self._verbose == 1:
            self._show(logs, finalize=False)

    def _finish(self, logs: Any) -> None:
        """Shows the last batch."""
        if self._bar is None or not self._verbose:
            return
        if self._bar.target is None:
            self._bar.target = self._seen
        self._show(logs, finalize=True)

    def _show(self, logs: Any, finalize: bool) -> None:
        """Shows the values."""
        values = [(name, float(value)) for name, value in (logs or {}).items()]
        self._bar.stateful_metrics.update(name for name, _ in values)
        self._bar.update(self._seen, values, finalize=finalize)
