"""`tensorflow.python.framework.config`."""

from __future__ import annotations

from tensorbrook._src.core.options import Options
from tensorbrook._src.core.options import enable_op_determinism as enable_op_determinism


def is_op_determinism_enabled() -> bool:
    """Whether the program asked for the same results in every run.

    Example:
        >>> is_op_determinism_enabled()
        False
    """
    return bool(Options.deterministic)


def disable_op_determinism() -> None:
    """Takes back what `enable_op_determinism` asked for."""
    Options.deterministic = False
