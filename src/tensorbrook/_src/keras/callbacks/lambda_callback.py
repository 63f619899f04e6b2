"""Callbacks made of functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tensorbrook._src.keras.callbacks.callback import Callback


class LambdaCallback(Callback):
    """Calls functions.

    Args:
        on_epoch_begin: called with the epoch and logs.
        on_epoch_end: called with the epoch and logs.
        on_train_begin: called with logs.
        on_train_end: called with logs.
        on_train_batch_begin: called with the batch and logs.
        on_train_batch_end: called with the batch and logs.
        **kwargs: any other method of `Callback`.
    """

    def __init__(
        self,
        on_epoch_begin: Callable[..., Any] | None = None,
        on_epoch_end: Callable[..., Any] | None = None,
        on_train_begin: Callable[..., Any] | None = None,
        on_train_end: Callable[..., Any] | None = None,
        on_train_batch_begin: Callable[..., Any] | None = None,
        on_train_batch_end: Callable[..., Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__()
        given = {
            "on_epoch_begin": on_epoch_begin,
            "on_epoch_end": on_epoch_end,
            "on_train_begin": on_train_begin,
            "on_train_end": on_train_end,
            "on_train_batch_begin": on_train_batch_begin,
            "on_train_batch_end": on_train_batch_end,
            **kwargs,
        }
        for name, function in given.items():
            if function is not None:
                setattr(self, name, function)
