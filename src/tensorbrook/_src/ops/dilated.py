"""Windows with holes by way of the batch, and convolutions turned round."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import (
    array_creation,
    conv,
    depthwise,
    shape,
    space_batch,
    windows,
)
from tensorbrook._src.ops.constant import convert_to_tensor


def with_space_to_batch(
    input: Any,
    dilation_rate: Any,
    padding: str,
    op: Callable[..., Any],
    filter_shape: Any = None,
    spatial_dims: Any = None,
    data_format: str | None = None,
) -> Tensor:
    """Gives holes to a function that slides windows without any.

    The elements that are a hole's distance apart are brought together in the batch, `op`
    runs on them, and its result is put back in order.

    Args:
        input: A tensor of shape (batch, *spatial, channels).
        dilation_rate: The distance between the elements of a window, for each spatial
            axis.
        padding: "SAME" or "VALID".
        op: A function of a tensor, the number of spatial axes and the padding.
        filter_shape: The size of the window, needed for "SAME".
        spatial_dims: The spatial axes, where they aren't the ones after the batch.
        data_format: "N...C" or "NC...".

    Returns:
        A tensor of the same rank.

    Raises:
        ValueError: The arguments don't fit together.

    Example:
        >>> import tensorbrook as tf
        >>> f = tf.ones([2, 1, 1])
        >>> tf.nn.with_space_to_batch(
        ...     tf.ones([1, 5, 1]), [2], "VALID", lambda x, n, p: tf.nn.conv1d(x, f, 1, p)
        ... ).shape
        TensorShape([1, 3, 1])
    """
    tensor = convert_to_tensor(input)
    rates = [int(n) for n in np.reshape(_known(dilation_rate, "dilation_rate"), -1)]
    if any(rate < 1 for rate in rates):
        raise ValueError(f"dilation_rate must be positive, got {rates}.")
    if all(rate == 1 for rate in rates):
        return op(tensor, len(rates), padding)  # type: ignore[no-any-return]
    axes = _axes(spatial_dims, data_format, len(rates))
    rates_by_axis = dict(zip(axes, rates, strict=True))
    borders = _borders(padding, filter_shape, rates)
    first, last = min(axes), max(axes)
    between = range(first, last + 1)
    blocks = [rates_by_axis.get(axis, 1) for axis in between]
    pairs = dict(zip(axes, borders, strict=True))
    base = [pairs.get(axis, (0, 0)) for axis in between]
    lengths = shape.shape(tensor)[first : last + 1]  # type: ignore[index]
    paddings, crops = space_batch.required_space_to_batch_paddings(
        lengths, blocks, base
    )
    ones = [1] * (first - 1)
    zeros = array_creation.zeros([first - 1, 2], dtype="int32")
    blocks = [*ones, *blocks]
    gathered = space_batch.space_to_batch(
        tensor, blocks, shape.concat([zeros, paddings], 0)
    )
    found = op(gathered, len(rates), "VALID")
    return space_batch.batch_to_space(found, blocks, shape.concat([zeros, crops], 0))


def _known(value: Any, what: str) -> Any:
    found = convert_to_tensor(value)._static_value()
    if found is None:
        raise ValueError(f"`{what}` must be known while the graph is built.")
    return found


def _axes(spatial_dims: Any, data_format: str | None, count: int) -> list[int]:
    if spatial_dims is None:
        start = 2 if data_format and windows.channels_first(data_format) else 1
        return list(range(start, start + count))
    axes = [int(axis) for axis in spatial_dims]
    if axes != sorted(set(axes)) or axes[0] < 1:
        raise ValueError(
            f"spatial_dims must be increasing positive numbers, got {axes}."
        )
    return axes


def _borders(padding: str, filter_shape: Any, rates: list[int]) -> list[Any]:
    if padding not in ("SAME", "VALID"):
        raise ValueError(f"padding must be 'SAME' or 'VALID', got {padding!r}.")
    if padding == "VALID":
        return [(0, 0)] * len(rates)
    if filter_shape is None:
        raise ValueError("filter_shape must be specified for SAME padding.")
    sizes = np.reshape(_known(filter_shape, "filter_shape"), -1)[: len(rates)]
    extra = [(int(n) - 1) * rate for n, rate in zip(sizes, rates, strict=True)]
    return [(n // 2, n - n // 2) for n in extra]


def conv_transpose(
    input: Any,
    filters: Any,
    output_shape: Any,
    strides: Any,
    padding: str = "SAME",
    data_format: str | None = None,
    dilations: Any = None,
    name: str | None = None,
) -> Tensor:
    """The gradient of `convolution` towards its input, over one to three spatial axes.

    Args:
        input: A tensor of rank 3, 4 or 5.
        filters: Filters of shape (*spatial, output channels, channels).
        output_shape: The shape of the output.
        strides: The steps of the convolution that is turned round.
        padding: Its padding.
        data_format: "N...C" (the default) or "NC...".
        dilations: Its dilations.
        name: Name of the node in a graph.

    Returns:
        A tensor of shape `output_shape`.

    Raises:
        ValueError: The rank is none of these.

    Example:
        >>> import tensorbrook as tf
        >>> x, f = tf.ones([1, 2, 1]), tf.ones([2, 1, 1])
        >>> tf.nn.conv_transpose(x, f, [1, 4, 1], 2).shape
        TensorShape([1, 4, 1])
    """
    tensor = convert_to_tensor(input)
    rank = tensor.shape.rank
    functions: dict[int | None, tuple[Any, str]] = {
        3: (conv.conv1d_transpose, "NWC"),
        4: (conv.conv2d_transpose, "NHWC"),
        5: (conv.conv3d_transpose, "NDHWC"),
    }
    if rank not in functions:
        raise ValueError(
            f"tf.nn.conv_transpose: `input` must have rank 3, 4 or 5, got {rank}."
        )
    function, layout = functions[rank]
    return function(  # type: ignore[no-any-return]
        tensor,
        filters,
        output_shape,
        strides,
        padding,
        data_format or layout,
        dilations,
        name,
    )


def atrous_conv2d_transpose(
    value: Any,
    filters: Any,
    output_shape: Any,
    rate: int,
    padding: str,
    name: str | None = None,
) -> Tensor:
    """The gradient of `atrous_conv2d` towards its input.

    Args:
        value: Images of shape (batch, height, width, channels).
        filters: Filters of shape (height, width, output channels, channels).
        output_shape: The shape of the output.
        rate: The distance between the elements of the filter.
        padding: "SAME" or "VALID".
        name: Name of the node in a graph.

    Returns:
        Images of shape `output_shape`.

    Example:
        >>> import tensorbrook as tf
        >>> x, f = tf.ones([1, 3, 3, 1]), tf.ones([2, 2, 1, 1])
        >>> tf.nn.atrous_conv2d_transpose(x, f, [1, 5, 5, 1], 2, "VALID").shape
        TensorShape([1, 5, 5, 1])
    """
    return conv.conv2d_transpose(
        value, filters, output_shape, 1, padding, dilations=[rate, rate], name=name
    )


def depthwise_conv2d_backprop_input(
    input_sizes: Any,
    filter: Any,
    out_backprop: Any,
    strides: Sequence[int],
    padding: Any,
    data_format: str = "NHWC",
    dilations: Sequence[int] = [1, 1, 1, 1],  # noqa: B006 - never changed
    name: str | None = None,
) -> Tensor:
    """The gradient of `depthwise_conv2d` towards its input.

    Args:
        input_sizes: The shape of the input.
        filter: The filters.
        out_backprop: The gradient of the output.
        strides: The steps of the convolution, one for each axis.
        padding: Its padding.
        data_format: "NHWC" or "NCHW".
        dilations: Its dilations, one for each axis.
        name: Name of the node in a graph.

    Returns:
        A tensor of shape `input_sizes`.

    Example:
        >>> import tensorbrook as tf
        >>> f, dy, ones = tf.ones([2, 2, 1, 1]), tf.ones([1, 2, 2, 1]), [1, 1, 1, 1]
        >>> tf.nn.depthwise_conv2d_backprop_input(
        ...     [1, 3, 3, 1], f, dy, ones, "VALID"
        ... )[0, :, :, 0].numpy()
        array([[1., 2., 1.],
               [2., 4., 2.],
               [1., 2., 1.]], dtype=float32)
    """
    return depthwise.depthwise_by_input_op(  # type: ignore[no-any-return]
        input_sizes,
        filter,
        out_backprop,
        strides=list(strides),
        data_format=data_format,
        dilations=list(dilations),
        name=name,
        **conv.padding_attrs(padding),
    )


def depthwise_conv2d_backprop_filter(
    input: Any,
    filter_sizes: Any,
    out_backprop: Any,
    strides: Sequence[int],
    padding: Any,
    data_format: str = "NHWC",
    dilations: Sequence[int] = [1, 1, 1, 1],  # noqa: B006 - never changed
    name: str | None = None,
) -> Tensor:
    """The gradient of `depthwise_conv2d` towards its filters.

    Args:
        input: The input.
        filter_sizes: The shape of the filters.
        out_backprop: The gradient of the output.
        strides: The steps of the convolution, one for each axis.
        padding: Its padding.
        data_format: "NHWC" or "NCHW".
        dilations: Its dilations, one for each axis.
        name: Name of the node in a graph.

    Returns:
        A tensor of shape `filter_sizes`.

    Example:
        >>> import tensorbrook as tf
        >>> x, dy, ones = tf.ones([1, 3, 3, 1]), tf.ones([1, 2, 2, 1]), [1, 1, 1, 1]
        >>> tf.nn.depthwise_conv2d_backprop_filter(
        ...     x, [2, 2, 1, 1], dy, ones, "VALID"
        ... )[..., 0, 0].numpy()
        array([[4., 4.],
               [4., 4.]], dtype=float32)
    """
    return depthwise.depthwise_by_filter_op(  # type: ignore[no-any-return]
        input,
        filter_sizes,
        out_backprop,
        strides=list(strides),
        data_format=data_format,
        dilations=list(dilations),
        name=name,
        **conv.padding_attrs(padding),
    )
