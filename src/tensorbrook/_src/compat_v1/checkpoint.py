"""`tf.train.Checkpoint` with the arguments of 1.x."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.checkpoint import checkpoint


class Checkpoint(checkpoint.Checkpoint):
    """Groups objects whose values are saved together; see `tf.train.Checkpoint`.

    Args:
        **kwargs: Objects by name.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)

    def write(self, file_prefix: Any, session: Any = None) -> str:  # type: ignore[override]
        """Writes a checkpoint under exactly this prefix; returns the prefix."""
        return self._write(file_prefix, None, session)

    def save(self, file_prefix: Any, session: Any = None) -> str:  # type: ignore[override]
        """Writes the next checkpoint; returns the prefix with its number."""
        return self._save(file_prefix, None, session)

    def restore(self, save_path: Any) -> Any:  # type: ignore[override]
        """Restores a checkpoint; see `tf.train.Checkpoint.restore`."""
        return super().restore(save_path)
