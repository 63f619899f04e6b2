"""TFRecord files: written, read, damaged."""

import pytest

from tensorbrook._src.core import errors
from tensorbrook._src.formats import records

_RECORDS = [b"", b"a", b"hello" * 100, bytes(range(256)) * 300]


def _write(path, compression="", **options):
    writer = records.RecordWriter(path, compression, **options)
    for record in _RECORDS:
        writer.write(record)
    writer.close()


@pytest.mark.parametrize("compression", ["", "GZIP", "ZLIB"])
def test_what_is_written_is_read(tmp_path, compression) -> None:
    path = tmp_path / "file"
    _write(path, compression)
    assert list(records.read_records(path, compression)) == _RECORDS


def test_flushed_records_can_be_read(tmp_path) -> None:
    writer = records.RecordWriter(tmp_path / "file", "ZLIB")
    writer.write(b"one")
    writer.flush()
    assert next(records.read_records(tmp_path / "file", "ZLIB")) == b"one"
    writer.close()
    with pytest.raises(errors.FailedPreconditionError, match="closed"):
        writer.write(b"two")


def test_files_can_be_joined(tmp_path) -> None:
    for compression in ("", "GZIP"):
        _write(tmp_path / "one", compression)
        both = (tmp_path / "one").read_bytes() * 2
        (tmp_path / "both").write_bytes(both)
        found = list(records.read_records(tmp_path / "both", compression))
        assert found == _RECORDS * 2


def test_damage_is_named_with_its_offset(tmp_path) -> None:
    path = tmp_path / "file"
    _write(path)
    content = bytearray(path.read_bytes())
    content[17 + 16 + 12 + 3] ^= 1
    path.write_bytes(bytes(content))
    reader = records.read_records(path)
    assert [next(reader), next(reader)] == _RECORDS[:2]
    with pytest.raises(errors.DataLossError, match="corrupted record at 33"):
        next(reader)


@pytest.mark.parametrize("keep", [5, 14, 20])
def test_a_cut_is_named(tmp_path, keep) -> None:
    path = tmp_path / "file"
    _write(path)
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(errors.DataLossError, match="truncated record"):
        list(records.read_records(path))


def test_a_huge_length_costs_no_memory(tmp_path) -> None:
    length = (1 << 60).to_bytes(8, "little")
    head = length + records.masked_crc32c(length).to_bytes(4, "little")
    (tmp_path / "file").write_bytes(head + b"abc")
    with pytest.raises(errors.DataLossError, match="truncated"):
        list(records.read_records(tmp_path / "file"))


def test_wrong_names(tmp_path) -> None:
    with pytest.raises(errors.NotFoundError, match="nothing"):
        list(records.read_records(tmp_path / "nothing"))
    with pytest.raises(errors.InvalidArgumentError, match="SNAPPY"):
        records.RecordWriter(tmp_path / "file", "SNAPPY")
    (tmp_path / "plain").write_bytes(b"this is not compressed")
    with pytest.raises(errors.DataLossError, match="compressed"):
        list(records.read_records(tmp_path / "plain", "GZIP"))
