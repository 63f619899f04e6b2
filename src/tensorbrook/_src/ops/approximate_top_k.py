"""The largest or smallest elements, where a few may be missed for speed."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.op import Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops import array_creation, shape
from tensorbrook._src.ops.elementwise import widened


def _dims(c: ShapeContext) -> list[Dims]:
    dims, axis, k = c.shape(0), c.attrs["reduction_dimension"], c.attrs["k"]
    if dims is None:
        return [None, None]
    if not -len(dims) <= axis < len(dims):
        raise c.fail(f"ApproxTopK: reduction_dimension {axis} is out of range")
    axis %= len(dims)
    length = dims[axis]
    if length is not None and k > length:
        raise c.fail(f"input must have at least k columns: {length} < {k}")
    found = (*dims[:axis], k, *dims[axis + 1 :])
    return [found, found]


def _kernel(
    xp: Any, input: Any, k: int, reduction_dimension: int, is_max_k: bool, **_: Any
) -> tuple[Any, Any]:
    wide = widened(input)
    order = xp.argsort(
        -wide if is_max_k else wide, axis=reduction_dimension, kind="stable"
    )
    chosen = xp.take(order, xp.arange(k), axis=reduction_dimension)
    found = xp.take_along_axis(input, chosen, axis=reduction_dimension)
    return found, chosen.astype(np.int32)


def _gradient(op: Any, dy: Any, dplaces: Any) -> list[Any]:
    """Each gradient goes back to where its element stood."""
    places, axis = op.outputs[1], op.attrs["reduction_dimension"]
    rank = len(op.inputs[0].shape)
    axis %= rank
    length = shape.shape(op.inputs[0])[axis]
    spread = array_creation.one_hot(places, length, dtype=dy.dtype, axis=axis)
    from tensorbrook._src.ops import reduce

    return [reduce.reduce_sum(spread * shape.expand_dims(dy, axis), axis=axis + 1)]


approx_top_k_op = Op(
    "ApproxTopK",
    "input: T -> values: T, indices: int32 | k: int >= 0, "
    "reduction_dimension: int = -1, recall_target: float = 0.95, is_max_k: bool = True, "
    "reduction_input_size_override: int = -1, aggregate_to_topk: bool = True, "
    "T: half|bfloat16|float32",
    shape=_dims,
    reference=_kernel,
    gradient=_gradient,
)


def approx_max_k(
    operand: Any,
    k: int,
    reduction_dimension: int = -1,
    recall_target: float = 0.95,
    reduction_input_size_override: int = -1,
    aggregate_to_topk: bool = True,
    name: str | None = None,
) -> Any:
    """Finds the `k` largest elements along an axis; here none is missed.

    Args:
        operand: A tensor of floats.
        k: How many elements to find.
        reduction_dimension: The axis.
        recall_target: The share of them that must be found, for accelerators.
        reduction_input_size_override: The length of the axis that counts for it.
        aggregate_to_topk: Whether to return no more than `k`.
        name: Name of the node in a graph.

    Returns:
        A pair: the elements, largest first, and their places.

    Example:
        >>> import tensorbrook as tf
        >>> tf.nn.approx_max_k(tf.constant([1.0, 5.0, 3.0]), 2)[1].numpy()
        array([1, 2], dtype=int32)
    """
    return approx_top_k_op(
        operand,
        k=k,
        reduction_dimension=reduction_dimension,
        recall_target=recall_target,
        is_max_k=True,
        reduction_input_size_override=reduction_input_size_override,
        aggregate_to_topk=aggregate_to_topk,
        name=name,
    )


def approx_min_k(
    operand: Any,
    k: int,
    reduction_dimension: int = -1,
    recall_target: float = 0.95,
    reduction_input_size_override: int = -1,
    aggregate_to_topk: bool = True,
    name: str | None = None,
) -> Any:
    """Finds the `k` smallest elements along an axis; here none is missed.

    Args:
        operand: A tensor of floats.
        k: How many elements to find.
        reduction_dimension: The axis.
        recall_target: The share of them that must be found, for accelerators.
        reduction_input_size_override: The length of the axis that counts for it.
        aggregate_to_topk: Whether to return no more than `k`.
        name: Name of the node in a graph.

    Returns:
        A pair: the elements, smallest first, and their places.

    Example:
        >>> import tensorbrook as tf
        >>> tf.nn.approx_min_k(tf.constant([1.0, 5.0, 3.0]), 2)[1].numpy()
        array([0, 2], dtype=int32)
    """
    return approx_top_k_op(
        operand,
        k=k,
        reduction_dimension=reduction_dimension,
        recall_target=recall_target,
        is_max_k=False,
        reduction_input_size_override=reduction_input_size_override,
        aggregate_to_topk=aggregate_to_topk,
        name=name,
    )
