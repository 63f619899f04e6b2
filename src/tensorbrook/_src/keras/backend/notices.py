"""Warnings about old spellings, each of them once."""

from __future__ import annotations

import warnings

_given: set[str] = set()


def warn_once(text: str) -> None:
    """Warns, unless this text was a warning before.

    Args:
        text: what is old, and what is today's form.
    """
    if text in _given:
        return
    _given.add(text)
    warnings.warn(text, DeprecationWarning, stacklevel=3)
