"""Numbers in few bits: scales, rounding, packing."""

from __future__ import annotations

from typing import Any

import numpy as np

import tensorbrook as tf
from tensorbrook._src.keras.backend.dtypes import standardize_dtype


def abs_max_quantize(
    inputs: Any,
    axis: Any,
    value_range: tuple[int, int] = (-127, 127),
    dtype: Any = "int8",
    epsilon: float = 1e-7,
    to_numpy: bool = False,
) -> tuple[Any, Any]:
    """Scales floats by the greatest magnitude along some axes, and rounds them.

    Args:
        inputs: floats.
        axis: the axes that share a scale.
        value_range: the least and the greatest integer.
        dtype: the integers' type.
        epsilon: keeps zeros apart from a division by zero.
        to_numpy: whether the results are arrays.

    Returns:
        The integers, and the scales by which the floats were multiplied.

    Example:
        >>> from tensorbrook import keras
        >>> values, scale = keras.quantizers.abs_max_quantize([[1.0, -2.0]], axis=-1)
        >>> values.numpy(), scale.numpy()
        (array([[  64, -127]], dtype=int8), array([[63.5]], dtype=float32))
    """
    values = tf.convert_to_tensor(inputs)
    kind = values.dtype
    wide = tf.cast(values, "float32") if kind.size < 4 else values
    largest = tf.reduce_max(tf.abs(wide), axis=_axes(axis), keepdims=True)
    scale = tf.cast(value_range[1], wide.dtype) / (largest + epsilon)
    rounded = tf.clip_by_value(tf.round(wide * scale), *map(float, value_range))
    found = tf.cast(rounded, standardize_dtype(dtype)), tf.cast(scale, kind)
    return (found[0].numpy(), found[1].numpy()) if to_numpy else found


