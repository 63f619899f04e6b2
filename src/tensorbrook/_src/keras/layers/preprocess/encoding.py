"""Numbers as vectors of counts."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf


def encode(numbers: Any, mode: str, depth: int, dtype: Any, weights: Any = None) -> Any:
    """Returns numbers in the form that the output mode says.

    Args:
        numbers: integers.
        mode: `"int"`, `"one_hot"`, `"multi_hot"`, `"count"` or `"tf_idf"`.
        depth: how many numbers there are.
        dtype: the type of the vectors.
        weights: what each number counts (`"count"`), or the weight of each of the
            `depth` numbers (`"tf_idf"`).
    """
    if mode == "int":
        return numbers
    rank = len(numbers.shape)
    if mode == "one_hot":
        if rank > 1 and numbers.shape[-1] == 1:
            numbers = tf.squeeze(numbers, -1)
        return tf.one_hot(numbers, depth, dtype=dtype)
    hot = tf.one_hot(numbers, depth, dtype=dtype)
    axis = max(rank - 1, 0)
    if rank == 0:
        return hot
    if mode == "multi_hot":
        return tf.reduce_max(hot, axis)
    if mode == "count" and weights is not None:
        hot = hot * tf.expand_dims(tf.cast(weights, dtype), -1)
    counts = tf.reduce_sum(hot, axis)
    return counts * tf.cast(weights, dtype) if mode == "tf_idf" else counts


def encoded_shape(input_shape: Any, mode: str, depth: int) -> tuple[Any, ...]:
    """Returns the shape of what `encode` returns."""
    shape = tuple(input_shape)
    if mode == "int":
        return shape
    if mode == "one_hot":
        kept = shape[:-1] if len(shape) > 1 and shape[-1] == 1 else shape
        return (*kept, depth)
    return (*shape[:-1], depth)


def check_mode(mode: Any, allowed: tuple[str, ...], layer: str) -> str:
    """Returns a checked output mode.

    Raises:
        ValueError: for any other.
    """
    if mode not in allowed:
        raise ValueError(
            f"{layer}: `output_mode` must be one of {allowed}. Received: "
            f"output_mode={mode!r}."
        )
    return str(mode)


def all_values(data: Any) -> Any:
    """Yields arrays of the batches of data.

    Args:
        data: an array, a tensor, a list or a dataset.
    """
    import numpy as np

    if hasattr(data, "element_spec"):
        for batch in data:
            if isinstance(batch, tuple | list):
                batch = batch[0]
            yield batch.numpy() if hasattr(batch, "numpy") else np.asarray(batch)
        return
    if hasattr(data, "to_list"):
        data = [item for row in data.to_list() for item in row]
    yield data.numpy() if hasattr(data, "numpy") else np.asarray(data)
