"""Folders of a test program."""

import pathlib

import tensorbrook.compat.v1 as tf


def test_there_is_one_folder() -> None:
    assert tf.test.get_temp_dir() == tf.test.get_temp_dir()
    path = pathlib.Path(tf.test.get_temp_dir()) / "a"
    path.write_text("b")
    assert path.read_text() == "b"
