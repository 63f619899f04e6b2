"""Max pooling that also tells where each maximum stood."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import Op, ShapeContext
from tensorbrook._src.core.shapes import Dims, compatible
from tensorbrook._src.ops import pooling
from tensorbrook._src.ops.conv import per_axis
from tensorbrook._src.ops.elementwise import widened

_ATTRS = (
    "ksize: list(int), strides: list(int), padding: {'SAME', 'VALID'}, "
    "include_batch_in_index: bool = False, T: real"
)


def _attrs(op: Any) -> dict[str, Any]:
    names = ("ksize", "strides", "padding", "include_batch_in_index")
    return {name: op.attrs[name] for name in names}


def _pool(
    xp: Any, input: Any, Targmax: Any, include_batch_in_index: bool, **attrs: Any
) -> tuple[Any, Any]:
    x = widened(input)
    axes = pooling.geometry(x.shape, {**attrs, "data_format": "NHWC"})
    firsts, cuts, _ = pooling.firsts_of(xp, x, axes)
    padded = pooling.padded_with(xp, x, axes, pooling.lowest(x.dtype))
    found = padded[cuts[0]]
    for cut in cuts[1:]:
        found = xp.maximum(found, padded[cut])
    height, width = axes
    batch, _, columns, depth = x.shape
    rows = xp.arange(height.count).reshape(1, -1, 1, 1) * height.stride
    rows = rows - height.before + firsts // width.size
    across = xp.arange(width.count).reshape(1, 1, -1, 1) * width.stride
    across = across - width.before + firsts % width.size
    place = (rows * columns + across) * depth + xp.arange(depth)
    if include_batch_in_index:
        each = x.shape[1] * columns * depth
        place = place + xp.arange(batch).reshape(-1, 1, 1, 1) * each
    return found.astype(input.dtype), place.astype(Targmax.numpy_dtype)


def _flat_places(xp: Any, argmax: Any, each: int, include_batch: bool) -> Any:
    """Indices into the flat batch."""
    if include_batch:
        return argmax.reshape(-1)
    starts = xp.arange(argmax.shape[0]).reshape(-1, 1, 1, 1) * each
    return (argmax + starts).reshape(-1)


def _spread(
    xp: Any,
    input: Any,
    grad: Any,
    argmax: Any,
    include_batch_in_index: bool,
    **attrs: Any,
) -> Any:
    each = int(np.prod(input.shape[1:]))
    places = _flat_places(xp, argmax, each, include_batch_in_index)
    wide = widened(grad).reshape(-1)
    total = xp.zeros(input.shape[0] * each, wide.dtype)
    if xp is np:
        np.add.at(total, places, wide)
    else:
        total = total.at[places].add(wide)
    return total.reshape(input.shape).astype(input.dtype)


def _collect(
    xp: Any,
    input: Any,
    grad: Any,
    argmax: Any,
    include_batch_in_index: bool,
    **attrs: Any,
) -> Any:
    each = int(np.prod(input.shape[1:]))
    places = _flat_places(xp, argmax, each, include_batch_in_index)
    return grad.reshape(-1)[places].reshape(argmax.shape)


def _dims(c: ShapeContext) -> list[Dims]:
    found = pooling.pool_dims(c)
    return [found, found]


def _gradient_dims(c: ShapeContext, result: int, grad: int) -> Dims:
    """The dims of one of the inputs, once all have been looked at.

    Args:
        c: The context.
        result: Which input has the shape of the result.
        grad: Which input has the shape of `grad`.
    """
    for index, dims in enumerate(c.shapes()):
        if dims is not None and len(dims) != 4:
            name = c.op.signature.inputs[index].name
            raise c.fail(
                f"{c.op.name}: {name!r} must have 4 dims, got shape {list(dims)}"
            )
    given, wanted = c.shape(1), c.shape(grad)
    if not compatible(given, wanted):
        raise c.fail(
            f"{c.op.name}: 'grad' has shape {given}, but {wanted} was expected"
        )
    batches = [dims[0] for dims in (c.shape(0), c.shape(2)) if dims is not None]
    if None not in batches and len(set(batches)) > 1:
        raise c.fail(f"{c.op.name}: 'input' and 'argmax' have different batch sizes")
    return c.shape(result)


_GRADIENT_INPUTS = "input: T, grad: T, argmax: Targmax -> output: T"

pool_grad_grad_op = Op(
    "MaxPoolGradGradWithArgmax",
    f"{_GRADIENT_INPUTS} | {_ATTRS}, Targmax: index",
    shape=lambda c: _gradient_dims(c, 2, 0),
    reference=_collect,
    gradient=lambda op, dy: [
        None,
        pool_grad_op(op.inputs[0], dy, op.inputs[2], **_attrs(op)),  # type: ignore[has-type]
        None,
    ],
)
pool_grad_op = Op(
    "MaxPoolGradWithArgmax",
    f"{_GRADIENT_INPUTS} | {_ATTRS}, Targmax: index",
    shape=lambda c: _gradient_dims(c, 0, 2),
    reference=_spread,
    gradient=lambda op, dy: [
        None,
        pool_grad_grad_op(op.inputs[0], dy, op.inputs[2], **_attrs(op)),
        None,
    ],
)
pool_op = Op(
    "MaxPoolWithArgmax",
    f"input: T -> output: T, argmax: Targmax | {_ATTRS}, Targmax: index = int64",
    shape=_dims,
    reference=_pool,
    gradient=lambda op, dy, dplaces: [
        pool_grad_op(op.inputs[0], dy, op.outputs[1], **_attrs(op))
    ],
)


def max_pool_with_argmax(
    input: Any,
    ksize: Any,
    strides: Any,
    padding: str,
    data_format: str = "NHWC",
    output_dtype: Any = dtypes.int64,
    include_batch_in_index: bool = False,
    name: str | None = None,
) -> Any:
    """The largest element under a window that slides over images, and its place.

    Args:
        input: Images of shape (batch, height, width, channels).
        ksize: The window: one number, one for each spatial axis, or one for each axis.
        strides: The steps, likewise.
        padding: "SAME" or "VALID".
        data_format: "NHWC".
        output_dtype: The type of the places, int32 or int64.
        include_batch_in_index: Whether places count through the whole batch and not
            through each image.
        name: Name of the node in a graph.

    Returns:
        A pair: smaller images, and for each element `(row * width + column) * channels
        + channel`, where it stood in the image.

    Raises:
        ValueError: `data_format` is another one.

    Example:
        >>> import tensorbrook as tf
        >>> x = tf.reshape([1.0, 3.0, 4.0, 2.0], [1, 2, 2, 1])
        >>> tf.nn.max_pool_with_argmax(x, 2, 2, "VALID").argmax.numpy().item()
        2
    """
    if data_format != "NHWC":
        raise ValueError(
            "tf.nn.max_pool_with_argmax: `data_format` must be 'NHWC', got "
            f"{data_format!r}."
        )
    return pool_op(
        input,
        ksize=per_axis(ksize, 2, "NHWC", "ksize"),
        strides=per_axis(strides, 2, "NHWC", "strides"),
        padding=padding.upper(),
        Targmax=output_dtype,
        include_batch_in_index=include_batch_in_index,
        name=name,
    )
