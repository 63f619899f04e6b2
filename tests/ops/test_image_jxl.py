"""JPEG XL needs a package; what is no such file is refused without it."""

import importlib.util

import pytest

import tensorbrook as tf
from tensorbrook._src.core import errors


@pytest.mark.covers("DecodeJxl")
def test_other_files_are_refused() -> None:
    with pytest.raises(errors.InvalidArgumentError, match="no JPEG XL"):
        tf.io.decode_jxl(b"GIF89a")


@pytest.mark.skipif(
    importlib.util.find_spec("pillow_jxl") is not None, reason="the package is there"
)
def test_missing_package_is_named() -> None:
    with pytest.raises(NotImplementedError, match="pillow-jxl-plugin"):
        tf.image.decode_jxl(b"\xff\x0a1234")
