"""Greyscale dilation and erosion of images."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import rearrange, windows
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.elementwise import widened
from tensorbrook._src.ops.pooling import added, cuts_of, lowest, padded_with


def _geometry(
    dims: Any, filter_dims: Any, strides: Any, rates: Any, padding: str
) -> list[windows.Window]:
    return [
        windows.window(length, size, stride, rate, padding)
        for length, size, stride, rate in zip(
            dims[1:3], filter_dims[:2], strides[1:3], rates[1:3], strict=True
        )
    ]


def _candidates(
    xp: Any, x: Any, filter: Any, attrs: dict[str, Any]
) -> tuple[list[Any], list[Any], list[windows.Window], Any]:
    """For each element of the filter: shifted images plus that element."""
    axes = _geometry(x.shape, filter.shape, **attrs)
    padded = padded_with(xp, x, axes, lowest(x.dtype))
    places = list(np.ndindex(*filter.shape[:2]))
    cuts = list(cuts_of(axes))
    values = [
        padded[cut] + filter[place] for cut, place in zip(cuts, places, strict=True)
    ]
    return values, cuts, axes, padded.shape


def _dilated(xp: Any, input: Any, filter: Any, **attrs: Any) -> Any:
    x, kernel = _wide(input), _wide(filter)
    values, _, _, _ = _candidates(xp, x, kernel, attrs)
    found = values[0]
    for value in values[1:]:
        found = xp.maximum(found, value)
    return found.astype(input.dtype)


def _wide(array: Any) -> Any:
    """Integers are widened, so that the lowest number plus an element doesn't wrap."""
    return array.astype(np.float64) if array.dtype.kind in "iu" else widened(array)


def _by_input(xp: Any, input: Any, filter: Any, out_backprop: Any, **attrs: Any) -> Any:
    x = _wide(input)
    values, cuts, axes, padded = _candidates(xp, x, _wide(filter), attrs)
    firsts = xp.argmax(xp.stack(values), axis=0)
    dy = widened(out_backprop)
    total = xp.zeros(padded, dy.dtype)
    for place, cut in enumerate(cuts):
        total = added(total, cut, xp.where(firsts == place, dy, 0))
    rows, columns = (
        slice(w.before, w.before + d) for d, w in zip(x.shape[1:3], axes, strict=True)
    )
    return total[:, rows, columns].astype(input.dtype)


def _by_filter(
    xp: Any, input: Any, filter: Any, out_backprop: Any, **attrs: Any
) -> Any:
    values, _, _, _ = _candidates(xp, _wide(input), _wide(filter), attrs)
    firsts = xp.argmax(xp.stack(values), axis=0)
    dy = widened(out_backprop)
    sums = [
        xp.where(firsts == place, dy, 0).sum(axis=(0, 1, 2))
        for place in range(len(values))
    ]
    return xp.stack(sums).reshape(filter.shape).astype(filter.dtype)


def _dims(c: ShapeContext) -> Dims:
    x, kernel, attrs = c.shape(0), c.shape(1), c.attrs
    for what in ("strides", "rates"):
        windows.check_positive(c, what, attrs[what])
        if len(attrs[what]) != 4:
            raise c.fail(f"{c.op.name}: {what} must have 4 numbers, one for each axis")
    if x is None or kernel is None:
        return (None,) * 4
    if len(x) != 4 or len(kernel) != 3:
        raise c.fail(
            f"{c.op.name}: input must have rank 4 and filter rank 3, got {list(x)} and "
            f"{list(kernel)}"
        )
    if None not in (x[3], kernel[2]) and x[3] != kernel[2]:
        raise c.fail(
            f"input and filter must have the same depth: {x[3]} vs {kernel[2]}"
        )
    lengths = [
        windows.output_length(
            c,
            x[axis],
            kernel[axis - 1],
            attrs["strides"][axis],
            attrs["rates"][axis],
            attrs["padding"],
            (0, 0),
        )
        for axis in (1, 2)
    ]
    return (x[0], *lengths, x[3])


