"""Fourier transforms along any axes, and shifts of their results."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import Op
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import signal_fft
from tensorbrook._src.ops.constant import convert_to_tensor

_COMPLEX_OF = {dtypes.float32: dtypes.complex64, dtypes.float64: dtypes.complex128}
_REAL_OF = {kind: real for real, kind in _COMPLEX_OF.items()}


def _places(value: Any, axes: Any, lengths: Any) -> list[int]:
    """The axes as numbers: all of them, or the last ones, where none are given."""
    rank = len(value._dims)
    if axes is None:
        count = rank if lengths is None else len(np.ravel(lengths))
        return list(range(rank - count, rank))
    return [int(axis) % rank for axis in np.ravel(np.asarray(axes))]


def _lengths(
    value: Any, places: list[int], given: Any, half: bool = False
) -> list[int]:
    found = [] if given is None else [int(n) for n in np.ravel(np.asarray(given))]
    if given is not None:
        if len(found) != len(places):
            raise ValueError(
                f"tf.signal: `fft_length` has {len(found)} numbers for {len(places)} axes."
            )
        return found
    dims = [value._dims[place] for place in places]
    if None in dims:
        raise ValueError("tf.signal: `fft_length` is needed where shapes aren't known.")
    return [*dims[:-1], max(0, 2 * (dims[-1] - 1))] if half else dims


def _scaled(result: Any, norm: str | None, size: int, forward: bool) -> Any:
    if norm in (None, "backward"):
        return result
    if norm not in ("forward", "ortho"):
        raise ValueError(
            f"tf.signal: `norm` must be 'backward', 'ortho' or 'forward', got {norm!r}."
        )
    power = 1.0 if norm == "forward" else 0.5
    factor = float(size) ** (-power if forward else power)
    kind = complex(factor) if result.dtype.is_complex else factor
    return result * convert_to_tensor(kind, dtype=result.dtype)


def _run(
    op: Op, value: Any, fft_length: Any, axes: Any, norm: Any, name: Any, **attrs: Any
) -> Any:
    inverse = op.name.startswith("I")
    places = _places(value, axes, fft_length)
    lengths = _lengths(value, places, fft_length, half=op.name == "IRFFTND")
    found = op(value, lengths, places, name=name, **attrs)
    return _scaled(found, norm, int(np.prod(lengths)), not inverse)


def fftnd(
    input_tensor: Any,
    fft_length: Any = None,
    axes: Any = None,
    norm: str | None = None,
    name: str | None = None,
) -> Tensor:
    """The Fourier transform along several axes.

    Args:
        input_tensor: A complex tensor.
        fft_length: The lengths to which these axes are cut or filled up with zeros.
        axes: The axes; by default all.
        norm: Which direction is divided by the number of elements: "backward" (the
            default), "forward", or "ortho" for half of it in each.
        name: Name of the node in a graph.

    Returns:
        A tensor of the same dtype.

    Raises:
        ValueError: `fft_length` does not fit the axes.

    Example:
        >>> import tensorbrook as tf
        >>> tf.signal.fftnd(tf.constant([[1, 0]], tf.complex64)).numpy()
        array([[1.+0.j, 1.+0.j]], dtype=complex64)
    """
    value: Any = convert_to_tensor(input_tensor)
    return _run(signal_fft.fftnd_op, value, fft_length, axes, norm, name)  # type: ignore[no-any-return]


def ifftnd(
    input_tensor: Any,
    fft_length: Any = None,
    axes: Any = None,
    norm: str | None = None,
    name: str | None = None,
) -> Tensor:
    """The inverse of `fftnd`, with the same arguments.

    Example:
        >>> import tensorbrook as tf
        >>> tf.signal.ifftnd(tf.constant([[1, 1]], tf.complex64)).numpy()
        array([[1.+0.j, 0.+0.j]], dtype=complex64)
    """
    value: Any = convert_to_tensor(input_tensor)
    return _run(signal_fft.ifftnd_op, value, fft_length, axes, norm, name)  # type: ignore[no-any-return]


def rfftnd(
    input_tensor: Any,
    fft_length: Any = None,
    axes: Any = None,
    norm: str | None = None,
    name: str | None = None,
) -> Tensor:
    """The Fourier transform of real numbers along several axes; see `fftnd` and `rfft`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.signal.rfftnd([[1.0, 0.0]]).numpy()
        array([[1.+0.j, 1.+0.j]], dtype=complex64)
    """
    value: Any = convert_to_tensor(input_tensor)
    kind = _COMPLEX_OF.get(value.dtype, dtypes.complex64)
    return _run(  # type: ignore[no-any-return]
        signal_fft.rfftnd_op, value, fft_length, axes, norm, name, Tcomplex=kind
    )


def irfftnd(
    input_tensor: Any,
    fft_length: Any = None,
    axes: Any = None,
    norm: str | None = None,
    name: str | None = None,
) -> Tensor:
    """The inverse of `rfftnd`, with the same arguments.

    Example:
        >>> import tensorbrook as tf
        >>> tf.signal.irfftnd(tf.constant([[1, 1]], tf.complex64)).numpy()
        array([[1., 0.]], dtype=float32)
    """
    value: Any = convert_to_tensor(input_tensor)
    kind = _REAL_OF.get(value.dtype, dtypes.float32)
    return _run(  # type: ignore[no-any-return]
        signal_fft.irfftnd_op, value, fft_length, axes, norm, name, Treal=kind
    )


def _shifted(x: Any, axes: Any, sign: int, name: str | None) -> Any:
    from tensorbrook._src.ops import rearrange, shape

    value: Any = convert_to_tensor(x)
    if axes is None:
        places = list(range(len(value._dims)))
    else:
        places = [int(axis) for axis in np.ravel(np.asarray(axes))]
    known = [value._dims[place] for place in places]
    sizes = shape.shape(value)
    shifts: list[Any] = []
    for place, size in zip(places, known, strict=True):
        length = sizes[place] if size is None else size
        shifts.append(length // 2 if sign > 0 else -(length // 2))
    amounts = shape.stack(shifts) if None in known else shifts
    return rearrange.roll(value, amounts, places, name=name)


def fftshift(x: Any, axes: Any = None, name: str | None = None) -> Tensor:
    """Moves the frequency zero to the middle.

    Args:
        x: A tensor.
        axes: The axes; by default all.
        name: Name of the node in a graph.

    Returns:
        A tensor of the same shape.

    Example:
        >>> import tensorbrook as tf
        >>> tf.signal.fftshift([0, 1, 2, -2, -1]).numpy()
        array([-2, -1,  0,  1,  2], dtype=int32)
    """
    return _shifted(x, axes, 1, name)  # type: ignore[no-any-return]


def ifftshift(x: Any, axes: Any = None, name: str | None = None) -> Tensor:
    """Moves the frequency zero from the middle back to the front.

    Args:
        x: A tensor.
        axes: The axes; by default all.
        name: Name of the node in a graph.

    Returns:
        A tensor of the same shape.

    Example:
        >>> import tensorbrook as tf
        >>> tf.signal.ifftshift([-2, -1, 0, 1, 2]).numpy()
        array([ 0,  1,  2, -2, -1], dtype=int32)
    """
    return _shifted(x, axes, -1, name)  # type: ignore[no-any-return]
