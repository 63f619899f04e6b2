"""Class numbers as rows of zeros and a one."""

from __future__ import annotations

from typing import Any

import numpy as np

import tensorbrook as tf


def to_categorical(x: Any, num_classes: int | None = None) -> Any:
    """Turns class numbers into one-hot rows.

    Args:
        x: class numbers, in an array, a list or a tensor.
        num_classes: how many classes there are; by default found from `x`.

    Returns:
        An array with one more dimension; a tensor for a tensor.

    Example:
        >>> to_categorical([0, 2])
        array([[1., 0., 0.],
               [0., 0., 1.]])
    """
    is_tensor = isinstance(x, tf.Tensor)
    numbers = np.asarray(x.numpy() if is_tensor else x, dtype="int64")
    shape = numbers.shape
    if len(shape) > 1 and shape[-1] == 1:
        shape = shape[:-1]
    numbers = numbers.reshape(-1)
    classes = num_classes or (int(numbers.max()) + 1 if numbers.size else 0)
    rows = np.zeros((numbers.size, classes))
    rows[np.arange(numbers.size), numbers] = 1
    rows = rows.reshape((*shape, classes))
    return tf.constant(rows, tf.float32) if is_tensor else rows


def normalize(x: Any, axis: int = -1, order: int = 2) -> Any:
    """Scales the vectors of an array to norm one.

    Args:
        x: an array.
        axis: the axis of the vectors.
        order: of the norm.
    """
    array = np.asarray(x)
    norm = np.atleast_1d(np.linalg.norm(array, order, axis))
    norm[norm == 0] = 1
    return array / np.expand_dims(norm, axis)
