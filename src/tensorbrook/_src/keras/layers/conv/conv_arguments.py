"""What layers with windows that slide over images share."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf


def as_tuple(
    value: Any, rank: int, name: str, allow_zero: bool = False
) -> tuple[int, ...]:
    """Returns one number for each dimension.

    Args:
        value: a number for all dimensions, or one for each.
        rank: how many dimensions there are.
        name: the argument's name, for the error.
        allow_zero: whether zero is allowed.

    Raises:
        ValueError: for another number of items, or a number too small.
    """
    if value is None:
        raise ValueError(f"The `{name}` argument must be given. Received: None.")
    items = (value,) * rank if isinstance(value, int) else tuple(value)
    least = 0 if allow_zero else 1
    if len(items) != rank or any(int(item) < least for item in items):
        raise ValueError(
            f"The `{name}` argument must be a tuple of {rank} integers of {least} or "
            f"more. Received: {name}={value}."
        )
    return tuple(int(item) for item in items)


def as_padding(padding: Any, allow_causal: bool = False) -> str:
    """Returns a checked name of a padding.

    Args:
        padding: `"valid"`, `"same"`, or `"causal"`.
        allow_causal: whether `"causal"` is allowed.

    Raises:
        ValueError: for any other name.
    """
    allowed = ("valid", "same", "causal") if allow_causal else ("valid", "same")
    name = str(padding).lower()
    if name not in allowed:
        raise ValueError(
            f"The `padding` argument must be one of {allowed}. Received: {padding!r}."
        )
    return name


def output_size(
    size: int | None, kernel: int, stride: int, dilation: int, padding: str
) -> int | None:
    """Returns how many places a window has along one dimension.

    Args:
        size: the dimension, or None.
        kernel: the size of the window.
        stride: how far the window moves.
        dilation: how far its points are apart.
        padding: the name of the padding.

    Raises:
        ValueError: when the window does not fit.
    """
    if size is None:
        return None
    if padding in ("same", "causal"):
        return -(-size // stride)
    places = (size - (kernel - 1) * dilation - 1) // stride + 1
    if places <= 0:
        raise ValueError(
            "Computed output size would be negative or zero. Received: input size "
            f"{size}, kernel size {kernel}, strides {stride}, dilation {dilation}."
        )
    return places


def output_dims(
    input_shape: Any,
    kernel: tuple[int, ...],
    strides: tuple[int, ...],
    dilation: tuple[int, ...],
    padding: str,
    data_format: str,
) -> tuple[int | None, ...]:
    """Returns how many places a window has along each image dimension."""
    first = 1 if data_format == "channels_last" else 2
    spatial = input_shape[first : first + len(kernel)]
    places = zip(spatial, kernel, strides, dilation, strict=True)
    return tuple(output_size(n, k, s, d, padding) for n, k, s, d in places)


def layout(data_format: str, rank: int) -> str:
    """Returns the core's name of an image layout.

    Args:
        data_format: `"channels_last"` or `"channels_first"`.
        rank: how many image dimensions there are.

    Example:
        >>> layout("channels_last", 2)
        'NHWC'
    """
    spatial = {1: "W", 2: "HW", 3: "DHW"}[rank]
    return f"N{spatial}C" if data_format == "channels_last" else f"NC{spatial}"


def with_bias(outputs: Any, bias: Any, data_format: str) -> Any:
    """Returns the outputs of a convolution with a bias added to each channel.

    Args:
        outputs: a batch of images.
        bias: a number for each channel.
        data_format: `"channels_last"` or `"channels_first"`.
    """
    bias = tf.cast(bias, outputs.dtype)
    if data_format == "channels_last":
        return tf.nn.bias_add(outputs, bias)
    return outputs + tf.reshape(bias, [1, -1, *[1] * (len(outputs.shape) - 2)])
