"""Depthwise and separable convolution, and general pooling."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.op import Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import conv, pooling, shape, windows
from tensorbrook._src.ops.constant import convert_to_tensor

_ATTRS = (
    "strides: list(int), padding: {'SAME', 'VALID', 'EXPLICIT'}, "
    "explicit_paddings: list(int) = [], data_format: {'NHWC', 'NCHW'} = 'NHWC', "
    "dilations: list(int) = [1, 1, 1, 1], T: half|bfloat16|float|double"
)


def _as_grouped(xp: Any, filter: Any) -> Any:
    """A depthwise filter as one of a convolution with a group for each channel."""
    height, width, channels, multiplier = filter.shape
    return xp.reshape(filter, (height, width, 1, channels * multiplier))


def _forward(xp: Any, input: Any, filter: Any, **attrs: Any) -> Any:
    return conv.conv2d_op.reference(xp, input, _as_grouped(xp, filter), **attrs)


def _by_input(
    xp: Any, input_sizes: Any, filter: Any, out_backprop: Any, **attrs: Any
) -> Any:
    return conv.conv2d_backprop_input_op.reference(
        xp, input_sizes, _as_grouped(xp, filter), out_backprop, **attrs
    )


def _by_filter(
    xp: Any, input: Any, filter_sizes: Any, out_backprop: Any, **attrs: Any
) -> Any:
    sizes = [int(n) for n in filter_sizes]
    grouped = [sizes[0], sizes[1], 1, sizes[2] * sizes[3]]
    found = conv.conv2d_backprop_filter_op.reference(
        xp, input, grouped, out_backprop, **attrs
    )
    return xp.reshape(found, tuple(sizes))


def _dims(c: ShapeContext) -> Dims:
    return _convolved(c, c.shape(0), c.shape(1))


def _by_input_dims(c: ShapeContext) -> Dims:
    c.vector(0)
    sizes = c.value_as_shape(0)
    windows.check_backprop(c, 2, _convolved(c, sizes, c.shape(1)))
    return sizes


def _by_filter_dims(c: ShapeContext) -> Dims:
    c.vector(1)
    sizes = c.value_as_shape(1)
    windows.check_backprop(c, 2, _convolved(c, c.shape(0), sizes))
    return sizes


def _convolved(c: ShapeContext, x: Dims, kernel: Dims) -> Dims:
    """The dims of a convolution, from those of the images and of the filter."""
    attrs = c.attrs
    layout = attrs["data_format"]
    windows.check_attributes(c, "strides", "dilations")
    if x is None or kernel is None:
        return (None,) * 4
    if len(x) != 4 or len(kernel) != 4:
        raise c.fail(
            f"input and filter must be 4-dimensional, got {list(x)} and {list(kernel)}"
        )
    channels = x[1] if windows.channels_first(layout) else x[-1]
    if None not in (channels, kernel[2]) and channels != kernel[2]:
        raise c.fail(
            f"input and filter must have the same depth: {channels} vs {kernel[2]}"
        )
    windows.check_places(c, kernel[:2])
    pairs = windows.explicit_pairs(attrs["explicit_paddings"], layout, 4)
    lengths = [
        windows.output_length(
            c,
            x[axis],
            kernel[i],
            attrs["strides"][axis],
            attrs["dilations"][axis],
            attrs["padding"],
            pairs[i],
        )
        for i, axis in enumerate(windows.spatial_axes(layout, 4))
    ]
    depth = None if None in kernel[2:] else kernel[2] * kernel[3]  # type: ignore[operator]
    return windows.merge(lengths, x[0], depth, layout)


def _options(op: Any) -> dict[str, Any]:
    names = ("strides", "padding", "explicit_paddings", "data_format", "dilations")
    return {name: op.attrs[name] for name in names}


def _gradient(op: Any, dy: Any) -> list[Any]:
    x, kernel = op.inputs
    options = _options(op)
    return [
        depthwise_by_input_op(shape.shape(x), kernel, dy, **options),
        depthwise_by_filter_op(x, shape.shape(kernel), dy, **options),
    ]


def _by_input_gradient(op: Any, dy: Any) -> list[Any]:
    _, kernel, back = op.inputs
    options = _options(op)
    return [
        None,
        depthwise_by_filter_op(dy, shape.shape(kernel), back, **options),
        depthwise_op(dy, kernel, **options),
    ]


def _by_filter_gradient(op: Any, dy: Any) -> list[Any]:
    x, _, back = op.inputs
    options = _options(op)
    return [
        depthwise_by_input_op(shape.shape(x), dy, back, **options),
        None,
        depthwise_op(x, dy, **options),
    ]


depthwise_op = Op(
    "DepthwiseConv2dNative",
    f"input: T, filter: T -> output: T | {_ATTRS}",
    shape=_dims,
    reference=_forward,
    gradient=_gradient,
)
depthwise_by_input_op = Op(
    "DepthwiseConv2dNativeBackpropInput",
    f"input_sizes: int32, filter: T, out_backprop: T -> output: T | {_ATTRS}",
    shape=_by_input_dims,
    reference=_by_input,
    gradient=_by_input_gradient,
)
depthwise_by_filter_op = Op(
    "DepthwiseConv2dNativeBackpropFilter",
    f"input: T, filter_sizes: int32, out_backprop: T -> output: T | {_ATTRS}",
    shape=_by_filter_dims,
    reference=_by_filter,
    gradient=_by_filter_gradient,
)


def depthwise_conv2d(
    input: Any,
    filter: Any,
    strides: Any,
    padding: Any,
    data_format: str | None = None,
    dilations: Any = None,
    name: str | None = None,
) -> Tensor:
    """Slides filters of its own over each channel of images.

    Args:
        input: Images of shape (batch, height, width, channels).
        filter: Filters of shape (height, width, channels, multiplier).
        strides: Steps, one for each axis.
        padding: "SAME", "VALID", or pairs.
        data_format: "NHWC" or "NCHW".
        dilations: Distances between the elements of the filter.
        name: Name of the node in a graph.

    Returns:
        Images with channels * multiplier channels.

    Example:
        >>> import tensorbrook as tf
        >>> x, f = tf.ones([1, 3, 3, 2]), tf.ones([2, 2, 2, 3])
        >>> tf.nn.depthwise_conv2d(x, f, [1, 1, 1, 1], "VALID").shape
        TensorShape([1, 2, 2, 6])
    """
    layout = data_format or "NHWC"
    return depthwise_op(  # type: ignore[no-any-return]
        input,
        filter,
        strides=conv.per_axis(strides, 2, layout, "strides"),
        data_format=layout,
        dilations=conv.per_axis(dilations, 2, layout, "dilations"),
        name=name,
        **conv.padding_attrs(padding),
    )


def separable_conv2d(
    input: Any,
    depthwise_filter: Any,
    pointwise_filter: Any,
    strides: Any,
    padding: Any,
    data_format: str | None = None,
    dilations: Any = None,
    name: str | None = None,
) -> Tensor:
    """A depthwise convolution, then one that mixes the channels.

    Example:
        >>> import tensorbrook as tf
        >>> x, d, p = tf.ones([1, 3, 3, 2]), tf.ones([2, 2, 2, 1]), tf.ones([1, 1, 2, 5])
        >>> tf.nn.separable_conv2d(x, d, p, [1, 1, 1, 1], "VALID").shape
        TensorShape([1, 2, 2, 5])
    """
    middle = depthwise_conv2d(
        input, depthwise_filter, strides, padding, data_format, dilations
    )
    return conv.conv2d(
        middle, pointwise_filter, 1, "VALID", data_format or "NHWC", name=name
    )


def atrous_conv2d(
    value: Any, filters: Any, rate: int, padding: str, name: str | None = None
) -> Tensor:
    """A convolution with holes in its filter.

    Example:
        >>> import tensorbrook as tf
        >>> tf.nn.atrous_conv2d(tf.ones([1, 5, 5, 1]), tf.ones([2, 2, 1, 1]), 2, "VALID").shape
        TensorShape([1, 3, 3, 1])
    """
    return conv.conv2d(value, filters, 1, padding, dilations=[rate, rate], name=name)


def pool(
    input: Any,
    window_shape: Any,
    pooling_type: str,
    strides: Any = None,
    padding: Any = "VALID",
    data_format: str | None = None,
    dilations: Any = None,
    name: str | None = None,
) -> Tensor:
    """Pools over one to three spatial axes.

    Args:
        input: A tensor of rank 3, 4 or 5.
        window_shape: The window, one number for each spatial axis.
        pooling_type: "MAX" or "AVG".
        strides: The steps; by default 1.
        padding: "SAME" or "VALID".
        data_format: "N...C" (the default) or "NC...".
        dilations: Distances between the elements of the window; by default 1.
        name: Name of the node in a graph.

    Returns:
        A tensor of the same rank.

    Raises:
        ValueError: The pooling type is unknown, or strides and dilations are combined.

    Example:
        >>> import tensorbrook as tf
        >>> tf.nn.pool(tf.ones([1, 4, 1]), [2], "MAX").shape
        TensorShape([1, 3, 1])
    """
    functions: dict[str, Any] = {"MAX": pooling.max_pool, "AVG": pooling.avg_pool}
    if pooling_type not in functions:
        raise ValueError(f"pooling_type must be 'MAX' or 'AVG', got {pooling_type!r}.")
    tensor = convert_to_tensor(input)
    count = len(tensor._dims) - 2  # type: ignore[arg-type, attr-defined]
    holes = [1] * count if dilations is None else list(dilations)
    steps = [1] * count if strides is None else strides
    function = functions[pooling_type]
    if any(hole != 1 for hole in holes):
        if padding == "SAME":
            raise ValueError(
                "tf.nn.pool: padding 'SAME' is not supported together with dilations > 1: "
                f"dilations={holes}."
            )
        if any(step != 1 for step in np.reshape(steps, -1)):
            raise ValueError(
                "tf.nn.pool: strides > 1 are not supported together with dilations > 1: "
                f"strides={steps}, dilations={holes}."
            )
        function = _with_holes(function, holes)
    if data_format is not None and data_format not in ("NWC", "NHWC", "NDHWC"):
        order = [0, *range(2, count + 2), 1]
        last = shape.transpose(tensor, order)
        found = function(last, list(window_shape), steps, padding)
        return shape.transpose(found, [0, count + 1, *range(1, count + 1)])
    return function(tensor, list(window_shape), steps, padding, None, name)  # type: ignore[no-any-return]


def _with_holes(function: Any, holes: list[int]) -> Any:
    """A pooling function whose windows have holes."""
    from tensorbrook._src.ops import dilated

    def pooled(
        x: Any,
        window: Any,
        steps: Any,
        padding: str,
        layout: Any = None,
        name: Any = None,
    ) -> Tensor:
        return dilated.with_space_to_batch(
            x,
            holes,
            padding,
            lambda part, count, border: function(part, window, steps, border),
            filter_shape=window,
        )

    return pooled
