"""How large a tensor may be: what can't exist is refused before memory is asked for."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence

from tensorbrook._src.core import errors


def _physical_memory() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError):  # not known on every system
        return 1 << 40


#: The bytes that a tensor may have.
limit = _physical_memory()


def check(dims: Sequence[int], itemsize: int, op_name: str) -> None:
    """Refuses a tensor of those dims that doesn't fit into memory.

    Raises:
        errors.ResourceExhaustedError: It doesn't.
    """
    size = math.prod(dims) * max(itemsize, 1)
    if size > limit:
        raise errors.ResourceExhaustedError(
            None,
            None,
            f"OOM when allocating tensor with shape{list(dims)} by {op_name}: it needs "
            f"{size} bytes, and there are {limit}.",
        )
