"""The mel scale: frequencies as the ear hears them."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import (
    binary,
    cast,
    pad,
    rearrange,
    signal_dct,
    signal_frames,
    unary,
)
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops.constant import convert_to_tensor, identity

_BREAK_HERTZ = 700.0
_HIGH_Q = 1127.0


def _mel(hertz: Any) -> Any:
    return _HIGH_Q * unary.log(1.0 + hertz / _BREAK_HERTZ)


def _checked(
    num_mel_bins: Any, sample_rate: Any, lower: float, upper: float, dtype: Any
) -> dtypes.DType:
    kind = dtypes.as_dtype(dtype)
    if not kind.is_floating:
        raise ValueError(f"dtype must be a floating point type. Got: {kind.name}")
    if num_mel_bins <= 0:
        raise ValueError(f"num_mel_bins must be positive. Got: {num_mel_bins}")
    if lower < 0.0:
        raise ValueError(f"lower_edge_hertz must be non-negative. Got: {lower}")
    if lower >= upper:
        raise ValueError(
            f"lower_edge_hertz {lower} >= upper_edge_hertz {upper}: the lower edge must "
            "be less than the upper one."
        )
    known = None if hasattr(sample_rate, "dtype") else float(sample_rate)
    if known is not None and known <= 0.0:
        raise ValueError(f"sample_rate must be positive. Got: {sample_rate}")
    if known is not None and upper > known / 2:
        raise ValueError(
            "upper_edge_hertz must not be larger than the Nyquist frequency "
            f"(sample_rate / 2). Got {upper} for sample_rate: {sample_rate}"
        )
    return kind


def linear_to_mel_weight_matrix(
    num_mel_bins: int = 20,
    num_spectrogram_bins: Any = 129,
    sample_rate: Any = 8000,
    lower_edge_hertz: float = 125.0,
    upper_edge_hertz: float = 3800.0,
    dtype: Any = dtypes.float32,
    name: str | None = None,
) -> Tensor:
    """The matrix that turns a spectrum into one on the mel scale.

    Args:
        num_mel_bins: The number of bands on the mel scale.
        num_spectrogram_bins: The number of frequencies of the spectrum.
        sample_rate: Samples per second.
        lower_edge_hertz: The lowest frequency.
        upper_edge_hertz: The highest frequency.
        dtype: A floating dtype.
        name: Name of the node in a graph.

    Returns:
        A matrix of shape (num_spectrogram_bins, num_mel_bins): multiply spectra with it.

    Raises:
        ValueError: The frequencies are out of order or out of range.

    Example:
        >>> import tensorbrook as tf
        >>> tf.signal.linear_to_mel_weight_matrix(8, 65).shape
        TensorShape([65, 8])
    """
    kind = _checked(
        num_mel_bins, sample_rate, lower_edge_hertz, upper_edge_hertz, dtype
    )
    rate = cast.cast(convert_to_tensor(sample_rate), kind)
    zero: Any = convert_to_tensor(0.0, kind)
    hertz = rearrange.linspace(zero, rate / 2, num_spectrogram_bins)[1:]
    mels = _mel(hertz)[:, None]
    low, high = (
        _mel(convert_to_tensor(edge, kind))
        for edge in (lower_edge_hertz, upper_edge_hertz)
    )
    edges = signal_frames.frame(rearrange.linspace(low, high, num_mel_bins + 2), 3, 1)
    lower, center, upper = (edges[None, :, i] for i in range(3))
    rising = (mels - lower) / (center - lower)
    falling = (upper - mels) / (upper - center)
    weights = binary.maximum(zero, binary.minimum(rising, falling))
    return identity(pad.pad(weights, [[1, 0], [0, 0]]), name)


def mfccs_from_log_mel_spectrograms(
    log_mel_spectrograms: Any, name: str | None = None
) -> Tensor:
    """The mel-frequency cepstral coefficients of logarithmic mel spectra.

    Args:
        log_mel_spectrograms: A tensor of floats; the last axis holds mel bands.
        name: Name of the node in a graph.

    Returns:
        A tensor of the same shape.

    Raises:
        ValueError: There are no bands.

    Example:
        >>> import tensorbrook as tf
        >>> tf.signal.mfccs_from_log_mel_spectrograms([[1.0, 1.0]]).numpy()
        array([[2., 0.]], dtype=float32)
    """
    value: Any = convert_to_tensor(log_mel_spectrograms)
    bands = value._dims[-1] if value._dims else None
    if bands == 0 or value._dims == ():
        raise ValueError(f"num_mel_bins must be positive. Got: {value.shape}")
    if bands is None:
        bands = shapes.shape(value)[-1]
    scale = unary.rsqrt(2.0 * cast.cast(bands, value.dtype))
    return identity(signal_dct.dct(value, type=2) * scale, name)
