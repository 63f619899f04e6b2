"""The tensors made of several tensors, where the core has them."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf


def is_sparse(value: Any) -> bool:
    """Says whether `value` is a `tf.SparseTensor`."""
    return hasattr(tf, "SparseTensor") and isinstance(value, tf.SparseTensor)


def is_ragged(value: Any) -> bool:
    """Says whether `value` is a `tf.RaggedTensor`."""
    return hasattr(tf, "RaggedTensor") and isinstance(value, tf.RaggedTensor)


def is_tensor(value: Any) -> bool:
    """Says whether `value` is a tensor or variable of any kind."""
    return (
        isinstance(value, tf.Tensor | tf.Variable)
        or is_sparse(value)
        or is_ragged(value)
    )
