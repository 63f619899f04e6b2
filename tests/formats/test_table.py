"""Sorted tables."""

import pytest

from tensorbrook._src.core import errors
from tensorbrook._src.formats import table

_ENTRIES = [
    (f"layer/{number:05d}/kernel".encode(), bytes([number % 251]) * (number % 40))
    for number in range(3000)
]


def test_what_is_written_is_read() -> None:
    for entries in ([], _ENTRIES[:1], _ENTRIES[:17], _ENTRIES):
        assert list(table.decode(table.encode(entries), "t").items()) == entries


def test_keys_share_their_beginnings() -> None:
    assert len(table.encode(_ENTRIES)) < sum(len(k) + len(v) for k, v in _ENTRIES)


def test_every_flipped_bit_is_noticed() -> None:
    content = table.encode(_ENTRIES[:40])
    for at in range(0, len(content), 7):
        damaged = bytearray(content)
        damaged[at] ^= 1 << at % 8
        try:
            found = table.decode(bytes(damaged), "the table")
        except errors.DataLossError as problem:
            assert "the table" in problem.message
        else:  # a bit of the footer's padding means nothing
            assert list(found.items()) == _ENTRIES[:40]


def test_a_cut_is_noticed() -> None:
    content = table.encode(_ENTRIES[:40])
    for size in (0, 10, 48, len(content) - 1):
        with pytest.raises(errors.DataLossError):
            table.decode(content[:size], "t")
