"""Convolutions in one, two and three dimensions, and their gradients."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops import windows
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.elementwise import widened
from tensorbrook._src.ops.rules import brackets

_TYPES = "half|bfloat16|float|double|int32"


def _options(attrs: dict[str, Any]) -> dict[str, Any]:
    """The attributes that a convolution and its gradients share."""
    return {
        name: attrs[name]
        for name in (
            "strides",
            "padding",
            "explicit_paddings",
            "data_format",
            "dilations",
        )
        if name in attrs
    }


def _geometry(dims: Any, sizes: Any, attrs: dict[str, Any]) -> list[windows.Window]:
    """The windows along the spatial axes of an input with channels last."""
    rank = len(dims)
    layout = attrs["data_format"]
    strides = windows.spatial(attrs["strides"], layout, rank)
    dilations = windows.spatial(attrs["dilations"], layout, rank)
    pairs = windows.explicit_pairs(attrs.get("explicit_paddings"), layout, rank)
    return [
        windows.window(length, size, stride, dilation, attrs["padding"], pair)
        for length, size, stride, dilation, pair in zip(
            dims[1:-1], sizes, strides, dilations, pairs, strict=True
        )
    ]


def _padded(xp: Any, x: Any, axes: list[windows.Window]) -> Any:
    return xp.pad(x, [(0, 0), *((w.before, w.after) for w in axes), (0, 0)])


def _places(axes: list[windows.Window]) -> Any:
    """Each place of the window with the elements of the padded input under it."""
    for place in itertools.product(*(range(w.size) for w in axes)):
        yield (
            place,
            (slice(None), *(w.cut(k) for w, k in zip(axes, place, strict=True))),
        )


def _grouped(channels: int, filter_channels: int) -> int:
    return channels // max(filter_channels, 1)


def _forward(xp: Any, x: Any, kernel: Any, axes: list[windows.Window]) -> Any:
    """Channels-last convolution as a sum of matrix products over the places."""
    padded = _padded(xp, x, axes)
    groups = _grouped(x.shape[-1], kernel.shape[-2])
    total: Any = None
    for place, cut in _places(axes):
        part = _per_group(xp, padded[cut], kernel[place], groups)
        total = part if total is None else total + part
    if total is None:
        total = xp.zeros(
            (x.shape[0], *(w.count for w in axes), kernel.shape[-1]), x.dtype
        )
    return total


def _per_group(xp: Any, part: Any, matrix: Any, groups: int) -> Any:
    if groups == 1:
        return xp.matmul(part, matrix)
    inputs = xp.split(part, groups, axis=-1)
    outputs = xp.split(matrix, groups, axis=-1)
    return xp.concatenate(
        [xp.matmul(a, b) for a, b in zip(inputs, outputs, strict=True)], axis=-1
    )


def _added(xp: Any, total: Any, cut: Any, part: Any) -> Any:
    if xp is np:
        total[cut] += part
        return total
    return total.at[cut].add(part)


def _input_gradient(
    xp: Any, dims: Any, kernel: Any, dy: Any, axes: list[windows.Window]
) -> Any:
    padded = [d + w.before + w.after for d, w in zip(dims[1:-1], axes, strict=True)]
    total = xp.zeros((dims[0], *padded, dims[-1]), dy.dtype)
    groups = _grouped(dims[-1], kernel.shape[-2])
    for place, cut in _places(axes):
        matrix = kernel[place]
        if groups == 1:
            part = xp.matmul(dy, xp.swapaxes(matrix, -1, -2))
        else:
            pieces = zip(
                xp.split(dy, groups, axis=-1),
                xp.split(matrix, groups, axis=-1),
                strict=True,
            )
            part = xp.concatenate(
                [xp.matmul(g, xp.swapaxes(m, -1, -2)) for g, m in pieces], axis=-1
            )
        total = _added(xp, total, cut, part)
    inner = [
        slice(w.before, w.before + d) for d, w in zip(dims[1:-1], axes, strict=True)
    ]
    return total[tuple([slice(None), *inner])]


def _filter_gradient(
    xp: Any, x: Any, sizes: Any, dy: Any, axes: list[windows.Window]
) -> Any:
    padded = _padded(xp, x, axes)
    groups = _grouped(x.shape[-1], sizes[-2])
    flat = xp.reshape(dy, (-1, dy.shape[-1]))
    found = []
    for _, cut in _places(axes):
        rows = xp.reshape(padded[cut], (-1, x.shape[-1]))
        if groups == 1:
            found.append(xp.matmul(rows.T, flat))
        else:
            pieces = zip(
                xp.split(rows, groups, axis=-1),
                xp.split(flat, groups, axis=-1),
                strict=True,
            )
            found.append(
                xp.concatenate([xp.matmul(a.T, b) for a, b in pieces], axis=-1)
            )
    return xp.reshape(xp.stack(found), tuple(sizes))


def _conv_kernel(xp: Any, input: Any, filter: Any, **attrs: Any) -> Any:
    x = windows.to_last(xp, widened(input), attrs["data_format"])
    axes = _geometry(x.shape, filter.shape[:-2], attrs)
    found = _forward(xp, x, widened(filter), axes)
    return windows.from_last(xp, found, attrs["data_format"]).astype(input.dtype)


def _input_gradient_kernel(
    xp: Any, input_sizes: Any, filter: Any, out_backprop: Any, **attrs: Any
) -> Any:
    layout = attrs["data_format"]
    dims = [int(n) for n in input_sizes]
    if windows.channels_first(layout):
        dims = [dims[0], *dims[2:], dims[1]]
    dy = windows.to_last(xp, widened(out_backprop), layout)
    axes = _geometry(dims, filter.shape[:-2], attrs)
    found = _input_gradient(xp, dims, widened(filter), dy, axes)
    return windows.from_last(xp, found, layout).astype(out_backprop.dtype)


def _filter_gradient_kernel(
    xp: Any, input: Any, filter_sizes: Any, out_backprop: Any, **attrs: Any
) -> Any:
    layout = attrs["data_format"]
    sizes = [int(n) for n in filter_sizes]
    x = windows.to_last(xp, widened(input), layout)
    dy = windows.to_last(xp, widened(out_backprop), layout)
    axes = _geometry(x.shape, sizes[:-2], attrs)
    return _filter_gradient(xp, x, sizes, dy, axes).astype(input.dtype)


def _conv_dims(c: ShapeContext) -> Dims:
    return _convolved(c, c.shape(0), c.shape(1))


def _convolved(c: ShapeContext, x: Dims, kernel: Dims) -> Dims:
    """The dims of a convolution, from those of the images and of the filter."""
    attrs = c.attrs
    layout, rank = attrs["data_format"], len(attrs["data_format"])
    windows.check_attributes(c, "strides", "dilations")
    for name, dims in (("input", x), ("filter", kernel)):
        if dims is not None and len(dims) != rank:
            raise c.fail(f"{name} must be {rank}-dimensional: {brackets(dims)}")
    if x is None or kernel is None:
        return (None,) * rank
    first = windows.channels_first(layout)
    channels = x[1] if first else x[-1]
    if None not in (channels, kernel[-2]) and (
        kernel[-2] == 0 or channels % kernel[-2]  # type: ignore[operator]
    ):
        raise c.fail(
            "input depth must be evenly divisible by filter depth: "
            f"{channels} vs {kernel[-2]}"
        )
    windows.check_places(c, kernel[:-2])
    groups = channels // kernel[-2] if channels and kernel[-2] else 1
    if kernel[-1] is not None and kernel[-1] % groups:
        raise c.fail(
            "output depth must be evenly divisible by number of groups: "
            f"{kernel[-1]} vs {groups}"
        )
    axes = windows.spatial_axes(layout, rank)
    pairs = windows.explicit_pairs(attrs.get("explicit_paddings"), layout, rank)
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
        for i, axis in enumerate(axes)
    ]
    return windows.merge(lengths, x[0], kernel[-1], layout)


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


def _conv_gradient(op: Any, dy: Any) -> list[Any]:
    x, kernel = op.inputs
    options = _options(op.attrs)
    by_input, by_filter = _FAMILY[op.record.name]
    return [
        by_input(shapes.shape(x), kernel, dy, **options),
        by_filter(x, shapes.shape(kernel), dy, **options),
    ]


def _by_input_gradient(op: Any, dy: Any) -> list[Any]:
    _, kernel, back = op.inputs
    options = _options(op.attrs)
    forward, by_filter = _RELATIVES[op.record.name]
    return [
        None,
        by_filter(dy, shapes.shape(kernel), back, **options),
        forward(dy, kernel, **options),
    ]


def _by_filter_gradient(op: Any, dy: Any) -> list[Any]:
    x, _, back = op.inputs
    options = _options(op.attrs)
    by_input, forward = _RELATIVES[op.record.name]
    return [
        by_input(shapes.shape(x), dy, back, **options),
        None,
        forward(x, dy, **options),
    ]


_ATTRS_2D = (
    "strides: list(int), use_cudnn_on_gpu: bool = True, "
    "padding: {'SAME', 'VALID', 'EXPLICIT'}, explicit_paddings: list(int) = [], "
    "data_format: {'NHWC', 'NCHW'} = 'NHWC', dilations: list(int) = [1, 1, 1, 1]"
)
_ATTRS_3D = (
    "strides: list(int), padding: {'SAME', 'VALID'}, "
    "data_format: {'NDHWC', 'NCDHW'} = 'NDHWC', dilations: list(int) = [1, 1, 1, 1, 1]"
)

conv2d_op = Op(
    "Conv2D",
    f"input: T, filter: T -> output: T | {_ATTRS_2D}, T: {_TYPES}",
    shape=_conv_dims,
    reference=_conv_kernel,
    gradient=_conv_gradient,
)
conv2d_backprop_input_op = Op(
    "Conv2DBackpropInput",
    f"input_sizes: int32, filter: T, out_backprop: T -> output: T | {_ATTRS_2D}, T: {_TYPES}",
    shape=_by_input_dims,
    reference=_input_gradient_kernel,
    gradient=_by_input_gradient,
)
conv2d_backprop_filter_op = Op(
    "Conv2DBackpropFilter",
    "input: T, filter_sizes: int32, out_backprop: T -> output: T | "
    f"{_ATTRS_2D}, T: half|bfloat16|float|double",
    shape=_by_filter_dims,
    reference=_filter_gradient_kernel,
    gradient=_by_filter_gradient,
)
conv3d_op = Op(
    "Conv3D",
    f"input: T, filter: T -> output: T | {_ATTRS_3D}, T: half|bfloat16|float|double",
    shape=_conv_dims,
    reference=_conv_kernel,
    gradient=_conv_gradient,
)
conv3d_backprop_input_op = Op(
    "Conv3DBackpropInputV2",
    "input_sizes: Tshape, filter: T, out_backprop: T -> output: T | "
    f"{_ATTRS_3D}, T: half|bfloat16|float|double, Tshape: index = int32",
    shape=_by_input_dims,
    reference=_input_gradient_kernel,
    gradient=_by_input_gradient,
)
conv3d_backprop_filter_op = Op(
    "Conv3DBackpropFilterV2",
    "input: T, filter_sizes: int32, out_backprop: T -> output: T | "
    f"{_ATTRS_3D}, T: half|bfloat16|float|double",
    shape=_by_filter_dims,
    reference=_filter_gradient_kernel,
    gradient=_by_filter_gradient,
)

_FAMILY = {
    "Conv2D": (conv2d_backprop_input_op, conv2d_backprop_filter_op),
    "Conv3D": (conv3d_backprop_input_op, conv3d_backprop_filter_op),
}
_RELATIVES = {
    "Conv2DBackpropInput": (conv2d_op, conv2d_backprop_filter_op),
    "Conv2DBackpropFilter": (conv2d_backprop_input_op, conv2d_op),
    "Conv3DBackpropInputV2": (conv3d_op, conv3d_backprop_filter_op),
    "Conv3DBackpropFilterV2": (conv3d_backprop_input_op, conv3d_op),
}


def per_axis(value: Any, count: int, data_format: str, what: str) -> list[int]:
    """One number for each axis: from one number, one per spatial axis, or all of them.

    Raises:
        ValueError: There is another number of them.
    """
    if value is None:
        value = 1
    numbers = [int(value)] if np.isscalar(value) else [int(v) for v in value]  # type: ignore[arg-type]
    if len(numbers) == 1:
        numbers = numbers * count
    if len(numbers) == count + 2:
        return numbers
    if len(numbers) != count:
        raise ValueError(
            f"{what} should be of length 1, {count} or {count + 2}. Received: {what}={value} of "
            f"length {len(numbers)}"
        )
    if windows.channels_first(data_format):
        return [1, 1, *numbers]
    return [1, *numbers, 1]


def padding_attrs(padding: Any) -> dict[str, Any]:
    """The attributes for a padding given by name or as pairs for each axis."""
    if isinstance(padding, str):
        return {"padding": padding.upper()}
    flat = tuple(int(n) for pair in padding for n in pair)
    return {"padding": "EXPLICIT", "explicit_paddings": flat}


def one_batch_axis(function: Any, input: Any, rank: int) -> Tensor:
    """Runs `function` on images with all axes before the image merged to one batch."""
    tensor = convert_to_tensor(input)
    dims = tensor._dims
    if dims is None or len(dims) <= rank:
        return function(tensor)  # type: ignore[no-any-return]
    extra = len(dims) - rank + 1
    sizes = shapes.shape(tensor)
    merged = shapes.reshape(tensor, shapes.concat([[-1], sizes[extra:]], 0))  # type: ignore[index]
    found = function(merged)
    whole = shapes.concat([sizes[:extra], shapes.shape(found)[1:]], 0)  # type: ignore[index]
    result = shapes.reshape(found, whole)
    result.set_shape((*dims[:extra], *found._dims[1:]))  # type: ignore[attr-defined]
    return result


def conv2d(
    input: Any,
    filters: Any,
    strides: Any,
    padding: Any,
    data_format: str = "NHWC",
    dilations: Any = None,
    name: str | None = None,
) -> Tensor:
    """Slides a filter over images.

    Args:
        input: Images of shape (batch, height, width, channels); more batch axes may
            stand before.
        filters: Filters of shape (height, width, channels, output channels).
        strides: Steps: one number, one for each spatial axis, or one for each axis.
        padding: "SAME", "VALID", or a pair (before, after) for each axis.
        data_format: "NHWC" or "NCHW".
        dilations: Distances between the elements of the filter, like `strides`.
        name: Name of the node in a graph.

    Returns:
        Images with as many channels as there are filters.

    Raises:
        errors.InvalidArgumentError: The channels don't fit.

    Example:
        >>> import tensorbrook as tf
        >>> tf.nn.conv2d(tf.ones([1, 3, 3, 1]), tf.ones([2, 2, 1, 1]), 1, "VALID").shape
        TensorShape([1, 2, 2, 1])
    """
    data_format = data_format or "NHWC"
    attrs: dict[str, Any] = {
        "strides": per_axis(strides, 2, data_format, "strides"),
        "data_format": data_format,
        "dilations": per_axis(dilations, 2, data_format, "dilations"),
        **padding_attrs(padding),
    }
    if len(getattr(input, "_dims", None) or ()) <= 4:
        return conv2d_op(input, filters, name=name, **attrs)  # type: ignore[no-any-return]
    return one_batch_axis(lambda x: conv2d_op(x, filters, name=name, **attrs), input, 4)


def conv3d(
    input: Any,
    filters: Any,
    strides: Any,
    padding: str,
    data_format: str = "NDHWC",
    dilations: Any = None,
    name: str | None = None,
) -> Tensor:
    """Slides a filter over volumes; arguments as for `conv2d`, with a depth axis.

    Example:
        >>> import tensorbrook as tf
        >>> x, f = tf.ones([1, 3, 3, 3, 1]), tf.ones([2, 2, 2, 1, 1])
        >>> tf.nn.conv3d(x, f, [1, 1, 1, 1, 1], "VALID").shape
        TensorShape([1, 2, 2, 2, 1])
    """
    data_format = data_format or "NDHWC"
    attrs: dict[str, Any] = {
        "strides": per_axis(strides, 3, data_format, "strides"),
        "padding": padding.upper(),
        "data_format": data_format,
        "dilations": per_axis(dilations, 3, data_format, "dilations"),
    }
    return one_batch_axis(lambda x: conv3d_op(x, filters, name=name, **attrs), input, 5)


def conv1d(
    input: Any,
    filters: Any,
    stride: Any,
    padding: Any,
    data_format: str = "NWC",
    dilations: Any = None,
    name: str | None = None,
) -> Tensor:
    """Slides a filter over sequences.

    Args:
        input: Sequences of shape (batch, length, channels).
        filters: Filters of shape (length, channels, output channels).
        stride: The step.
        padding: "SAME", "VALID", or pairs.
        data_format: "NWC" or "NCW".
        dilations: The distance between the elements of the filter.
        name: Name of the node in a graph.

    Returns:
        Sequences with as many channels as there are filters.

    Example:
        >>> import tensorbrook as tf
        >>> tf.nn.conv1d(tf.ones([1, 4, 1]), tf.ones([2, 1, 1]), 1, "VALID").shape
        TensorShape([1, 3, 1])
    """
    data_format = data_format or "NWC"
    first = windows.channels_first(data_format)
    axis = 2 if first else 1
    layout = "NCHW" if first else "NHWC"
    kernel = shapes.expand_dims(convert_to_tensor(filters), 0)
    steps = _one_number(stride, data_format)
    holes = _one_number(dilations, data_format)
    if not isinstance(padding, str):
        padding = [*padding[:axis], (0, 0), *padding[axis:]]

    def slide(x: Any) -> Tensor:
        wide = shapes.expand_dims(x, axis)
        found = conv2d(wide, kernel, [1, steps], padding, layout, [1, holes])
        return shapes.squeeze(found, [axis], name=name)

    return one_batch_axis(slide, input, 3)


def _one_number(value: Any, data_format: str) -> int:
    if value is None:
        return 1
    if np.isscalar(value):
        return int(value)  # type: ignore[arg-type]
    numbers = list(value)
    return int(
        numbers[2 if windows.channels_first(data_format) else 1]
        if len(numbers) == 3
        else numbers[0]
    )


def conv2d_transpose(
    input: Any,
    filters: Any,
    output_shape: Any,
    strides: Any,
    padding: Any = "SAME",
    data_format: str = "NHWC",
    dilations: Any = None,
    name: str | None = None,
) -> Tensor:
    """The gradient of `conv2d` towards its input: what "deconvolution" usually means.

    Args:
        input: Images of shape (batch, height, width, channels).
        filters: Filters of shape (height, width, output channels, channels).
        output_shape: The shape of the output.
        strides: The steps of the convolution that is turned round.
        padding: Its padding.
        data_format: "NHWC" or "NCHW".
        dilations: Its dilations.
        name: Name of the node in a graph.

    Returns:
        Images of shape `output_shape`.

    Example:
        >>> import tensorbrook as tf
        >>> x, f = tf.ones([1, 2, 2, 1]), tf.ones([2, 2, 1, 1])
        >>> tf.nn.conv2d_transpose(x, f, [1, 4, 4, 1], 2).shape
        TensorShape([1, 4, 4, 1])
    """
    return conv2d_backprop_input_op(  # type: ignore[no-any-return]
        convert_to_tensor(output_shape, dtype=dtypes.int32),
        filters,
        input,
        strides=per_axis(strides, 2, data_format, "strides"),
        data_format=data_format,
        dilations=per_axis(dilations, 2, data_format, "dilations"),
        name=name,
        **padding_attrs(padding),
    )


def conv3d_transpose(
    input: Any,
    filters: Any,
    output_shape: Any,
    strides: Any,
    padding: str = "SAME",
    data_format: str = "NDHWC",
    dilations: Any = None,
    name: str | None = None,
) -> Tensor:
    """The gradient of `conv3d` towards its input; arguments as for `conv2d_transpose`.

    Example:
        >>> import tensorbrook as tf
        >>> x, f = tf.ones([1, 2, 2, 2, 1]), tf.ones([2, 2, 2, 1, 1])
        >>> tf.nn.conv3d_transpose(x, f, [1, 4, 4, 4, 1], 2).shape
        TensorShape([1, 4, 4, 4, 1])
    """
    return conv3d_backprop_input_op(  # type: ignore[no-any-return]
        convert_to_tensor(output_shape, dtype=dtypes.int32),
        filters,
        input,
        strides=per_axis(strides, 3, data_format, "strides"),
        padding=padding.upper(),
        data_format=data_format,
        dilations=per_axis(dilations, 3, data_format, "dilations"),
        name=name,
    )


def conv1d_transpose(
    input: Any,
    filters: Any,
    output_shape: Any,
    strides: Any,
    padding: str = "SAME",
    data_format: str = "NWC",
    dilations: Any = None,
    name: str | None = None,
) -> Tensor:
    """The gradient of `conv1d` towards its input; arguments as for `conv2d_transpose`.

    Example:
        >>> import tensorbrook as tf
        >>> x, f = tf.ones([1, 2, 1]), tf.ones([2, 1, 1])
        >>> tf.nn.conv1d_transpose(x, f, [1, 4, 1], 2).shape
        TensorShape([1, 4, 1])
    """
    first = windows.channels_first(data_format)
    axis = 2 if first else 1
    sizes = convert_to_tensor(output_shape, dtype=dtypes.int32)
    wide = shapes.concat([sizes[:axis], [1], sizes[axis:]], 0)  # type: ignore[index]
    found = conv2d_transpose(
        shapes.expand_dims(convert_to_tensor(input), axis),
        shapes.expand_dims(convert_to_tensor(filters), 0),
        wide,
        [1, _one_number(strides, data_format)],
        padding,
        "NCHW" if first else "NHWC",
        [1, _one_number(dilations, data_format)],
    )
    return shapes.squeeze(found, [axis], name=name)


def convolution(
    input: Any,
    filters: Any,
    strides: Any = None,
    padding: Any = "VALID",
    data_format: str | None = None,
    dilations: Any = None,
    name: str | None = None,
) -> Tensor:
    """Slides a filter over one, two or three spatial axes, as the rank says.

    Args:
        input: A tensor of rank 3, 4 or 5; more batch axes may stand before.
        filters: The filters; their rank tells the number of spatial axes.
        strides: Steps for the spatial axes.
        padding: "SAME" or "VALID".
        data_format: "NWC", "NHWC", "NDHWC", or with the channels first.
        dilations: Distances between the elements of the filter.
        name: Name of the node in a graph.

    Returns:
        A tensor of the same rank.

    Raises:
        ValueError: The rank is none of these.

    Example:
        >>> import tensorbrook as tf
        >>> tf.nn.convolution(tf.ones([1, 4, 1]), tf.ones([2, 1, 1])).shape
        TensorShape([1, 3, 1])
    """
    tensor = convert_to_tensor(input)
    kernel = convert_to_tensor(filters)
    rank = len(kernel.shape) if kernel.shape.rank else len(tensor.shape)
    if rank not in (3, 4, 5):
        raise ValueError(
            f"tf.nn.convolution: filters must have rank 3, 4 or 5, got {rank}."
        )
    function, layout = {
        3: (conv1d, "NWC"),
        4: (conv2d, "NHWC"),
        5: (conv3d, "NDHWC"),
    }[rank]
    return function(  # type: ignore[operator,no-any-return]
        tensor, kernel, strides, padding, data_format or layout, dilations, name
    )
