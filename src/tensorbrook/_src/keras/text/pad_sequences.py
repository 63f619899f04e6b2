"""Sequences of different lengths as one array."""

from __future__ import annotations

from typing import Any

import numpy as np


def pad_sequences(
    sequences: Any,
    maxlen: int | None = None,
    dtype: Any = "int32",
    padding: str = "pre",
    truncating: str = "pre",
    value: Any = 0.0,
) -> np.ndarray:
    """Makes sequences equally long and puts them into one array.

    Args:
        sequences: lists of numbers, or of vectors.
        maxlen: the length; by default that of the longest sequence.
        dtype: the type of the array.
        padding: `"pre"` or `"post"`: where the filling goes.
        truncating: `"pre"` or `"post"`: where long sequences are cut.
        value: the filling.

    Returns:
        An array (number of sequences, length, ...).

    Example:
        >>> pad_sequences([[1], [2, 3]])
        array([[0, 1],
               [2, 3]], dtype=int32)
    """
    for name, given in (("padding", padding), ("truncating", truncating)):
        if given not in ("pre", "post"):
            raise ValueError(
                f"pad_sequences: `{name}` must be 'pre' or 'post'. Received: {given!r}."
            )
    if not hasattr(sequences, "__len__"):
        raise ValueError(
            f"pad_sequences: `sequences` must be iterable. Received: {sequences!r}."
        )
    for item in sequences:
        if not hasattr(item, "__len__"):
            raise ValueError(
                "pad_sequences: `sequences` must be a list of sequences. Found a "
                f"non-iterable: {item!r}."
            )
    length = maxlen
    if length is None:
        length = max((len(item) for item in sequences), default=0)
    filled = [np.asarray(item) for item in sequences if len(item)]
    shape = filled[0].shape[1:] if filled else ()
    kind = np.dtype(dtype).kind
    if isinstance(value, str) and kind not in "OSU":
        raise ValueError(
            f"pad_sequences: a `dtype` of {dtype} cannot hold value={value!r}."
        )
    result = np.full((len(sequences), length, *shape), value, dtype=dtype)
    for row, item in zip(result, sequences, strict=True):
        if not len(item) or not length:
            continue
        part = item[-length:] if truncating == "pre" else item[:length]
        part = np.asarray(part, dtype=dtype)
        if part.shape[1:] != shape:
            raise ValueError(
                f"pad_sequences: a sequence has steps of the shape {part.shape[1:]}, "
                f"others of {shape}."
            )
        if padding == "post":
            row[: len(part)] = part
        else:
            row[-len(part) :] = part
    return result
