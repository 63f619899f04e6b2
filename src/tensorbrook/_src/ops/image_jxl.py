"""JPEG XL files, by the plugin for Pillow if it is installed."""

from __future__ import annotations

import importlib
import io
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor

_SIGNATURES = (b"\xff\x0a", b"\x00\x00\x00\x0cJXL \r\n\x87\n")
_MODES = {1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}


def _wrong(message: str) -> errors.InvalidArgumentError:
    return errors.InvalidArgumentError(None, None, message)


def _decode(xp: Any, contents: Any, channels: int, dtype: Any) -> Any:
    data = contents.item()
    if not data.startswith(_SIGNATURES):
        raise _wrong("DecodeJxl: the contents are no JPEG XL file.")
    try:
        importlib.import_module("pillow_jxl")
    except ImportError:
        raise NotImplementedError(
            "DecodeJxl: decoding JPEG XL needs the package `pillow-jxl-plugin`."
        ) from None
    from PIL import Image, UnidentifiedImageError

    try:
        image = Image.open(io.BytesIO(data))
        made = np.asarray(image.convert(_MODES[channels]) if channels else image)
    except (UnidentifiedImageError, OSError, RuntimeError) as problem:
        raise _wrong(f"DecodeJxl: the file can't be decoded: {problem}") from None
    return made.reshape(*made.shape[:2], -1)


def _dims(c: ShapeContext) -> Dims:
    c.check_rank(0, 0)
    channels = c.attrs["channels"]
    if channels not in (0, *_MODES):
        raise c.fail(f"DecodeJxl: channels must be 0, 1, 2, 3 or 4, got {channels}.")
    return (None, None, channels or None)


decode_jxl_op = Op(
    "DecodeJxl",
    "contents: string -> image: dtype | channels: int = 0, dtype: {uint8} = uint8",
    shape=_dims,
    reference=_decode,
    gradient=NOT_DIFFERENTIABLE,
    xla=unsupported("XLA has no strings"),
)


def decode_jxl(
    contents: Any,
    channels: int = 0,
    dtype: Any = dtypes.uint8,
    name: str | None = None,
) -> Tensor:
    """Decodes a JPEG XL file, with the package `pillow-jxl-plugin`.

    Args:
        contents: The bytes of the file.
        channels: How many channels the image gets, or 0 for those of the file.
        dtype: uint8.
        name: Name of the node in a graph.

    Returns:
        An image (height, width, channels).

    Raises:
        tf.errors.InvalidArgumentError: It is no such file.
        NotImplementedError: The package is missing.
    """
    return decode_jxl_op(contents, channels=channels, dtype=dtype, name=name)  # type: ignore[no-any-return]
