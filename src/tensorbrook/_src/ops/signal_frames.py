"""Pieces of signals that overlap, and their spectra."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import (
    array_creation,
    binary,
    cast,
    gather,
    pad,
    segment,
    signal_fft,
)
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops.constant import convert_to_tensor, identity
from tensorbrook._src.ops.ragged.row_partition import static_number
from tensorbrook._src.ops.signal_windows import hann_window

Window = Callable[..., Any]


def _number(value: Any) -> Any:
    """An integer as a Python number where it is known, else as a tensor."""
    known = static_number(value)
    return cast.cast(value, dtypes.int32) if known is None else known


def _places(count: Any, step: Any, length: Any) -> Any:
    """For each of `count` pieces the places of its elements."""
    starts = array_creation.range(count) * step
    return starts[:, None] + array_creation.range(length)[None, :]


def frame(
    signal: Any,
    frame_length: Any,
    frame_step: Any,
    pad_end: bool = False,
    pad_value: Any = 0,
    axis: int = -1,
    name: str | None = None,
) -> Tensor:
    """Cuts an axis into pieces that may overlap.

    Args:
        signal: A tensor of rank 1 or more.
        frame_length: The length of each piece.
        frame_step: The distance of their beginnings.
        pad_end: Whether to fill up the last pieces, so that nothing is left out.
        pad_value: What they are filled up with.
        axis: The axis.
        name: Name of the node in a graph.

    Returns:
        A tensor with two axes in the place of one: the pieces and their elements.

    Raises:
        ValueError: There is no such axis.

    Example:
        >>> import tensorbrook as tf
        >>> tf.signal.frame([1, 2, 3, 4, 5], 3, 2).numpy()
        array([[1, 2, 3],
               [3, 4, 5]], dtype=int32)
    """
    value: Any = convert_to_tensor(signal)
    place = _axis(value, axis)
    length, step = _number(frame_length), _number(frame_step)
    if isinstance(step, int) and step <= 0:
        raise errors.InvalidArgumentError(
            None, None, f"tf.signal.frame: frame_step must be positive, got {step}."
        )
    size = None if value._dims is None else value._dims[place]
    size = shapes.shape(value)[place] if size is None else size
    if pad_end:
        count = -(-size // step)
        missing = _at_least_zero(length + step * (count - 1) - size)
        if value._dims is None:
            raise NotImplementedError(
                "tf.signal.frame: `pad_end` needs a signal whose rank is known."
            )
        paddings: list[Any] = [[0, 0] for _ in value._dims]
        paddings[place] = [0, missing]
        fill: Any = convert_to_tensor(pad_value, dtype=value.dtype)
        value = pad.pad(value, paddings, constant_values=fill)
    else:
        count = _at_least_zero(1 + (size - length) // step)
    places = _places(count, step, length)
    if place == 0:  # so that the gradient is a tensor, and not a set of rows
        value = shapes.reshape(value, shapes.shape(value))
    return gather.gather(value, places, axis=place, name=name)


def _axis(value: Any, axis: Any) -> int:
    """The axis as a number, from 0 on where the rank is known."""
    place = static_number(axis)
    if value._dims is None and place is not None and place < 0:
        return place
    rank = 0 if value._dims is None else len(value._dims)
    if place is None or not -rank <= place < rank:
        raise ValueError(
            f"tf.signal.frame: axis={axis} is out of range for rank {rank}."
        )
    return place % rank


def _at_least_zero(number: Any) -> Any:
    return max(number, 0) if isinstance(number, int) else binary.maximum(number, 0)


def overlap_and_add(signal: Any, frame_step: Any, name: str | None = None) -> Tensor:
    """Adds up pieces that overlap: the reverse of `frame`.

    Args:
        signal: A tensor of shape (..., pieces, length).
        frame_step: The distance of their beginnings.
        name: Name of the node in a graph.

    Returns:
        A tensor of shape (..., (pieces - 1) * frame_step + length).

    Raises:
        ValueError: The rank is less than 2, or `frame_step` is not an integer.

    Example:
        >>> import tensorbrook as tf
        >>> tf.signal.overlap_and_add([[1, 1], [1, 1]], 1).numpy()
        array([1, 2, 1], dtype=int32)
    """
    value: Any = convert_to_tensor(signal)
    if value._dims is not None and len(value._dims) < 2:
        raise ValueError(
            f"tf.signal.overlap_and_add: the rank must be 2 or more, got {value.shape}."
        )
    steps: Any = convert_to_tensor(frame_step)
    if not steps.dtype.is_integer:
        raise ValueError(f"frame_step must be an integer. Got {steps.dtype.name}")
    step = _number(steps)
    sizes = shapes.shape(value)
    dims = (None, None) if value._dims is None else value._dims
    count: Any = sizes[-2] if dims[-2] is None else dims[-2]
    length: Any = sizes[-1] if dims[-1] is None else dims[-1]
    total = (count - 1) * step + length
    places = shapes.reshape(_places(count, step, length), [-1])
    heads = sizes[:-2]
    flat = shapes.reshape(value, shapes.stack([-1, count * length]))
    columns = segment.unsorted_segment_sum(shapes.transpose(flat), places, total)
    found = shapes.transpose(columns)
    static = dims[:-2]
    if value._dims is not None and None not in static and isinstance(total, int):
        return shapes.reshape(found, [*static, total], name=name)
    whole = shapes.concat([heads, shapes.reshape(total, [1])], 0)
    return shapes.reshape(found, whole, name=name)


def _power_of_two(length: Any) -> Any:
    """The least power of two that is not smaller."""
    if isinstance(length, int):
        return 1 << max(length - 1, 0).bit_length()
    from tensorbrook._src.ops import unary

    number = cast.cast(length, dtypes.float64)
    exponent = unary.ceil(unary.log(number) / 0.6931471805599453 - 1e-9)
    return cast.cast(
        binary.pow(convert_to_tensor(2.0, dtypes.float64), exponent), dtypes.int32
    )


def stft(
    signals: Any,
    frame_length: Any,
    frame_step: Any,
    fft_length: Any = None,
    window_fn: Window | None = hann_window,
    pad_end: bool = False,
    name: str | None = None,
) -> Tensor:
    """The short-time Fourier transform: the spectra of pieces of a signal.

    Args:
        signals: A tensor of real numbers; the last axis is time.
        frame_length: The length of each piece.
        frame_step: The distance of their beginnings.
        fft_length: The length to which pieces are filled up; by default a power of two.
        window_fn: Makes the window by which pieces are multiplied, from a length and
            `dtype`; None for none.
        pad_end: Whether to fill up the last pieces.
        name: Name of the node in a graph.

    Returns:
        A complex tensor of shape (..., pieces, fft_length // 2 + 1).

    Example:
        >>> import tensorbrook as tf
        >>> tf.signal.stft(tf.zeros([16]), frame_length=8, frame_step=4).shape
        TensorShape([3, 5])
    """
    value: Any = convert_to_tensor(signals)
    length = _number(frame_length)
    size = _power_of_two(length) if fft_length is None else _number(fft_length)
    pieces = frame(value, length, frame_step, pad_end=pad_end)
    if window_fn is not None:
        pieces = pieces * window_fn(length, dtype=pieces.dtype)
    return signal_fft.rfft(pieces, shapes.stack([size]), name=name)


def inverse_stft(
    stfts: Any,
    frame_length: Any,
    frame_step: Any,
    fft_length: Any = None,
    window_fn: Window | None = hann_window,
    name: str | None = None,
) -> Tensor:
    """The signal that has given short-time spectra; the reverse of `stft`.

    Args:
        stfts: A complex tensor of shape (..., pieces, fft_length // 2 + 1).
        frame_length: The length of each piece.
        frame_step: The distance of their beginnings.
        fft_length: The length of the transforms; by default a power of two.
        window_fn: Makes the window by which pieces are multiplied; to get the signal back
            see `inverse_stft_window_fn`.
        name: Name of the node in a graph.

    Returns:
        A tensor of real numbers.

    Example:
        >>> import tensorbrook as tf
        >>> spectra = tf.zeros([3, 5], tf.complex64)
        >>> tf.signal.inverse_stft(spectra, frame_length=8, frame_step=4).shape
        TensorShape([16])
    """
    value: Any = convert_to_tensor(stfts)
    length = _number(frame_length)
    size = _power_of_two(length) if fft_length is None else _number(fft_length)
    pieces: Any = signal_fft.irfft(value, shapes.stack([size]))
    pieces = pieces[..., :length]
    missing = _at_least_zero(length - size)
    if not isinstance(missing, int) or missing:
        heads = shapes.shape(pieces)[:-1]
        tail = shapes.concat([heads, shapes.reshape(missing, [1])], 0)
        zeros = array_creation.zeros(tail, pieces.dtype)
        pieces = shapes.concat([pieces, zeros], -1)
    if window_fn is not None:
        pieces = pieces * window_fn(length, dtype=pieces.dtype)
    return overlap_and_add(pieces, frame_step, name=name)


def inverse_stft_window_fn(
    frame_step: Any, forward_window_fn: Window = hann_window, name: str | None = None
) -> Window:
    """The window for `inverse_stft` that undoes the window of `stft`.

    Args:
        frame_step: The distance of the pieces.
        forward_window_fn: The window of `stft`.
        name: Accepted for compatibility.

    Returns:
        A function of a length and `dtype`.

    Example:
        >>> import tensorbrook as tf
        >>> window = tf.signal.inverse_stft_window_fn(2)
        >>> window(4, dtype=tf.float32).numpy().round(2)
        array([0., 1., 1., 1.], dtype=float32)
    """

    def inverse_window(frame_length: Any, dtype: Any) -> Any:
        length, step = _number(frame_length), _number(frame_step)
        window = forward_window_fn(length, dtype=dtype)
        overlaps = -(-length // step)
        missing = overlaps * step - length
        squares = pad.pad(window * window, [[0, missing]])
        columns = shapes.reshape(squares, shapes.stack([overlaps, step]))
        from tensorbrook._src.ops import reduce

        totals = reduce.reduce_sum(columns, 0, keepdims=True)
        every = shapes.reshape(shapes.tile(totals, shapes.stack([overlaps, 1])), [-1])
        return identity(window / every[:length])

    return inverse_window
