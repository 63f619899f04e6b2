"""CRC-32C on every road that a length may take."""

import numpy as np
import pytest

from tensorbrook._src.formats.crc32c import crc32c, mask

_DATA = np.random.default_rng(1).integers(0, 256, 1 << 20, np.uint8).tobytes()


def _bit_by_bit(data: bytes, crc: int = 0) -> int:
    state = crc ^ 0xFFFFFFFF
    for byte in data:
        state ^= byte
        for _ in range(8):
            state = state >> 1 ^ (0x82F63B78 if state & 1 else 0)
    return state ^ 0xFFFFFFFF


def test_known_value() -> None:
    assert crc32c(b"123456789") == 0xE3069283


@pytest.mark.parametrize("size", [0, 1, 3, 31, 32, 35, 1023, 1024, 1025, 5000, 33000])
def test_equals_the_definition(size) -> None:
    assert crc32c(_DATA[:size]) == _bit_by_bit(_DATA[:size])


@pytest.mark.parametrize("cut", [1, 40, 1024, 32768, 1 << 19])
def test_parts_give_the_same_as_the_whole(cut) -> None:
    assert crc32c(_DATA[cut:], crc32c(_DATA[:cut])) == crc32c(_DATA)


def test_mask_of_zero() -> None:
    assert mask(0) == 0xA282EAD8
