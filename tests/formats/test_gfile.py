"""Files and folders as `tf.io.gfile` sees them."""

import os

import pytest

import tensorbrook as tf
import tensorbrook.compat.v1 as v1

G = tf.io.gfile


def test_lines_and_places(tmp_path) -> None:
    path = str(tmp_path / "file")
    with G.GFile(path, "w") as file:
        file.write("a\nb\n")
        assert file.size() == 4
    with G.GFile(path) as file:
        assert [file.readline(), file.tell(), file.readlines()] == ["a\n", 2, ["b\n"]]
        file.seek(2)
        assert file.read(1) == "b"
        file.seek(-1, 2)
        assert file.read() == "\n"
    with G.GFile(path, "a") as file:
        file.write("c")
    assert list(G.GFile(path, "rb")) == [b"a\n", b"b\n", b"c"]
    assert G.GFile(path).name == path and G.GFile(path).mode == "r"


def test_wrong_use(tmp_path) -> None:
    path = str(tmp_path / "file")
    with pytest.raises(tf.errors.NotFoundError):
        G.GFile(path).read()
    with pytest.raises(tf.errors.InvalidArgumentError, match="'q'"):
        G.GFile(path, "q")
    with pytest.raises(tf.errors.PermissionDeniedError, match="reading"):
        G.GFile(path, "w").read()
    with G.GFile(path, "w") as file:
        file.write("x")
    with pytest.raises(tf.errors.PermissionDeniedError, match="writing"):
        G.GFile(path).write("y")


def test_folders(tmp_path) -> None:
    deep = G.join(str(tmp_path), "a", "b")
    G.makedirs(deep)
    G.makedirs(deep)
    G.mkdir(f"{deep}/c")
    with G.GFile(f"{deep}/file", "w") as file:
        file.write("x")
    assert sorted(G.listdir(deep)) == ["c", "file"]
    assert G.glob(f"{deep}/f*") == [f"{deep}/file"]
    assert [sorted(names) for _, names, _ in G.walk(str(tmp_path))][0] == ["a"]
    status = G.stat(f"{deep}/file")
    assert status.length == 1 and not status.is_directory and status.mtime_nsec
    G.copy(f"{deep}/file", f"{deep}/two")
    with pytest.raises(tf.errors.AlreadyExistsError):
        G.copy(f"{deep}/file", f"{deep}/two")
    G.rename(f"{deep}/file", f"{deep}/two", overwrite=True)
    assert not G.exists(f"{deep}/file") and G.exists(f"{deep}/two")
    G.remove(f"{deep}/two")
    G.rmtree(str(tmp_path / "a"))
    assert not G.isdir(deep)
    for call in (G.remove, G.rmtree, G.stat, G.listdir):
        with pytest.raises(tf.errors.NotFoundError):
            call(deep)
    assert "file" in G.get_registered_schemes()


def test_old_names(tmp_path) -> None:
    old = v1.gfile
    folder = os.path.join(tmp_path, "x", "y")
    old.MakeDirs(folder)
    old.MkDir(f"{folder}/z")
    with old.Open(f"{folder}/f", "w") as file:
        file.write("1")
    assert old.FastGFile(f"{folder}/f", "rb").read() == b"1"
    assert sorted(old.ListDirectory(folder)) == ["f", "z"]
    assert old.Exists(folder) and old.IsDirectory(folder)
    assert old.Glob(f"{folder}/f") == [f"{folder}/f"]
    old.Copy(f"{folder}/f", f"{folder}/g")
    old.Rename(f"{folder}/g", f"{folder}/h")
    assert old.Stat(f"{folder}/h").length == 1
    old.Remove(f"{folder}/h")
    assert len(list(old.Walk(str(tmp_path)))) == 4
    old.DeleteRecursively(str(tmp_path / "x"))
    with pytest.raises(tf.errors.NotFoundError):
        old.Walk(folder)
