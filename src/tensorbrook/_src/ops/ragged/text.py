"""How ragged tensors are printed: as NumPy prints arrays of rows, with commas."""

from __future__ import annotations

from typing import Any

import numpy as np


def rows(ragged: Any) -> str:
    """The rows as nested lists; long ones are shortened."""
    return _shown(ragged.numpy())


def template_rows(ragged: Any) -> str:
    """The rows as `tf.strings.format` shows them: strings as text."""
    return _text(ragged.to_list())


def _text(item: Any) -> str:
    if isinstance(item, list):
        return "[" + ", ".join(map(_text, item)) + "]"
    return repr(item.decode("utf-8", "replace") if isinstance(item, bytes) else item)


def _shown(item: Any) -> str:
    if isinstance(item, np.ndarray):
        if item.size == 0:
            return str(item.tolist())
        return np.array2string(item, separator=", ", formatter={"all": _shown})
    return repr(item) if isinstance(item, bytes) else str(item)
