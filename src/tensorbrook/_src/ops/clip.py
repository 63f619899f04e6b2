"""Keeping numbers, or the lengths of vectors, within limits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tensorbrook._src.core.op import Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.constant import convert_to_tensor, identity
from tensorbrook._src.ops.elementwise import select
from tensorbrook._src.ops.indexed_slices import IndexedSlices


def _clip_dims(c: ShapeContext) -> Dims:
    for index in (1, 2):
        dims = c.shape(index)
        if dims not in ((), None, c.shape(0)):
            raise c.fail(
                "clip_value_min and clip_value_max must be either of the same shape as "
                f"input, or a scalar. Input shape: {c.shape(0)}, limit: {dims}"
            )
    return c.shape(0)


def _clip_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops import array_creation, comparison
    from tensorbrook._src.ops.broadcast_gradients import unbroadcast

    x, low, high = op.inputs
    below, above = x < low, x > high
    outside = comparison.logical_or(below, above)
    zeros = array_creation.zeros_like(dy)
    return [
        select(outside, zeros, dy),
        unbroadcast(select(below, dy, zeros), low),
        unbroadcast(select(above, dy, zeros), high),
    ]


clip_by_value_op = Op(
    "ClipByValue",
    "t: T, clip_value_min: T, clip_value_max: T -> output: T | T: numeric",
    shape=_clip_dims,
    reference=lambda xp, t, low, high: xp.maximum(xp.minimum(t, high), low),
    gradient=_clip_gradient,
)


def _values(t: Any) -> Any:
    return t.values if isinstance(t, IndexedSlices) else convert_to_tensor(t)


def _rebuilt(t: Any, values: Any) -> Any:
    if isinstance(t, IndexedSlices):
        return IndexedSlices(values, t.indices, t.dense_shape)
    return values


def clip_by_value(
    t: Any, clip_value_min: Any, clip_value_max: Any, name: str | None = None
) -> Any:
    """Replaces what lies outside of two limits by the nearer limit.

    Args:
        t: A tensor or IndexedSlices.
        clip_value_min: The lower limit; it is broadcast to the shape of `t`.
        clip_value_max: The upper limit; it is broadcast to the shape of `t`.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `t`, or IndexedSlices.

    Raises:
        tf.errors.InvalidArgumentError: The limits would make `t` larger.

    Example:
        >>> import tensorbrook as tf
        >>> tf.clip_by_value([-5, 0, 9], -1, 3).numpy()
        array([-1,  0,  3], dtype=int32)
    """
    from tensorbrook._src.core.errors import InvalidArgumentError
    from tensorbrook._src.core.shapes import compatible
    from tensorbrook._src.ops import binary

    values = _values(t)
    result = binary.maximum(binary.minimum(values, clip_value_max), clip_value_min)
    if not compatible(values._dims, result._dims):
        raise ValueError(
            f"clip_by_value: the limits have to fit the shape {values._dims} of `t`, "
            f"but broadcasting makes it {result._dims}.",
        )
    return _rebuilt(t, result if name is None else identity(result, name))


def clip_by_norm(
    t: Any, clip_norm: Any, axes: Any = None, name: str | None = None
) -> Any:
    """Shortens a vector to a length of at most `clip_norm`, keeping its direction.

    Args:
        t: A tensor or IndexedSlices.
        clip_norm: The largest length.
        axes: The axes along which the lengths are measured; by default all.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `t`, or IndexedSlices.

    Example:
        >>> import tensorbrook as tf
        >>> tf.clip_by_norm([3.0, 4.0], 1.0).numpy()
        array([0.6, 0.8], dtype=float32)
    """
    from tensorbrook._src.ops import array_creation, binary, reduce, unary

    values = _values(t)
    squares = reduce.reduce_sum(values * values, axes, keepdims=True)
    positive = squares > 0
    # The root of a one instead of a zero: the gradient of the root at 0 is infinite.
    safe = select(positive, squares, array_creation.ones_like(squares))
    length = select(positive, unary.sqrt(safe), squares)
    limit = convert_to_tensor(clip_norm, dtype=values.dtype)
    shortened = values * limit / binary.maximum(length, limit)
    return _rebuilt(t, shortened if name is None else identity(shortened, name))


def global_norm(t_list: Sequence[Any], name: str | None = None) -> Tensor | None:
    """Computes the length of the vector that several tensors form together.

    Args:
        t_list: Tensors, IndexedSlices, or None for nothing.
        name: Name of the node in a graph.

    Returns:
        A scalar, or None if all of `t_list` are None.

    Raises:
        TypeError: `t_list` is not a sequence.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.global_norm([[3.0], [4.0]]).numpy()
        np.float32(5.0)
    """
    from tensorbrook._src.ops import reduce, shape, unary

    _check_sequence("global_norm", t_list)
    present = [_values(t) for t in t_list if t is not None]
    if not present:
        return None
    squares = [reduce.reduce_sum(values * values) for values in present]
    return unary.sqrt(reduce.reduce_sum(shape.stack(squares)), name)


def _check_sequence(what: str, t_list: Any) -> None:
    if isinstance(t_list, str) or not isinstance(t_list, Sequence):
        raise TypeError(f"{what}: `t_list` should be a sequence, got {type(t_list)}.")


def clip_by_global_norm(
    t_list: Sequence[Any], clip_norm: Any, use_norm: Any = None, name: str | None = None
) -> tuple[list[Any], Any]:
    """Shortens tensors by one factor, so that together they are no longer than a limit.

    Args:
        t_list: Tensors, IndexedSlices, or None for nothing.
        clip_norm: The largest length.
        use_norm: The length, if it is known already.
        name: Name of the node in a graph.

    Returns:
        The list of shortened tensors, and the length that they had. If the length is
        infinite or nan, the tensors are nan.

    Raises:
        TypeError: `t_list` is not a sequence.

    Example:
        >>> import tensorbrook as tf
        >>> clipped, norm = tf.clip_by_global_norm([[3.0], [4.0]], 1.0)
        >>> [t.numpy().tolist() for t in clipped], float(norm)
        ([[0.6000000238418579], [0.800000011920929]], 5.0)
    """
    from tensorbrook._src.ops import binary, cast, unary

    _check_sequence("clip_by_global_norm", t_list)
    norm = global_norm(t_list, name) if use_norm is None else use_norm
    if norm is None:
        return list(t_list), None
    norm = convert_to_tensor(norm)
    limit = convert_to_tensor(clip_norm, dtype=norm.dtype)
    factor = limit * binary.minimum(1.0 / norm, 1.0 / limit)
    # norm - norm is nan where the norm isn't finite, and spoils the result visibly.
    factor = select(unary.is_finite(norm), factor, norm - norm)
    clipped: list[Any] = []
    for t in t_list:
        if t is None:
            clipped.append(None)
            continue
        values = _values(t)
        clipped.append(_rebuilt(t, values * cast.cast(factor, values.dtype)))
    return clipped, norm


def clip_by_average_norm(t: Any, clip_norm: Any, name: str | None = None) -> Any:
    """Shortens a tensor so that its length per element is at most `clip_norm`.

    Args:
        t: A tensor.
        clip_norm: The largest average length.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `t`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.compat.v1.clip_by_average_norm([3.0, 4.0], 0.5).numpy()
        array([0.6, 0.8], dtype=float32)
    """
    from tensorbrook._src.ops import binary, cast, reduce, shape, unary

    values = convert_to_tensor(t)
    count = cast.cast(shape.size(values), values.dtype)
    length = unary.sqrt(reduce.reduce_sum(values * values))
    limit = convert_to_tensor(clip_norm, dtype=values.dtype)
    factor = limit * binary.minimum(count / length, 1.0 / limit)
    return identity(values * factor, name)