_ATTRS = "strides: list(int), rates: list(int), padding: {'SAME', 'VALID'}, T: real"


def _options(op: Any) -> dict[str, Any]:
    return {name: op.attrs[name] for name in ("strides", "rates", "padding")}


dilation_by_input_op = Op(
    "Dilation2DBackpropInput",
    f"input: T, filter: T, out_backprop: T -> in_backprop: T | {_ATTRS}",
    shape=lambda c: c.shape(0),
    reference=_by_input,
    gradient=NOT_DIFFERENTIABLE,
)
dilation_by_filter_op = Op(
    "Dilation2DBackpropFilter",
    f"input: T, filter: T, out_backprop: T -> filter_backprop: T | {_ATTRS}",
    shape=lambda c: c.shape(1),
    reference=_by_filter,
    gradient=NOT_DIFFERENTIABLE,
)
dilation_op = Op(
    "Dilation2D",
    f"input: T, filter: T -> output: T | {_ATTRS}",
    shape=_dims,
    reference=_dilated,
    gradient=lambda op, dy: [
        dilation_by_input_op(*op.inputs, dy, **_options(op)),
        dilation_by_filter_op(*op.inputs, dy, **_options(op)),
    ],
)


def dilation2d(
    input: Any,
    filters: Any,
    strides: Any,
    padding: str,
    data_format: str,
    dilations: Any,
    name: str | None = None,
) -> Tensor:
    """Slides a filter over images and takes the largest sum of image and filter.

    Args:
        input: Images of shape (batch, height, width, channels).
        filters: A filter of shape (height, width, channels).
        strides: Steps, one for each axis.
        padding: "SAME" or "VALID".
        data_format: "NHWC".
        dilations: Distances between the elements of the filter, one for each axis.
        name: Name of the node in a graph.

    Returns:
        Images with as many channels.

    Raises:
        ValueError: `data_format` is another one.

    Example:
        >>> import tensorbrook as tf
        >>> x, f = tf.ones([1, 3, 3, 1]), tf.zeros([2, 2, 1])
        >>> ones = [1, 1, 1, 1]
        >>> tf.nn.dilation2d(x, f, ones, "VALID", "NHWC", ones).shape
        TensorShape([1, 2, 2, 1])
    """
    _check_format("dilation2d", data_format)
    return dilation_op(  # type: ignore[no-any-return]
        input,
        filters,
        strides=list(strides),
        rates=list(dilations),
        padding=padding.upper(),
        name=name,
    )


def erosion2d(
    value: Any,
    filters: Any,
    strides: Any,
    padding: str,
    data_format: str,
    dilations: Any,
    name: str | None = None,
) -> Tensor:
    """Slides a filter over images and takes the smallest difference of the two.

    Args:
        value: Images of shape (batch, height, width, channels).
        filters: A filter of shape (height, width, channels).
        strides: Steps, one for each axis.
        padding: "SAME" or "VALID".
        data_format: "NHWC".
        dilations: Distances between the elements of the filter, one for each axis.
        name: Name of the node in a graph.

    Returns:
        Images with as many channels.

    Raises:
        ValueError: `data_format` is another one.

    Example:
        >>> import tensorbrook as tf
        >>> x, f = tf.ones([1, 3, 3, 1]), tf.zeros([2, 2, 1])
        >>> ones = [1, 1, 1, 1]
        >>> tf.nn.erosion2d(x, f, ones, "VALID", "NHWC", ones).shape
        TensorShape([1, 2, 2, 1])
    """
    _check_format("erosion2d", data_format)
    turned = rearrange.reverse(convert_to_tensor(filters), [0, 1])
    grown = dilation2d(
        -convert_to_tensor(value), turned, strides, padding, "NHWC", dilations
    )
    return -grown


def _check_format(what: str, data_format: str) -> None:
    if data_format != "NHWC":
        raise ValueError(
            f"tf.nn.{what}: `data_format` must be 'NHWC', got {data_format!r}."
        )
