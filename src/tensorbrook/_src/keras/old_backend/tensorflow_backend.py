"""The old backend under the path that programs of Keras 2.0 to 2.3 import."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.old_backend.session import (
    _get_available_gpus as _get_available_gpus,
)


def __getattr__(name: str) -> Any:
    from tensorbrook.keras import backend

    return getattr(backend, name)
