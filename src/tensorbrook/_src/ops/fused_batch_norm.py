"""Batch normalization as one operation, with its gradient."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core.op import Op, ShapeContext
from tensorbrook._src.core.shapes import Dims, compatible
from tensorbrook._src.ops import array_creation, cast, reduce, shape, windows
from tensorbrook._src.ops import unary as functions
from tensorbrook._src.ops.elementwise import widened
from tensorbrook._src.ops.rules import brackets


def _axes(rank: int, data_format: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The axes that are averaged over, and the shape that spreads channels."""
    channel = 1 if windows.channels_first(data_format) else rank - 1
    others = tuple(axis for axis in range(rank) if axis != channel)
    return others, tuple(-1 if axis == channel else 1 for axis in range(rank))


def _moments(xp: Any, x: Any, axes: tuple[int, ...], spread: Any) -> tuple[Any, Any]:
    mean = x.mean(axis=axes)
    return mean, xp.square(x - mean.reshape(spread)).mean(axis=axes)


def _kernel(reserved: int) -> Any:
    def kernel(
        xp: Any,
        x: Any,
        scale: Any,
        offset: Any,
        mean: Any,
        variance: Any,
        epsilon: float,
        exponential_avg_factor: float,
        data_format: str,
        is_training: bool,
    ) -> tuple[Any, ...]:
        axes, spread = _axes(x.ndim, data_format)
        wide = widened(x)
        own_mean, own_variance = widened(mean), widened(variance)
        if is_training:
            own_mean, own_variance = _moments(xp, wide, axes, spread)
        factor = widened(scale) / xp.sqrt(own_variance + epsilon)
        shift = widened(offset) - own_mean * factor
        y = (wide * factor.reshape(spread) + shift.reshape(spread)).astype(x.dtype)
        found = (own_mean, own_variance)
        if is_training:
            count = x.size // max(own_mean.size, 1)
            unbiased = own_variance * (count / max(count - 1, 1))
            rate = exponential_avg_factor
            old = (widened(mean), widened(variance))
            found = (own_mean, unbiased)
            if rate != 1.0:
                found = tuple(  # type: ignore[assignment]
                    (1 - rate) * before + rate * now
                    for before, now in zip(old, found, strict=True)
                )
        kind = scale.dtype
        kept = [item.astype(kind) for item in (*found, own_mean, own_variance)]
        return (y, *kept, *([xp.zeros(0, kind)] * (reserved - 2)))

    return kernel


def _check_channels(c: ShapeContext, index: int, channels: int | None) -> None:
    """Input `index` is a vector with an element for each channel."""
    c.check_rank(index, 1)
    vector = c.shape(index)
    if vector is not None and None not in (channels, vector[0]):
        if channels != vector[0]:
            raise c.fail(
                f"{c.op.name}: {c.op.signature.inputs[index].name} must have as many "
                f"elements as x has channels: {vector[0]} vs {channels}"
            )


def _dims(reserved: int) -> Any:
    def rule(c: ShapeContext) -> list[Dims]:
        dims, layout = c.shape(0), c.attrs["data_format"]
        rank = len(layout)
        if dims is not None and len(dims) != rank:
            raise c.fail(
                f"{c.op.name}: input must be {rank}-dimensional, got {brackets(dims)}"
            )
        channels = None if dims is None else dims[1 if layout[1] == "C" else -1]
        for index in (1, 2):
            _check_channels(c, index, channels)
        if not c.attrs["is_training"]:
            for index in (3, 4):
                _check_channels(c, index, channels)
        each: Dims = (channels,)
        return [dims, each, each, each, each, *([(None,)] * (reserved - 2))]

    return rule


def _gradient_kernel(
    xp: Any,
    y_backprop: Any,
    x: Any,
    scale: Any,
    mean: Any,
    variance: Any,
    *rest: Any,
    epsilon: float,
    data_format: str,
    is_training: bool,
) -> tuple[Any, ...]:
    axes, spread = _axes(x.ndim, data_format)
    dy, wide = widened(y_backprop), widened(x)
    rate = 1 / xp.sqrt(widened(variance) + epsilon)
    centred = (wide - widened(mean).reshape(spread)) * rate.reshape(spread)
    by_offset = dy.sum(axis=axes)
    by_scale = (dy * centred).sum(axis=axes)
    factor = (widened(scale) * rate).reshape(spread)
    inner = dy
    if is_training:
        count = x.size // max(by_scale.size, 1)
        mean_dy = (by_offset / count).reshape(spread)
        inner = dy - mean_dy - centred * (by_scale / count).reshape(spread)
    kind = mean.dtype
    return (
        (factor * inner).astype(x.dtype),
        by_scale.astype(kind),
        by_offset.astype(kind),
        xp.zeros(0, kind),
        xp.zeros(0, kind),
    )


