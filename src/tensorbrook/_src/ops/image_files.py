"""Bytes of image files to arrays and back; Pillow does what is not simple."""

from __future__ import annotations

import io
import struct
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.ops import png_files
from tensorbrook._src.ops.sparse_kernels import invalid

_STARTS = {
    "jpeg": b"\xff\xd8\xff",
    "png": b"\x89PNG\r\n\x1a\n",
    "gif": b"GIF8",
    "bmp": b"BM",
}
_GREY = np.array([9798, 19235, 3735])  # the weights of the colours, of 32768


def _pillow() -> Any:
    try:
        from PIL import Image
    except ImportError:
        raise ImportError(
            "Decoding and encoding images needs Pillow: pip install pillow."
        ) from None
    return Image


def kind_of(data: bytes, what: str) -> str:
    """The kind of a file, by its first bytes.

    Raises:
        InvalidArgumentError: It is unknown.
    """
    for kind, start in _STARTS.items():
        if data.startswith(start):
            return kind
    raise invalid(
        f"Unknown image file format. One of JPEG, PNG, GIF, BMP required. ({what})"
    )


def require(data: bytes, kind: str, what: str) -> None:
    """Raises for a file of another kind.

    Raises:
        InvalidArgumentError: It is of another kind.
    """
    if not data.startswith(_STARTS[kind]):
        raise invalid(f"{what}: the contents are no {kind.upper()} file.")


def _opened(data: bytes, kind: str) -> Any:
    image = _pillow()
    try:
        return image.open(io.BytesIO(data), formats=[kind.upper()])
    except OSError as problem:
        size = len(data)
        raise invalid(
            f"Invalid {kind.upper()} data or crop window, data size {size}: {problem}"
        ) from None


def _pixels(image: Any, kind: str) -> Any:
    try:
        array = np.asarray(image)
    except OSError as problem:
        raise invalid(f"Invalid {kind.upper()} data: {problem}") from None
    return array[..., None] if array.ndim == 2 else array


def decoded(
    data: bytes, kind: str, channels: int, dtype: dtypes.DType, ratio: int = 1
) -> Any:
    """The image of a JPEG, PNG or BMP file.

    Raises:
        InvalidArgumentError: The file is damaged, or can't have so many channels.
    """
    if kind == "bmp":
        return in_dtype(bitmap(data, channels), dtype)
    if kind == "jpeg":
        return in_dtype(_jpeg_pixels(data, channels, ratio), dtype)
    return in_dtype(_with_channels(_png_pixels(data), channels), dtype)


def in_dtype(image: Any, dtype: dtypes.DType) -> Any:
    """An image of uint8 or uint16 in another type, over its whole range."""
    if dtype is dtypes.float32:
        return (image / np.float32(np.iinfo(image.dtype).max)).astype(np.float32)
    if dtype is dtypes.uint16 and image.dtype == np.uint8:
        return image.astype(np.uint16) * 257
    if dtype is dtypes.uint8 and image.dtype == np.uint16:
        return (image >> 8).astype(np.uint8)
    return image