def abs_max_quantize_grouped_with_zero_point(
    inputs: Any,
    block_size: int,
    value_range: tuple[int, int] = (-8, 7),
    dtype: Any = "int8",
    epsilon: float = 1e-7,
    to_numpy: bool = False,
) -> tuple[Any, Any, Any]:
    """Rounds the rows of a matrix in groups, each with its scale and zero.

    Args:
        inputs: a matrix of floats.
        block_size: how many rows are in a group; the last one may have fewer.
        value_range: the least and the greatest integer.
        dtype: the integers' type.
        epsilon: keeps constants apart from a division by zero.
        to_numpy: whether the results are arrays.

    Returns:
        The integers, and the size of a step and the zero of each group and column.
    """
    values = tf.cast(inputs, "float32")
    rows, columns = values.shape
    groups = -(-rows // block_size)
    filled = tf.pad(values, [[0, groups * block_size - rows], [0, 0]])
    filled = tf.reshape(filled, [groups, block_size, columns])
    low, high = (float(bound) for bound in value_range)
    least = tf.reduce_min(filled, 1)
    scale = (tf.reduce_max(filled, 1) - least) / (high - low)
    scale = tf.maximum(scale, epsilon)
    zero = tf.clip_by_value(tf.round(low - least / scale), low, high)
    steps = tf.round(filled / scale[:, None]) + zero[:, None]
    integers = tf.reshape(tf.clip_by_value(steps, low, high), [-1, columns])[:rows]
    kind = standardize_dtype(dtype)
    found = tf.cast(integers, kind), scale, tf.cast(zero, kind)
    return tuple(part.numpy() for part in found) if to_numpy else found  # type: ignore[return-value]


def fake_quant_with_min_max_vars(
    inputs: Any,
    min_vals: Any,
    max_vals: Any,
    num_bits: int = 8,
    narrow_range: bool = False,
    axis: int | None = None,
) -> tf.Tensor:
    """Rounds floats to what integers of a few bits can hold; gradients go through.

    Args:
        inputs: floats.
        min_vals: the least value, or one for each place along `axis`.
        max_vals: the greatest value, or one for each place.
        num_bits: how many bits the integers have.
        narrow_range: whether the least integer is left out.
        axis: the axis along which the bounds differ.
    """
    values = tf.convert_to_tensor(inputs)
    options = {"num_bits": num_bits, "narrow_range": narrow_range}
    low = tf.cast(min_vals, "float32")
    high = tf.cast(max_vals, "float32")
    fake = tf.quantization.fake_quant_with_min_max_vars
    if axis is None:
        low, high = tf.reshape(low, []), tf.reshape(high, [])
        return tf.cast(
            fake(tf.cast(values, "float32"), low, high, **options), values.dtype
        )
    rank = values.shape.rank
    order = [place for place in range(rank) if place != axis % rank] + [axis % rank]
    moved = tf.transpose(tf.cast(values, "float32"), order)
    fake = tf.quantization.fake_quant_with_min_max_vars_per_channel
    found = fake(moved, low, high, **options)
    back = [order.index(place) for place in range(rank)]
    return tf.cast(tf.transpose(found, back), values.dtype)


def compute_float8_scale(
    amax: Any, scale: Any, dtype_max: float, margin: int = 0
) -> tf.Tensor:
    """Returns the size of a step that makes good use of a type of eight bits.

    Args:
        amax: the greatest magnitude seen.
        scale: the size of a step so far, kept where nothing was seen.
        dtype_max: the greatest number of the type.
        margin: how many bits are kept free.
    """
    amax, scale = tf.convert_to_tensor(amax), tf.convert_to_tensor(scale)
    factor = tf.where(amax > 0, dtype_max / amax / 2**margin, 1.0 / scale)
    factor = tf.where(tf.math.is_finite(amax), factor, 1.0 / scale)
    return 1.0 / factor


def compute_float8_amax_history(x: Any, amax_history: Any) -> tf.Tensor:
    """Returns the history of greatest magnitudes, with that of `x` in front.

    Args:
        x: a tensor.
        amax_history: the greatest magnitudes so far, the latest first.
    """
    history = tf.convert_to_tensor(amax_history)
    latest = tf.cast(tf.reduce_max(tf.abs(tf.convert_to_tensor(x))), history.dtype)
    moved = tf.roll(history, -1, 0)
    return tf.concat([latest[None], moved[1:]], 0)


def quantize_and_dequantize(
    inputs: Any, scale: Any, quantized_dtype: Any, compute_dtype: Any
) -> tf.Tensor:
    """Rounds floats to those of a small type, and returns them in a larger one.

    Args:
        inputs: floats.
        scale: the size of a step.
        quantized_dtype: the small type, such as `"float8_e4m3fn"`.
        compute_dtype: the large type.
    """
    small = tf.as_dtype(standardize_dtype(quantized_dtype))
    large = standardize_dtype(compute_dtype)
    step = tf.cast(scale, large)
    steps = tf.cast(inputs, large) / step
    limit = float(np.asarray(small.max, "float32"))
    cut = tf.cast(tf.clip_by_value(steps, -limit, limit), small)
    return tf.cast(cut, large) * step


def pack_int4(arr: Any, axis: int = 0, dtype: Any = "int8") -> tuple[Any, Any, int]:
    """Puts two integers of four bits into each byte.

    Args:
        arr: integers that fit into four bits.
        axis: the axis along which neighbours share a byte.
        dtype: `"int8"` or `"uint8"`, also the type of `arr`.

    Returns:
        The bytes, their shape, and how many integers there were along the axis.

    Raises:
        ValueError: for another `dtype`.
        TypeError: when `arr` has another type.
    """
    kind = _four_bits(dtype)
    values = tf.convert_to_tensor(arr)
    if values.dtype.name != kind:
        raise TypeError(
            f"pack_int4: `arr` must be of the type {kind}. Received: "
            f"{values.dtype.name}."
        )
    axis %= values.shape.rank
    length = values.shape[axis]
    margins = [[0, 0]] * values.shape.rank
    margins[axis] = [0, length % 2]
    wide = tf.bitwise.bitwise_and(tf.cast(tf.pad(values, margins), "int32"), 15)
    even, odd = (_every_second(wide, axis, start) for start in (0, 1))
    joined = tf.bitwise.bitwise_or(even, tf.bitwise.left_shift(odd, 4))
    packed = tf.cast(tf.cast(joined, "uint8"), "int32")
    if kind == "int8":
        packed = tf.where(packed > 127, packed - 256, packed)
    packed = tf.cast(packed, kind)
    return packed, tuple(packed.shape.as_list()), length


def unpack_int4(
    packed: Any, orig_len: int, axis: int = 0, dtype: Any = "int8"
) -> tf.Tensor:
    """Takes the two integers of four bits out of each byte.

    Args:
        packed: the bytes that `pack_int4` returned.
        orig_len: how many integers there were along the axis.
        axis: the axis along which neighbours share a byte.
        dtype: `"int8"` or `"uint8"`.

    Raises:
        ValueError: for another `dtype`.

    Example:
        >>> from tensorbrook import keras
        >>> values = tf.constant([[1], [-2], [3]], "int8")
        >>> packed, _, length = keras.quantizers.pack_int4(values)
        >>> keras.quantizers.unpack_int4(packed, length)[:, 0].numpy()
        array([ 1, -2,  3], dtype=int8)
    """
    kind = _four_bits(dtype)
    wide = tf.bitwise.bitwise_and(tf.cast(packed, "int32"), 255)
    halves = [
        tf.bitwise.bitwise_and(wide, 15),
        tf.bitwise.right_shift(wide, 4),
    ]
    if kind == "int8":
        halves = [tf.where(half > 7, half - 16, half) for half in halves]
    rank = wide.shape.rank
    axis %= rank
    both = tf.stack(halves, axis + 1)
    shape = [tf.shape(wide)[place] for place in range(rank)]
    shape[axis] = shape[axis] * 2
    begin = [0] * rank
    size = [-1] * rank
    size[axis] = orig_len
    return tf.cast(tf.slice(tf.reshape(both, shape), begin, size), kind)


def _four_bits(dtype: Any) -> str:
    """Returns the name of the type whose values have four bits."""
    kind = standardize_dtype(dtype)
    if kind not in ("int8", "uint8"):
        raise ValueError(
            f"Integers of four bits are of the type 'int8' or 'uint8'. Received: "
            f"dtype={kind}."
        )
    return kind


def _every_second(values: tf.Tensor, axis: int, start: int) -> tf.Tensor:
    """Returns every second entry along an axis."""
    parts = [slice(None)] * values.shape.rank
    parts[axis] = slice(start, None, 2)
    return values[tuple(parts)]


def _axes(axis: Any) -> Any:
    """Returns axes as `reduce_max` takes them."""
    return list(axis) if isinstance(axis, tuple | list) else axis
