"""PNG files: the encoder, byte for byte as libpng writes them, and a 16-bit decoder."""

from __future__ import annotations

import struct
import zlib
from typing import Any

import numpy as np

from tensorbrook._src.ops.sparse_kernels import invalid

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_COLOURS = {1: 0, 2: 4, 3: 2, 4: 6}  # the code of a number of channels
_CHANNELS = {code: channels for channels, code in _COLOURS.items()}
_CHUNK = 8192  # libpng's buffer for compressed data
_SMALL = 16384  # up to this size libpng announces a smaller window


def encoded(image: Any, compression: int) -> bytes:
    """The bytes of a PNG file.

    Args:
        image: An array (height, width, channels) of uint8 or uint16.
        compression: The level of compression, 0 to 9, or -1.
    """
    height, width, channels = image.shape
    depth = image.dtype.itemsize
    rows = image.astype(f">u{depth}").reshape(height, -1)
    raw = np.frombuffer(rows.tobytes(), np.uint8).reshape(height, -1)
    data = _filtered(raw, channels * depth, width)
    packed = _compressed(data, compression)
    header = struct.pack(
        ">IIBBBBB", width, height, 8 * depth, _COLOURS[channels], 0, 0, 0
    )
    parts = [packed[i : i + _CHUNK] for i in range(0, len(packed), _CHUNK)]
    chunks = [(b"IHDR", header), *((b"IDAT", part) for part in parts), (b"IEND", b"")]
    return SIGNATURE + b"".join(_chunk(name, body) for name, body in chunks)


def _chunk(name: bytes, body: bytes) -> bytes:
    check = zlib.crc32(name + body)
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", check)


def _compressed(data: bytes, level: int) -> bytes:
    window = 15
    if len(data) <= _SMALL:
        while window > 9 and len(data) + 262 <= 1 << (window - 1):
            window -= 1
    packer = zlib.compressobj(level, zlib.DEFLATED, window, 8, zlib.Z_FILTERED)
    packed = packer.compress(data) + packer.flush()
    if len(data) > _SMALL:
        return packed
    bits = max(8, (len(data) - 1).bit_length())
    first = (bits - 8) << 4 | 8
    second = packed[1] & 0xE0
    second += 31 - (first << 8 | second) % 31
    return bytes([first, second]) + packed[2:]


def _filtered(raw: Any, pixel: int, width: int) -> bytes:
    """Each row by the filter that gives the smallest numbers, after its code."""
    left = np.zeros_like(raw)
    left[:, pixel:] = raw[:, :-pixel] if pixel < raw.shape[1] else 0
    up = np.zeros_like(raw)
    up[1:] = raw[:-1]
    corner = np.zeros_like(raw)
    corner[:, pixel:] = up[:, :-pixel] if pixel < raw.shape[1] else 0
    wide = [part.astype(np.int16) for part in (left, up, corner)]
    guesses = [
        np.zeros_like(raw),
        left,
        up,
        ((wide[0] + wide[1]) >> 1).astype(np.uint8),
        _paeth(*wide),
    ]
    candidates = np.stack([raw - guess for guess in guesses])
    signed = candidates.astype(np.int64)
    costs = np.where(signed < 128, signed, 256 - signed).sum(axis=2)
    if len(raw) == 1:
        costs[2:] = costs.max() + 1
    if width == 1:
        costs[[1, 3, 4]] = costs.max() + 1
    best = costs.argmin(axis=0)
    chosen = candidates[best, np.arange(len(raw))]
    return np.concatenate([best[:, None].astype(np.uint8), chosen], axis=1).tobytes()


def _paeth(left: Any, up: Any, corner: Any) -> Any:
    """Of the three neighbours the one that is closest to left + up - corner."""
    by_left, by_up = np.abs(up - corner), np.abs(left - corner)
    by_corner = np.abs(left + up - 2 * corner)
    found = np.where(by_up <= by_corner, up, corner)
    return np.where((by_left <= by_up) & (by_left <= by_corner), left, found).astype(
        np.uint8
    )


def header_of(data: bytes) -> tuple[int, int, int, int, int]:
    """Width, height, bits, colour code and interlacing of a PNG file.

    Raises:
        InvalidArgumentError: The file ends too soon.
    """
    if len(data) < 33 or data[12:16] != b"IHDR":
        raise invalid("Invalid PNG header, data size " + str(len(data)))
    width, height, bits, colour, _, _, laced = struct.unpack(">IIBBBBB", data[16:29])
    return width, height, bits, colour, laced


def decoded_deep(data: bytes) -> Any:
    """The image of a PNG file with 16 bits.

    Raises:
        InvalidArgumentError: The file is damaged.
        NotImplementedError: It is interlaced.
    """
    width, height, _, colour, laced = header_of(data)
    if laced:
        raise NotImplementedError("Interlaced PNG files of 16 bits can't be decoded.")
    packed, place = b"", 8
    while place + 8 <= len(data):
        (size,) = struct.unpack(">I", data[place : place + 4])
        if data[place + 4 : place + 8] == b"IDAT":
            packed += data[place + 8 : place + 8 + size]
        place += size + 12
    channels = _CHANNELS.get(colour, 0)
    try:
        raw = np.frombuffer(zlib.decompress(packed), np.uint8)
        rows = raw.reshape(height, 2 * channels * width + 1)
    except (zlib.error, ValueError) as problem:
        raise invalid(f"Invalid PNG data, size {len(data)}: {problem}") from None
    plain = _unfiltered(rows, 2 * channels)
    return plain.view(">u2").astype(np.uint16).reshape(height, width, channels)


def _unfiltered(rows: Any, pixel: int) -> Any:
    found = np.zeros((len(rows), rows.shape[1] - 1), np.uint8)
    before = np.zeros(found.shape[1], np.uint8)
    for index, row in enumerate(rows):
        code, body = int(row[0]), row[1:].copy()
        if code == 1:
            steps = body.reshape(-1, pixel)
            body = np.add.accumulate(steps, axis=0, dtype=np.uint8).reshape(-1)
        elif code == 2:
            body = body + before
        elif code in (3, 4):
            _accumulate(body, before, pixel, code)
        found[index] = before = body
    return found


def _accumulate(body: Any, before: Any, pixel: int, code: int) -> None:
    """Undoes the filters that look at the pixel to the left, pixel by pixel."""
    left = np.zeros(pixel, np.int16)
    corner = np.zeros(pixel, np.int16)
    for start in range(0, len(body), pixel):
        up = before[start : start + pixel].astype(np.int16)
        guess = (left + up) >> 1 if code == 3 else _paeth(left, up, corner)
        body[start : start + pixel] += guess.astype(np.uint8)
        left, corner = body[start : start + pixel].astype(np.int16), up
