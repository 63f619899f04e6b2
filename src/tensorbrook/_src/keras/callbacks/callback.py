"""The base class of callbacks, and lists of them."""

from __future__ import annotations

from typing import Any


class Callback:
    """Is told about each epoch and batch of training, testing and predicting."""

    def __init__(self) -> None:
        self.params: dict[str, Any] | None = None
        self._model: Any = None
        self.validation_data = None

    @property
    def model(self) -> Any:
        """The model that is being trained."""
        return self._model

    @model.setter
    def model(self, model: Any) -> None:
        self._model = model

    def set_params(self, params: dict[str, Any] | None) -> None:
        """Receives `verbose`, `epochs` and `steps`."""
        self.params = params

    def set_model(self, model: Any) -> None:
        """Receives the model."""
        self._model = model

    def on_batch_begin(self, batch: int, logs: Any = None) -> None:
        """Is called before a training batch."""

    def on_batch_end(self, batch: int, logs: Any = None) -> None:
        """Is called after a training batch."""

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        """Is called before an epoch."""

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Is called after an epoch, with its losses and metrics."""

    def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:
        """Is called before a training batch."""
        self.on_batch_begin(batch, logs)

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """Is called after a training batch."""
        self.on_batch_end(batch, logs)

    def on_test_batch_begin(self, batch: int, logs: Any = None) -> None:
        """Is called before a test batch."""

    def on_test_batch_end(self, batch: int, logs: Any = None) -> None:
        """Is called after a test batch."""

    def on_predict_batch_begin(self, batch: int, logs: Any = None) -> None:
        """Is called before a prediction batch."""

    def on_predict_batch_end(self, batch: int, logs: Any = None) -> None:
        """Is called after a prediction batch."""

    def on_train_begin(self, logs: Any = None) -> None:
        """Is called before training."""

    def on_train_end(self, logs: Any = None) -> None:
        """Is called after training."""

    def on_test_begin(self, logs: Any = None) -> None:
        """Is called before testing."""

    def on_test_end(self, logs: Any = None) -> None:
        """Is called after testing."""

    def on_predict_begin(self, logs: Any = None) -> None:
        """Is called before predicting."""

    def on_predict_end(self, logs: Any = None) -> None:
        """Is called after predicting."""


def overrides(callback: Any, *names: str) -> bool:
    """Says whether a callback defines one of these methods itself."""
    return any(
        getattr(type(callback), name, None) is not getattr(Callback, name)
        or name in callback.__dict__
        for name in names
    )
