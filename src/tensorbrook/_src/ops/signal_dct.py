"""Cosine transforms of real signals."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import (
    array_creation,
    cast,
    complex_numbers,
    rearrange,
    signal_fft,
    signal_frames,
    trigonometric,
    unary,
)
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops.constant import convert_to_tensor, identity
from tensorbrook._src.ops.signal_windows import vorbis_window


def _checked(type: Any, n: Any, axis: Any, norm: Any, size: int | None) -> None:
    if axis != -1:
        raise NotImplementedError(f"axis must be -1. Got: {axis}")
    if n is not None and n < 1:
        raise ValueError("n should be a positive integer or None")
    if type not in (1, 2, 3, 4):
        raise ValueError("Types I, II, III and IV (I)DCT are supported.")
    if type == 1:
        if norm == "ortho":
            raise ValueError("Normalization is not supported for the Type-I DCT.")
        if size is not None and size < 2:
            raise ValueError(
                "Type-I DCT requires the dimension to be greater than one."
            )
    if norm not in (None, "ortho"):
        raise ValueError(
            f"Unknown normalization. Expected None or 'ortho', got: {norm}"
        )


def dct(
    input: Any,
    type: int = 2,
    n: int | None = None,
    axis: int = -1,
    norm: str | None = None,
    name: str | None = None,
) -> Tensor:
    """The cosine transform along the last axis.

    Args:
        input: A tensor of floats.
        type: The kind of transform, 1 to 4.
        n: The length to which the axis is cut or filled up with zeros first.
        axis: -1.
        norm: "ortho" makes the transform orthonormal.
        name: Name of the node in a graph.

    Returns:
        A tensor of the same dtype.

    Raises:
        ValueError: There is no such transform.

    Example:
        >>> import tensorbrook as tf
        >>> tf.signal.dct([1.0, 1.0]).numpy()
        array([4., 0.], dtype=float32)
    """
    value: Any = convert_to_tensor(input)
    last: Any = value._dims[-1] if value._dims else None
    _checked(type, n, axis, norm, last if n is None else n)
    if n is not None:
        value = signal_fft.resize(value, [len(value._dims) - 1], [n])
        last = n
    if last is None:
        last = shapes.shape(value)[-1]
    function = {1: _first, 2: _second, 3: _third, 4: _fourth}[type]
    return identity(function(value, last, norm), name)


def idct(
    input: Any,
    type: int = 2,
    n: int | None = None,
    axis: int = -1,
    norm: str | None = None,
    name: str | None = None,
) -> Tensor:
    """The inverse of `dct` along the last axis, up to a factor where `norm` is None.

    Args:
        input: A tensor of floats.
        type: The kind of transform that is undone, 1 to 4.
        n: The length to which the axis is cut or filled up with zeros first.
        axis: -1.
        norm: "ortho" makes the transform orthonormal.
        name: Name of the node in a graph.

    Returns:
        A tensor of the same dtype.

    Raises:
        ValueError: There is no such transform.

    Example:
        >>> import tensorbrook as tf
        >>> there = tf.signal.dct([1.0, 2.0], norm="ortho")
        >>> tf.signal.idct(there, norm="ortho").numpy().round(4)
        array([1., 2.], dtype=float32)
    """
    value: Any = convert_to_tensor(input)
    last = value._dims[-1] if value._dims else None
    _checked(type, n, axis, norm, last if n is None else n)
    inverse = {1: 1, 2: 3, 3: 2, 4: 4}[type]
    return dct(value, inverse, n, axis, norm, name)


def _turns(size: Any, sign: int, like: Any) -> Any:
    """Twice the complex numbers on a quarter of the circle, one for each frequency."""
    kind = like.dtype
    places = cast.cast(array_creation.range(size), kind)
    angles = places * (sign * math.pi / 2) / cast.cast(size, kind)
    return complex_numbers.complex(
        2 * trigonometric.cos(angles), 2 * trigonometric.sin(angles)
    )


def _weights(first: Any, others: Any, size: Any, like: Any) -> Any:
    """A vector whose first element differs from the others."""
    ones = array_creation.ones(shapes.stack([size - 1]), like.dtype)
    return shapes.concat([shapes.reshape(first, [1]), others * ones], 0)


def _first(value: Any, size: int, norm: Any) -> Any:
    mirrored = rearrange.reverse(value, [-1])[..., 1:-1]
    whole = shapes.concat([value, mirrored], -1)
    return complex_numbers.real(signal_fft.rfft(whole))


def _second(value: Any, size: Any, norm: Any) -> Any:
    spectrum = signal_fft.rfft(value, shapes.stack([2 * size]))[..., :size]
    found = complex_numbers.real(spectrum * _turns(size, -1, value))
    if norm == "ortho":
        least = 0.5 * unary.rsqrt(cast.cast(size, value.dtype))
        found = found * _weights(least, least * math.sqrt(2.0), size, value)
    return found


def _third(value: Any, size: Any, norm: Any) -> Any:
    length = cast.cast(size, value.dtype)
    if norm == "ortho":
        root = unary.sqrt(length)
        scaled = value * _weights(root, root * math.sqrt(0.5), size, value)
    else:
        scaled = value * length
    turned = complex_numbers.complex(scaled, array_creation.zeros_like(scaled))
    spectrum = turned * _turns(size, 1, value)
    return signal_fft.irfft(spectrum, shapes.stack([2 * size]))[..., :size]


def _fourth(value: Any, size: Any, norm: Any) -> Any:
    longer = shapes.concat([value, array_creation.zeros_like(value)], -1)
    found = _second(longer, 2 * size, None)[..., 1::2]
    if norm == "ortho":
        found = found * (math.sqrt(0.5) * unary.rsqrt(cast.cast(size, value.dtype)))
    return found


Window = Callable[..., Any]


def mdct(
    signals: Any,
    frame_length: Any,
    window_fn: Window | None = vorbis_window,
    pad_end: bool = False,
    norm: str | None = None,
    name: str | None = None,
) -> Tensor:
    """The modified cosine transform: spectra of pieces that overlap by half.

    Args:
        signals: A tensor of floats; the last axis is time.
        frame_length: The length of each piece, a multiple of 4.
        window_fn: Makes the window by which pieces are multiplied; None for a constant.
        pad_end: Whether to fill up the last pieces.
        norm: "ortho" for the orthonormal transform.
        name: Name of the node in a graph.

    Returns:
        A tensor of shape (..., pieces, frame_length // 2).

    Raises:
        ValueError: `frame_length` is not a multiple of 4.

    Example:
        >>> import tensorbrook as tf
        >>> tf.signal.mdct(tf.zeros([16]), 8).shape
        TensorShape([3, 4])
    """
    length = int(frame_length)
    if length % 4:
        raise ValueError(f"frame_length must be a multiple of 4, got {length}.")
    value: Any = convert_to_tensor(signals)
    pieces = signal_frames.frame(value, length, length // 2, pad_end=pad_end)
    pieces = pieces * _window(window_fn, length, pieces.dtype)
    quarter = length // 4
    a, b, c, d = (pieces[..., i * quarter : (i + 1) * quarter] for i in range(4))
    folded = shapes.concat(
        [-rearrange.reverse(c, [-1]) - d, a - rearrange.reverse(b, [-1])], -1
    )
    return dct(folded, type=4, norm=norm, name=name)


def _window(window_fn: Window | None, length: int, dtype: Any) -> Any:
    if window_fn is None:
        return convert_to_tensor(np.full(length, math.sqrt(0.5)), dtype=dtype)
    return window_fn(length, dtype=dtype)


def inverse_mdct(
    mdcts: Any,
    window_fn: Window | None = vorbis_window,
    norm: str | None = None,
    name: str | None = None,
) -> Tensor:
    """The signal that has given spectra; the reverse of `mdct`.

    Args:
        mdcts: A tensor of shape (..., pieces, frame_length // 2).
        window_fn: The window of `mdct`.
        norm: The `norm` of `mdct`.
        name: Name of the node in a graph.

    Returns:
        A tensor of floats.

    Example:
        >>> import tensorbrook as tf
        >>> tf.signal.inverse_mdct(tf.zeros([3, 4])).shape
        TensorShape([16])
    """
    value: Any = convert_to_tensor(mdcts)
    half = value._dims[-1]
    if half is None:
        raise ValueError("tf.signal.inverse_mdct: the last axis must be known.")
    unfolded = dct(value, type=4, norm=norm)
    if norm is None:
        unfolded = unfolded * (0.5 / half)
    first, second = unfolded[..., : half // 2], unfolded[..., half // 2 :]
    pieces = shapes.concat(
        [
            second,
            -rearrange.reverse(second, [-1]),
            -rearrange.reverse(first, [-1]),
            -first,
        ],
        -1,
    )
    pieces = pieces * _window(window_fn, 2 * half, pieces.dtype)
    return signal_frames.overlap_and_add(pieces, half, name=name)
