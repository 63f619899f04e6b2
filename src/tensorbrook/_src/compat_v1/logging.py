"""`tf.logging` of 1.x, on Python's logger `tensorflow`."""

from __future__ import annotations

import collections
import logging
import sys
from typing import Any

DEBUG = logging.DEBUG
ERROR = logging.ERROR
FATAL = logging.CRITICAL
INFO = logging.INFO
WARN = logging.WARNING

_logger = logging.getLogger("tensorflow")
_counts: collections.Counter[tuple[str, int]] = collections.Counter()


def _log(level: int, msg: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Logs; a program that has set up no handler gets one on stderr."""
    if not _logger.handlers and not logging.getLogger().handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(levelname)s:%(name)s:%(message)s"))
        _logger.addHandler(handler)
    _logger.log(level, msg, *args, **kwargs)


def set_verbosity(v: int) -> None:
    """Sets what is logged: this level and what is more serious.

    Args:
        v: `tf.logging.DEBUG`, `INFO`, `WARN`, `ERROR` or `FATAL`.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> old = tf.logging.get_verbosity()
        >>> tf.logging.set_verbosity(tf.logging.ERROR)
        >>> tf.logging.get_verbosity() == tf.logging.ERROR
        True
        >>> tf.logging.set_verbosity(old)
    """
    _logger.setLevel(v)


def get_verbosity() -> int:
    """The level from which on is logged."""
    return _logger.getEffectiveLevel()


def log(level: int, msg: Any, *args: Any, **kwargs: Any) -> None:
    """Logs at a level."""
    _log(level, msg, args, kwargs)


def debug(msg: Any, *args: Any, **kwargs: Any) -> None:
    """Logs what helps to find a mistake."""
    _log(DEBUG, msg, args, kwargs)


def info(msg: Any, *args: Any, **kwargs: Any) -> None:
    """Logs what is good to know."""
    _log(INFO, msg, args, kwargs)


def warning(msg: Any, *args: Any, **kwargs: Any) -> None:
    """Logs a warning."""
    _log(WARN, msg, args, kwargs)


warn = warning


def error(msg: Any, *args: Any, **kwargs: Any) -> None:
    """Logs an error."""
    _log(ERROR, msg, args, kwargs)


def fatal(msg: Any, *args: Any, **kwargs: Any) -> None:
    """Logs an error that ends the program."""
    _log(FATAL, msg, args, kwargs)


def vlog(level: int, msg: Any, *args: Any, **kwargs: Any) -> None:
    """Logs at a level."""
    _log(level, msg, args, kwargs)


def _caller() -> tuple[str, int]:
    frame = sys._getframe(2)
    return frame.f_code.co_filename, frame.f_lineno


def log_first_n(level: int, msg: Any, n: int, *args: Any) -> None:
    """Logs the first `n` times that the calling line is reached."""
    place = _caller()
    _counts[place] += 1
    if _counts[place] <= n:
        _log(level, msg, args, {})


def log_every_n(level: int, msg: Any, n: int, *args: Any) -> None:
    """Logs every `n`th time that the calling line is reached."""
    place = _caller()
    _counts[place] += 1
    if _counts[place] % n == 1 or n == 1:
        _log(level, msg, args, {})


def log_if(level: int, msg: Any, condition: Any, *args: Any) -> None:
    """Logs where a condition holds."""
    if condition:
        _log(level, msg, args, {})


def flush() -> None:
    """Writes what is still buffered."""
    for handler in _logger.handlers:
        handler.flush()


def TaskLevelStatusMessage(msg: Any) -> None:  # noqa: N802
    """Logs a message as an error."""
    error(msg)
