"""Folders of a test program."""

from __future__ import annotations

import functools
import pathlib
import sys
import tempfile


@functools.cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory()


def get_temp_dir() -> str:
    """The path of a folder that lives as long as the process.

    Example:
        >>> import pathlib
        >>> import tensorbrook.compat.v1 as tf
        >>> pathlib.Path(tf.test.get_temp_dir()).is_dir()
        True
    """
    return _folder().name


def test_src_dir_path(relative_path: str) -> str:
    """The path of a file beside the main module.

    Args:
        relative_path: The path of the file from there.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.test.test_src_dir_path("data.txt").endswith("data.txt")
        True
    """
    main_file = getattr(sys.modules.get("__main__"), "__file__", None) or "."
    return str(pathlib.Path(main_file).resolve().parent / relative_path)


test_src_dir_path.__test__ = False  # type: ignore[attr-defined]