def _gradient_dims(c: ShapeContext) -> list[Dims]:
    dims, back, layout = c.shape(1), c.shape(0), c.attrs["data_format"]
    if not compatible(dims, back):
        raise c.fail(
            f"{c.op.name}: y_backprop and x must have one shape, got {back} and {dims}"
        )
    if dims is not None and len(dims) != len(layout):
        raise c.fail(
            f"{c.op.name}: x must be {len(layout)}-dimensional, got {brackets(dims)}"
        )
    channels = None if dims is None else dims[1 if layout[1] == "C" else -1]
    for index in (2, 3, 4):
        _check_channels(c, index, channels)
    return [c.shape(1), c.shape(2), c.shape(2), (0,), (0,)]


def _options(op: Any) -> dict[str, Any]:
    return {name: op.attrs[name] for name in ("epsilon", "data_format", "is_training")}


def _gradient(op: Any, dy: Any, *others: Any) -> list[Any]:
    x, scale = op.inputs[:2]
    training = op.attrs["is_training"]
    mean, variance = op.outputs[3:5] if training else op.inputs[3:5]
    kept = [] if op.record is fused_v1_op else list(op.outputs[5:])
    gradient_op = _GRADIENTS[op.record.name]
    if op.record is not fused_v1_op:
        scale = cast.cast(scale, "float32")
    found = gradient_op(dy, x, scale, mean, variance, *kept, **_options(op))
    by_x, by_scale, by_offset = found[:3]
    kind = op.inputs[1].dtype
    # nothing flows to statistics that were given: TensorFlow's choice, too
    return [by_x, cast.cast(by_scale, kind), cast.cast(by_offset, kind), None, None]


def _second(op: Any, gx: Any, gscale: Any, goffset: Any, *others: Any) -> list[Any]:
    """The gradient of the gradient, by hand; `m` is the mean over a channel."""
    dy, x, scale, mean, variance = op.inputs[:5]
    axes, spread = _axes(len(x.shape), op.attrs["data_format"])

    def wide(vector: Any) -> Any:
        return shape.reshape(cast.cast(vector, "float32"), spread)

    def m(tensor: Any) -> Any:
        return reduce.reduce_mean(tensor, axis=list(axes), keepdims=True)

    dy32, x32, gx32 = (cast.cast(item, "float32") for item in (dy, x, gx))
    rate = functions.rsqrt(wide(variance) + op.attrs["epsilon"])
    centred = x32 - wide(mean)
    by_dy = wide(gscale) * centred * rate + wide(goffset)
    by_x = wide(gscale) * dy32 * rate
    inner = dy32
    s = wide(scale)
    if op.attrs["is_training"]:
        a, b = m(dy32 * centred), m(gx32 * centred)
        square = rate * rate
        inner = dy32 - m(dy32) - centred * square * a
        by_dy += s * rate * (gx32 - m(gx32) - centred * square * b)
        by_rate = s * (m(gx32 * dy32) - m(gx32) * m(dy32))
        by_rate = by_rate - 3 * s * square * a * b + wide(gscale) * a
        total = by_x - s * rate * square * (b * dy32 + a * gx32)
        total = total - by_rate * rate * square * centred
        by_x = total - m(total)
    else:
        by_dy += s * rate * gx32
    by_scale = reduce.reduce_sum(gx32 * rate * inner, axis=list(axes))
    rest: list[Any] = [None] * (len(op.inputs) - 3)
    return [
        cast.cast(by_dy, dy.dtype),
        cast.cast(by_x, x.dtype),
        cast.cast(by_scale, scale.dtype),
        *rest,
    ]


