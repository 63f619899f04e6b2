"""The fingerprint of bytes; the numbers are TensorFlow's."""

import pytest

from tensorbrook._src.core.farm_hash import fingerprint64, fingerprint128

PATTERN = b"ab1_xyz0" * 40


@pytest.mark.parametrize(
    ("size", "wanted"),
    [
        (0, 0x9AE16A3B2F90404F),
        (1, 0xB3454265B6DF75E3),
        (3, 0x8B45670ED437EA1C),
        (4, 0x79B015635B41F51F),
        (7, 0x919D722D3FE35ADE),
        (8, 0xF70971E971C8A5FB),
        (16, 0x66AED275AE2B6E35),
        (17, 0x5D396462D3E41E0F),
        (32, 0xB275C456E58C0D27),
        (33, 0x15707F30A851D1B),
        (64, 0xC425E3554D72732F),
        (65, 0x2E5B85A09ED1547C),
        (128, 0xA8696213AC48F113),
        (129, 0x39F7082B8186AC),
        (300, 0x91A1CA2D6AE45E37),
    ],
)
def test_every_length_has_its_way(size, wanted):
    assert fingerprint64(PATTERN[:size]) == wanted


@pytest.mark.parametrize(
    ("size", "factor", "wanted"),
    [
        (0, 0, (4463240938071824939, 4374473821787594281)),
        (20, 9, (-3269800316502634132, -7702614345753430642)),
        (300, 19, (652312007555059066, 3788500862535233759)),
    ],
)
def test_fingerprints_of_128_bits_are_those_of_tensorflow(size, factor, wanted):
    data = bytes((factor * place + 7) % 251 for place in range(size))
    signed = [word - (word >> 63 << 64) for word in fingerprint128(data)]
    assert tuple(signed) == wanted
