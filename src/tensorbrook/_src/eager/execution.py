"""Switches of eager execution (`tf.experimental`)."""

from __future__ import annotations

import contextlib
import os
import warnings
from collections.abc import Iterator

from tensorbrook._src.core import errors


@contextlib.contextmanager
def async_scope() -> Iterator[None]:
    """Would let eager operations of the body run later; here they are done at once.

    Example:
        >>> import tensorbrook as tf
        >>> with tf.experimental.async_scope():
        ...     x = tf.constant(1.0) + 1.0
        >>> x.numpy()
        np.float32(2.0)
    """
    yield


def async_clear_error() -> None:
    """Accepted for compatibility: no operation fails later than in its call."""


@contextlib.contextmanager
def function_executor_type(executor_type: str | None) -> Iterator[None]:
    """Accepted for compatibility: there is one executor.

    Args:
        executor_type: TensorFlow's name of an executor.
    """
    del executor_type
    yield


def enable_strict_mode() -> None:
    """Makes errors of warnings about what is deprecated."""
    warnings.simplefilter("error", DeprecationWarning)


def register_filesystem_plugin(plugin_location: str) -> None:
    """Would load a library that knows further file systems.

    Args:
        plugin_location: The library.

    Raises:
        errors.NotFoundError: There is no such file.
        NotImplementedError: Always otherwise: such libraries need TensorFlow's C API.
    """
    if not os.path.exists(plugin_location):
        raise errors.NotFoundError(None, None, f"{plugin_location}: no such file")
    raise NotImplementedError(
        f"register_filesystem_plugin: {plugin_location} needs TensorFlow's C API."
    )
