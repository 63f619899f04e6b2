"""Convolutions of any number of axes, and gradients that take tensors for sizes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from tensorbrook._src.core.op import Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import conv, shape

_ATTRS_2D = (
    "strides: list(int), use_cudnn_on_gpu: bool = True, "
    "padding: {'SAME', 'VALID', 'EXPLICIT'}, explicit_paddings: list(int) = [], "
    "data_format: {'NHWC', 'NCHW'} = 'NHWC', dilations: list(int) = [1, 1, 1, 1]"
)
_ATTRS_3D = (
    "strides: list(int), padding: {'SAME', 'VALID'}, "
    "dilations: list(int) = [1, 1, 1, 1, 1]"
)
_TENSORS = "input: T, filter: T, out_backprop: T -> output: T"
_FLOATING = "T: half|bfloat16|float32|float64"


def _options(op: Any) -> dict[str, Any]:
    names = ("strides", "padding", "explicit_paddings", "data_format", "dilations")
    return {name: op.attrs[name] for name in names if name in op.attrs}


def _by_input(reference: Any, **more: Any) -> Any:
    def kernel(xp: Any, input: Any, filter: Any, dy: Any, **attrs: Any) -> Any:
        return reference(xp, input.shape, filter, dy, **attrs, **more)

    return kernel


def _by_filter(reference: Any, **more: Any) -> Any:
    def kernel(xp: Any, input: Any, filter: Any, dy: Any, **attrs: Any) -> Any:
        return reference(xp, input, filter.shape, dy, **attrs, **more)

    return kernel


def _input_gradient(forward: Op, by_filter: Op) -> Any:
    def gradient(op: Any, dy: Any) -> list[Any]:
        _, kernel, back = op.inputs
        options = _options(op)
        return [
            None,
            by_filter(dy, shape.shape(kernel), back, **options),
            forward(dy, kernel, **options),
        ]

    return gradient


def _filter_gradient(forward: Op, by_input: Op) -> Any:
    def gradient(op: Any, dy: Any) -> list[Any]:
        x, _, back = op.inputs
        options = _options(op)
        return [
            by_input(shape.shape(x), dy, back, **options),
            None,
            forward(x, dy, **options),
        ]

    return gradient


conv2d_by_input_op = Op(
    "Conv2DBackpropInputV2",
    f"{_TENSORS} | {_ATTRS_2D}, {_FLOATING}|int32",
    shape=lambda c: c.shape(0),
    reference=_by_input(conv.conv2d_backprop_input_op.reference),
    gradient=_input_gradient(conv.conv2d_op, conv.conv2d_backprop_filter_op),
)
conv2d_by_filter_op = Op(
    "Conv2DBackpropFilterV2",
    f"{_TENSORS} | {_ATTRS_2D}, {_FLOATING}",
    shape=lambda c: c.shape(1),
    reference=_by_filter(conv.conv2d_backprop_filter_op.reference),
    gradient=_filter_gradient(conv.conv2d_op, conv.conv2d_backprop_input_op),
)
conv3d_by_input_op = Op(
    "Conv3DBackpropInput",
    f"{_TENSORS} | {_ATTRS_3D}, T: half|float32|float64",
    shape=lambda c: c.shape(0),
    reference=_by_input(conv.conv3d_backprop_input_op.reference, data_format="NDHWC"),
    gradient=_input_gradient(conv.conv3d_op, conv.conv3d_backprop_filter_op),
)
conv3d_by_filter_op = Op(
    "Conv3DBackpropFilter",
    f"{_TENSORS} | {_ATTRS_3D}, T: half|float32|float64",
    shape=lambda c: c.shape(1),
    reference=_by_filter(conv.conv3d_backprop_filter_op.reference, data_format="NDHWC"),
    gradient=_filter_gradient(conv.conv3d_op, conv.conv3d_backprop_input_op),
)

# --- any number of axes --------------------------------------------------------------


def _plain(attrs: dict[str, Any], rank: int) -> tuple[Op, dict[str, Any]]:
    """The convolution of this many axes, and its attributes."""
    first = attrs["data_format"] == "CHANNELS_FIRST"
    layouts = {4: ("NHWC", "NCHW"), 5: ("NDHWC", "NCDHW")}
    options: dict[str, Any] = {
        "strides": attrs["strides"],
        "padding": attrs["padding"],
        "data_format": layouts[rank][first],
        "dilations": attrs["dilations"] or (1,) * rank,
    }
    if rank == 4:
        options["explicit_paddings"] = attrs["explicit_paddings"]
    return (conv.conv2d_op if rank == 4 else conv.conv3d_op), options


def _merged_dims(c: ShapeContext) -> Dims:
    x, kernel, batch = c.shape(0), c.shape(1), c.attrs["batch_dims"]
    if kernel is None or x is None:
        return None
    rank = len(kernel)
    if rank not in (4, 5) or len(x) != rank - 1 + batch:
        raise c.fail(
            f"Conv: filter must have rank 4 or 5 and input {batch} batch axes more than "
            f"spatial axes and channels, got {list(kernel)} and {list(x)}"
        )
    op, options = _plain(c.attrs, rank)
    inner = _Shapes(c, (None, *x[batch:]), kernel, op, options)
    found = op.infer(inner)[0]
    return None if found is None else (*x[:batch], *found[1:])


class _Shapes(ShapeContext):
    """What the rule of a plain convolution may ask."""

    __slots__ = ("_dims",)

    def __init__(
        self, c: ShapeContext, x: Any, kernel: Any, op: Op, attrs: dict[str, Any]
    ) -> None:
        super().__init__(op, c.inputs, attrs, c._value, c._value_as_shape)
        self._dims = (x, kernel)

    def shape(self, index: int = 0) -> Dims:
        return self._dims[index]  # type: ignore[no-any-return]


def _general(
    xp: Any, input: Any, filter: Any, batch_dims: int, groups: int, **attrs: Any
) -> Any:
    op, options = _plain(attrs, filter.ndim)
    merged = input.reshape(
        math.prod(input.shape[:batch_dims]), *input.shape[batch_dims:]
    )
    found = op.reference(xp, merged, filter, **options)
    return found.reshape(*input.shape[:batch_dims], *found.shape[1:])


def _general_gradient(op: Any, dy: Any) -> list[Any]:
    x, kernel = op.inputs
    rank, batch = len(kernel.shape), op.attrs["batch_dims"]
    plain, options = _plain(op.attrs, rank)
    sizes = shape.shape(x)
    merged = shape.reshape(x, shape.concat([[-1], sizes[batch:]], 0))
    back = shape.reshape(dy, shape.concat([[-1], shape.shape(dy)[batch:]], 0))
    if plain is conv.conv2d_op:
        by_input, by_filter = (
            conv.conv2d_backprop_input_op,
            conv.conv2d_backprop_filter_op,
        )
    else:
        by_input, by_filter = (
            conv.conv3d_backprop_input_op,
            conv.conv3d_backprop_filter_op,
        )
    found = by_input(shape.shape(merged), kernel, back, **options)
    return [
        shape.reshape(found, sizes),
        by_filter(merged, shape.shape(kernel), back, **options),
    ]


conv_op = Op(
    "Conv",
    "input: T, filter: T -> output: T | strides: list(int), "
    "padding: {'SAME', 'VALID', 'EXPLICIT'}, explicit_paddings: list(int) = [], "
    "data_format: {'CHANNELS_FIRST', 'CHANNELS_LAST'} = 'CHANNELS_LAST', "
    f"dilations: list(int) = [], batch_dims: int = 1, groups: int = 1, {_FLOATING}|int32",
    shape=_merged_dims,
    reference=_general,
    gradient=_general_gradient,
)


def general_convolution(
    input: Any,
    filter: Any,
    strides: Sequence[int],
    padding: str,
    explicit_paddings: Sequence[int] = [],  # noqa: B006 - never changed
    data_format: str = "CHANNELS_LAST",
    dilations: Sequence[int] = [],  # noqa: B006 - never changed
    batch_dims: int = 1,
    groups: int = 1,
    name: str | None = None,
) -> Tensor:
    """Slides a filter over two or three spatial axes.

    Args:
        input: A tensor of shape (*batch, *spatial, channels).
        filter: Filters of shape (*spatial, channels, output channels).
        strides: Steps, one for each axis of a tensor with one batch axis.
        padding: "SAME", "VALID" or "EXPLICIT".
        explicit_paddings: For "EXPLICIT", two numbers for each axis.
        data_format: "CHANNELS_LAST" or "CHANNELS_FIRST".
        dilations: Distances between the elements of the filter, like `strides`.
        batch_dims: The number of batch axes.
        groups: Accepted for compatibility: the filter's channels tell it.
        name: Name of the node in a graph.

    Returns:
        A tensor with as many channels as there are filters.

    Example:
        >>> import tensorbrook as tf
        >>> x, f = tf.ones([1, 3, 3, 1]), tf.ones([2, 2, 1, 1])
        >>> tf.conv(x, f, [1, 1, 1, 1], "VALID").shape
        TensorShape([1, 2, 2, 1])
    """
    return conv_op(  # type: ignore[no-any-return]
        input,
        filter,
        strides=list(strides),
        padding=padding,
        explicit_paddings=list(explicit_paddings),
        data_format=data_format,
        dilations=list(dilations),
        batch_dims=batch_dims,
        groups=groups,
        name=name,
    )


def conv2d_backprop_input_v2(
    input: Any,
    filter: Any,
    out_backprop: Any,
    strides: Sequence[int],
    padding: str,
    use_cudnn_on_gpu: bool = True,
    explicit_paddings: Sequence[int] = [],  # noqa: B006 - never changed
    data_format: str = "NHWC",
    dilations: Sequence[int] = [1, 1, 1, 1],  # noqa: B006 - never changed
    name: str | None = None,
) -> Tensor:
    """The gradient of `conv2d` towards its input, which tells the shape.

    Args:
        input: A tensor of the shape of the input.
        filter: The filters.
        out_backprop: The gradient of the output.
        strides: The steps of the convolution, one for each axis.
        padding: Its padding.
        use_cudnn_on_gpu: Accepted for compatibility.
        explicit_paddings: For "EXPLICIT", two numbers for each axis.
        data_format: "NHWC" or "NCHW".
        dilations: Its dilations, one for each axis.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `input`.

    Example:
        >>> import tensorbrook as tf
        >>> x, f, dy = tf.ones([1, 3, 1, 1]), tf.ones([2, 1, 1, 1]), tf.ones([1, 2, 1, 1])
        >>> tf.conv2d_backprop_input_v2(x, f, dy, [1, 1, 1, 1], "VALID").numpy().ravel()
        array([1., 2., 1.], dtype=float32)
    """
    return conv2d_by_input_op(  # type: ignore[no-any-return]
        input,
        filter,
        out_backprop,
        strides=list(strides),
        padding=padding,
        use_cudnn_on_gpu=use_cudnn_on_gpu,
        explicit_paddings=list(explicit_paddings),
        data_format=data_format,
        dilations=list(dilations),
        name=name,
    )


def conv2d_backprop_filter_v2(
    input: Any,
    filter: Any,
    out_backprop: Any,
    strides: Sequence[int],
    padding: str,
    use_cudnn_on_gpu: bool = True,
    explicit_paddings: Sequence[int] = [],  # noqa: B006 - never changed
    data_format: str = "NHWC",
    dilations: Sequence[int] = [1, 1, 1, 1],  # noqa: B006 - never changed
    name: str | None = None,
) -> Tensor:
    """The gradient of `conv2d` towards its filters, which tell the shape.

    Args:
        input: The input.
        filter: A tensor of the shape of the filters.
        out_backprop: The gradient of the output.
        strides: The steps of the convolution, one for each axis.
        padding: Its padding.
        use_cudnn_on_gpu: Accepted for compatibility.
        explicit_paddings: For "EXPLICIT", two numbers for each axis.
        data_format: "NHWC" or "NCHW".
        dilations: Its dilations, one for each axis.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `filter`.

    Example:
        >>> import tensorbrook as tf
        >>> x, f, dy = tf.ones([1, 3, 1, 1]), tf.ones([2, 1, 1, 1]), tf.ones([1, 2, 1, 1])
        >>> tf.conv2d_backprop_filter_v2(x, f, dy, [1, 1, 1, 1], "VALID").numpy().ravel()
        array([2., 2.], dtype=float32)
    """
    return conv2d_by_filter_op(  # type: ignore[no-any-return]
        input,
        filter,
        out_backprop,
        strides=list(strides),
        padding=padding,
        use_cudnn_on_gpu=use_cudnn_on_gpu,
        explicit_paddings=list(explicit_paddings),
        data_format=data_format,
        dilations=list(dilations),
        name=name,
    )
