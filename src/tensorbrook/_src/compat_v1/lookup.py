"""Initialisers of tables under their old name."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.framework import tables_initializer


def initialize_all_tables(name: str = "init_all_tables") -> Any:
    """An operation that fills all lookup tables of the default graph.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default():
        ...     tf.initialize_all_tables().name
        'init_all_tables'
    """
    return tables_initializer(name)
