"""Stops training when the loss is not a number."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.keras.callbacks.callback import Callback


class TerminateOnNaN(Callback):
    """Stops training when the loss is not a number, or infinite."""

    def on_batch_end(self, batch: int, logs: Any = None) -> None:
        """Looks at the loss of a batch."""
        loss = (logs or {}).get("loss")
        if loss is not None and not np.isfinite(loss):
            print(f"Batch {batch}: Invalid loss, terminating training")
            self.model.stop_training = True
