"""Stops training when the loss is not a number."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.keras.callbacks.callback import Callback


class TerminateOnNaN(Callback):
    """Stops training when the loss is not a number, or infinite.

    Args:
        raise_error: whether that is an error, and not only the end.
    """

    def __init__(self, raise_error: bool = False) -> None:
        super().__init__()
        self.raise_error = raise_error

    def on_batch_end(self, batch: int, logs: Any = None) -> None:
        """Looks at the loss of a batch."""
        loss = (logs or {}).get("loss")
        if loss is not None and not np.isfinite(loss):
            if self.raise_error:
                raise RuntimeError(
                    f"TerminateOnNaN: the loss of batch {batch} is {loss}."
                )
            print(f"Batch {batch}: Invalid loss, terminating training")
            self.model.stop_training = True
