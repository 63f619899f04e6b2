"""Images as arrays and in files."""

from __future__ import annotations

import io
import os
import pathlib
from typing import Any

import numpy as np

from tensorbrook._src.keras.backend import config

_RESAMPLING = {
    "nearest": 0,
    "bilinear": 2,
    "bicubic": 3,
    "hamming": 5,
    "box": 4,
    "lanczos": 1,
}


def img_to_array(
    img: Any, data_format: str | None = None, dtype: Any = None
) -> np.ndarray:
    """Returns a picture as an array of three dimensions.

    Args:
        img: a picture of Pillow, or an array.
        data_format: `"channels_last"` or `"channels_first"`.
        dtype: the type, `floatx()` by default.

    Raises:
        ValueError: for an array of another rank.
    """
    layout = config.standardize_data_format(data_format)
    array = np.asarray(img, dtype=dtype or config.floatx())
    if array.ndim == 2:
        return array[None] if layout == "channels_first" else array[..., None]
    if array.ndim != 3:
        raise ValueError(f"img_to_array: unsupported shape of an image: {array.shape}.")
    return array.transpose(2, 0, 1) if layout == "channels_first" else array


def array_to_img(
    x: Any, data_format: str | None = None, scale: bool = True, dtype: Any = None
) -> Any:
    """Returns an array as a picture of Pillow.

    Args:
        x: an array of three dimensions.
        data_format: `"channels_last"` or `"channels_first"`.
        scale: whether to stretch the values over the range from 0 to 255.
        dtype: the type of the computation.

    Raises:
        ValueError: for another rank or number of channels.
    """
    from PIL import Image

    layout = config.standardize_data_format(data_format)
    array = np.asarray(x, dtype=dtype or config.floatx())
    if array.ndim != 3:
        raise ValueError(
            "array_to_img: an image must have three dimensions. Received: shape="
            f"{array.shape}."
        )
    if layout == "channels_first":
        array = array.transpose(1, 2, 0)
    if scale:
        array = array - array.min()
        highest = array.max()
        array = array * (255 / highest) if highest else array
    channels = array.shape[2]
    if channels in (3, 4):
        return Image.fromarray(array.astype("uint8"), "RGBA" if channels == 4 else None)
    if channels == 1:
        if array.max() > 255:
            return Image.fromarray(array[:, :, 0].astype("int32"), "I")
        return Image.fromarray(array[:, :, 0].astype("uint8"), "L")
    raise ValueError(
        f"array_to_img: an image must have 1, 3 or 4 channels, not {channels}."
    )


def save_img(
    path: Any,
    x: Any,
    data_format: str | None = None,
    file_format: str | None = None,
    scale: bool = True,
    **kwargs: Any,
) -> None:
    """Writes an array as a picture into a file.

    Args:
        path: the file.
        x: an array of three dimensions.
        data_format: `"channels_last"` or `"channels_first"`.
        file_format: the format; by default that of the file's ending.
        scale: whether to stretch the values over the range from 0 to 255.
        **kwargs: passed to Pillow.
    """
    picture = array_to_img(x, data_format=data_format, scale=scale)
    ending = pathlib.Path(os.fspath(path)).suffix if _is_path(path) else ""
    if picture.mode == "RGBA" and (file_format or ending).strip(".") in ("jpg", "jpeg"):
        picture = picture.convert("RGB")
    picture.save(path, format=file_format, **kwargs)


def _is_path(path: Any) -> bool:
    """Says whether something is the name of a file."""
    return isinstance(path, str | os.PathLike)


def load_img(
    path: Any,
    color_mode: str = "rgb",
    target_size: Any = None,
    interpolation: str = "nearest",
    keep_aspect_ratio: bool = False,
    **kwargs: Any,
) -> Any:
    """Reads a picture of Pillow from a file.

    Args:
        path: the file, or an open one.
        color_mode: `"rgb"`, `"rgba"` or `"grayscale"`.
        target_size: height and width, or None.
        interpolation: `"nearest"`, `"bilinear"`, `"bicubic"`, `"lanczos"` and the
            like.
        keep_aspect_ratio: whether to cut the middle out in the right proportions.
        **kwargs: `grayscale`, the old way to say the color mode.
    """
    from PIL import Image

    if kwargs.get("grayscale"):
        color_mode = "grayscale"
    if isinstance(path, io.BytesIO):
        picture = Image.open(path)
    else:
        with open(os.fspath(path), "rb") as file:
            picture = Image.open(io.BytesIO(file.read()))
    modes = {"rgb": "RGB", "rgba": "RGBA", "grayscale": "L"}
    if color_mode not in modes:
        raise ValueError(
            f"load_img: `color_mode` must be one of {tuple(modes)}. Received: "
            f"color_mode={color_mode!r}."
        )
    deep = color_mode == "grayscale" and picture.mode in ("L", "I;16", "I")
    if not deep and picture.mode != modes[color_mode]:
        picture = picture.convert(modes[color_mode])
    if target_size is None:
        return picture
    size = (int(target_size[1]), int(target_size[0]))
    if picture.size == size:
        return picture
    if interpolation not in _RESAMPLING:
        raise ValueError(
            f"load_img: `interpolation` must be one of {tuple(_RESAMPLING)}. Received: "
            f"interpolation={interpolation!r}."
        )
    box = None
    if keep_aspect_ratio:
        width, height = picture.size
        tall = min(width * size[1] // size[0], height)
        wide = min(height * size[0] // size[1], width)
        left, top = (width - wide) // 2, (height - tall) // 2
        box = (left, top, left + wide, top + tall)
    return picture.resize(size, _RESAMPLING[interpolation], box=box)


def smart_resize(
    x: Any,
    size: Any,
    interpolation: str = "bilinear",
    data_format: str = "channels_last",
    **kwargs: Any,
) -> Any:
    """Gives images another size without distortion: their middle is cut out.

    Args:
        x: one image or a batch.
        size: height and width.
        interpolation: see `keras.ops.image.resize`.
        data_format: `"channels_last"` or `"channels_first"`.
    """
    from tensorbrook import keras

    found = keras.ops.image.resize(
        x,
        size,
        interpolation=interpolation,
        crop_to_aspect_ratio=True,
        data_format=data_format,
    )
    return found.numpy() if isinstance(x, np.ndarray) else found
