"""Convolution and pooling in the argument orders of 1.x."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.arguments import needed, renamed
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import conv, depthwise, pooling

_ONES_2D = [1, 1, 1, 1]
_ONES_3D = [1, 1, 1, 1, 1]


def conv2d(
    input: Any,
    filter: Any = None,
    strides: Any = None,
    padding: Any = None,
    use_cudnn_on_gpu: bool = True,
    data_format: str = "NHWC",
    dilations: Any = _ONES_2D,
    name: str | None = None,
    filters: Any = None,
) -> Tensor:
    """Slides a filter over images.

    Args:
        input: The images, channels last.
        filter: The filters.
        strides: Steps: one for each axis.
        padding: "SAME", "VALID", or a pair (before, after) for each axis.
        use_cudnn_on_gpu: Accepted for compatibility.
        data_format: "NHWC" or "NCHW".
        dilations: Distances between the elements of the filter.
        name: Name of the node in a graph.
        filters: Another name of `filter`.

    Returns:
        A tensor with as many channels as there are filters.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.nn.conv2d(tf.ones([1, 2, 2, 1]), tf.ones([2, 2,
        ...         1, 1]), [1, 1, 1, 1], "VALID")))
        [[[[4.]]]]
    """
    filter = needed(
        "tf.nn.conv2d", "filter", renamed("filters", filters, "filter", filter)
    )
    padding = needed("tf.nn.conv2d", "padding", padding)
    return conv.conv2d(input, filter, strides, padding, data_format, dilations, name)


def conv3d(
    input: Any,
    filter: Any = None,
    strides: Any = None,
    padding: Any = None,
    data_format: str = "NDHWC",
    dilations: Any = _ONES_3D,
    name: str | None = None,
    filters: Any = None,
) -> Tensor:
    """Slides a filter over volumes.

    Args:
        input: The volumes, channels last.
        filter: The filters.
        strides: Steps: one for each axis.
        padding: "SAME", "VALID", or a pair (before, after) for each axis.
        data_format: "NDHWC" or "NCDHW".
        dilations: Distances between the elements of the filter.
        name: Name of the node in a graph.
        filters: Another name of `filter`.

    Returns:
        A tensor with as many channels as there are filters.
    """
    filter = needed(
        "tf.nn.conv3d", "filter", renamed("filters", filters, "filter", filter)
    )
    padding = needed("tf.nn.conv3d", "padding", padding)
    return conv.conv3d(input, filter, strides, padding, data_format, dilations, name)


def conv1d(
    value: Any = None,
    filters: Any = None,
    stride: Any = None,
    padding: Any = None,
    use_cudnn_on_gpu: Any = None,
    data_format: str | None = None,
    name: str | None = None,
    input: Any = None,
    dilations: Any = None,
) -> Tensor:
    """Slides a filter over sequences."""
    value = needed("tf.nn.conv1d", "input", renamed("input", input, "value", value))
    layout = {None: "NWC", "NHWC": "NWC", "NCHW": "NCW"}.get(data_format, data_format)
    return conv.conv1d(value, filters, stride, padding, layout, dilations, name)  # type: ignore[arg-type]


def conv2d_transpose(
    value: Any = None,
    filter: Any = None,
    output_shape: Any = None,
    strides: Any = None,
    padding: str = "SAME",
    data_format: str = "NHWC",
    name: str | None = None,
    input: Any = None,
    filters: Any = None,
    dilations: Any = None,
) -> Tensor:
    """The transpose of `conv2d`, which makes images larger.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.nn.conv2d_transpose(tf.ones([1, 1, 1, 1]),
        ...         tf.ones([2, 2, 1, 1]), [1, 2, 2, 1], 2)[0, :, :, 0]))
        [[1. 1.]
         [1. 1.]]
    """
    value = needed(
        "tf.nn.conv2d_transpose", "input", renamed("input", input, "value", value)
    )
    filter = renamed("filters", filters, "filter", filter)
    return conv.conv2d_transpose(
        value, filter, output_shape, strides, padding, data_format, dilations, name
    )


def conv3d_transpose(
    value: Any,
    filter: Any = None,
    output_shape: Any = None,
    strides: Any = None,
    padding: str = "SAME",
    data_format: str = "NDHWC",
    name: str | None = None,
    input: Any = None,
    filters: Any = None,
    dilations: Any = None,
) -> Tensor:
    """The transpose of `conv3d`, which makes volumes larger."""
    value = renamed("input", input, "value", value)
    filter = renamed("filters", filters, "filter", filter)
    return conv.conv3d_transpose(
        value, filter, output_shape, strides, padding, data_format, dilations, name
    )


def conv2d_backprop_input(
    input_sizes: Any,
    filter: Any = None,
    out_backprop: Any = None,
    strides: Any = None,
    padding: Any = None,
    use_cudnn_on_gpu: bool = True,
    data_format: str = "NHWC",
    dilations: Any = _ONES_2D,
    name: str | None = None,
    filters: Any = None,
) -> Tensor:
    """The gradient of `conv2d` with respect to its input."""
    filter = renamed("filters", filters, "filter", filter)
    return conv.conv2d_backprop_input_op(  # type: ignore[no-any-return]
        input_sizes,
        filter,
        out_backprop,
        strides=strides,
        data_format=data_format,
        dilations=list(dilations),
        name=name,
        **conv.padding_attrs(padding),
    )


def conv2d_backprop_filter(
    input: Any,
    filter_sizes: Any,
    out_backprop: Any,
    strides: Any,
    padding: Any,
    use_cudnn_on_gpu: bool = True,
    data_format: str = "NHWC",
    dilations: Any = _ONES_2D,
    name: str | None = None,
) -> Tensor:
    """The gradient of `conv2d` with respect to its filter."""
    return conv.conv2d_backprop_filter_op(  # type: ignore[no-any-return]
        input,
        filter_sizes,
        out_backprop,
        strides=strides,
        data_format=data_format,
        dilations=list(dilations),
        name=name,
        **conv.padding_attrs(padding),
    )


def conv3d_backprop_filter(
    input: Any,
    filter_sizes: Any,
    out_backprop: Any,
    strides: Any,
    padding: Any,
    data_format: str = "NDHWC",
    dilations: Any = _ONES_3D,
    name: str | None = None,
) -> Tensor:
    """The gradient of `conv3d` with respect to its filter."""
    return conv.conv3d_backprop_filter_op(  # type: ignore[no-any-return]
        input,
        filter_sizes,
        out_backprop,
        strides=strides,
        data_format=data_format,
        dilations=list(dilations),
        name=name,
        **conv.padding_attrs(padding),
    )


def depthwise_conv2d(
    input: Any,
    filter: Any,
    strides: Any,
    padding: Any,
    rate: Any = None,
    name: str | None = None,
    data_format: str | None = None,
    dilations: Any = None,
) -> Tensor:
    """Slides a filter over each channel by itself."""
    return depthwise.depthwise_conv2d(
        input,
        filter,
        strides,
        padding,
        data_format,
        renamed("dilations", dilations, "rate", rate),
        name,
    )


def depthwise_conv2d_native(
    input: Any,
    filter: Any,
    strides: Any,
    padding: Any,
    data_format: str = "NHWC",
    dilations: Any = _ONES_2D,
    name: str | None = None,
) -> Tensor:
    """Slides a filter over each channel by itself."""
    return depthwise.depthwise_op(  # type: ignore[no-any-return]
        input,
        filter,
        strides=strides,
        data_format=data_format,
        dilations=list(dilations),
        name=name,
        **conv.padding_attrs(padding),
    )


def separable_conv2d(
    input: Any,
    depthwise_filter: Any,
    pointwise_filter: Any,
    strides: Any,
    padding: Any,
    rate: Any = None,
    name: str | None = None,
    data_format: str | None = None,
    dilations: Any = None,
) -> Tensor:
    """A depthwise convolution, then one that mixes the channels."""
    return depthwise.separable_conv2d(
        input,
        depthwise_filter,
        pointwise_filter,
        strides,
        padding,
        data_format,
        renamed("dilations", dilations, "rate", rate),
        name,
    )


def convolution(
    input: Any,
    filter: Any,
    padding: Any,
    strides: Any = None,
    dilation_rate: Any = None,
    name: str | None = None,
    data_format: str | None = None,
    filters: Any = None,
    dilations: Any = None,
) -> Tensor:
    """Slides a filter over one, two or three spatial axes, as the rank says."""
    filter = renamed("filters", filters, "filter", filter)
    holes = renamed("dilations", dilations, "dilation_rate", dilation_rate)
    return conv.convolution(
        input,
        filter,
        1 if strides is None else strides,
        padding,
        data_format,
        holes,
        name,
    )


def max_pool(
    value: Any,
    ksize: Any,
    strides: Any,
    padding: Any,
    data_format: str = "NHWC",
    name: str | None = None,
    input: Any = None,
) -> Tensor:
    """The largest element under a window that slides over images.

    Args:
        value: Images of shape (batch, height, width, channels).
        ksize: The window: one number for each axis.
        strides: Steps: one for each axis.
        padding: "SAME" or "VALID".
        data_format: "NHWC" or "NCHW".
        name: Name of the node in a graph.
        input: Another name of `value`.

    Returns:
        Smaller images.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.nn.max_pool([[[[1.0], [2.0]], [[3.0], [6.0]]]],
        ...         [1, 2, 2, 1], [1, 2, 2, 1], "VALID")))
        [[[[6.]]]]
    """
    value = renamed("input", input, "value", value)
    return pooling.max_pool2d(value, ksize, strides, padding, data_format, name)


def avg_pool(
    value: Any,
    ksize: Any,
    strides: Any,
    padding: Any,
    data_format: str = "NHWC",
    name: str | None = None,
    input: Any = None,
) -> Tensor:
    """The mean under a window that slides over images.

    Args:
        value: Images of shape (batch, height, width, channels).
        ksize: The window: one number for each axis.
        strides: Steps: one for each axis.
        padding: "SAME" or "VALID".
        data_format: "NHWC" or "NCHW".
        name: Name of the node in a graph.
        input: Another name of `value`.

    Returns:
        Smaller images.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.nn.avg_pool([[[[1.0], [2.0]], [[3.0], [6.0]]]],
        ...         [1, 2, 2, 1], [1, 2, 2, 1], "VALID")))
        [[[[3.]]]]
    """
    value = renamed("input", input, "value", value)
    return pooling.avg_pool2d(value, ksize, strides, padding, data_format, name)


def pool(
    input: Any,
    window_shape: Any,
    pooling_type: str,
    padding: Any,
    dilation_rate: Any = None,
    strides: Any = None,
    name: str | None = None,
    data_format: str | None = None,
    dilations: Any = None,
) -> Tensor:
    """Pools over one to three spatial axes."""
    holes = renamed("dilations", dilations, "dilation_rate", dilation_rate)
    return depthwise.pool(
        input, window_shape, pooling_type, strides, padding, data_format, holes, name
    )
