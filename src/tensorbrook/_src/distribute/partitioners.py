"""How large variables are cut into parts."""

from __future__ import annotations

import math
from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.shapes import as_dims


class Partitioner:
    """The base: a function of a shape and a dtype that gives the parts of each axis."""

    __module__ = "tensorbrook.distribute.experimental.partitioners"

    def __call__(self, shape: Any, dtype: Any, axis: int = 0) -> list[int]:
        """The number of parts along each axis.

        Args:
            shape: The shape of the variable.
            dtype: Its type.
            axis: The axis to cut.
        """
        raise NotImplementedError(f"{type(self).__name__} must define __call__.")


def _parts(shape: Any, axis: int, wanted: int) -> list[int]:
    dims: Any = as_dims(shape)
    parts = [1] * len(dims)
    parts[axis] = max(1, min(dims[axis], wanted))
    return parts


class FixedShardsPartitioner(Partitioner):
    """A fixed number of parts.

    Args:
        num_shards: How many.

    Example:
        >>> import tensorbrook as tf
        >>> cut = tf.distribute.experimental.partitioners.FixedShardsPartitioner(2)
        >>> cut([10, 3], tf.float32)
        [2, 1]
    """

    __module__ = "tensorbrook.distribute.experimental.partitioners"

    def __init__(self, num_shards: int) -> None:
        self._shards = num_shards

    def __call__(self, shape: Any, dtype: Any, axis: int = 0) -> list[int]:
        """The number of parts along each axis."""
        return _parts(shape, axis, self._shards)


class MinSizePartitioner(Partitioner):
    """As many parts as leave each a smallest size.

    Args:
        min_shard_bytes: The smallest size of a part.
        max_shards: The largest number of parts.
        bytes_per_string: How many bytes a string counts for.
    """

    __module__ = "tensorbrook.distribute.experimental.partitioners"

    def __init__(
        self,
        min_shard_bytes: int = 256 << 10,
        max_shards: int = 1,
        bytes_per_string: int = 16,
    ) -> None:
        self._least, self._most, self._string = (
            min_shard_bytes,
            max_shards,
            bytes_per_string,
        )

    def __call__(self, shape: Any, dtype: Any, axis: int = 0) -> list[int]:
        """The number of parts along each axis."""
        wanted = _bytes(shape, dtype, self._string) // self._least
        return _parts(shape, axis, min(max(wanted, 1), self._most))


class MaxSizePartitioner(Partitioner):
    """As few parts as leave each below a largest size.

    Args:
        max_shard_bytes: The largest size of a part.
        max_shards: The largest number of parts, or None.
        bytes_per_string: How many bytes a string counts for.
    """

    __module__ = "tensorbrook.distribute.experimental.partitioners"

    def __init__(
        self,
        max_shard_bytes: int,
        max_shards: int | None = None,
        bytes_per_string: int = 16,
    ) -> None:
        self._largest, self._most, self._string = (
            max_shard_bytes,
            max_shards,
            bytes_per_string,
        )

    def __call__(self, shape: Any, dtype: Any, axis: int = 0) -> list[int]:
        """The number of parts along each axis."""
        dims: Any = as_dims(shape)
        row = _bytes(shape, dtype, self._string) // max(dims[axis], 1)
        rows = max(self._largest // max(row, 1), 1)
        wanted = math.ceil(dims[axis] / rows)
        return _parts(shape, axis, min(wanted, self._most or wanted))


def _bytes(shape: Any, dtype: Any, of_string: int) -> int:
    dims: Any = as_dims(shape)
    kind = dtypes.as_dtype(dtype)
    return math.prod(dims) * (of_string if kind is dtypes.string else kind.size)
