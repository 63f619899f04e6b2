"""TFRecords in the native core against the reference."""

import numpy as np
import pytest

from tensorbrook._src.eager import backend
from tensorbrook._src.formats import records

pytestmark = pytest.mark.skipif(backend.native is None, reason="no native core")


def test_frames_are_those_of_the_reference() -> None:
    chance = np.random.default_rng(0)
    for size in (0, 1, 3, 4, 7, 8, 9, 100, 5000):
        record = chance.bytes(size)
        assert backend.native.frame_record(record) == records.frame(record)


def test_records_are_split_up_to_the_first_that_is_not_whole() -> None:
    contents = [b"", b"a", b"bc" * 1000]
    data = b"".join(map(records.frame, contents))
    assert backend.native.split_records(data) == (contents, len(data))
    whole = len(data) - 2000 - 16
    assert backend.native.split_records(data[:-1]) == (contents[:2], whole)
    damaged = data[:-6] + b"x" + data[-5:]
    assert backend.native.split_records(damaged) == (contents[:2], whole)
    assert backend.native.split_records(b"\xff" * 40) == ([], 0)
    assert backend.native.split_records(b"") == ([], 0)


def test_only_bytes_are_taken() -> None:
    with pytest.raises(TypeError):
        backend.native.frame_record("text")
    with pytest.raises(TypeError):
        backend.native.split_records(bytearray(b""))
