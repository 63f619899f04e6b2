"""Floats as small integers and back: `tf.quantization.quantize`, `dequantize`."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.rules import same_as

_MODES = "mode: {'MIN_COMBINED', 'MIN_FIRST', 'SCALED'} = 'MIN_COMBINED'"
_LARGEST = float(np.finfo(np.float32).max)


def _limits(dtype: DType) -> tuple[float, float]:
    info = np.iinfo(dtype.numpy_dtype)
    return float(info.min), float(info.max)


def _is_signed(dtype: DType) -> bool:
    return bool(np.iinfo(dtype.numpy_dtype).min < 0)


def _along(xp: Any, ends: Any, rank: int, axis: int) -> Any:
    """One value for each index of an axis, shaped to be broadcast; scalars stay."""
    if axis < 0 or ends.ndim == 0:
        return ends.reshape(())
    return ends.reshape([-1 if place == axis else 1 for place in range(rank)])


def _ends_shape(c: ShapeContext, first: int = 1) -> Dims:
    """The shape of the ends of ranges: scalars, or one for each index of the axis."""
    dims, axis = c.shape(0), c.attrs["axis"]
    wanted: Dims = ()
    if axis >= 0 and dims is not None:
        if axis >= len(dims):
            raise c.fail(f"{c.op.name}: {axis} is not an axis of shape {dims}.")
        wanted = (dims[axis],)
    for index in (first, first + 1):
        found = c.shape(index)
        if found is None or wanted == (None,):
            continue
        if found != wanted and not (wanted == () and found == (1,)):
            raise c.fail(
                f"{c.op.name}: the ends of the range must have shape {wanted}, got "
                f"{found}."
            )
    return wanted


def _rounded(xp: Any, numbers: Any, to_even: bool) -> Any:
    if to_even:
        return xp.round(numbers)
    return xp.where(numbers < 0, xp.ceil(numbers - 0.5), xp.floor(numbers + 0.5))


def _scaled_steps(xp: Any, low: Any, high: Any, first: float, last: float) -> Any:
    """How many steps of a symmetric range there are to one."""
    with np.errstate(all="ignore"):
        down = xp.where(first * low > 0, first / low, _LARGEST)
        up = xp.where(last * high > 0, last / high, _LARGEST)
    return xp.minimum(down, up)


def _quantize_kernel(
    xp: Any,
    input: Any,
    min_range: Any,
    max_range: Any,
    T: DType,
    mode: str,
    round_mode: str,
    narrow_range: bool,
    axis: int,
    ensure_minimum_range: float,
) -> tuple[Any, Any, Any]:
    first, last = _limits(T)
    low = xp.minimum(0.0, min_range.astype(np.float64))
    least = xp.maximum(1.0, xp.maximum(abs(min_range), abs(max_range)))
    high = xp.maximum(max_range, low + least * ensure_minimum_range)
    high = xp.maximum(0.0, high.astype(np.float64))
    wide_low = _along(xp, low, input.ndim, axis)
    wide_high = _along(xp, high, input.ndim, axis)
    numbers = input.astype(np.float64)
    if mode == "SCALED":
        first += narrow_range
        steps = _scaled_steps(xp, wide_low, wide_high, first, last)
        low, high = (end.reshape(low.shape) for end in (first / steps, last / steps))
        wide_low, wide_high = first / steps, last / steps
        made = xp.clip(numbers, wide_low, wide_high) * steps
        made = _rounded(xp, made, round_mode == "HALF_TO_EVEN")
    elif mode == "MIN_FIRST" and T is dtypes.quint8:
        steps = (last - first) / (wide_high - wide_low)
        made = xp.floor((numbers - wide_low) * steps + 0.5)
    elif mode == "MIN_FIRST":
        steps = (last - first) / (wide_high - wide_low)
        made = _rounded(xp, numbers * steps, False)
        made = made - _rounded(xp, wide_low * steps, False) + first
    else:
        kind = np.float64 if T is dtypes.qint32 else np.float32
        wide_low, wide_high = wide_low.astype(kind), wide_high.astype(kind)
        steps = kind(last - first) / (wide_high - wide_low)
        made = (xp.clip(input.astype(kind), wide_low, wide_high) - wide_low) * steps
        if _is_signed(T):
            made = _rounded(xp, made - (last - first + 1) / 2, False)
        else:
            made = xp.floor(made + 0.5)
    made = xp.clip(made, first, last).astype(T.numpy_dtype)
    return made, low.astype(np.float32), high.astype(np.float32)


def _quantize_shape(c: ShapeContext) -> list[Dims]:
    if c.attrs["mode"] != "SCALED" and c.attrs["round_mode"] == "HALF_TO_EVEN":
        raise c.fail(
            "QuantizeV2: round_mode HALF_TO_EVEN is for mode SCALED, got mode "
            f"{c.attrs['mode']}."
        )
    ends = _ends_shape(c)
    for low, high in zip(*(_known(c, index) for index in (1, 2)), strict=False):
        if low > high:
            raise c.fail(
                f"QuantizeV2: min_range must be less than max_range, got {low} and {high}."
            )
    return [c.shape(0), ends, ends]


def _known(c: ShapeContext, index: int) -> list[float]:
    value = c.value(index)
    return [] if value is None else np.reshape(value, -1).tolist()


quantize_op = Op(
    "QuantizeV2",
    "input: float32, min_range: float32, max_range: float32 -> output: T, "
    "output_min: float32, output_max: float32 | T: quantized, "
    f"{_MODES}, round_mode: {{'HALF_AWAY_FROM_ZERO', 'HALF_TO_EVEN'}} = "
    "'HALF_AWAY_FROM_ZERO', narrow_range: bool = False, axis: int = -1, "
    "ensure_minimum_range: float = 0.01",
    shape=_quantize_shape,
    reference=_quantize_kernel,
    gradient=NOT_DIFFERENTIABLE,
)


def _dequantize_kernel(
    xp: Any,
    input: Any,
    min_range: Any,
    max_range: Any,
    mode: str,
    narrow_range: bool,
    axis: int,
    dtype: DType,
    T: DType | None = None,
) -> Any:
    info = np.iinfo(input.dtype)
    first, last = float(info.min), float(info.max)
    low = _along(xp, min_range.astype(np.float64), input.ndim, axis)
    high = _along(xp, max_range.astype(np.float64), input.ndim, axis)
    numbers = input.astype(np.float64)
    if mode == "SCALED":
        step, first = high / last, first + narrow_range
        if first != 0:
            step = xp.maximum(low / first, step)
        made = numbers * step
    elif mode == "MIN_FIRST":
        step = (high - low) / (last - first)
        start = _rounded(xp, low / step, False) * step
        made = start + (numbers - first) * step
    else:
        half = (last - first + 1) / 2 if first < 0 else 0
        made = (numbers + half) * ((high - low) / (last - first)) + low
    return made.astype(dtype.numpy_dtype)


def _dequantize_shape(c: ShapeContext) -> Dims:
    _ends_shape(c)
    return c.shape(0)


dequantize_op = Op(
    "Dequantize",
    "input: T, min_range: float32, max_range: float32 -> output: dtype | T: quantized, "
    f"{_MODES}, narrow_range: bool = False, axis: int = -1, "
    "dtype: {bfloat16, float32} = float32",
    shape=_dequantize_shape,
    reference=_dequantize_kernel,
    gradient=NOT_DIFFERENTIABLE,
)


def there_and_back(
    xp: Any,
    input: Any,
    input_min: Any,
    input_max: Any,
    num_bits: Any = 8,
    signed_input: bool = True,
    range_given: bool = False,
    round_mode: str = "HALF_TO_EVEN",
    narrow_range: bool = False,
    axis: int = -1,
) -> Any:
    kind = np.float64 if input.dtype == np.float64 else np.float32
    numbers = input.astype(kind)
    low, high = input_min.astype(kind), input_max.astype(kind)
    if not range_given:
        axes = tuple(a for a in range(input.ndim) if a != axis) if axis >= 0 else None
        low, high = xp.min(numbers, axis=axes), xp.max(numbers, axis=axes)
    low = _along(xp, low, input.ndim, axis)
    high = _along(xp, high, input.ndim, axis)
    half = 2.0 ** (num_bits - 1)
    first = (-half + narrow_range) if signed_input else 0.0
    last = half - 1 if signed_input else 2 * half - 1
    with np.errstate(all="ignore"):
        down = xp.where(first * low > 0, first / low, _LARGEST).astype(kind)
        up = xp.where(last * high > 0, last / high, _LARGEST).astype(kind)
    steps = xp.minimum(down, up)
    size = xp.where(down < up, low / (first or 1.0), high / last).astype(kind)
    size = xp.where(steps >= _LARGEST, kind(1) / steps, size)
    if range_given:
        low_end = xp.where(down < up, low, first * size)
        high_end = xp.where(down < up, last * size, high)
        numbers = xp.clip(numbers, low_end, high_end)
    places = numbers * steps
    places = (
        xp.round(places) if round_mode == "HALF_TO_EVEN" else xp.floor(places + 0.5)
    )
    return (places * size).astype(input.dtype)


def _straight_through(op: Any, dy: Any) -> list[Any]:
    return [dy] + [None] * (len(op.inputs) - 1)


_RANGE = "input: T, input_min: T, input_max: T"
_HOW = (
    "signed_input: bool = True, num_bits: int = 8, range_given: bool = False, "
    "round_mode: {'HALF_TO_EVEN', 'HALF_UP'} = 'HALF_TO_EVEN', "
    "narrow_range: bool = False, axis: int = -1"
)


def _range_shape(c: ShapeContext) -> Dims:
    if c.attrs["range_given"]:
        _ends_shape(c)
        for low, high in zip(*(_known(c, index) for index in (1, 2)), strict=False):
            if low > high:
                raise c.fail(
                    f"{c.op.name}: input_min must not be above input_max, got {low} and "
                    f"{high}."
                )
    return c.shape(0)


quantize_and_dequantize_v2_op = Op(
    "QuantizeAndDequantizeV2",
    f"{_RANGE} -> output: T | T: floating, {_HOW}",
    shape=_range_shape,
    reference=there_and_back,
    gradient=_straight_through,
)

quantize_and_dequantize_v3_op = Op(
    "QuantizeAndDequantizeV3",
    f"{_RANGE}, num_bits: int32 -> output: T | T: floating, signed_input: bool = True, "
    "range_given: bool = True, narrow_range: bool = False, axis: int = -1",
    shape=_range_shape,
    reference=there_and_back,
    gradient=_straight_through,
)

quantize_and_dequantize_v4_op = Op(
    "QuantizeAndDequantizeV4",
    f"{_RANGE} -> output: T | T: floating, {_HOW}",
    shape=_range_shape,
    reference=there_and_back,
    gradient=lambda op, dy: list(
        quantize_and_dequantize_v4_grad_op(dy, *op.inputs, axis=op.attrs["axis"])  # type: ignore[has-type]
    ),
)


def _clipped_slopes(
    xp: Any, gradients: Any, input: Any, input_min: Any, input_max: Any, axis: int
) -> tuple[Any, Any, Any]:
    low = _along(xp, input_min, input.ndim, axis)
    high = _along(xp, input_max, input.ndim, axis)
    inside = (input >= low) & (input <= high)
    passed = xp.where(inside, gradients, xp.zeros_like(gradients))
    return passed, xp.zeros_like(input_min), xp.zeros_like(input_max)


quantize_and_dequantize_v4_grad_op = Op(
    "QuantizeAndDequantizeV4Grad",
    "gradients: T, input: T, input_min: T, input_max: T -> input_backprop: T, "
    "input_min_backprop: T, input_max_backprop: T | T: floating, axis: int = -1",
    shape=lambda c: [c.shape(0), c.shape(2), c.shape(3)],
    reference=_clipped_slopes,
    gradient=NOT_DIFFERENTIABLE,
)


def quantize(
    input: Any,
    min_range: Any,
    max_range: Any,
    T: Any,
    mode: str = "MIN_COMBINED",
    round_mode: str = "HALF_AWAY_FROM_ZERO",
    name: str | None = None,
    narrow_range: bool = False,
    axis: int | None = None,
    ensure_minimum_range: float = 0.01,
) -> Any:
    """Turns floats of a range into integers.

    Args:
        input: A tensor of float32.
        min_range: The lower end of the range, or one for each index of `axis`.
        max_range: The upper end.
        T: The dtype of the integers, such as `tf.qint8`.
        mode: `"MIN_COMBINED"`, `"MIN_FIRST"` or `"SCALED"`.
        round_mode: `"HALF_AWAY_FROM_ZERO"`, or with SCALED `"HALF_TO_EVEN"`.
        name: Name of the node in a graph.
        narrow_range: Whether SCALED leaves out the smallest integer.
        axis: The axis with ranges of its own; by default there is one range.
        ensure_minimum_range: How wide the range is at least, relative to its ends.

    Returns:
        The integers, and the ends of the range that they really stand for.

    Raises:
        InvalidArgumentError: The range or an option is wrong.

    Example:
        >>> import tensorbrook as tf
        >>> found = tf.quantization.quantize([0.0, 1.0], 0.0, 1.0, tf.quint8)
        >>> tf.cast(found.output, tf.int32).numpy()
        array([  0, 255], dtype=int32)
    """
    return quantize_op(
        input,
        min_range,
        max_range,
        T=T,
        mode=mode,
        round_mode=round_mode,
        narrow_range=narrow_range,
        axis=-1 if axis is None else axis,
        ensure_minimum_range=ensure_minimum_range,
        name=name,
    )


def dequantize(
    input: Any,
    min_range: Any,
    max_range: Any,
    mode: str = "MIN_COMBINED",
    name: str | None = None,
    axis: int | None = None,
    narrow_range: bool = False,
    dtype: Any = dtypes.float32,
) -> Tensor:
    """Turns integers back into the floats that they stand for.

    Args:
        input: A tensor of a quantized dtype.
        min_range: The lower end of the range, or one for each index of `axis`.
        max_range: The upper end.
        mode: `"MIN_COMBINED"`, `"MIN_FIRST"` or `"SCALED"`.
        name: Name of the node in a graph.
        axis: The axis with ranges of its own; by default there is one range.
        narrow_range: Whether SCALED left out the smallest integer.
        dtype: The dtype of the floats.

    Returns:
        A tensor of the shape of `input`.

    Example:
        >>> import tensorbrook as tf
        >>> found = tf.quantization.quantize([0.0, 0.5, 1.0], 0.0, 1.0, tf.quint8)
        >>> tf.quantization.dequantize(*found).numpy().round(2)
        array([0. , 0.5, 1. ], dtype=float32)
    """
    return dequantize_op(  # type: ignore[no-any-return]
        input,
        min_range,
        max_range,
        mode=mode,
        narrow_range=narrow_range,
        axis=-1 if axis is None else axis,
        dtype=dtype,
        name=name,
    )


def quantize_and_dequantize(
    input: Any,
    input_min: Any,
    input_max: Any,
    signed_input: bool = True,
    num_bits: int = 8,
    range_given: bool = False,
    round_mode: str = "HALF_TO_EVEN",
    name: str | None = None,
    narrow_range: bool = False,
    axis: int | None = None,
) -> Tensor:
    """Rounds floats as quantizing would; the gradient is that of the identity.

    Args:
        input: A tensor of floats.
        input_min: The lower end of the range, where it is given.
        input_max: The upper end.
        signed_input: Whether the integers have a sign.
        num_bits: How many bits they have.
        range_given: Whether the range is given, not taken from the values.
        round_mode: `"HALF_TO_EVEN"` or `"HALF_UP"`.
        name: Name of the node in a graph.
        narrow_range: Whether the smallest integer is left out.
        axis: The axis with ranges of its own; by default there is one range.

    Returns:
        A tensor of the shape of `input`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.quantization.quantize_and_dequantize([0.3, 1.0], 0.0, 1.0, num_bits=3).numpy()
        array([0.33333334, 1.        ], dtype=float32)
    """
    tensor = convert_to_tensor(input)
    return quantize_and_dequantize_v2_op(  # type: ignore[no-any-return]
        tensor,
        input_min,
        input_max,
        signed_input=signed_input,
        num_bits=num_bits,
        range_given=range_given,
        round_mode=round_mode,
        narrow_range=narrow_range,
        axis=-1 if axis is None else axis,
        name=name,
    )


def quantize_and_dequantize_v2(
    input: Any,
    input_min: Any,
    input_max: Any,
    signed_input: bool = True,
    num_bits: int = 8,
    range_given: bool = False,
    round_mode: str = "HALF_TO_EVEN",
    name: str | None = None,
    narrow_range: bool = False,
    axis: int | None = None,
) -> Tensor:
    """Rounds floats as quantizing would; the gradient is zero outside of the range.

    The arguments are those of `quantize_and_dequantize`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.quantization.quantize_and_dequantize_v2(
        ...     [0.3, 1.0], 0.0, 1.0, num_bits=3
        ... ).numpy()
        array([0.33333334, 1.        ], dtype=float32)
    """
    tensor = convert_to_tensor(input)
    return quantize_and_dequantize_v4_op(  # type: ignore[no-any-return]
        tensor,
        input_min,
        input_max,
        signed_input=signed_input,
        num_bits=num_bits,
        range_given=range_given,
        round_mode=round_mode,
        narrow_range=narrow_range,
        axis=-1 if axis is None else axis,
        name=name,
    )
