"""Strings as numbers of buckets: `tf.strings.to_hash_bucket_fast`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tensorbrook._src.core.farm_hash import fingerprint64
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import hash_functions
from tensorbrook._src.ops.rules import same_as
from tensorbrook._src.ops.string_arrays import NO_STRINGS, measured, wrong


def _buckets(function: Callable[[bytes], int], array: Any, count: int) -> Any:
    return measured(lambda item: function(item) % count, array, np.int64)


string_to_hash_bucket_op = Op(
    "StringToHashBucket",
    "string_tensor: string -> output: int64 | num_buckets: int >= 1",
    shape=same_as(0),
    reference=lambda xp, string_tensor, num_buckets: _buckets(
        hash_functions.murmur, string_tensor, num_buckets
    ),
    gradient=NOT_DIFFERENTIABLE,
    xla=NO_STRINGS,
    elementwise=True,
)

string_to_hash_bucket_fast_op = Op(
    "StringToHashBucketFast",
    "input: string -> output: int64 | num_buckets: int >= 1",
    shape=same_as(0),
    reference=lambda xp, input, num_buckets: _buckets(
        fingerprint64, input, num_buckets
    ),
    gradient=NOT_DIFFERENTIABLE,
    xla=NO_STRINGS,
    elementwise=True,
)


def _strong(xp: Any, input: Any, num_buckets: int, key: tuple[int, ...]) -> Any:
    if len(key) != 2:
        raise wrong(f"StringToHashBucketStrong: `key` must be two integers, got {key}.")
    words = key[0] & (1 << 64) - 1, key[1] & (1 << 64) - 1
    return _buckets(
        lambda item: hash_functions.siphash(item, words), input, num_buckets
    )


string_to_hash_bucket_strong_op = Op(
    "StringToHashBucketStrong",
    "input: string -> output: int64 | num_buckets: int >= 1, key: list(int)",
    shape=same_as(0),
    reference=_strong,
    gradient=NOT_DIFFERENTIABLE,
    xla=NO_STRINGS,
    elementwise=True,
)


def to_hash_bucket(input: Any, num_buckets: int, name: str | None = None) -> Tensor:
    """Hashes strings to numbers below `num_buckets`.

    Args:
        input: A tensor of strings.
        num_buckets: The number of buckets.
        name: Name of the node in a graph.

    Returns:
        A tensor of int64 of the shape of `input`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.strings.to_hash_bucket(["a", "b"], 10).numpy()
        array([8, 0])
    """
    return string_to_hash_bucket_op(input, num_buckets=num_buckets, name=name)  # type: ignore[no-any-return]


def to_hash_bucket_fast(
    input: Any, num_buckets: int, name: str | None = None
) -> Tensor:
    """Hashes strings to numbers below `num_buckets`, with FarmHash.

    Args:
        input: A tensor of strings.
        num_buckets: The number of buckets.
        name: Name of the node in a graph.

    Returns:
        A tensor of int64 of the shape of `input`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.strings.to_hash_bucket_fast(["a", "b"], 10).numpy()
        array([9, 2])
    """
    return string_to_hash_bucket_fast_op(input, num_buckets=num_buckets, name=name)  # type: ignore[no-any-return]


def to_hash_bucket_strong(
    input: Any, num_buckets: int, key: Any, name: str | None = None
) -> Tensor:
    """Hashes strings to numbers below `num_buckets`, with a key (SipHash).

    Args:
        input: A tensor of strings.
        num_buckets: The number of buckets.
        key: Two integers that others should not know.
        name: Name of the node in a graph.

    Returns:
        A tensor of int64 of the shape of `input`.

    Raises:
        InvalidArgumentError: The key has another length.

    Example:
        >>> import tensorbrook as tf
        >>> tf.strings.to_hash_bucket_strong(["a", "b"], 3, [1, 2]).numpy()
        array([2, 1])
    """
    return string_to_hash_bucket_strong_op(  # type: ignore[no-any-return]
        input, num_buckets=num_buckets, key=list(key), name=name
    )