def _jpeg_pixels(data: bytes, channels: int, ratio: int) -> Any:
    if channels not in (0, 1, 3):
        raise invalid(f"channels must be 0, 1 or 3 for a JPEG, got {channels}")
    if ratio not in (1, 2, 4, 8):
        raise invalid(f"ratio must be 1, 2, 4, or 8, got {ratio}")
    image = _opened(data, "jpeg")
    modes = {1: "L", 3: "RGB", 0: "L" if image.mode == "L" else "RGB"}
    mode = modes[channels]
    width, height = image.size
    image.draft(mode, (max(width // ratio, 1), max(height // ratio, 1)))
    return _pixels(image if image.mode == mode else image.convert(mode), "jpeg")


def _png_pixels(data: bytes) -> Any:
    if png_files.header_of(data)[2] == 16:
        return png_files.decoded_deep(data)
    image = _opened(data, "png")
    clear = "transparency" in image.info
    wanted = {
        "1": "LA" if clear else "L",
        "L": "LA" if clear else "L",
        "P": "RGBA" if clear else "RGB",
        "RGB": "RGBA" if clear else "RGB",
    }
    return _pixels(image.convert(wanted.get(image.mode, image.mode)), "png")


def _with_channels(image: Any, channels: int) -> Any:
    """The image with another number of channels; 0 leaves it as it is."""
    own = image.shape[2]
    if channels in (0, own):
        return image
    colours = image if own in (1, 3) else image[..., :-1]
    if channels == 1:
        if colours.shape[2] == 1:
            return colours
        grey = (colours.astype(np.int64) @ _GREY) >> 15
        return grey[..., None].astype(image.dtype)
    wide = np.repeat(colours, 3, axis=2) if colours.shape[2] == 1 else colours
    if channels == 3:
        return wide
    if own in (2, 4):
        alpha = image[..., -1:]
    else:
        alpha = np.full((*image.shape[:2], 1), np.iinfo(image.dtype).max, image.dtype)
    return np.concatenate([wide, alpha], axis=2)


def frames(data: bytes) -> list[Any]:
    """The frames of a GIF file, in colours.

    Raises:
        InvalidArgumentError: The file is damaged.
    """
    image = _opened(data, "gif")
    found = []
    for index in range(getattr(image, "n_frames", 1)):
        image.seek(index)
        found.append(_pixels(image.convert("RGB"), "gif"))
    return found


def webp(data: bytes, channels: int) -> Any:
    """The image of a WebP file; of an animation, all frames.

    Raises:
        InvalidArgumentError: The file is damaged, or can't have so many channels.
    """
    if channels not in (0, 3, 4):
        raise invalid(f"channels must be 0, 3 or 4 for a WebP, got {channels}")
    image = _opened(data, "webp")
    mode = {0: "RGBA" if "A" in image.mode else "RGB", 3: "RGB", 4: "RGBA"}[channels]
    found = []
    for index in range(getattr(image, "n_frames", 1)):
        image.seek(index)
        found.append(_pixels(image.convert(mode), "webp"))
    return found[0] if len(found) == 1 else np.stack(found)


def bitmap(data: bytes, channels: int) -> Any:
    """The image of a BMP file that isn't compressed.

    Raises:
        InvalidArgumentError: The file is damaged, or has other channels.
    """
    require(data, "bmp", "DecodeBmp")
    if len(data) < 32:
        raise invalid(
            f"Incomplete bmp content, requires at least 32 bytes, got {len(data)}"
        )
    (offset,) = struct.unpack_from("<i", data, 10)
    width, height, _, bits = struct.unpack_from("<iihh", data, 18)
    own = bits // 8
    if channels not in (0, own):
        raise invalid(
            f"channels attribute {channels} does not match bits per pixel {bits}"
        )
    if own not in (1, 3, 4):
        raise invalid(
            f"Number of channels inherent in the image must be 1, 3 or 4, was {own}"
        )
    stride = (width * own + 3) // 4 * 4
    rows = abs(height)
    if (
        width <= 0
        or not rows
        or len(data) < offset + stride * rows - (stride - width * own)
    ):
        raise invalid(f"Incomplete bmp content: {width} x {rows} pixels of {bits} bits")
    raw = np.frombuffer(
        data[offset : offset + stride * rows].ljust(stride * rows, b"\0"), np.uint8
    )
    image = raw.reshape(rows, stride)[:, : width * own].reshape(rows, width, own)
    if height > 0:
        image = image[::-1]
    order = {1: [0], 3: [2, 1, 0], 4: [2, 1, 0, 3]}[own]
    return np.ascontiguousarray(image[..., order])


def jpeg_shape(data: bytes) -> tuple[int, int, int]:
    """Height, width and number of channels of a JPEG file, from its header.

    Raises:
        InvalidArgumentError: There is no header.
    """
    place = 2
    while place + 9 < len(data):
        marker, size = (
            data[place + 1],
            int.from_bytes(data[place + 2 : place + 4], "big"),
        )
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", data, place + 5)
            return height, width, data[place + 9]
        place += size + 2
    raise invalid(f"Invalid JPEG data, size {len(data)}")


def png(image: Any, compression: int) -> bytes:
    """The bytes of a PNG file of an image of uint8 or uint16."""
    return png_files.encoded(image, compression)


def jpeg(
    image: Any,
    quality: int,
    progressive: bool = False,
    optimize_size: bool = False,
    chroma_downsampling: bool = True,
    density_unit: str = "in",
    x_density: int = 300,
    y_density: int = 300,
    xmp_metadata: Any = "",
) -> bytes:
    """The bytes of a JPEG file of an image of uint8."""
    pixels = image[..., 0] if image.shape[2] == 1 else image
    target = io.BytesIO()
    scale = 2.54 if density_unit == "cm" else 1.0
    options: dict[str, Any] = {}
    if xmp_metadata:
        text = xmp_metadata
        options["xmp"] = text if isinstance(text, bytes) else text.encode()
    _pillow().fromarray(np.ascontiguousarray(pixels)).save(
        target,
        "JPEG",
        quality=quality,
        progressive=progressive,
        optimize=optimize_size,
        subsampling=2 if chroma_downsampling else 0,
        dpi=(round(x_density * scale), round(y_density * scale)),
        **options,
    )
    return target.getvalue()
