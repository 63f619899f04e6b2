"""Sound: WAV files, spectrograms and their coefficients."""

from __future__ import annotations

import math
import struct
from typing import Any

import numpy as np

from tensorbrook._src.core import memory
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.rules import brackets

_SCALE = 1 << 15
_NO_STRINGS = unsupported("XLA has no strings")


def _chunks(data: bytes) -> dict[bytes, bytes]:
    """The chunks of a RIFF file by their names."""
    if len(data) < 12:
        raise ValueError("Data too short when trying to read string")
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise ValueError(
            f"Header mismatch: expected a RIFF file with WAVE, got {data[:4]!r} with "
            f"{data[8:12]!r}"
        )
    found: dict[bytes, bytes] = {}
    place = 12
    while place + 8 <= len(data):
        name, size = data[place : place + 4], *struct.unpack_from("<I", data, place + 4)
        body = data[place + 8 : place + 8 + size]
        if name != b"data" and len(body) < size:
            break
        found.setdefault(name, body)
        place += 8 + size + size % 2
    for name in (b"fmt ", b"data"):
        if name not in found:
            raise ValueError(
                f"Data too short when trying to read string: no chunk {name!r} in the WAV."
            )
    return found


def _samples(data: bytes) -> tuple[Any, int]:
    """Samples between -1 and 1 in rows of channels, and samples per second."""
    chunks = _chunks(data)
    kind, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", chunks[b"fmt "])
    if kind not in (1, 0xFFFE):
        raise ValueError(f"Bad audio format for WAV: Expected 1 (PCM), but got {kind}")
    if bits != 16:
        raise ValueError(f"Can only read 16-bit WAV files, but received {bits}")
    body = chunks[b"data"]
    width = 2 * channels
    numbers = np.frombuffer(body[: len(body) // width * width], "<i2")
    return numbers.reshape(-1, channels).astype(np.float32) / _SCALE, rate


def _decode(
    xp: Any, contents: Any, desired_channels: int, desired_samples: int
) -> tuple[Any, Any]:
    audio, rate = _samples(contents.item())
    channels = audio.shape[1] if desired_channels < 0 else desired_channels
    places = np.minimum(np.arange(channels), audio.shape[1] - 1)
    audio = audio[:, places]
    if desired_samples >= 0:
        missing = max(desired_samples - len(audio), 0)
        audio = np.pad(audio[:desired_samples], [(0, missing), (0, 0)])
    return np.ascontiguousarray(audio), np.array(rate, np.int32)


def _decoded_dims(c: ShapeContext) -> list[Dims]:
    dims = c.shape(0)
    if dims:
        raise c.fail(f"contents must be scalar, got shape {brackets(dims)}")
    sizes = c.attrs["desired_samples"], c.attrs["desired_channels"]
    return [tuple(None if size < 0 else size for size in sizes), ()]


decode_wav_op = Op(
    "DecodeWav",
    "contents: string -> audio: float, sample_rate: int32 | "
    "desired_channels: int = -1, desired_samples: int = -1",
    shape=_decoded_dims,
    reference=_decode,
    gradient=NOT_DIFFERENTIABLE,
    xla=_NO_STRINGS,
)


def _encode(xp: Any, audio: Any, sample_rate: Any) -> Any:
    rate, channels = int(sample_rate), audio.shape[1]
    if not 0 < rate < 1 << 32:
        raise ValueError(f"sample_rate must be in (0, 2^32), got: {rate}")
    if channels >= 1 << 15 or rate * 2 * channels >= 1 << 32:
        raise ValueError(
            f"A WAV file can't hold {channels} channels at {rate} samples a second: there "
            "would be 2^32 bytes a second or more."
        )
    scaled = audio.astype(np.float64) * _SCALE
    rounded = np.trunc(scaled + np.copysign(0.5, scaled))
    body = np.clip(rounded, -_SCALE, _SCALE - 1).astype("<i2").tobytes()
    layout = struct.pack(
        "<HHIIHH", 1, channels, rate, rate * 2 * channels, 2 * channels, 16
    )
    parts = b"WAVEfmt " + struct.pack("<I", len(layout)) + layout
    parts += b"data" + struct.pack("<I", len(body)) + body
    return np.array(b"RIFF" + struct.pack("<I", len(parts)) + parts, object)


def _encoded_dims(c: ShapeContext) -> Dims:
    dims = c.shape(0)
    if dims is not None and len(dims) != 2:
        raise c.fail(f"audio must be 2-dimensional, got shape {brackets(dims)}")
    return ()


encode_wav_op = Op(
    "EncodeWav",
    "audio: float, sample_rate: int32 -> contents: string",
    shape=_encoded_dims,
    reference=_encode,
    gradient=NOT_DIFFERENTIABLE,
    xla=_NO_STRINGS,
)


def _spectrogram(
    xp: Any, input: Any, window_size: int, stride: int, magnitude_squared: bool
) -> Any:
    size = 1 << (window_size - 1).bit_length()
    turns = 2 * math.pi * np.arange(window_size) / window_size
    window = (0.5 - 0.5 * np.cos(turns)).astype(np.float32)
    count = _piece_count(len(input), window_size, stride)
    places = stride * np.arange(count)[:, None] + np.arange(window_size)
    pieces = xp.swapaxes(input, 0, 1)[:, places] * window
    sizes = xp.abs(xp.fft.rfft(pieces, size)).astype(input.dtype)
    return sizes * sizes if magnitude_squared else sizes


def _piece_count(length: int, window: int, stride: int) -> int:
    return 0 if length < window else 1 + (length - window) // stride


def _spectrogram_dims(c: ShapeContext) -> Dims:
    dims, window = c.shape(0), c.attrs["window_size"]
    if window < 2:
        raise c.fail(f"window_size must be at least 2, got {window}")
    if c.attrs["stride"] < 1:
        raise c.fail(f"stride must be at least 1, got {c.attrs['stride']}")
    memory.check((window,), 32, c.op.name)  # the window itself, in double precision
    if dims is None:
        return (None, None, None)
    if len(dims) != 2:
        raise c.fail(f"input must be 2-dimensional, got shape {brackets(dims)}")
    bins = 1 + (1 << (window - 1).bit_length()) // 2
    length = dims[0]
    count = None if length is None else _piece_count(length, window, c.attrs["stride"])
    return (dims[1], count, bins)


audio_spectrogram_op = Op(
    "AudioSpectrogram",
    "input: float -> spectrogram: float | window_size: int, stride: int, "
    "magnitude_squared: bool = False",
    shape=_spectrogram_dims,
    reference=_spectrogram,
    gradient=NOT_DIFFERENTIABLE,
)


def _bands(
    bins: int, rate: int, channels: int, lower: float, upper: float
) -> np.ndarray[Any, Any]:
    """The matrix from a spectrum to triangular bands on the mel scale."""

    def mel(hertz: Any) -> Any:
        return 1127.0 * np.log1p(np.asarray(hertz) / 700.0)

    width = 0.5 * rate / (bins - 1)
    low, high = mel(lower), mel(upper)
    centers = low + (high - low) / (channels + 1) * np.arange(1, channels + 2)
    first, last = int(1.5 + lower / width), int(upper / width)
    matrix = np.zeros((bins, channels))
    for place in range(first, min(last, bins - 1) + 1):
        here = mel(place * width)
        band = int(np.searchsorted(centers, here, side="left")) - 1
        before = low if band < 0 else centers[band]
        weight = (centers[band + 1] - here) / (centers[band + 1] - before)
        if band >= 0:
            matrix[place, band] += weight
        if band + 1 < channels:
            matrix[place, band + 1] += 1 - weight
    return matrix


def _coefficients(
    xp: Any,
    spectrogram: Any,
    sample_rate: Any,
    upper_frequency_limit: float,
    lower_frequency_limit: float,
    filterbank_channel_count: int,
    dct_coefficient_count: int,
) -> Any:
    channels = filterbank_channel_count
    bands = _bands(
        spectrogram.shape[-1],
        int(np.asarray(sample_rate)),
        channels,
        lower_frequency_limit,
        upper_frequency_limit,
    )
    energies = xp.sqrt(spectrogram.astype(np.float64)) @ bands
    logarithms = xp.log(xp.maximum(energies, 1e-12))
    places = np.arange(channels) + 0.5
    orders = np.arange(dct_coefficient_count)
    cosines = np.cos(np.outer(places, orders) * math.pi / channels)
    return (logarithms @ cosines * math.sqrt(2.0 / channels)).astype(spectrogram.dtype)


def _coefficient_dims(c: ShapeContext) -> Dims:
    dims = c.shape(0)
    count: int = c.attrs["dct_coefficient_count"]
    if dims is None:
        return (None, None, count)
    if len(dims) != 3:
        raise c.fail(f"spectrogram must be 3-dimensional, got shape {brackets(dims)}")
    return (*dims[:2], count)


mfcc_op = Op(
    "Mfcc",
    "spectrogram: float, sample_rate: int32 -> output: float | "
    "upper_frequency_limit: float = 4000.0, lower_frequency_limit: float = 20.0, "
    "filterbank_channel_count: int = 40, dct_coefficient_count: int = 13",
    shape=_coefficient_dims,
    reference=_coefficients,
    gradient=NOT_DIFFERENTIABLE,
)


def decode_wav(
    contents: Any,
    desired_channels: int = -1,
    desired_samples: int = -1,
    name: str | None = None,
) -> Any:
    """Reads the sound of a WAV file with 16 bits per sample.

    Args:
        contents: The bytes of the file, a scalar string.
        desired_channels: The number of channels: further ones repeat the last.
        desired_samples: The number of samples; missing ones are zero.
        name: Name of the node in a graph.

    Returns:
        A named tuple: samples between -1 and 1 of shape (samples, channels), and the
        number of samples per second.

    Raises:
        tf.errors.InvalidArgumentError: It is not such a file.

    Example:
        >>> import tensorbrook as tf
        >>> file = tf.audio.encode_wav([[0.5], [-0.5]], 8000)
        >>> tf.audio.decode_wav(file).audio.numpy().tolist()
        [[0.5], [-0.5]]
    """
    return decode_wav_op(
        contents,
        desired_channels=desired_channels,
        desired_samples=desired_samples,
        name=name,
    )


def encode_wav(audio: Any, sample_rate: Any, name: str | None = None) -> Tensor:
    """Writes sound as a WAV file with 16 bits per sample.

    Args:
        audio: Samples between -1 and 1 of shape (samples, channels).
        sample_rate: Samples per second.
        name: Name of the node in a graph.

    Returns:
        The bytes of the file, a scalar string.

    Raises:
        tf.errors.InvalidArgumentError: The shape or the rate is wrong.

    Example:
        >>> import tensorbrook as tf
        >>> tf.audio.encode_wav([[0.0]], 8000).numpy()[:4]
        b'RIFF'
    """
    return encode_wav_op(audio, sample_rate, name=name)  # type: ignore[no-any-return]
