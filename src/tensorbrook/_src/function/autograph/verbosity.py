"""What the conversion tells its user."""

from __future__ import annotations

import logging
import os
import sys
from typing import Any

_logger = logging.getLogger("tensorbrook")
_warned: set[str] = set()
_level: int | None = None
_to_stdout = False


def set_verbosity(level: int, alsologtostdout: bool = False) -> None:
    """Sets how much the conversion logs about what it does.

    The environment variable `AUTOGRAPH_VERBOSITY` sets the level before the first call.

    Args:
        level: 0 for warnings only, 1 for each converted function, 3 for its new source.
        alsologtostdout: whether to print the messages as well.

    Example:
        >>> import tensorbrook as tf
        >>> tf.autograph.set_verbosity(0)
    """
    global _level, _to_stdout
    _level, _to_stdout = level, alsologtostdout


def trace(*args: Any) -> None:
    """Prints its arguments while a function is being traced.

    Args:
        *args: what to print; symbolic tensors print as such.

    Example:
        >>> import tensorbrook as tf
        >>> tf.autograph.trace("loss is", 3)
        loss is 3
    """
    print(*args)


def log(level: int, message: str, *args: Any) -> None:
    """Logs a message about the conversion where the verbosity asks for it."""
    chosen = (
        int(os.environ.get("AUTOGRAPH_VERBOSITY", "0")) if _level is None else _level
    )
    if chosen < level:
        return
    _logger.info(message, *args)
    if _to_stdout:
        print(message % args, file=sys.stdout)


def warn_once(key: str, message: str, *args: Any) -> None:
    """Logs a warning, once for each `key`."""
    if key not in _warned:
        _warned.add(key)
        _logger.warning(message, *args)
