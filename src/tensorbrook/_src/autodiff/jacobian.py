"""Jacobians: one backward pass per element of the target."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.autodiff.unconnected import UnconnectedGradients
from tensorbrook._src.core import nest
from tensorbrook._src.ops import array_creation, shape
from tensorbrook._src.ops.constant import convert_to_tensor


def _rows(tape: Any, tensor: Any, size: int, sources: list[Any]) -> list[list[Any]]:
    """Gradients of each element of `tensor`, by seeding one of them at a time."""
    persistent, tape._persistent = tape._persistent, True
    try:
        rows = []
        for index in range(size):
            seed = array_creation.one_hot(index, size, dtype=tensor.dtype)
            seed = shape.reshape(seed, shape.shape(tensor))
            rows.append(tape.gradient(tensor, sources, output_gradients=seed))
    finally:
        tape._persistent = persistent
    return rows


def known_size(dims: Any, what: str) -> int:
    """The number of elements of a shape, all of whose dims must be known."""
    if dims is None or None in dims:
        raise NotImplementedError(
            f"{what}: the shape {dims} must be known while the function is traced."
        )
    size = 1
    for dim in dims:
        size *= dim
    return size


def jacobian(tape: Any, target: Any, sources: Any, unconnected: Any) -> Any:
    """Tensors of shape `target.shape + source.shape`, in the structure of `sources`."""
    tape._use()
    target = convert_to_tensor(target)
    flat_sources = nest.flatten(sources)
    zero = UnconnectedGradients(unconnected) is UnconnectedGradients.ZERO
    size = known_size(target._dims, "GradientTape.jacobian")
    rows = _rows(tape, target, size, flat_sources)
    made: list[Any] = []
    for column, source in enumerate(flat_sources):
        parts = [row[column] for row in rows]
        dims = tuple(target._dims) + tuple(source.shape.as_list())
        if not parts or parts[0] is None:
            made.append(array_creation.zeros(dims, source.dtype) if zero else None)
            continue
        stacked = shape.stack([convert_to_tensor(part) for part in parts])
        made.append(shape.reshape(stacked, dims))
    if not tape._persistent:
        tape._forget()
    return nest.pack_sequence_as(sources, made)


def batch_jacobian(tape: Any, target: Any, source: Any, unconnected: Any) -> Any:
    """A tensor of shape (batch, *target dims, *source dims)."""
    target = convert_to_tensor(target)
    dims, source_dims = target.shape.as_list(), source.shape.as_list()
    if not dims or not source_dims or dims[0] != source_dims[0]:
        raise ValueError(
            "GradientTape.batch_jacobian: the first dimensions of target and source must "
            f"be equal, got {target.shape} and {source.shape}."
        )
    tape._use()
    zero = UnconnectedGradients(unconnected) is UnconnectedGradients.ZERO
    size = known_size(tuple(dims[1:]), "GradientTape.batch_jacobian")
    persistent, tape._persistent = tape._persistent, True
    try:
        parts = []
        for index in range(size):
            seed = array_creation.one_hot(index, size, dtype=target.dtype)
            seed = shape.reshape(seed, dims[1:])
            seed = shape.broadcast_to(seed, shape.shape(target))
            parts.append(tape.gradient(target, source, output_gradients=seed))
    finally:
        tape._persistent = persistent
    if not tape._persistent:
        tape._forget()
    if not parts or parts[0] is None:
        return (
            array_creation.zeros([*dims, *source_dims[1:]], source.dtype)
            if zero
            else None
        )
    stacked = shape.stack([convert_to_tensor(part) for part in parts], axis=1)
    return shape.reshape(
        stacked, [-1 if d is None else d for d in (*dims, *source_dims[1:])]
    )
