"""How Keras shows progress, and other switches for a whole program."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import tensorbrook as tf

KERAS_VERSION = "3.15.1"
_switches: dict[str, Any] = {
    "interactive": True,
    "flash": None,
    "filtering": True,
    "unsafe": False,
    "max_epochs": None,
    "max_steps_per_epoch": None,
}


def version() -> str:
    """Returns the version of Keras whose programs run."""
    return KERAS_VERSION


def enable_interactive_logging() -> None:
    """Shows progress as a bar that is written again and again."""
    _switches["interactive"] = True


def disable_interactive_logging() -> None:
    """Shows progress as one line for each epoch."""
    _switches["interactive"] = False


def is_interactive_logging_enabled() -> bool:
    """Says whether progress is shown as a bar.

    Example:
        >>> is_interactive_logging_enabled()
        True
    """
    return bool(_switches["interactive"])


def enable_flash_attention() -> None:
    """Is kept for compatibility: attention is computed in one way."""
    _switches["flash"] = True


def disable_flash_attention() -> None:
    """Is kept for compatibility: attention is computed in one way."""
    _switches["flash"] = False


def is_flash_attention_enabled() -> bool | None:
    """Returns what was set, None by default."""
    found: bool | None = _switches["flash"]
    return found


def enable_traceback_filtering() -> None:
    """Is kept for compatibility: tracebacks are short anyway."""
    _switches["filtering"] = True


def disable_traceback_filtering() -> None:
    """Is kept for compatibility: tracebacks are short anyway."""
    _switches["filtering"] = False


def is_traceback_filtering_enabled() -> bool:
    """Returns what was set."""
    return bool(_switches["filtering"])


def enable_unsafe_deserialization() -> None:
    """Allows code that comes in files, for the whole program."""
    _switches["unsafe"] = True


def is_unsafe_deserialization_enabled() -> bool:
    """Returns what was set."""
    return bool(_switches.get("unsafe"))


def is_nnx_enabled() -> bool:
    """Returns False: that belongs to another backend."""
    return False


def max_epochs() -> int | None:
    """Returns the greatest number of epochs of a training, or None."""
    found: int | None = _switches["max_epochs"]
    return found


def set_max_epochs(max_epochs: int | None) -> None:
    """Sets the greatest number of epochs of a training."""
    _switches["max_epochs"] = max_epochs


def max_steps_per_epoch() -> int | None:
    """Returns the greatest number of batches of an epoch, or None."""
    found: int | None = _switches["max_steps_per_epoch"]
    return found


def set_max_steps_per_epoch(max_steps_per_epoch: int | None) -> None:
    """Sets the greatest number of batches of an epoch."""
    _switches["max_steps_per_epoch"] = max_steps_per_epoch


def set_backend(backend: str) -> None:
    """Accepts `"tensorflow"`, the only backend.

    Raises:
        ValueError: for another one.
    """
    if backend != "tensorflow":
        raise ValueError(
            f"set_backend: the only backend is 'tensorflow'. Received: {backend!r}."
        )


@contextlib.contextmanager
def device(device_name: str) -> Iterator[None]:
    """Puts operations on a device.

    Args:
        device_name: such as `"cpu:0"`.
    """
    with tf.device(device_name):
        yield


@contextlib.contextmanager
def name_scope(name: str, **kwargs: Any) -> Iterator[None]:
    """Puts a name before those of operations.

    Args:
        name: the name.
    """
    with tf.name_scope(name):
        yield


def remat(f: Any) -> Any:
    """Returns a function whose values are computed again for its gradient.

    Args:
        f: a function of tensors.
    """
    return tf.recompute_grad(f)


def get_source_inputs(tensor: Any) -> list[Any]:
    """Returns the inputs that a symbolic value comes from.

    Args:
        tensor: a `KerasTensor`.
    """
    found: dict[int, Any] = {}
    waiting = [tensor]
    while waiting:
        item = waiting.pop()
        operation, index, _ = item.history
        node = operation.nodes[index]
        if not node.input_tensors:
            found[id(item)] = item
        waiting.extend(node.input_tensors)
    return list(found.values())[::-1]
