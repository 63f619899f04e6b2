"""The largest and smallest elements, approximately: `tf.math.approx_max_k`, ...

The approximation is for accelerators; here the result is exact, which is allowed.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.op import Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.constant import convert_to_tensor


def _shape(c: ShapeContext) -> list[Dims]:
    dims, k, axis = c.shape(0), c.attrs["k"], c.attrs["reduction_dimension"]
    if dims is None:
        return [None, None]
    if not -len(dims) <= axis < len(dims):
        raise c.fail(
            f"ApproxTopK: reduction_dimension {axis} is not an axis of shape {dims}."
        )
    size = dims[axis]
    if size is not None and size < k:
        raise c.fail(f"ApproxTopK: the axis has {size} elements, fewer than k={k}.")
    found = list(dims)
    found[axis] = k
    return [tuple(found), tuple(found)]


def _kernel(
    xp: Any, input: Any, k: int, reduction_dimension: int, is_max_k: bool, **rest: Any
) -> Any:
    keys = -input.astype(np.float64) if is_max_k else input
    order = xp.argsort(keys, axis=reduction_dimension, stable=True)
    places = xp.moveaxis(
        xp.moveaxis(order, reduction_dimension, -1)[..., :k], -1, reduction_dimension
    ).astype(np.int32)
    return xp.take_along_axis(input, places, reduction_dimension), places


def _gradient(op: Any, dy: Any, _: Any) -> list[Any]:
    from tensorbrook._src.ops import array_creation, reduce
    from tensorbrook._src.ops import shape as shapes

    axis = op.attrs["reduction_dimension"] % len(op.inputs[0]._dims)
    size = shapes.shape(op.inputs[0])[axis]
    # one_hot puts its axis where each of the k elements came from
    marks = array_creation.one_hot(op.outputs[1], size, axis=axis, dtype=dy.dtype)
    weights = marks * shapes.expand_dims(dy, axis)
    return [reduce.reduce_sum(weights, axis=axis + 1)]


approx_top_k_op = Op(
    "ApproxTopK",
    "input: T -> values: T, indices: int32 | T: real, k: int >= 0, "
    "reduction_dimension: int = -1, recall_target: float = 0.95, "
    "is_max_k: bool = True, reduction_input_size_override: int = -1, "
    "aggregate_to_topk: bool = True",
    shape=_shape,
    reference=_kernel,
    gradient=_gradient,
)


def approx_top_k(
    input: Any,
    k: int,
    reduction_dimension: int = -1,
    recall_target: float = 0.95,
    is_max_k: bool = True,
    reduction_input_size_override: int = -1,
    aggregate_to_topk: bool = True,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """Finds the `k` largest (or smallest) elements along an axis.

    Args:
        input: A tensor of real numbers.
        k: How many to find.
        reduction_dimension: The axis.
        recall_target: Which part must really be among the largest; here all are.
        is_max_k: Whether the largest are wanted, not the smallest.
        reduction_input_size_override: Accepted for compatibility.
        aggregate_to_topk: Accepted for compatibility.
        name: Name of the node in a graph.

    Returns:
        The values, sorted, and their indices.

    Example:
        >>> import tensorbrook as tf
        >>> tf.approx_top_k(tf.constant([1.0, 3.0, 2.0]), 2)[0].numpy()
        array([3., 2.], dtype=float32)
    """
    return approx_top_k_op(  # type: ignore[no-any-return]
        convert_to_tensor(input),
        k=k,
        reduction_dimension=reduction_dimension,
        recall_target=recall_target,
        is_max_k=is_max_k,
        reduction_input_size_override=reduction_input_size_override,
        aggregate_to_topk=aggregate_to_topk,
        name=name,
    )


def approx_max_k(
    operand: Any,
    k: int,
    reduction_dimension: int = -1,
    recall_target: float = 0.95,
    reduction_input_size_override: int = -1,
    aggregate_to_topk: bool = True,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """Finds the `k` largest elements along an axis; see `tf.approx_top_k`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.approx_max_k(tf.constant([1.0, 3.0, 2.0]), 1)[1].numpy()
        array([1], dtype=int32)
    """
    return approx_top_k(
        operand,
        k,
        reduction_dimension,
        recall_target,
        True,
        reduction_input_size_override,
        aggregate_to_topk,
        name,
    )


def approx_min_k(
    operand: Any,
    k: int,
    reduction_dimension: int = -1,
    recall_target: float = 0.95,
    reduction_input_size_override: int = -1,
    aggregate_to_topk: bool = True,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """Finds the `k` smallest elements along an axis; see `tf.approx_top_k`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.approx_min_k(tf.constant([1.0, 3.0, 2.0]), 1)[1].numpy()
        array([0], dtype=int32)
    """
    return approx_top_k(
        operand,
        k,
        reduction_dimension,
        recall_target,
        False,
        reduction_input_size_override,
        aggregate_to_topk,
        name,
    )
