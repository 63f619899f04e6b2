"""`tf.fftnd` and its like: the operations below `tf.signal`, with all their arguments."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import signal_fft


def fftnd(input: Any, fft_length: Any, axes: Any, name: str | None = None) -> Tensor:
    """The Fourier transform along some axes.

    Args:
        input: A complex tensor.
        fft_length: The length along each axis.
        axes: The axes.
        name: Name of the node in a graph.

    Returns:
        A tensor of the same dtype.

    Example:
        >>> import tensorbrook as tf
        >>> tf.fftnd(tf.constant([[1, 0]], tf.complex64), [1, 2], [0, 1]).numpy()
        array([[1.+0.j, 1.+0.j]], dtype=complex64)
    """
    return signal_fft.fftnd_op(input, fft_length, axes, name=name)  # type: ignore[no-any-return]


def ifftnd(input: Any, fft_length: Any, axes: Any, name: str | None = None) -> Tensor:
    """The inverse of `fftnd`, with the same arguments."""
    return signal_fft.ifftnd_op(input, fft_length, axes, name=name)  # type: ignore[no-any-return]


def rfftnd(
    input: Any,
    fft_length: Any,
    axes: Any,
    Tcomplex: Any = dtypes.complex64,
    name: str | None = None,
) -> Tensor:
    """The Fourier transform of real numbers along some axes, half of the last one.

    Args:
        input: A real tensor.
        fft_length: The length along each axis.
        axes: The axes.
        Tcomplex: The dtype of the result.
        name: Name of the node in a graph.

    Returns:
        A complex tensor.
    """
    return signal_fft.rfftnd_op(  # type: ignore[no-any-return]
        input, fft_length, axes, Tcomplex=Tcomplex, name=name
    )


def irfftnd(
    input: Any,
    fft_length: Any,
    axes: Any,
    Treal: Any = dtypes.float32,
    name: str | None = None,
) -> Tensor:
    """The inverse of `rfftnd`.

    Args:
        input: A complex tensor.
        fft_length: The length of the result along each axis.
        axes: The axes.
        Treal: The dtype of the result.
        name: Name of the node in a graph.

    Returns:
        A real tensor.
    """
    return signal_fft.irfftnd_op(  # type: ignore[no-any-return]
        input, fft_length, axes, Treal=Treal, name=name
    )
