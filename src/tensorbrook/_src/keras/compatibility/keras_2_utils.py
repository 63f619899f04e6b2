"""What Keras 2 programs import from the modules below `keras.utils`."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from tensorbrook.config import list_physical_devices


def __getattr__(name: str) -> Any:
    from tensorbrook.keras import utils

    return getattr(utils, name)


def count_params(weights: Any) -> int:
    """How many numbers there are in weights.

    Args:
        weights: Variables.

    Example:
        >>> import tensorbrook as tf
        >>> count_params([tf.Variable([[1.0, 2.0]]), tf.Variable(3.0)])
        3
    """
    unique = {id(weight): weight for weight in weights}
    return sum(math.prod(weight.shape.as_list()) for weight in unique.values())


def multi_gpu_model(
    model: Any, gpus: Any = None, cpu_merge: bool = True, cpu_relocation: bool = False
) -> Any:
    """A model that splits its batches over GPUs, as Keras 2.3 had it.

    Args:
        model: The model.
        gpus: How many, or their numbers.
        cpu_merge: Accepted for compatibility.
        cpu_relocation: Accepted for compatibility.

    Returns:
        The model.

    Raises:
        ValueError: The machine has fewer GPUs.
    """
    there = len(list_physical_devices("GPU"))
    wanted = there if gpus is None else len(gpus) if isinstance(gpus, list) else gpus
    if wanted <= 1:
        raise ValueError(
            "For multi-gpu usage to be effective, call `multi_gpu_model` with "
            f"`gpus >= 2`. Received: `gpus={gpus}`"
        )
    raise ValueError(
        f"To call `multi_gpu_model` with `gpus={gpus}`, {wanted} GPUs must be there; this "
        f"machine has {there}. Train the model itself."
    )


class HDF5Matrix:
    """Rows of a dataset in an HDF5 file, read when they are asked for.

    Args:
        datapath: The file.
        dataset: The name of the dataset.
        start: The first row.
        end: The row after the last one; None for all.
        normalizer: A function of the rows that were read.
    """

    def __init__(
        self,
        datapath: Any,
        dataset: str,
        start: int = 0,
        end: int | None = None,
        normalizer: Callable[[Any], Any] | None = None,
    ) -> None:
        import h5py

        self.data = h5py.File(datapath, "r")[dataset]
        self.start = start
        self.end = self.data.shape[0] if end is None else end
        self.normalizer = normalizer

    def __len__(self) -> int:
        return int(self.end - self.start)

    def __getitem__(self, key: Any) -> Any:
        rows: Any = np.arange(self.start, self.end)[key]
        if np.ndim(rows) == 0:
            found = self.data[int(rows)]
        else:  # h5py wants the numbers of rows in order, each once
            unique, places = np.unique(rows, return_inverse=True)
            found = self.data[unique][places]
        return found if self.normalizer is None else self.normalizer(found)

    def __array__(self, dtype: Any = None) -> Any:
        return np.asarray(self[:], dtype)

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the rows together."""
        return (len(self), *self.data.shape[1:])

    @property
    def dtype(self) -> Any:
        """The type of the numbers."""
        return self.data.dtype

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return int(self.data.ndim)

    @property
    def size(self) -> int:
        """How many numbers there are."""
        return math.prod(self.shape)
