"""Switches of `tf.debugging` that change what is reported, never what is computed."""

from __future__ import annotations

from typing import Any

_settings = {"filtering": True, "placement": False}


def enable_traceback_filtering() -> None:
    """Asks for tracebacks without the frames of this package, which is the default.

    Example:
        >>> import tensorbrook as tf
        >>> tf.debugging.enable_traceback_filtering()
    """
    _settings["filtering"] = True


def disable_traceback_filtering() -> None:
    """Asks for tracebacks with all frames.

    Example:
        >>> import tensorbrook as tf
        >>> tf.debugging.disable_traceback_filtering()
        >>> tf.debugging.is_traceback_filtering_enabled()
        False
        >>> tf.debugging.enable_traceback_filtering()
    """
    _settings["filtering"] = False


def is_traceback_filtering_enabled() -> bool:
    """Whether tracebacks leave out the frames of this package.

    Example:
        >>> import tensorbrook as tf
        >>> tf.debugging.is_traceback_filtering_enabled()
        True
    """
    return _settings["filtering"]


def set_log_device_placement(enabled: bool) -> None:
    """Remembers whether placements of operations are to be logged.

    Args:
        enabled: True or False.

    Example:
        >>> import tensorbrook as tf
        >>> tf.debugging.set_log_device_placement(False)
    """
    _settings["placement"] = bool(enabled)


def get_log_device_placement() -> bool:
    """Whether placements of operations are to be logged.

    Example:
        >>> import tensorbrook as tf
        >>> tf.debugging.get_log_device_placement()
        False
    """
    return _settings["placement"]


def enable_dump_debug_info(
    dump_root: str,
    tensor_debug_mode: str = "NO_TENSOR",
    circular_buffer_size: int = 1000,
    op_regex: str | None = None,
    tensor_dtypes: Any = None,
) -> None:
    """Not available: dumps for the debugger of TensorBoard.

    Raises:
        NotImplementedError: Always.
    """
    raise NotImplementedError(
        "tf.debugging.experimental.enable_dump_debug_info: dumps for TensorBoard's "
        "debugger are missing; tf.debugging.enable_check_numerics finds NaN and infinity."
    )


def disable_dump_debug_info() -> None:
    """Does nothing: there are no dumps.

    Example:
        >>> import tensorbrook as tf
        >>> tf.debugging.experimental.disable_dump_debug_info()
    """
