"""How 1.x cuts large variables into parts, and variables that are cut."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from tensorbrook._src.compat_v1.variable_scope import get_variable, variable_scope
from tensorbrook._src.core import dtypes
from tensorbrook._src.core.shapes import as_dims
from tensorbrook._src.distribute.partitioners import (
    FixedShardsPartitioner,
    MaxSizePartitioner,
    MinSizePartitioner,
)

Partitioner = Callable[..., list[int]]


def _along(partitioner: Any, axis: int) -> Partitioner:
    def cut(shape: Any, dtype: Any) -> list[int]:
        found: list[int] = partitioner(shape, dtype, axis)
        return found

    return cut


def fixed_size_partitioner(num_shards: int, axis: int = 0) -> Partitioner:
    """A function that cuts variables into a fixed number of parts.

    Args:
        num_shards: How many.
        axis: The axis to cut.

    Returns:
        A function of a shape and a dtype that gives the number of parts of each axis.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.fixed_size_partitioner(3)(tf.TensorShape([10, 4]), tf.float32)
        [3, 1]
    """
    return _along(FixedShardsPartitioner(num_shards), axis)


def min_max_variable_partitioner(
    max_partitions: int = 1,
    axis: int = 0,
    min_slice_size: int = 256 << 10,
    bytes_per_string_element: int = 16,
) -> Partitioner:
    """A function that cuts variables into as many parts as leave each a smallest size.

    Args:
        max_partitions: The largest number of parts.
        axis: The axis to cut.
        min_slice_size: The smallest size of a part, in bytes.
        bytes_per_string_element: How many bytes a string counts for.

    Returns:
        A function of a shape and a dtype that gives the number of parts of each axis.
    """
    return _along(
        MinSizePartitioner(min_slice_size, max_partitions, bytes_per_string_element),
        axis,
    )


def variable_axis_size_partitioner(
    max_shard_bytes: int,
    axis: int = 0,
    bytes_per_string_element: int = 16,
    max_shards: int | None = None,
) -> Partitioner:
    """A function that cuts variables into as few parts as stay below a size.

    Args:
        max_shard_bytes: The largest size of a part, in bytes.
        axis: The axis to cut.
        bytes_per_string_element: How many bytes a string counts for.
        max_shards: The largest number of parts, or None.

    Returns:
        A function of a shape and a dtype that gives the number of parts of each axis.

    Raises:
        ValueError: A bound isn't positive.
    """
    if max_shard_bytes < 1 or bytes_per_string_element < 1:
        raise ValueError(
            "variable_axis_size_partitioner: max_shard_bytes and "
            "bytes_per_string_element must be positive. Received: "
            f"{max_shard_bytes} and {bytes_per_string_element}."
        )
    if max_shards is not None and max_shards < 1:
        raise ValueError(
            f"variable_axis_size_partitioner: max_shards must be positive. "
            f"Received: {max_shards}."
        )
    return _along(
        MaxSizePartitioner(max_shard_bytes, max_shards, bytes_per_string_element), axis
    )


def create_partitioned_variables(
    shape: Any,
    slicing: Any,
    initializer: Any,
    dtype: Any = dtypes.float32,
    trainable: bool = True,
    collections: Any = None,
    name: str | None = None,
    reuse: bool | None = None,
) -> list[Any]:
    """Variables that together hold a large one, cut along one axis.

    Args:
        shape: The shape of the whole.
        slicing: The number of parts of each axis; one may be above 1.
        initializer: A tensor, or an initializer that is called with the shape of a part.
        dtype: The type.
        trainable: Whether optimizers change them.
        collections: The collections that they go into.
        name: The name of the whole; the parts are called `part_0` ... below it.
        reuse: Whether variables of these names are used again.

    Returns:
        The variables, in order.

    Raises:
        ValueError: The slicing doesn't fit the shape.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default():
        ...     parts = tf.create_partitioned_variables(
        ...         [5, 2], [2, 1], tf.zeros_initializer(), name="table")
        ...     [(part.name, part.shape.as_list()) for part in parts]
        [('table/part_0:0', [3, 2]), ('table/part_1:0', [2, 2])]
    """
    dims: Any = as_dims(shape)
    axis, count = _cut(dims, slicing)
    sizes = [dims[axis] // count + (part < dims[axis] % count) for part in range(count)]
    with variable_scope(name, "PartitionedVariable", reuse=reuse):
        made, begin = [], 0
        for number, size in enumerate(sizes):
            part = (*dims[:axis], size, *dims[axis + 1 :])
            value = initializer
            if not callable(initializer):
                region = tuple(
                    slice(begin, begin + size) if place == axis else slice(None)
                    for place in range(len(dims))
                )
                value = initializer[region]
            made.append(
                get_variable(
                    f"part_{number}",
                    shape=part if callable(initializer) else None,
                    dtype=dtype,
                    initializer=value,
                    trainable=trainable,
                    collections=collections,
                )
            )
            begin += size
    return made


def _cut(dims: Any, slicing: Any) -> tuple[int, int]:
    """The axis that is cut, and into how many parts."""
    parts = list(slicing)
    if len(parts) != len(dims):
        raise ValueError(
            "create_partitioned_variables: `slicing` must have one number for each axis "
            f"of the shape {list(dims)}. Received: {parts}."
        )
    cut = [axis for axis, count in enumerate(parts) if count > 1]
    if math.prod(parts) < 1 or len(cut) > 1:
        raise ValueError(
            "create_partitioned_variables: `slicing` must be positive and cut one axis "
            f"at most. Received: {parts}."
        )
    axis = cut[0] if cut else 0
    if parts and parts[axis] > dims[axis]:
        raise ValueError(
            f"create_partitioned_variables: axis {axis} of size {dims[axis]} can't be cut "
            f"into {parts[axis]} parts."
        )
    return axis, parts[axis] if parts else 1
