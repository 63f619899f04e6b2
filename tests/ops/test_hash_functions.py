"""Hash functions; the numbers were recorded from TensorFlow 2.21."""

import pytest

from tensorbrook._src.ops import hash_functions

_KEY = 123, 2**63 - 5
_BUCKETS = 2**62

RECORDED = [
    (0, 105434511174508091, 1342630266365940137),
    (1, 2734033960519991108, 4307740151533982547),
    (7, 4463174418869033819, 4419992293941137957),
    (8, 808394445587339197, 1918671573180016367),
    (9, 2199576951512378773, 2899829859171617888),
    (64, 3369924181927786486, 2869706330122566904),
    (65, 2616012462706568911, 4217738801433560741),
    (139, 476386891660979858, 2473973139395219069),
    (1000, 4164153683213537806, 4557735681715592329),
]


@pytest.mark.parametrize(("size", "murmur", "siphash"), RECORDED)
def test_hashes_are_tensorflows(size, murmur, siphash) -> None:
    data = bytes((size * 7 + place * place) % 256 for place in range(size))
    assert hash_functions.murmur(data) % _BUCKETS == murmur
    assert hash_functions.siphash(data, _KEY) % _BUCKETS == siphash
