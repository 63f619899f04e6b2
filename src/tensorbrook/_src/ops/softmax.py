"""Softmax, its logarithm, and the cross entropies with logits."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import reduce, shape, unary
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.elementwise import in_float32
from tensorbrook._src.ops.rules import brackets

_FLOATING = "bfloat16|half|float|double"


def _at_least_vector(c: ShapeContext) -> Dims:
    dims = c.shape(0)
    if dims is not None and len(dims) < 1:
        raise c.fail(f"logits must have >= 1 dimension, got {brackets(dims)}")
    return dims


def _log_softmax(xp: Any, logits: Any) -> Any:
    if logits.size == 0:
        return logits
    away = logits - xp.max(logits, axis=-1, keepdims=True)
    return away - xp.log(xp.sum(xp.exp(away), axis=-1, keepdims=True))


def _softmax(xp: Any, logits: Any) -> Any:
    if logits.size == 0:
        return logits
    weights = xp.exp(logits - xp.max(logits, axis=-1, keepdims=True))
    return weights / xp.sum(weights, axis=-1, keepdims=True)


def _softmax_gradient(op: Any, dy: Any) -> list[Any]:
    y = op.outputs[0]
    return [(dy - reduce.reduce_sum(dy * y, -1, keepdims=True)) * y]


def _log_softmax_gradient(op: Any, dy: Any) -> list[Any]:
    weights = unary.exp(op.outputs[0])
    return [dy - reduce.reduce_sum(dy, -1, keepdims=True) * weights]


softmax_op = Op(
    "Softmax",
    f"logits: T -> softmax: T | T: {_FLOATING}",
    shape=_at_least_vector,
    reference=in_float32(_softmax),
    gradient=_softmax_gradient,
)

log_softmax_op = Op(
    "LogSoftmax",
    f"logits: T -> logsoftmax: T | T: {_FLOATING}",
    shape=_at_least_vector,
    reference=in_float32(_log_softmax),
    gradient=_log_softmax_gradient,
)


def _pair_dims(c: ShapeContext) -> list[Dims]:
    logits, labels = c.shape(0), c.shape(1)
    if logits is None or labels is None:
        return [None, None]
    if len(logits) != 2 or len(labels) != 2:
        raise c.fail(
            f"logits and labels must be 2-dimensional, got {brackets(logits)} and "
            f"{brackets(labels)}"
        )
    dims = []
    for a, b in zip(logits, labels, strict=True):
        if 1 not in (a, b) and None not in (a, b) and a != b:
            raise c.fail(
                "logits and labels must be broadcastable: logits_size="
                f"{brackets(logits)} labels_size={brackets(labels)}"
            )
        dims.append(b if a == 1 else a)
    return [(dims[0],), (dims[0], dims[1])]


def _cross_entropy(xp: Any, features: Any, labels: Any) -> tuple[Any, Any]:
    kind = features.dtype
    features, labels = xp.broadcast_arrays(_wide(features), _wide(labels))
    log = _log_softmax(xp, features)
    products = xp.where(labels == 0, xp.zeros_like(log), labels * log)
    loss = -xp.sum(products, axis=-1)
    return loss.astype(kind), (xp.exp(log) - labels).astype(kind)


def _wide(array: Any) -> Any:
    return (
        array.astype(np.float32)
        if array.dtype.name in ("float16", "bfloat16")
        else array
    )


def _loss_part(op: Any, dloss: Any) -> Any:
    """The gradient that comes through the loss, in a column; zeros where none does."""
    if dloss is None:
        return shape.expand_dims(op.outputs[0] * 0, -1)
    return shape.expand_dims(dloss, -1)


def _cross_entropy_gradient(op: Any, dloss: Any, dback: Any) -> list[Any]:
    logits = op.inputs[0]
    column = _loss_part(op, dloss)
    found, labels = column * op.outputs[1], column * -log_softmax_op(logits)
    if dback is not None:
        weights = softmax_op(logits)
        inner = reduce.reduce_sum(dback * weights, 1, keepdims=True)
        found, labels = found + (dback - inner) * weights, labels - dback
    return [found, labels]


softmax_cross_entropy_op = Op(
    "SoftmaxCrossEntropyWithLogits",
    f"features: T, labels: T -> loss: T, backprop: T | T: {_FLOATING}",
    shape=_pair_dims,
    reference=_cross_entropy,
    gradient=_cross_entropy_gradient,
    missing_gradients=True,
)


def _sparse_dims(c: ShapeContext) -> list[Dims]:
    logits, labels = c.shape(0), c.shape(1)
    if logits is not None and len(logits) != 2:
        raise c.fail(f"logits must be 2-D, but got shape {brackets(logits)}")
    if labels is not None and len(labels) != 1:
        raise c.fail(f"labels must be 1-D, but got shape {brackets(labels)}")
    rows = None if logits is None else logits[0]
    if labels is not None and None not in (rows, labels[0]) and rows != labels[0]:
        raise c.fail(
            "logits and labels must have the same first dimension, got logits shape "
            f"{brackets(logits)} and labels shape {brackets(labels)}"
        )
    return [(rows,), logits]


def _sparse_cross_entropy(xp: Any, features: Any, labels: Any) -> tuple[Any, Any]:
    kind, count = features.dtype, features.shape[1]
    wide = _wide(features)
    if xp is np and labels.size and ((labels < 0) | (labels >= count)).any():
        wrong = labels[(labels < 0) | (labels >= count)][0]
        raise ValueError(
            f"Received a label value of {int(wrong)} which is outside the valid range of "
            f"[0, {count}).  Label values: {' '.join(map(str, labels.tolist()))}"
        )
    log = _log_softmax(xp, wide)
    marks = (labels[:, None] == xp.arange(count)[None, :]).astype(wide.dtype)
    loss = -xp.sum(xp.where(marks == 1, log, xp.zeros_like(log)), axis=-1)
    return loss.astype(kind), (xp.exp(log) - marks).astype(kind)


def _sparse_gradient(op: Any, dloss: Any, dback: Any) -> list[Any]:
    logits = op.inputs[0]
    found = _loss_part(op, dloss) * op.outputs[1]
    if dback is not None:
        weights = softmax_op(logits)
        inner = reduce.reduce_sum(dback * weights, 1, keepdims=True)
        found = found + (dback - inner) * weights
    return [found, None]


sparse_softmax_cross_entropy_op = Op(
    "SparseSoftmaxCrossEntropyWithLogits",
    f"features: T, labels: Tlabels -> loss: T, backprop: T | T: {_FLOATING}, "
    "Tlabels: index = int64",
    shape=_sparse_dims,
    reference=_sparse_cross_entropy,
    gradient=_sparse_gradient,
    missing_gradients=True,
)


def _along(op: Op, logits: Any, axis: Any, name: str | None) -> Tensor:
    """The op along another axis than the last one."""
    tensor = convert_to_tensor(logits)
    dims = tensor._dims  # type: ignore[attr-defined]
    axis = -1 if axis is None else int(axis)
    if dims is None or axis in (-1, len(dims) - 1):
        return op(tensor, name=name)  # type: ignore[no-any-return]
    if not -len(dims) <= axis < len(dims):
        from tensorbrook._src.core import errors

        raise errors.InvalidArgumentError(
            None,
            None,
            f"{op.name}: axis must be in [{-len(dims)}, {len(dims)}), got {axis}.",
        )
    axis %= len(dims)
    order = [i for i in range(len(dims)) if i != axis] + [axis]
    back = [order.index(i) for i in range(len(dims))]
    return shape.transpose(op(shape.transpose(tensor, order)), back, name=name)


def softmax(logits: Any, axis: Any = None, name: str | None = None) -> Tensor:
    """Exponentials, scaled so that they sum to 1 along `axis`.

    Args:
        logits: A floating tensor.
        axis: The axis; by default the last one.
        name: Name of the node in a graph.

    Returns:
        A tensor of the same shape and dtype.

    Raises:
        errors.InvalidArgumentError: The axis is out of range.

    Example:
        >>> import tensorbrook as tf
        >>> tf.nn.softmax([0.0, 0.0]).numpy()
        array([0.5, 0.5], dtype=float32)
    """
    return _along(softmax_op, logits, axis, name)


def log_softmax(logits: Any, axis: Any = None, name: str | None = None) -> Tensor:
    """The logarithm of `softmax`, without loss of precision.

    Args:
        logits: A floating tensor.
        axis: The axis; by default the last one.
        name: Name of the node in a graph.

    Returns:
        A tensor of the same shape and dtype.

    Example:
        >>> import tensorbrook as tf
        >>> float(tf.nn.log_softmax([0.0, 0.0])[0]) < -0.69
        True
    """
    return _along(log_softmax_op, logits, axis, name)


def softmax_cross_entropy_with_logits(
    labels: Any, logits: Any, axis: int = -1, name: str | None = None
) -> Tensor:
    """The cross entropy of distributions `labels` and `softmax(logits)`.

    Args:
        labels: Probabilities, of the shape of `logits`.
        logits: Unscaled log-probabilities.
        axis: The axis of the classes.
        name: Name of the node in a graph.

    Returns:
        A tensor without that axis.

    Example:
        >>> import tensorbrook as tf
        >>> loss = tf.nn.softmax_cross_entropy_with_logits([[1.0, 0.0]], [[100.0, 0.0]])
        >>> abs(float(loss[0])) < 1e-6
        True
    """
    scores = convert_to_tensor(logits)
    targets = convert_to_tensor(labels, dtype_hint=scores.dtype)
    kind = scores.dtype
    if kind in (dtypes.float16, dtypes.bfloat16):
        from tensorbrook._src.ops import cast

        scores = cast.cast(scores, dtypes.float32)
    if targets.dtype is not scores.dtype:
        from tensorbrook._src.ops import cast

        targets = cast.cast(targets, scores.dtype)
    dims = scores._dims  # type: ignore[attr-defined]
    rank = 0 if dims is None else len(dims)
    if dims is not None and axis % rank != rank - 1:
        order = [i for i in range(rank) if i != axis % rank] + [axis % rank]
        scores, targets = (
            shape.transpose(scores, order),
            shape.transpose(targets, order),
        )
    sizes = shape.shape(scores)
    width = shape.stack([-1, sizes[-1]])
    flat = [shape.reshape(t, width) for t in (scores, targets)]
    loss = softmax_cross_entropy_op(*flat, name=name)[0]
    loss = shape.reshape(loss, sizes[:-1])
    if loss.dtype is not kind:
        from tensorbrook._src.ops import cast

        return cast.cast(loss, kind)  # type: ignore[no-any-return]
    return loss


def sparse_softmax_cross_entropy_with_logits(
    labels: Any, logits: Any, name: str | None = None
) -> Tensor:
    """The cross entropy of classes `labels` and `softmax(logits)`.

    Args:
        labels: Integers, one for each row of `logits`.
        logits: Unscaled log-probabilities; the last axis is that of the classes.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `labels`.

    Raises:
        ValueError: The shapes don't fit.

    Example:
        >>> import tensorbrook as tf
        >>> loss = tf.nn.sparse_softmax_cross_entropy_with_logits([0], [[100.0, 0.0]])
        >>> abs(float(loss[0])) < 1e-6
        True
    """
    scores = convert_to_tensor(logits)
    classes = convert_to_tensor(labels)
    kind = scores.dtype
    dims, class_dims = scores._dims, classes._dims  # type: ignore[attr-defined]
    if dims is not None and len(dims) == 0:
        raise ValueError("`logits` cannot be a scalar. Received logits with shape ().")
    if dims is not None and class_dims is not None and len(class_dims) != len(dims) - 1:
        raise ValueError(
            "Rank mismatch: the rank of `labels` must equal the rank of `logits` minus one, got "
            f"{len(class_dims)} and {len(dims)}."
        )
    if kind in (dtypes.float16, dtypes.bfloat16):
        from tensorbrook._src.ops import cast

        scores = cast.cast(scores, dtypes.float32)
    if dims is not None and len(dims) == 2:
        loss = sparse_softmax_cross_entropy_op(scores, classes, name=name)[0]
    else:
        sizes = shape.shape(classes)
        flat = shape.reshape(scores, shape.stack([-1, shape.shape(scores)[-1]]))
        loss = sparse_softmax_cross_entropy_op(
            flat, shape.reshape(classes, [-1]), name=name
        )[0]
        loss = shape.reshape(loss, sizes)
    if loss.dtype is not kind:
        from tensorbrook._src.ops import cast

        return cast.cast(loss, kind)  # type: ignore[no-any-return]
    return loss  # type: ignore[no-any-return]
