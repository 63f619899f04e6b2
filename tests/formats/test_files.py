"""Files that are replaced: wholly or not at all."""

import os

import pytest

from tensorbrook._src.core import errors
from tensorbrook._src.formats import files


def test_a_failure_leaves_the_old_file(tmp_path) -> None:
    path = tmp_path / "file"
    files.write(path, b"old")
    with pytest.raises(ZeroDivisionError), files.replacing(path) as file:
        file.write(b"new")
        raise ZeroDivisionError
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["file"]
    files.write(path, b"new")
    assert files.read(path) == b"new"


def test_a_full_disk_is_an_error_and_leaves_the_old_file(tmp_path, monkeypatch) -> None:
    path = tmp_path / "file"
    files.write(path, b"old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(errors.ResourceExhaustedError, match="No space left"):
        files.write(path, b"new")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["file"]


def test_errors_have_tensorflow_classes(tmp_path) -> None:
    with pytest.raises(errors.NotFoundError, match="missing; No such file"):
        files.read(tmp_path / "missing")
    with pytest.raises(errors.FailedPreconditionError, match="directory"):
        files.read(tmp_path)
    with pytest.raises(errors.NotFoundError):
        files.write(tmp_path / "no" / "file", b"")


def test_leftovers_of_killed_writers_are_removed(tmp_path) -> None:
    path = tmp_path / "file"
    killed = tmp_path / "file.999999999.abcd.part"
    alive = tmp_path / f"file.{os.getpid()}.abcd.part"
    for leftover in (killed, alive):
        leftover.write_bytes(b"half")
    files.write(path, b"new")
    assert sorted(os.listdir(tmp_path)) == ["file", alive.name]
