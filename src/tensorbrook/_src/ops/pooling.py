"""Pooling: the largest element or the mean under a sliding window."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
from ml_dtypes import finfo

from tensorbrook._src.core.op import Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops import windows
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.conv import padding_attrs, per_axis
from tensorbrook._src.ops.elementwise import widened
from tensorbrook._src.ops.rules import brackets, same_as


def geometry(dims: Any, attrs: dict[str, Any]) -> list[windows.Window]:
    """The windows along the spatial axes, given dims with channels last."""
    rank, layout = len(dims), attrs["data_format"]
    sizes = windows.spatial(attrs["ksize"], layout, rank)
    strides = windows.spatial(attrs["strides"], layout, rank)
    pairs = windows.explicit_pairs(attrs.get("explicit_paddings"), layout, rank)
    return [
        windows.window(length, size, stride, 1, attrs["padding"], pair)
        for length, size, stride, pair in zip(
            dims[1:-1], sizes, strides, pairs, strict=True
        )
    ]


def cuts_of(axes: list[windows.Window]) -> Any:
    """For each place of the window, what of a padded array lies under it."""
    for place in itertools.product(*(range(w.size) for w in axes)):
        yield (slice(None), *(w.cut(k) for w, k in zip(axes, place, strict=True)))


def padded_with(xp: Any, x: Any, axes: list[windows.Window], value: Any) -> Any:
    """Images with the borders that the windows need."""
    borders = [(0, 0), *((w.before, w.after) for w in axes), (0, 0)]
    # The window may reach beyond the border that the sizes call for.
    return xp.pad(x, borders, constant_values=value)


def lowest(dtype: Any) -> Any:
    """The number of a type that loses against every other."""
    return (
        -np.inf
        if np.dtype(dtype).kind == "f" or dtype.name == "bfloat16"
        else np.iinfo(dtype).min
    )


def _max(xp: Any, x: Any, axes: list[windows.Window]) -> Any:
    """The largest numbers; what is none is passed over, as TensorFlow does."""
    padded = padded_with(xp, x, axes, lowest(x.dtype))
    found: Any = lowest(x.dtype)
    if found == -np.inf:
        found = finfo(x.dtype).min
    for cut in cuts_of(axes):
        found = xp.where(padded[cut] > found, padded[cut], found)
    return found


def _sum(xp: Any, x: Any, axes: list[windows.Window]) -> Any:
    padded = padded_with(xp, x, axes, 0)
    total: Any = None
    for cut in cuts_of(axes):
        total = padded[cut] if total is None else total + padded[cut]
    return total


def _counts(xp: Any, dims: Any, axes: list[windows.Window], dtype: Any) -> Any:
    """How many elements of the input each window covers."""
    return _sum(xp, xp.ones((1, *dims[1:-1], 1), dtype), axes)


def _pool_kernel(reduce: Callable[..., Any]) -> Callable[..., Any]:
    def kernel(xp: Any, x: Any, **attrs: Any) -> Any:
        last = windows.to_last(xp, widened(x), attrs["data_format"])
        found = reduce(xp, last, geometry(last.shape, attrs))
        return windows.from_last(xp, found, attrs["data_format"]).astype(x.dtype)

    return kernel


def _average(xp: Any, x: Any, axes: list[windows.Window]) -> Any:
    return _sum(xp, x, axes) / _counts(xp, x.shape, axes, x.dtype)


def pool_dims(c: ShapeContext) -> Dims:
    """The dims of pooled images."""
    return _pooled(c, c.shape(0))


def _grad_dims(c: ShapeContext) -> Dims:
    windows.check_backprop(c, 1, wanted := _pooled(c, c.shape(0)))
    windows.check_backprop(c, 2, wanted)
    return c.shape(0)


def _grad_grad_dims(c: ShapeContext) -> Dims:
    windows.check_backprop(c, 1, wanted := _pooled(c, c.shape(0)))
    windows.check_backprop(c, 2, c.shape(0))
    return wanted


def _average_grad_dims(c: ShapeContext) -> Dims:
    c.vector(0)
    dims = c.value_as_shape(0)
    windows.check_backprop(c, 1, _pooled(c, dims))
    return dims


def _pooled(c: ShapeContext, dims: Dims) -> Dims:
    """The dims of pooled images, from those of the images."""
    attrs = c.attrs
    layout = attrs.get("data_format", "NHWC")
    rank = len(layout)
    windows.check_attributes(c, "ksize", "strides")
    windows.check_places(c, attrs["ksize"])
    if dims is None:
        return (None,) * rank
    if len(dims) != rank:
        raise c.fail(f"tensor_in must be {rank}-dimensional, got {brackets(dims)}")
    axes = windows.spatial_axes(layout, rank)
    pairs = windows.explicit_pairs(attrs.get("explicit_paddings"), layout, rank)
    lengths = [
        windows.output_length(
            c,
            dims[a],
            attrs["ksize"][a],
            attrs["strides"][a],
            1,
            attrs["padding"],
            pairs[i],
        )
        for i, a in enumerate(axes)
    ]
    channels = dims[1] if windows.channels_first(layout) else dims[-1]
    return windows.merge(lengths, dims[0], channels, layout)


def _options(attrs: dict[str, Any]) -> dict[str, Any]:
    names = ("ksize", "strides", "padding", "explicit_paddings", "data_format")
    return {name: attrs[name] for name in names if name in attrs}


def firsts_of(xp: Any, x: Any, axes: list[windows.Window]) -> Any:
    """For each window the place of its first largest element, and all the cuts."""
    padded = padded_with(xp, x, axes, lowest(x.dtype))
    cuts = list(cuts_of(axes))
    return (
        xp.argmax(xp.stack([padded[cut] for cut in cuts]), axis=0),
        cuts,
        padded.shape,
    )


def added(total: Any, cut: Any, part: Any) -> Any:
    """`total` with `part` added where `cut` points."""
    if isinstance(total, np.ndarray):
        total[cut] += part
        return total
    return total.at[cut].add(part)


def _max_grad(
    xp: Any, orig_input: Any, orig_output: Any, grad: Any, **attrs: Any
) -> Any:
    layout = attrs["data_format"]
    x = windows.to_last(xp, widened(orig_input), layout)
    dy = windows.to_last(xp, widened(grad), layout)
    axes = geometry(x.shape, attrs)
    firsts, cuts, padded = firsts_of(xp, x, axes)
    total = xp.zeros(padded, dy.dtype)
    for place, cut in enumerate(cuts):
        total = added(total, cut, xp.where(firsts == place, dy, 0))
    inner = [
        slice(w.before, w.before + d) for d, w in zip(x.shape[1:-1], axes, strict=True)
    ]
    return windows.from_last(xp, total[tuple([slice(None), *inner])], layout).astype(
        grad.dtype
    )


def _max_grad_grad(
    xp: Any, orig_input: Any, orig_output: Any, grad: Any, **attrs: Any
) -> Any:
    layout = attrs["data_format"]
    x = windows.to_last(xp, widened(orig_input), layout)
    dx = windows.to_last(xp, widened(grad), layout)
    axes = geometry(x.shape, attrs)
    firsts, cuts, _ = firsts_of(xp, x, axes)
    padded = padded_with(xp, dx, axes, 0)
    found = xp.zeros(firsts.shape, dx.dtype)
    for place, cut in enumerate(cuts):
        found = xp.where(firsts == place, padded[cut], found)
    return windows.from_last(xp, found, layout).astype(grad.dtype)


def _average_grad(xp: Any, orig_input_shape: Any, grad: Any, **attrs: Any) -> Any:
    layout = attrs["data_format"]
    dims = [int(n) for n in orig_input_shape]
    if windows.channels_first(layout):
        dims = [dims[0], *dims[2:], dims[1]]
    dy = windows.to_last(xp, widened(grad), layout)
    axes = geometry(dims, attrs)
    share = dy / _counts(xp, dims, axes, dy.dtype)
    padded = [d + w.before + w.after for d, w in zip(dims[1:-1], axes, strict=True)]
    total = xp.zeros((dims[0], *padded, dims[-1]), dy.dtype)
    for cut in cuts_of(axes):
        total = added(total, cut, share)
    inner = [
        slice(w.before, w.before + d) for d, w in zip(dims[1:-1], axes, strict=True)
    ]
    return windows.from_last(xp, total[tuple([slice(None), *inner])], layout).astype(
        grad.dtype
    )


def _nothing(*tensors: Any) -> list[Any]:
    """Zeros: where the largest element stands, small steps change nothing."""
    from tensorbrook._src.ops import array_creation

    return [array_creation.zeros_like(tensor) for tensor in tensors]


def _max_family(
    suffix: str, layouts: str, default: str, explicit: str, types: str, grad_types: str
) -> tuple[Op, Op]:
    attrs = (
        f"ksize: list(int), strides: list(int), padding: {explicit}, "
        f"data_format: {layouts} = '{default}'"
    )
    name = f"MaxPool{suffix}"

    def gradient(op: Any, dy: Any) -> list[Any]:
        return [grad_op(op.inputs[0], op.outputs[0], dy, **_options(op.attrs))]

    def second(op: Any, dy: Any) -> list[Any]:
        x, y, _ = op.inputs
        options = _options(op.attrs)
        options.pop("explicit_paddings", None)  # refused, as "EXPLICIT" is
        return [*_nothing(x, y), grad_grad_op(x, y, dy, **options)]

    def third(op: Any, dy: Any) -> list[Any]:
        x, y, _ = op.inputs
        return [*_nothing(x, y), grad_op(x, y, dy, **_options(op.attrs))]

    pool = Op(
        name,
        f"input: T -> output: T | {attrs}, T: {types}",
        shape=pool_dims,
        reference=_pool_kernel(_max),
        gradient=gradient,
    )
    inputs = (
        "orig_input: TInput, orig_output: TInput, grad: T"
        if suffix
        else ("orig_input: T, orig_output: T, grad: T")
    )
    more = f", TInput: {grad_types} = float32" if suffix else ""
    kind = f"{grad_types} = float32"
    grad_op = Op(
        f"{name}Grad",
        f"{inputs} -> output: T | {attrs}, T: {kind}{more}",
        shape=_grad_dims,
        reference=_max_grad,
        gradient=second,
    )
    plain = attrs.replace(", 'EXPLICIT'", "").replace(
        "explicit_paddings: list(int) = [], ", ""
    )
    grad_grad_op = Op(
        f"{name}GradGrad",
        f"orig_input: T, orig_output: T, grad: T -> output: T | {plain}, T: {grad_types}",
        shape=_grad_grad_dims,
        reference=_max_grad_grad,
        gradient=third,
    )
    return pool, grad_op


max_pool_op, max_pool_grad_op = _max_family(
    "",
    "{'NHWC', 'NCHW', 'NCHW_VECT_C'}",
    "NHWC",
    "{'SAME', 'VALID', 'EXPLICIT'}, explicit_paddings: list(int) = []",
    "real|qint8",
    "real",
)
max_pool3d_op, max_pool3d_grad_op = _max_family(
    "3D",
    "{'NDHWC', 'NCDHW'}",
    "NDHWC",
    "{'SAME', 'VALID'}",
    "half|bfloat16|float",
    "half|bfloat16|float",
)


def _average_family(suffix: str, layouts: str, default: str) -> Op:
    attrs = (
        "ksize: list(int), strides: list(int), padding: {'SAME', 'VALID'}, "
        f"data_format: {layouts} = '{default}', T: half|bfloat16|float|double"
    )
    name = f"AvgPool{suffix}"

    def gradient(op: Any, dy: Any) -> list[Any]:
        return [grad_op(shapes.shape(op.inputs[0]), dy, **_options(op.attrs))]

    pool = Op(
        name,
        f"{'input' if suffix else 'value'}: T -> output: T | {attrs}",
        shape=pool_dims,
        reference=_pool_kernel(_average),
        gradient=gradient,
    )
    grad_op = Op(
        f"{name}Grad",
        f"orig_input_shape: int32, grad: T -> output: T | {attrs}",
        shape=_average_grad_dims,
        reference=_average_grad,
        gradient=lambda op, dy: [None, pool(dy, **_options(op.attrs))],
    )
    return pool


avg_pool_op = _average_family("", "{'NHWC', 'NCHW'}", "NHWC")
avg_pool3d_op = _average_family("3D", "{'NDHWC', 'NCDHW'}", "NDHWC")


def _pool(
    op: Op,
    input: Any,
    ksize: Any,
    strides: Any,
    padding: Any,
    data_format: str,
    count: int,
    name: str | None,
) -> Tensor:
    return op(  # type: ignore[no-any-return]
        input,
        ksize=per_axis(ksize, count, data_format, "ksize"),
        strides=per_axis(strides, count, data_format, "strides"),
        data_format=data_format,
        name=name,
        **padding_attrs(padding),
    )


def max_pool2d(
    input: Any,
    ksize: Any,
    strides: Any,
    padding: Any,
    data_format: str = "NHWC",
    name: str | None = None,
) -> Tensor:
    """The largest element under a window that slides over images.

    Args:
        input: Images of shape (batch, height, width, channels).
        ksize: The window: one number, one for each spatial axis, or one for each axis.
        strides: The steps, likewise.
        padding: "SAME", "VALID", or a pair (before, after) for each axis.
        data_format: "NHWC" or "NCHW".
        name: Name of the node in a graph.

    Returns:
        Smaller images.

    Example:
        >>> import tensorbrook as tf
        >>> tf.nn.max_pool2d(tf.ones([1, 4, 4, 1]), 2, 2, "VALID").shape
        TensorShape([1, 2, 2, 1])
    """
    return _pool(max_pool_op, input, ksize, strides, padding, data_format, 2, name)


def avg_pool2d(
    input: Any,
    ksize: Any,
    strides: Any,
    padding: str,
    data_format: str = "NHWC",
    name: str | None = None,
) -> Tensor:
    """The mean under a window that slides over images; arguments as for `max_pool2d`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.nn.avg_pool2d(tf.ones([1, 4, 4, 1]), 2, 2, "VALID").shape
        TensorShape([1, 2, 2, 1])
    """
    return _pool(avg_pool_op, input, ksize, strides, padding, data_format, 2, name)


def max_pool3d(
    input: Any,
    ksize: Any,
    strides: Any,
    padding: str,
    data_format: str = "NDHWC",
    name: str | None = None,
) -> Tensor:
    """The largest element under a window that slides over volumes.

    Example:
        >>> import tensorbrook as tf
        >>> tf.nn.max_pool3d(tf.ones([1, 4, 4, 4, 1]), 2, 2, "VALID").shape
        TensorShape([1, 2, 2, 2, 1])
    """
    return _pool(max_pool3d_op, input, ksize, strides, padding, data_format, 3, name)


def avg_pool3d(
    input: Any,
    ksize: Any,
    strides: Any,
    padding: str,
    data_format: str = "NDHWC",
    name: str | None = None,
) -> Tensor:
    """The mean under a window that slides over volumes.

    Example:
        >>> import tensorbrook as tf
        >>> tf.nn.avg_pool3d(tf.ones([1, 4, 4, 4, 1]), 2, 2, "VALID").shape
        TensorShape([1, 2, 2, 2, 1])
    """
    return _pool(avg_pool3d_op, input, ksize, strides, padding, data_format, 3, name)


def _as_images(
    function: Any, input: Any, ksize: Any, strides: Any, padding: Any, layout: str
) -> Tensor:
    first = windows.channels_first(layout)
    axis = 2 if first else 1
    numbers = [_spatial_number(v, layout) for v in (ksize, strides)]
    x = shapes.expand_dims(convert_to_tensor(input), axis)
    if not isinstance(padding, str):
        padding = [*padding[:axis], (0, 0), *padding[axis:]]
    found = function(
        x, [1, numbers[0]], [1, numbers[1]], padding, "NCHW" if first else "NHWC"
    )
    return shapes.squeeze(found, [axis])


def _spatial_number(value: Any, layout: str) -> int:
    if np.isscalar(value):
        return int(value)  # type: ignore[arg-type]
    numbers = list(value)
    if len(numbers) == 3:
        return int(numbers[2 if windows.channels_first(layout) else 1])
    return int(numbers[0])


def max_pool1d(
    input: Any,
    ksize: Any,
    strides: Any,
    padding: Any,
    data_format: str = "NWC",
    name: str | None = None,
) -> Tensor:
    """The largest element under a window that slides over sequences.

    Example:
        >>> import tensorbrook as tf
        >>> tf.nn.max_pool1d(tf.ones([1, 4, 1]), 2, 2, "VALID").shape
        TensorShape([1, 2, 1])
    """
    return _as_images(max_pool2d, input, ksize, strides, padding, data_format)


def avg_pool1d(
    input: Any,
    ksize: Any,
    strides: Any,
    padding: str,
    data_format: str = "NWC",
    name: str | None = None,
) -> Tensor:
    """The mean under a window that slides over sequences.

    Example:
        >>> import tensorbrook as tf
        >>> tf.nn.avg_pool1d(tf.ones([1, 4, 1]), 2, 2, "VALID").shape
        TensorShape([1, 2, 1])
    """
    return _as_images(avg_pool2d, input, ksize, strides, padding, data_format)


def _by_rank(
    functions: dict[int, Any],
    input: Any,
    ksize: Any,
    strides: Any,
    padding: Any,
    layout: Any,
    name: Any,
) -> Tensor:
    tensor = convert_to_tensor(input)
    rank = len(tensor._dims)  # type: ignore[arg-type, attr-defined]
    if rank not in functions:
        raise ValueError(f"Input tensor must be of rank 3, 4 or 5 but was {rank}.")
    default = {3: "NWC", 4: "NHWC", 5: "NDHWC"}[rank]
    return functions[rank](tensor, ksize, strides, padding, layout or default, name)  # type: ignore[no-any-return]


def max_pool(
    input: Any,
    ksize: Any,
    strides: Any,
    padding: Any,
    data_format: str | None = None,
    name: str | None = None,
) -> Tensor:
    """The largest element under a sliding window, for one to three spatial axes.

    Example:
        >>> import tensorbrook as tf
        >>> tf.nn.max_pool(tf.ones([1, 4, 4, 1]), 2, 2, "VALID").shape
        TensorShape([1, 2, 2, 1])
    """
    functions = {3: max_pool1d, 4: max_pool2d, 5: max_pool3d}
    return _by_rank(functions, input, ksize, strides, padding, data_format, name)


def avg_pool(
    input: Any,
    ksize: Any,
    strides: Any,
    padding: str,
    data_format: str | None = None,
    name: str | None = None,
) -> Tensor:
    """The mean under a sliding window, for one to three spatial axes.

    Example:
        >>> import tensorbrook as tf
        >>> tf.nn.avg_pool(tf.ones([1, 4, 4, 1]), 2, 2, "VALID").shape
        TensorShape([1, 2, 2, 1])
    """
    functions = {3: avg_pool1d, 4: avg_pool2d, 5: avg_pool3d}
    return _by_rank(functions, input, ksize, strides, padding, data_format, name)
