"""Ranges of pixel values."""

from __future__ import annotations

from typing import Any


def moved_range(images: Any, source: Any, target: Any) -> Any:
    """Returns images with their values moved from one range to another.

    Args:
        images: float images.
        source: the least and the greatest value now.
        target: the least and the greatest value wanted.
    """
    if tuple(source) == tuple(target):
        return images
    share = (images - source[0]) / (source[1] - source[0])
    return share * (target[1] - target[0]) + target[0]
