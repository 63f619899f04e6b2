"""Tensors as tables."""

from __future__ import annotations

import html
from typing import Any

import numpy as np

_MOST = 10  # rows and columns that are shown; more are left out in the middle
_CELL = 'style="text-align:right;padding:1px 8px;border:1px solid #ccd3da"'


def tensor_html(tensor: Any) -> str:
    """A tensor as HTML: its shape and dtype, and its values where a table holds them.

    Args:
        tensor: An eager tensor.

    Returns:
        HTML; a matrix or a vector becomes a table, anything else its printed form.
    """
    shape = " x ".join(map(str, tensor._dims)) or "scalar"
    caption = f"<small>tf.Tensor, {shape}, {tensor.dtype.name}</small>"
    if tensor.dtype.holds_objects and tensor.dtype.name != "string":
        return caption
    array = tensor._array()
    if array.ndim not in (1, 2) or array.size == 0:
        return f"{caption}<pre>{html.escape(str(array))}</pre>"
    rows = array.reshape(1, -1) if array.ndim == 1 else array
    lines = []
    for row in _places(rows.shape[0]):
        cells = (
            "&#8230;" if None in (row, column) else _text(rows[row, column])
            for column in _places(rows.shape[1])
        )
        lines.append("".join(f"<td {_CELL}>{cell}</td>" for cell in cells))
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f'{caption}<table style="border-collapse:collapse">{body}</table>'


def _places(count: int) -> list[int | None]:
    """The positions that are shown; None stands for those left out."""
    if count <= _MOST:
        return list(range(count))
    half = _MOST // 2
    return [*range(half), None, *range(count - half, count)]


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return html.escape(repr(value))
    if isinstance(value, np.floating):
        return f"{float(value):.5g}"
    return html.escape(str(value))
