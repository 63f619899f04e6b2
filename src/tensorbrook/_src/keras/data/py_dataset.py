"""Batches by number, made in Python."""

from __future__ import annotations

import math
from typing import Any


class PyDataset:
    """Gives batches by number; a subclass defines `__getitem__` and `__len__`.

    Args:
        workers: kept for compatibility.
        use_multiprocessing: kept for compatibility.
        max_queue_size: kept for compatibility.
    """

    def __init__(
        self,
        workers: int = 1,
        use_multiprocessing: bool = False,
        max_queue_size: int = 10,
    ) -> None:
        self.workers = workers
        self.use_multiprocessing = use_multiprocessing
        self.max_queue_size = max_queue_size

    def __getitem__(self, index: int) -> Any:
        """Returns a batch."""
        raise NotImplementedError(f"{type(self).__name__} has no __getitem__().")

    @property
    def num_batches(self) -> int | None:
        """The number of batches."""
        return len(self) if hasattr(self, "__len__") else None

    def on_epoch_begin(self) -> None:
        """Is called before each epoch."""

    def on_epoch_end(self) -> None:
        """Is called after each epoch."""


class TimeseriesGenerator(PyDataset):
    """Gives windows of a time series and the value after each.

    Args:
        data: the series.
        targets: what each window's end is asked for.
        length: the length of a window.
        sampling_rate: how far the steps in a window are apart.
        stride: how far windows are apart.
        start_index: where the first window starts.
        end_index: where the last window ends.
        shuffle: whether windows are drawn at random.
        reverse: whether windows are turned around.
        batch_size: the size of a batch.
        **kwargs: the arguments of `PyDataset`.
    """

    def __init__(
        self,
        data: Any,
        targets: Any,
        length: int,
        sampling_rate: int = 1,
        stride: int = 1,
        start_index: int = 0,
        end_index: int | None = None,
        shuffle: bool = False,
        reverse: bool = False,
        batch_size: int = 128,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if len(data) != len(targets):
            raise ValueError(
                "TimeseriesGenerator: data and targets must be equally long. "
                f"Received: {len(data)} and {len(targets)}."
            )
        self.data = data
        self.targets = targets
        self.length = length
        self.sampling_rate = sampling_rate
        self.stride = stride
        self.start_index = start_index + length
        self.end_index = len(data) - 1 if end_index is None else end_index
        self.shuffle = shuffle
        self.reverse = reverse
        self.batch_size = batch_size
        if self.start_index > self.end_index:
            raise ValueError(
                f"TimeseriesGenerator: no window of length {length} fits between "
                f"{start_index} and {self.end_index}."
            )

    def __len__(self) -> int:
        steps = self.end_index - self.start_index + self.stride
        return math.ceil(steps // self.stride / self.batch_size)

    def __getitem__(self, index: int) -> tuple[Any, Any]:
        """Returns a batch of windows and targets."""
        import numpy as np

        if self.shuffle:
            rows = np.random.randint(
                self.start_index, self.end_index + 1, size=self.batch_size
            )
        else:
            first = self.start_index + self.batch_size * self.stride * index
            last = min(first + self.batch_size * self.stride, self.end_index + 1)
            rows = np.arange(first, last, self.stride)
        windows = np.array(
            [self.data[row - self.length : row : self.sampling_rate] for row in rows]
        )
        targets = np.array([self.targets[row] for row in rows])
        return (windows[:, ::-1] if self.reverse else windows), targets
