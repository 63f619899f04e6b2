"""Runs the same work in several threads."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def in_threads(work: Callable[[int], Any], count: int = 4) -> list[Any]:
    """What `work` returns in each thread; an error of one of them is raised here."""
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(work, range(count)))
