"""Forgets the global state of Keras."""

from __future__ import annotations

import gc

from tensorbrook._src.keras.backend import names
from tensorbrook._src.keras.backend.random import reset_global_generator


def clear_session(free_memory: bool = True) -> None:
    """Forgets automatic names and the global seed generator.

    Args:
        free_memory: whether to collect garbage now.

    Example:
        >>> clear_session()
    """
    names.reset_names()
    reset_global_generator()
    if free_memory:
        gc.collect()
