"""Folders that are replaced: wholly or not at all."""

import os

import pytest

from tensorbrook._src.core import errors
from tensorbrook._src.formats import files, folders

OWN = ("a", "b")


def _write(folder, text, names=OWN):
    with folders.replacing(folder, OWN) as work:
        for name in names:
            files.write(os.path.join(work, name), text)


def _read(folder):
    return {name: (folder / name).read_bytes() for name in os.listdir(folder)}


def test_a_folder_is_made_and_replaced(tmp_path) -> None:
    folder = tmp_path / "above" / "folder"
    _write(folder, b"1")
    assert _read(folder) == {"a": b"1", "b": b"1"}
    _write(folder, b"2", ["b"])
    assert _read(folder) == {"b": b"2"}
    assert os.listdir(folder.parent) == ["folder"]
    (tmp_path / "empty").mkdir()
    _write(tmp_path / "empty", b"3")
    assert _read(tmp_path / "empty") == {"a": b"3", "b": b"3"}


@pytest.mark.parametrize("exchange", [True, False])
def test_where_two_folders_cant_be_exchanged(tmp_path, monkeypatch, exchange) -> None:
    if not exchange:
        monkeypatch.setattr(folders, "_exchange", lambda first, second: False)
    for text in (b"1", b"2"):
        _write(tmp_path / "folder", text)
    assert _read(tmp_path / "folder") == {"a": b"2", "b": b"2"}
    assert os.listdir(tmp_path) == ["folder"]


def test_a_failure_leaves_the_old_folder(tmp_path) -> None:
    folder = tmp_path / "folder"
    _write(folder, b"1")
    with pytest.raises(ZeroDivisionError), folders.replacing(folder, OWN) as work:
        files.write(os.path.join(work, "a"), b"2")
        raise ZeroDivisionError
    with pytest.raises(errors.ResourceExhaustedError, match="folder; No space"):
        with folders.replacing(folder, OWN):
            raise OSError(28, "No space left on device")
    assert _read(folder) == {"a": b"1", "b": b"1"}
    assert os.listdir(tmp_path) == ["folder"]


def test_the_files_of_others_stay(tmp_path, monkeypatch) -> None:
    folder = tmp_path / "folder"
    _write(folder, b"1")
    (folder / "notes").write_bytes(b"mine")
    _write(folder, b"2")
    assert _read(folder) == {"a": b"2", "b": b"2", "notes": b"mine"}
    (folder / "notes").unlink()
    monkeypatch.chdir(folder)
    _write(".", b"3")
    assert _read(folder) == {"a": b"3", "b": b"3"}
    assert os.getcwd() == str(folder)


def test_a_link_to_a_folder_stays_one(tmp_path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    _write(tmp_path / "link", b"1")
    assert (tmp_path / "link").is_symlink()
    assert _read(tmp_path / "real") == {"a": b"1", "b": b"1"}


def test_leftovers_of_killed_writers_are_removed(tmp_path) -> None:
    killed = tmp_path / "folder.999999999.abcd.part"
    alive = tmp_path / f"folder.{os.getpid()}.abcd.part"
    for leftover in (killed, alive):
        leftover.mkdir()
        (leftover / "half").write_bytes(b"half")
    _write(tmp_path / "folder", b"1")
    assert sorted(os.listdir(tmp_path)) == ["folder", alive.name]
