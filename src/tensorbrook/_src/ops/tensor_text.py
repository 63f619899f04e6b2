"""How the elements of arrays look in what programs print and in error messages."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np

_ESCAPES = {
    ord("\n"): "\\n",
    ord("\r"): "\\r",
    ord("\t"): "\\t",
    ord('"'): '\\"',
    ord("'"): "\\'",
    ord("\\"): "\\\\",
}


def number_text(value: Any) -> str:
    """A number with the fewest of the usual digits that keep its value."""
    kind = value.dtype.kind
    if kind == "b":
        return "1" if value else "0"
    if kind in "iu" or value.dtype.name.startswith(("int", "uint")):
        return str(int(value))
    if kind == "c":
        return f"({number_text(value.real)},{number_text(value.imag)})"
    exact = np.float64 if value.dtype == np.float64 else np.float32
    number = float(value)
    for count in (15, 17) if exact is np.float64 else (6, 9):
        text = f"{number:.{count}g}"
        if exact(text) == exact(number):
            break
    return text


def escaped(text: bytes) -> str:
    """Bytes with control characters and quotes escaped; valid UTF-8 stays readable."""
    decoded = text.decode("utf-8", "surrogateescape")
    return "".join(_escaped_character(character) for character in decoded)


def _escaped_character(character: str) -> str:
    code = ord(character)
    if code in _ESCAPES:
        return _ESCAPES[code]
    if code < 32 or code == 127 or 0xDC80 <= code <= 0xDCFF:
        return f"\\{code & 0xFF:03o}"
    return character


def quoted_element(value: Any) -> str:
    """An element as `tf.print` shows it: strings in quotes."""
    if isinstance(value, bytes):
        return f'"{escaped(value)}"'
    return "?" if value.dtype.kind == "c" else number_text(value)


def plain_element(value: Any) -> str:
    """An element as assertions show it: strings as they are."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return "?" if value.dtype.kind == "c" else number_text(value)


def summary(array: Any, ends: int) -> str:
    """An array in brackets, with at most `ends` elements at each end of an axis.

    Args:
        array: An array of numbers, or of objects that are bytes.
        ends: How many elements to show at each end; -1 shows all.
    """
    if array.size == 0:
        rows = array.ndim > 1 and array.shape[0] > 0
        return "[" + "\n" * (array.ndim - 1) + " ...]" if rows else "[]"
    limit = array.size if ends < 0 else ends
    return "".join(_summary_parts(array, limit, array.ndim))


def _summary_parts(array: Any, ends: int, rank: int) -> Iterator[str]:
    if array.ndim == 0:
        yield quoted_element(array[()])
        return
    depth = rank - array.ndim
    gap = " " if array.ndim == 1 else "\n" * (array.ndim - 1) + " " * (depth + 1)
    count = array.shape[0]
    first = range(min(ends, count))
    last = range(max(ends, count - ends), count)
    yield "["
    for index in first:
        if index:
            yield gap
        yield from _summary_parts(_part(array, index), ends, rank)
    if count > 2 * ends:
        yield f"{gap}..." if ends else "..."
    for index in last:
        yield gap
        yield from _summary_parts(_part(array, index), ends, rank)
    yield "]"


def _part(array: Any, index: int) -> Any:
    """An element along the first axis, as an array."""
    return array[index : index + 1].reshape(array.shape[1:])


def first_elements(array: Any, count: int) -> str:
    """An array on one line, cut after `count` elements; -1 shows all."""
    if array.size == 0:
        return "[]"
    limit = array.size if count < 0 else min(count, array.size)
    flat = array.reshape(-1)
    shown = [plain_element(flat[index]) for index in range(limit)]
    if array.ndim == 0:
        return f"[{shown[0]}]"
    text = _nested(array.shape, iter(shown), limit)[0]
    cut = "..." if limit < array.size and array.ndim > 1 else ""
    return f"{text[:-1]}{cut}]"


def _nested(shape: tuple[int, ...], texts: Iterator[str], left: int) -> tuple[str, int]:
    """The text of nested brackets, and how many elements may still be shown."""
    if len(shape) == 1:
        shown = list(itertools.islice(texts, shape[0]))
        cut = "..." if len(shown) < shape[0] else ""
        return f"[{' '.join(shown)}{cut}]", left - len(shown)
    parts = []
    for _ in range(shape[0]):
        if left > 0:
            text, left = _nested(shape[1:], texts, left)
            parts.append(text)
    return f"[{''.join(parts)}]", left


def joined(arrays: list[Any], count: int) -> str:
    """Several arrays one after the other, each in brackets of its own."""
    return " ".join(first_elements(array, count) for array in arrays)
