"""Windows: weights that let a piece of a signal fade in and out."""

from __future__ import annotations

import math
from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import array_creation, cast, unary
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops.constant import convert_to_tensor, identity


def _length(window_length: Any, dtype: Any) -> tuple[Any, dtypes.DType]:
    kind = dtypes.as_dtype(dtype)
    if not kind.is_floating:
        raise ValueError(f"dtype must be a floating point type. Found {kind.name}")
    length: Any = convert_to_tensor(window_length, dtype_hint=dtypes.int32)
    if length._dims not in ((), None):
        raise ValueError(f"window_length must be a scalar, got shape {length.shape}.")
    return length, kind


def _raised_cosine(
    window_length: Any, periodic: Any, dtype: Any, name: str | None, a: float, b: float
) -> Tensor:
    length, kind = _length(window_length, dtype)
    known = length._static_value()
    if known is not None and int(known) == 1:
        return array_creation.ones([1], kind)
    even = 1 - length % 2
    whole = cast.cast(convert_to_tensor(periodic, dtypes.bool), length.dtype)
    steps = cast.cast(length + whole * even - 1, kind)
    places = cast.cast(array_creation.range(length), kind)
    turns = convert_to_tensor(2 * math.pi, kind) * places / steps
    return identity(a - b * _cos(turns), name)


def _cos(x: Any) -> Any:
    from tensorbrook._src.ops import trigonometric

    return trigonometric.cos(x)


def _sin(x: Any) -> Any:
    from tensorbrook._src.ops import trigonometric

    return trigonometric.sin(x)


def hann_window(
    window_length: Any,
    periodic: bool = True,
    dtype: Any = dtypes.float32,
    name: str | None = None,
) -> Tensor:
    """The Hann window: one hump of a cosine.

    Args:
        window_length: The number of weights.
        periodic: Whether the window continues itself when repeated.
        dtype: A floating dtype.
        name: Name of the node in a graph.

    Returns:
        A vector of weights.

    Raises:
        ValueError: The dtype is not floating.

    Example:
        >>> import tensorbrook as tf
        >>> tf.signal.hann_window(4).numpy()
        array([0. , 0.5, 1. , 0.5], dtype=float32)
    """
    return _raised_cosine(window_length, periodic, dtype, name, 0.5, 0.5)


def hamming_window(
    window_length: Any,
    periodic: bool = True,
    dtype: Any = dtypes.float32,
    name: str | None = None,
) -> Tensor:
    """The Hamming window: a cosine that does not quite reach zero.

    Args:
        window_length: The number of weights.
        periodic: Whether the window continues itself when repeated.
        dtype: A floating dtype.
        name: Name of the node in a graph.

    Returns:
        A vector of weights.

    Raises:
        ValueError: The dtype is not floating.

    Example:
        >>> import tensorbrook as tf
        >>> tf.signal.hamming_window(2).numpy().round(2)
        array([0.08, 1.  ], dtype=float32)
    """
    return _raised_cosine(window_length, periodic, dtype, name, 0.54, 0.46)


def kaiser_window(
    window_length: Any,
    beta: float = 12.0,
    dtype: Any = dtypes.float32,
    name: str | None = None,
) -> Tensor:
    """The Kaiser window, made of a Bessel function.

    Args:
        window_length: The number of weights.
        beta: How narrow the window is.
        dtype: A floating dtype.
        name: Name of the node in a graph.

    Returns:
        A vector of weights.

    Raises:
        ValueError: The dtype is not floating.

    Example:
        >>> import tensorbrook as tf
        >>> tf.signal.kaiser_window(3, beta=0.0).numpy()
        array([1., 1., 1.], dtype=float32)
    """
    from tensorbrook._src.ops import bessel, binary

    length, kind = _length(window_length, dtype)
    known = length._static_value()
    if known is not None and int(known) == 1:
        return array_creation.ones([1], kind)
    half = cast.cast(length - 1, kind) / 2
    places = cast.cast(array_creation.range(length), kind) - half
    sharpness: Any = convert_to_tensor(beta, kind)
    inside = binary.maximum(1 - unary.square(places / half), 0)
    away = sharpness * unary.sqrt(inside)
    weights = unary.exp(away - sharpness) * bessel.bessel_i0e(away)
    return identity(weights / bessel.bessel_i0e(sharpness), name)


def kaiser_bessel_derived_window(
    window_length: Any,
    beta: float = 12.0,
    dtype: Any = dtypes.float32,
    name: str | None = None,
) -> Tensor:
    """The window whose squares are running sums of a Kaiser window.

    Args:
        window_length: The number of weights, even.
        beta: How narrow the Kaiser window is.
        dtype: A floating dtype.
        name: Name of the node in a graph.

    Returns:
        A vector of weights.

    Raises:
        ValueError: The dtype is not floating.

    Example:
        >>> import tensorbrook as tf
        >>> tf.signal.kaiser_bessel_derived_window(2).numpy().round(4)
        array([0.7071, 0.7071], dtype=float32)
    """
    from tensorbrook._src.ops import cumulative, rearrange

    length, kind = _length(window_length, dtype)
    half = length // 2
    weights = kaiser_window(half + 1, beta, kind)
    sums = cumulative.cumsum(weights)
    rising = unary.sqrt(sums[:-1] / sums[-1])
    return shapes.concat([rising, rearrange.reverse(rising, [0])], 0, name=name)


def vorbis_window(
    window_length: Any, dtype: Any = dtypes.float32, name: str | None = None
) -> Tensor:
    """The window of the Vorbis codec: a sine of a squared sine.

    Args:
        window_length: The number of weights.
        dtype: A floating dtype.
        name: Name of the node in a graph.

    Returns:
        A vector of weights.

    Raises:
        ValueError: The dtype is not floating.

    Example:
        >>> import tensorbrook as tf
        >>> tf.signal.vorbis_window(2).numpy().round(4)
        array([0.7071, 0.7071], dtype=float32)
    """
    length, kind = _length(window_length, dtype)
    places = cast.cast(array_creation.range(length), kind)
    angle = math.pi * (places + 0.5) / cast.cast(length, kind)
    return identity(_sin(math.pi / 2 * unary.square(_sin(angle))), name)
