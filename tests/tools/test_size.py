"""Tests of tools/size.py."""

import pathlib

import pytest


@pytest.mark.parametrize(
    ("path", "room"),
    [
        ("src/tensorbrook/_src/ops/unary.py", "_src/ops"),
        ("src/tensorbrook/_src/keras/layers/core/dense.py", "_src/keras"),
        ("src/tensorbrook/_src/era.py", "_src"),
        ("src/tensorbrook/math.py", "public names"),
        ("native/kernels/unary.cc", "native"),
        ("setup.py", "."),
    ],
)
def test_room_of_a_file(tool, path, room):
    assert tool("size").room(pathlib.PurePath(path)) == room


def test_no_file_is_too_long(tool):
    size = tool("size")
    too_long = [str(path) for path in size.files() if size.lines(path) > size.LIMIT]
    assert too_long == []