_LAYOUTS = "{'NHWC', 'NCHW'}"
_LAYOUTS_3 = "{'NHWC', 'NCHW', 'NDHWC', 'NCDHW'}"
_HALVES = "half|bfloat16|float32"


def _records(
    suffix: str, types: str, kinds: str, parameter: str, layouts: str, reserved: int
) -> tuple[Op, Op]:
    common = f"epsilon: float = 0.0001, data_format: {layouts} = 'NHWC', is_training: bool = True"
    more = "" if parameter == "T" else f", U: {kinds}"
    p = parameter
    spaces = ", ".join(f"reserve_space_{i + 1}: {p}" for i in range(reserved))
    forward = Op(
        f"FusedBatchNorm{suffix}",
        f"x: T, scale: {p}, offset: {p}, mean: {p}, variance: {p} -> y: T, "
        f"batch_mean: {p}, batch_variance: {p}, {spaces} | "
        f"exponential_avg_factor: float = 1.0, {common}, T: {types}{more}",
        shape=_dims(reserved),
        reference=_kernel(reserved),
        gradient=_gradient,
    )
    scale = "T" if p == "T" else "float32"
    more = "" if p == "T" else ", U: {float32}"
    backward = Op(
        f"FusedBatchNormGrad{suffix}",
        f"y_backprop: T, x: T, scale: {scale}, {spaces} -> x_backprop: T, "
        f"scale_backprop: {p}, offset_backprop: {p}, reserve_space_{reserved + 1}: {p}, "
        f"reserve_space_{reserved + 2}: {p} | {common}, T: {types}{more}",
        shape=_gradient_dims,
        reference=_gradient_kernel,
        gradient=_second,
    )
    return forward, backward


fused_v1_op, fused_v1_grad_op = _records("", "{float32}", "", "T", _LAYOUTS, 2)
fused_v2_op, fused_v2_grad_op = _records("V2", _HALVES, "{float32}", "U", _LAYOUTS, 2)
fused_v3_op, fused_v3_grad_op = _records(
    "V3", _HALVES, "{bfloat16, float32}", "U", _LAYOUTS_3, 3
)
_GRADIENTS = {
    "FusedBatchNorm": fused_v1_grad_op,
    "FusedBatchNormV2": fused_v2_grad_op,
    "FusedBatchNormV3": fused_v3_grad_op,
}


def fused_batch_norm(
    x: Any,
    scale: Any,
    offset: Any,
    mean: Any = None,
    variance: Any = None,
    epsilon: float = 0.001,
    data_format: str = "NHWC",
    is_training: bool = True,
    name: str | None = None,
    exponential_avg_factor: float = 1.0,
) -> tuple[Any, Any, Any]:
    """Normalizes each channel of images, with one operation.

    Args:
        x: Images of shape (batch, height, width, channels), or volumes.
        scale: A factor for each channel.
        offset: What is added to each channel.
        mean: The mean of each channel, used where `is_training` is false.
        variance: The variance of each channel, likewise.
        epsilon: Added to the variance.
        data_format: "NHWC", "NCHW", "NDHWC" or "NCDHW".
        is_training: Whether to use the statistics of this batch.
        name: Name of the node in a graph.
        exponential_avg_factor: The weight of this batch in the statistics returned.

    Returns:
        The images, the mean and the variance.

    Raises:
        ValueError: Statistics are needed and missing.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> x = tf.constant([[[[1.0]], [[3.0]]]])
        >>> y, mean, _ = tf.nn.fused_batch_norm(x, [1.0], [0.0], epsilon=0.01)
        >>> mean.dtype
        tf.float32
    """
    if (not is_training or exponential_avg_factor != 1.0) and (
        mean is None or variance is None
    ):
        raise ValueError(
            "tf.nn.fused_batch_norm: `mean` and `variance` must be given when "
            "is_training=False or exponential_avg_factor != 1.0."
        )
    nothing = array_creation.zeros([0], "float32")
    found = fused_v3_op(
        x,
        scale,
        offset,
        nothing if mean is None else mean,
        nothing if variance is None else variance,
        epsilon=max(float(epsilon), 1.001e-5),
        exponential_avg_factor=float(exponential_avg_factor),
        data_format=data_format,
        is_training=is_training,
        name=name,
    )
    return found[0], found[1], found[2]
