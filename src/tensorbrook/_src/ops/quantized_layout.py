"""Quantized numbers put together, reshaped and moved to other ranges."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops import quantized_numbers as numbers
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops.constant import convert_to_tensor


def _joined(
    xp: Any, concat_dim: Any, values: Any, input_mins: Any, input_maxes: Any
) -> Any:
    numbers.require("QuantizedConcat", values[0], "uint8", "int32")
    low = min(0.0, *(float(end) for end in input_mins))
    high = max(float(end) for end in input_maxes)
    if values[0].dtype.kind == "i":
        high = max(-low, high)
        low = -high
    ends = np.float32(low), np.float32(high)
    parts = [
        value
        if (start, end) == ends
        else numbers.moved(value, start, end, ends, value.dtype)
        for value, start, end in zip(values, input_mins, input_maxes, strict=True)
    ]
    return np.concatenate(parts, axis=int(concat_dim)), *ends


def _joined_dims(c: ShapeContext) -> list[Dims]:
    count, axis = c.attrs["N"], c.number(0)
    numbers.check_scalars(c, *range(count + 1, len(c.inputs)))
    first = c.shape(1)
    if first is None or axis is None:
        return [None, (), ()]
    if not -len(first) <= axis < len(first):
        raise c.fail(f"QuantizedConcat: {axis} is not an axis of shape {first}.")
    found, total = list(first), 0
    for index in range(1, count + 1):
        dims = c.shape(index)
        if dims is None or dims[axis] is None:
            return [(None,) * len(first), (), ()]
        others = [(a, b) for a, b in zip(first, dims, strict=False)]
        del others[axis]
        if len(dims) != len(first) or any(a != b for a, b in others):
            raise c.fail(
                f"QuantizedConcat: shapes {first} and {dims} differ beside axis {axis}."
            )
        total += dims[axis] or 0
    found[axis] = total
    return [tuple(found), (), ()]


quantized_concat_op = Op(
    "QuantizedConcat",
    "concat_dim: int32, values: N * T, input_mins: N * float32, "
    "input_maxes: N * float32 -> output: T, output_min: float32, output_max: float32 | "
    "N: int >= 2",
    shape=_joined_dims,
    reference=_joined,
    gradient=NOT_DIFFERENTIABLE,
    xla=numbers.HOST,
)


def _reshaped_dims(c: ShapeContext) -> list[Dims]:
    numbers.check_scalars(c, 2, 3)
    return [*shapes.reshape_op.infer(c), (), ()]


def _reshaped(xp: Any, tensor: Any, shape: Any, low: Any, high: Any) -> Any:
    return tensor.reshape(tuple(int(n) for n in shape)), low, high


quantized_reshape_op = Op(
    "QuantizedReshape",
    "tensor: T, shape: Tshape, input_min: float32, input_max: float32 -> output: T, "
    "output_min: float32, output_max: float32 | Tshape: index = int32",
    shape=_reshaped_dims,
    reference=_reshaped,
    gradient=NOT_DIFFERENTIABLE,
)


def _used(input: Any, low: Any, high: Any) -> tuple[Any, Any]:  # noqa: A002
    """The range that the numbers really use, with zero in it."""
    least, most = numbers.limits(input.dtype)
    ends = np.array([input.min(initial=most), input.max(initial=least)], input.dtype)
    found = numbers.to_float(ends, low, high)
    return np.minimum(np.float32(0), found[0]), found[1]


def _used_kernel(xp: Any, input: Any, low: Any, high: Any) -> Any:  # noqa: A002
    numbers.require("RequantizationRange", input, "int32")
    return _used(input, low, high)


def _used_dims(c: ShapeContext) -> list[Dims]:
    numbers.check_scalars(c, 1, 2)
    return [(), ()]


requantization_range_op = Op(
    "RequantizationRange",
    "input: Tinput, input_min: float32, input_max: float32 -> output_min: float32, "
    "output_max: float32 | Tinput: quantized",
    shape=_used_dims,
    reference=_used_kernel,
    gradient=NOT_DIFFERENTIABLE,
    xla=numbers.HOST,
)


def _requantized(
    xp: Any,
    input: Any,  # noqa: A002
    low: Any,
    high: Any,
    new_low: Any,
    new_high: Any,
    out_type: Any,
) -> Any:
    numbers.require("Requantize", input, "int32")
    numbers.require_output("Requantize", out_type, "quint8", "qint8")
    if new_low > 0 or new_high < new_low:
        raise ValueError(
            "Requantize: requested_output_min must be at most 0 and at most "
            f"requested_output_max, got {new_low} and {new_high}."
        )
    ends = (new_low, new_high)
    made = numbers.moved(input, low, high, ends, out_type.numpy_dtype)
    return made, *ends


def _like_input(c: ShapeContext) -> list[Dims]:
    numbers.check_scalars(c, *range(1, len(c.inputs)))
    return [c.shape(0), (), ()]


requantize_op = Op(
    "Requantize",
    "input: Tinput, input_min: float32, input_max: float32, "
    "requested_output_min: float32, requested_output_max: float32 -> output: out_type, "
    "output_min: float32, output_max: float32 | Tinput: quantized, out_type: quantized",
    shape=_like_input,
    reference=_requantized,
    gradient=NOT_DIFFERENTIABLE,
    xla=numbers.HOST,
)


def _shrunk(xp: Any, input: Any, low: Any, high: Any, out_type: Any) -> Any:  # noqa: A002
    numbers.require("QuantizeDownAndShrinkRange", input, "int32")
    numbers.require_output("QuantizeDownAndShrinkRange", out_type, "quint8")
    ends = _used(input, low, high)
    return numbers.moved(input, low, high, ends, np.dtype(np.uint8)), *ends


quantize_down_op = Op(
    "QuantizeDownAndShrinkRange",
    "input: Tinput, input_min: float32, input_max: float32 -> output: out_type, "
    "output_min: float32, output_max: float32 | Tinput: quantized, out_type: quantized",
    shape=_like_input,
    reference=_shrunk,
    gradient=NOT_DIFFERENTIABLE,
    xla=numbers.HOST,
)


def _check_channels(c: ShapeContext) -> Dims:
    dims = c.shape(0)
    if dims is not None and len(dims) != 4:
        raise c.fail(f"{c.op.name}: the input must have 4 axes, its shape is {dims}.")
    for index in (1, 2):
        c.check_rank(index, 1)
        ends = c.shape(index)
        if dims and ends and None not in (dims[3], ends[0]) and ends[0] != dims[3]:
            raise c.fail(
                f"{c.op.name}: there must be a range for each of {dims[3]} channels, got "
                f"{ends[0]}."
            )
    return dims


def _channel_tops(low: Any, high: Any) -> Any:
    return np.maximum(np.abs(low), np.abs(high)).astype(np.float32)


def _channel_range(
    xp: Any,
    input: Any,  # noqa: A002
    low: Any,
    high: Any,
    clip_value_max: float,
) -> Any:
    numbers.require("RequantizationRangePerChannel", input, "int32")
    least = input.min(axis=(0, 1, 2), initial=0)
    most = input.max(axis=(0, 1, 2), initial=0)
    reach = np.maximum(np.abs(least.astype(np.float64)), np.abs(most))
    top = float((_channel_tops(low, high) * reach / numbers.SCALED_32).max(initial=0))
    top = min(top, clip_value_max)
    bottom = -top if (least < 0).any() else 0.0
    return np.float32(bottom), np.float32(top)


def _channel_range_dims(c: ShapeContext) -> list[Dims]:
    _check_channels(c)
    return [(), ()]


requantization_range_per_channel_op = Op(
    "RequantizationRangePerChannel",
    "input: T, input_min: float32, input_max: float32 -> output_min: float32, "
    "output_max: float32 | T: quantized = qint32, clip_value_max: float",
    shape=_channel_range_dims,
    reference=_channel_range,
    gradient=NOT_DIFFERENTIABLE,
    xla=numbers.HOST,
)


def _channels_requantized(
    xp: Any,
    input: Any,  # noqa: A002
    low: Any,
    high: Any,
    new_low: Any,
    new_high: Any,
    out_type: Any,
) -> Any:
    numbers.require("RequantizePerChannel", input, "int32")
    numbers.require_output("RequantizePerChannel", out_type, "quint8", "qint8")
    kind = out_type.numpy_dtype
    if kind == np.int8 and new_low >= 0:
        raise ValueError(
            "RequantizePerChannel: for qint8 requested_output_min must be below 0, got "
            f"{new_low}."
        )
    top = max(abs(float(new_low)), abs(float(new_high)))
    steps = numbers.limits(kind)[1] / (top or 1.0)
    scale = _channel_tops(low, high) * steps / numbers.SCALED_32
    made = np.clip(np.rint(input * scale), *numbers.limits(kind)).astype(kind)
    return made, new_low, new_high


def _channels_dims(c: ShapeContext) -> list[Dims]:
    numbers.check_scalars(c, 3, 4)
    return [_check_channels(c), (), ()]


requantize_per_channel_op = Op(
    "RequantizePerChannel",
    "input: T, input_min: float32, input_max: float32, requested_output_min: float32, "
    "requested_output_max: float32 -> output: out_type, output_min: float32, "
    "output_max: float32 | T: quantized = qint32, out_type: quantized = quint8",
    shape=_channels_dims,
    reference=_channels_requantized,
    gradient=NOT_DIFFERENTIABLE,
    xla=numbers.HOST,
)


def quantized_concat(
    concat_dim: Any,
    values: Any,
    input_mins: Any,
    input_maxes: Any,
    name: str | None = None,
) -> Any:
    """Puts quantized tensors together, all in one range.

    Args:
        concat_dim: The axis along which they are put together.
        values: The tensors, of one quantized type.
        input_mins: The lower end of the range of each.
        input_maxes: The upper end of the range of each.
        name: Name of the node in a graph.

    Returns:
        The tensor, and the ends of its range, as a named tuple.

    Example:
        >>> import tensorbrook as tf
        >>> part = tf.bitcast(tf.constant([1, 2], tf.uint8), tf.quint8)
        >>> found = tf.quantization.quantized_concat(
        ...     0, [part, part], [0.0, 0.0], [1.0, 1.0])
        >>> tf.bitcast(found.output, tf.uint8).numpy()
        array([1, 2, 1, 2], dtype=uint8)
    """
    ends = [
        [convert_to_tensor(end) for end in part] for part in (input_mins, input_maxes)
    ]
    return quantized_concat_op(concat_dim, values, *ends, name=name)
