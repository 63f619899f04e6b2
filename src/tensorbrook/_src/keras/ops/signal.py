"""Frequencies."""

from __future__ import annotations

from typing import Any

import numpy as np

import tensorbrook as tf
from tensorbrook._src.keras.ops.conversion import floats, operation, tensor


def _complex(x: Any) -> Any:
    """Returns a complex tensor made of a pair of real and imaginary part."""
    if not isinstance(x, tuple | list) or len(x) != 2:
        raise ValueError(
            "Input `x` should be a tuple of two tensors, the real and the imaginary "
            f"part. Received: x={x}."
        )
    return tf.complex(*floats(*x))


def _pair(x: Any) -> Any:
    """Returns the real and the imaginary part."""
    return tf.math.real(x), tf.math.imag(x)


@operation
def fft(x: Any) -> Any:
    """Computes the frequencies along the last axis of `(real, imaginary)`."""
    return _pair(tf.signal.fft(_complex(x)))


@operation
def fft2(x: Any) -> Any:
    """Computes the frequencies along the last two axes."""
    return _pair(tf.signal.fft2d(_complex(x)))


@operation
def ifft2(x: Any) -> Any:
    """Computes the values for frequencies along the last two axes."""
    return _pair(tf.signal.ifft2d(_complex(x)))


@operation
def rfft(x: Any, fft_length: int | None = None) -> Any:
    """Computes the frequencies of real values along the last axis."""
    length = None if fft_length is None else [fft_length]
    return _pair(tf.signal.rfft(floats(x)[0], length))


@operation
def irfft(x: Any, fft_length: int | None = None) -> Any:
    """Computes the real values for frequencies along the last axis."""
    length = None if fft_length is None else [fft_length]
    return tf.signal.irfft(_complex(x), length)


@operation
def extract_sequences(x: Any, sequence_length: int, sequence_stride: int) -> Any:
    """Cuts the last axis into sequences that overlap.

    Args:
        x: a tensor.
        sequence_length: the length of each.
        sequence_stride: how far their beginnings are apart.
    """
    return tf.signal.frame(floats(x)[0], sequence_length, sequence_stride)


def _window(name: Any, length: int, whole: int, dtype: Any) -> Any:
    """Returns a window, with zeros around it up to the whole length."""
    if name is None:
        values = np.ones(length)
    elif isinstance(name, str):
        if name not in ("hann", "hamming"):
            raise ValueError(
                "The window must be 'hann', 'hamming', a tensor or None. Received: "
                f"window={name!r}."
            )
        make = np.hanning if name == "hann" else np.hamming
        values = make(length + 1)[:-1]
    else:
        values = np.asarray(name)
    left = (whole - length) // 2
    return tf.constant(np.pad(values, (left, whole - length - left)), dtype)


@operation
def stft(
    x: Any,
    sequence_length: int,
    sequence_stride: int,
    fft_length: int,
    window: Any = "hann",
    center: bool = True,
) -> Any:
    """Computes the frequencies of short pieces.

    Args:
        x: a tensor.
        sequence_length: the length of a piece.
        sequence_stride: how far their beginnings are apart.
        fft_length: the length of the transform.
        window: `"hann"`, `"hamming"`, a tensor or None.
        center: whether to pad, so that the pieces are centered.

    Returns:
        The real and the imaginary part.
    """
    x = floats(x)[0]
    if center:
        pads = [[0, 0]] * (len(x.shape) - 1) + [[fft_length // 2, fft_length // 2]]
        x = tf.pad(x, pads, mode="REFLECT")
    factor = _window(window, sequence_length, fft_length, x.dtype)
    pieces = tf.signal.frame(x, fft_length, sequence_stride)
    return _pair(tf.signal.rfft(pieces * factor, [fft_length]))


@operation
def istft(
    x: Any,
    sequence_length: int,
    sequence_stride: int,
    fft_length: int,
    length: int | None = None,
    window: Any = "hann",
    center: bool = True,
) -> Any:
    """Computes the values for frequencies of short pieces; see `stft`.

    Args:
        x: the real and the imaginary part.
        sequence_length: the length of a piece.
        sequence_stride: how far their beginnings are apart.
        fft_length: the length of the transform.
        length: the length of the result.
        window: `"hann"`, `"hamming"`, a tensor or None.
        center: whether `stft` padded.
    """
    pieces = tf.signal.irfft(_complex(x), [fft_length])
    factor = _window(window, sequence_length, fft_length, pieces.dtype)
    values = tf.signal.overlap_and_add(pieces * factor, sequence_stride)
    count = tf.shape(pieces)[-2]
    squares = tf.broadcast_to(tf.square(factor), [count, fft_length])
    weight = tf.signal.overlap_and_add(squares, sequence_stride)
    values = tf.where(weight > 1e-10, values / tf.maximum(weight, 1e-10), values)
    start = fft_length // 2 if center else 0
    if length is not None:
        return values[..., start : start + length]
    return values[..., start : -(fft_length // 2)] if center else values


@operation
def view_as_complex(x: Any) -> Any:
    """Makes complex numbers of the pairs along the last axis."""
    x = floats(x)[0]
    return tf.complex(x[..., 0], x[..., 1])


@operation
def view_as_real(x: Any) -> Any:
    """Makes pairs along a new last axis of complex numbers."""
    return tf.stack(_pair(tensor(x)), axis=-1)


@operation
def polar(abs_: Any, angle: Any) -> Any:
    """Makes complex numbers of lengths and angles."""
    size, turn = floats(abs_, angle)
    return tf.complex(size * tf.cos(turn), size * tf.sin(turn))
