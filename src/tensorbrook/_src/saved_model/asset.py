"""`tf.saved_model.Asset`: a file that belongs to a model."""

from __future__ import annotations

import os
from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.constant import constant


class Asset:
    """A file that is saved with a model.

    Args:
        path: The file.

    Example:
        >>> import tensorbrook as tf
        >>> tf.saved_model.Asset("words.txt").asset_path.numpy()
        b'words.txt'
    """

    def __init__(self, path: Any) -> None:
        self.path = os.fsdecode(path.numpy() if hasattr(path, "numpy") else path)
        self._tensor = constant(self.path, dtype=dtypes.string)

    def _trackable_children(self) -> dict[str, Any]:
        return {}

    @property
    def asset_path(self) -> Tensor:
        """The path as a string tensor; functions that use it find the saved file."""
        return self._tensor
