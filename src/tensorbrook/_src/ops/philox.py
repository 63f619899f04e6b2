"""Philox 4x32-10 counter-based random numbers, bit for bit as TensorFlow draws them.

Source: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (SC 2011). The
conversions to floats, the Box-Muller transform and the number of samples that a call
sets aside are those of TensorFlow's CPU kernels.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ml_dtypes
import numpy as np

from tensorbrook._src.core import dtypes

Words = np.ndarray[Any, np.dtype[np.uint32]]

#: Fills an array natively: what to draw, key, both halves of the counter, the array and
#: its dtype's code; False where it can't. `wiring` puts it here.
fill: Callable[[str, int, int, int, Any, int], bool] | None = None

_MULTIPLIERS = (np.uint64(0xD2511F53), np.uint64(0xCD9E8D57))
_WEYL = (0x9E3779B9, 0xBB67AE85)
_MASK = np.uint64(0xFFFFFFFF)
_SHIFT = np.uint64(32)
_RESERVED = 256  # samples that a call sets aside for each output
_SMALLEST = 1e-7  # keeps Box-Muller away from log(0)


def rounds(counters: np.ndarray[Any, Any], key: tuple[int, int]) -> Words:
    """Ten rounds of the generator.

    Args:
        counters: Words of shape (n, 4), least significant first.
        key: Two words.

    Returns:
        Random words of shape (n, 4).
    """
    words = [counters[:, i].astype(np.uint64) for i in range(4)]
    low, high = key
    for _ in range(10):
        first, second = words[0] * _MULTIPLIERS[0], words[2] * _MULTIPLIERS[1]
        words = [
            (second >> _SHIFT) ^ words[1] ^ np.uint64(low),
            second & _MASK,
            (first >> _SHIFT) ^ words[3] ^ np.uint64(high),
            first & _MASK,
        ]
        low, high = (low + _WEYL[0]) & 0xFFFFFFFF, (high + _WEYL[1]) & 0xFFFFFFFF
    return np.stack(words, axis=1).astype(np.uint32)


class Philox:
    """A position in a stream: a 128-bit counter and a 64-bit key."""

    __slots__ = ("counter", "key")

    def __init__(self, counter: int, key: int) -> None:
        self.counter = counter % (1 << 128)
        self.key = key % (1 << 64)

    @classmethod
    def from_seeds(cls, seed: int, seed2: int) -> Philox:
        """The stream of an op with these two seeds."""
        return cls((seed2 % (1 << 64)) << 64, seed)

    def skip(self, count: int) -> None:
        """Moves on by `count` counters of four words."""
        self.counter = (self.counter + count) % (1 << 128)

    def reserve(self, outputs: int) -> Philox:
        """A generator for `outputs` numbers; this one moves past what they may need."""
        mine = Philox(self.counter, self.key)
        self.skip(outputs * _RESERVED)
        return mine

    def words(self, count: int, offsets: np.ndarray[Any, Any] | None = None) -> Words:
        """Words of shape (count, 4) from the counters ahead, or at `offsets` from here."""
        if offsets is None:
            filled = _filled("words", self, 4 * count, np.uint32)
            if filled is not None:
                return filled.reshape(count, 4)
        steps = np.arange(count, dtype=np.uint64) if offsets is None else offsets
        low, high = self.counter & (2**64 - 1), self.counter >> 64
        with np.errstate(over="ignore"):
            lows = steps + np.uint64(low)
            highs = np.uint64(high) + (lows < steps).astype(np.uint64)
        counters = np.stack(
            [lows & _MASK, lows >> _SHIFT, highs & _MASK, highs >> _SHIFT], axis=1
        )
        return rounds(counters, (self.key & 0xFFFFFFFF, self.key >> 32))


def _filled(
    what: str, generator: Philox, size: int, dtype: Any
) -> np.ndarray[Any, Any] | None:
    """The numbers as the native core draws them, or None."""
    if fill is None:
        return None
    out = np.empty(size, dtype)
    low, high = generator.counter & (2**64 - 1), generator.counter >> 64
    code = dtypes.as_dtype(dtype)._code
    return (
        out if fill(what, generator.key, low, high, out.view(np.uint8), code) else None
    )


def _units(words: Words, dtype: Any) -> np.ndarray[Any, Any]:
    """Numbers in [0, 1): random bits as the mantissa of a number in [1, 2), less one."""
    if dtype == np.float64:
        pairs = words.reshape(-1, 2).astype(np.uint64)
        bits = ((pairs[:, 0] & np.uint64(0xFFFFF)) << _SHIFT) | pairs[:, 1]
        return (bits | np.uint64(1023 << 52)).view(np.float64) - 1.0
    flat = words.reshape(-1)
    if dtype == np.float16:
        half = (flat.astype(np.uint16) & np.uint16(0x3FF)) | np.uint16(15 << 10)
        return half.view(np.float16) - np.float16(1)
    if dtype == ml_dtypes.bfloat16:
        brain = (flat.astype(np.uint16) & np.uint16(0x7F)) | np.uint16(127 << 7)
        return brain.view(ml_dtypes.bfloat16) - ml_dtypes.bfloat16(1)
    bits32 = (flat & np.uint32(0x7FFFFF)) | np.uint32(127 << 23)
    return bits32.view(np.float32) - np.float32(1)


def _per_sample(dtype: Any) -> int:
    """How many numbers come out of four words."""
    return 2 if np.dtype(dtype).itemsize == 8 else 4


def _count(size: int, dtype: Any) -> int:
    return -(-size // _per_sample(dtype))


def uniform(generator: Philox, size: int, dtype: Any) -> np.ndarray[Any, Any]:
    """`size` numbers, uniform in [0, 1)."""
    filled = _filled("uniform", generator, size, dtype)
    if filled is not None:
        return filled
    return _units(generator.words(_count(size, dtype)), dtype)[:size]


def _integers(words: Words, dtype: Any) -> np.ndarray[Any, Any]:
    if np.dtype(dtype).itemsize == 8:
        pairs = words.reshape(-1, 2).astype(np.uint64)
        return pairs[:, 0] | (pairs[:, 1] << _SHIFT)
    return words.reshape(-1)


def uniform_full(generator: Philox, size: int, dtype: Any) -> np.ndarray[Any, Any]:
    """`size` integers, uniform over the whole range of `dtype`."""
    found = _integers(generator.words(_count(size, dtype)), dtype)[:size]
    return found.astype(np.dtype(dtype))


def uniform_int(
    generator: Philox, size: int, dtype: Any, low: int, high: int
) -> np.ndarray[Any, Any]:
    """`size` integers, uniform in [low, high)."""
    found = _integers(generator.words(_count(size, dtype)), dtype)[:size]
    span = found.dtype.type(high - low)
    with np.errstate(over="ignore"):
        shifted = (found % span) + found.dtype.type(
            low % (1 << (8 * found.dtype.itemsize))
        )
    return shifted.astype(np.dtype(dtype))


def _box_muller(words: Words, dtype: Any) -> np.ndarray[Any, Any]:
    """Normal numbers, two from each pair of uniform ones.

    The functions are computed in double precision and rounded, as a good C library
    does; NumPy's own in single precision are off in the last digit.
    """
    kind = np.float64 if dtype == np.float64 else np.float32
    units = _units(words, kind).reshape(-1, 2)
    uniform = np.maximum(units[:, 0], kind(_SMALLEST))
    logarithm = np.log(uniform.astype(np.float64)).astype(kind)
    radius = np.sqrt(kind(-2.0) * logarithm)
    angle = (2.0 * np.pi * units[:, 1].astype(np.float64)).astype(kind)
    angle = angle.astype(np.float64)
    sine, cosine = np.sin(angle).astype(kind), np.cos(angle).astype(kind)
    return np.stack([sine * radius, cosine * radius], axis=1)


def normal(generator: Philox, size: int, dtype: Any) -> np.ndarray[Any, Any]:
    """`size` numbers of the standard normal distribution."""
    filled = _filled("normal", generator, size, dtype)
    if filled is not None:
        return filled
    words = generator.words(_count(size, dtype))
    return _box_muller(words, dtype).reshape(-1)[:size].astype(dtype)


def truncated_normal(generator: Philox, size: int, dtype: Any) -> np.ndarray[Any, Any]:
    """`size` numbers of the standard normal distribution, redrawn outside (-2, 2)."""
    per_group = _per_sample(dtype)
    groups = _count(size, dtype)
    stride = per_group * _RESERVED // 4
    made = np.zeros(
        (groups, per_group), np.float64 if dtype == np.float64 else np.float32
    )
    filled = np.zeros(groups, np.int64)
    open_groups = np.arange(groups)
    step = 0
    while open_groups.size:
        offsets = (open_groups * stride + step).astype(np.uint64)
        drawn = _box_muller(generator.words(0, offsets), dtype).reshape(
            open_groups.size, -1
        )
        for column in drawn.T:
            take = (np.abs(column) < 2.0) & (filled[open_groups] < per_group)
            rows = open_groups[take]
            made[rows, filled[rows]] = column[take]
            filled[rows] += 1
        open_groups = open_groups[filled[open_groups] < per_group]
        step += 1
    return made.reshape(-1)[:size].astype(dtype)


class Samples:
    """Many samples that are drawn side by side, each from a stretch of its own.

    How many numbers a rejected sample takes isn't known before; so each one owns
    `stride` counters, and all that are still open take their next number together.

    Args:
        generator: Where the stretch of the first sample begins.
        count: The number of samples.
        stride: The number of counters of each sample.
    """

    def __init__(self, generator: Philox, count: int, stride: int = _RESERVED) -> None:
        self._generator = generator
        self._stride = np.uint64(stride)
        self._used = np.zeros(count, np.uint64)
        self._pairs = {
            kind: np.zeros((count, 2), np.float64) for kind in ("uniform", "normal")
        }
        self._left = {kind: np.zeros(count, np.int64) for kind in self._pairs}

    def _next(self, kind: str, rows: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        pairs, left = self._pairs[kind], self._left[kind]
        empty = rows[left[rows] == 0]
        if empty.size:
            offsets = empty.astype(np.uint64) * self._stride + self._used[empty]
            words = self._generator.words(0, offsets)
            made = _units if kind == "uniform" else _box_muller
            pairs[empty] = made(words, np.float64).reshape(-1, 2)
            self._used[empty] += np.uint64(1)
            left[empty] = 2
        left[rows] -= 1
        return pairs[rows, left[rows]]

    def uniform(self, rows: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """The next uniform number of each of these samples."""
        return self._next("uniform", rows)

    def normal(self, rows: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """The next normal number of each of these samples."""
        return self._next("normal", rows)


def shuffled(generator: Philox, size: int) -> np.ndarray[Any, Any]:
    """A permutation of range(size), by swaps with a random later element."""
    draws = generator.words(-(-max(size, 1) // 4)).reshape(-1)
    order = np.arange(size)
    for index in range(size - 1):
        other = index + int(draws[index]) % (size - index)
        order[index], order[other] = order[other], order[index]
    return order
