"""Images as files: JPEG, PNG, GIF and BMP."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import (
    NOT_DIFFERENTIABLE,
    Op,
    ShapeContext,
    unsupported,
)
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import image_files
from tensorbrook._src.ops.image_color import convert_image_dtype
from tensorbrook._src.ops.rules import brackets, scalar
from tensorbrook._src.ops.sparse_kernels import invalid

_XLA = unsupported("the size of the image is in the file")
_JPEG_ATTRS = (
    "channels: int = 0, ratio: int = 1, fancy_upscaling: bool = True, "
    "try_recover_truncated: bool = False, acceptable_fraction: float = 1.0, "
    "dct_method: string = ''"
)


def _bytes_of(contents: Any) -> bytes:
    if contents.ndim:
        raise invalid(f"contents must be scalar, got shape {list(contents.shape)}")
    return bytes(contents.item())


def _decoded_dims(c: ShapeContext) -> Dims:
    dims, channels = c.shape(0), c.attrs["channels"]
    if dims not in ((), None):
        raise c.fail(f"contents must be scalar, got shape {brackets(dims)}")
    if channels not in (0, 1, 3, 4):
        raise c.fail(f"channels must be 0, 1, 3, or 4, got {channels}")
    return (None, None, channels or None)


def _decoder(name: str) -> Any:
    """A kernel that takes any kind of file, as TensorFlow's do."""

    def kernel(
        xp: Any,
        contents: Any,
        channels: int,
        dtype: Any = dtypes.uint8,
        ratio: int = 1,
        **attrs: Any,
    ) -> Any:
        data = _bytes_of(contents)
        kind = image_files.kind_of(data, name)
        if kind == "gif":
            frames = image_files.frames(data)
            if len(frames) != 1:
                raise invalid(
                    f"Got {len(frames)} frames, but animated gifs can only be decoded by "
                    "tf.io.decode_gif or tf.io.decode_image"
                )
            return image_files.in_dtype(frames[0], dtype)
        return image_files.decoded(data, kind, channels, dtype, ratio)

    return kernel


decode_jpeg_op = Op(
    "DecodeJpeg",
    f"contents: string -> image: uint8 | {_JPEG_ATTRS}",
    shape=_decoded_dims,
    reference=_decoder("DecodeJpeg"),
    gradient=NOT_DIFFERENTIABLE,
    xla=_XLA,
)
decode_png_op = Op(
    "DecodePng",
    "contents: string -> image: dtype | channels: int = 0, "
    "dtype: {uint8, uint16} = uint8",
    shape=_decoded_dims,
    reference=_decoder("DecodePng"),
    gradient=NOT_DIFFERENTIABLE,
    xla=_XLA,
)


def _decode_bmp(xp: Any, contents: Any, channels: int) -> Any:
    return image_files.bitmap(_bytes_of(contents), channels)


decode_bmp_op = Op(
    "DecodeBmp",
    "contents: string -> image: uint8 | channels: int = 0",
    shape=_decoded_dims,
    reference=_decode_bmp,
    gradient=NOT_DIFFERENTIABLE,
    xla=_XLA,
)


def _decode_webp(xp: Any, contents: Any, channels: int, dtype: Any) -> Any:
    return image_files.webp(_bytes_of(contents), channels)


decode_webp_op = Op(
    "DecodeWebP",
    "contents: string -> image: dtype | channels: int = 0, dtype: {uint8} = uint8",
    shape=lambda c: None if c.attrs["channels"] == 0 else _decoded_dims(c),
    reference=_decode_webp,
    gradient=NOT_DIFFERENTIABLE,
    xla=_XLA,
)


def _decode_gif(xp: Any, contents: Any) -> Any:
    data = _bytes_of(contents)
    kind = image_files.kind_of(data, "DecodeGif")
    if kind == "gif":
        return np.stack(image_files.frames(data))
    return image_files.decoded(data, kind, 3, dtypes.uint8)[None]


decode_gif_op = Op(
    "DecodeGif",
    "contents: string -> image: uint8",
    shape=lambda c: (None, None, None, 3),
    reference=_decode_gif,
    gradient=NOT_DIFFERENTIABLE,
    xla=_XLA,
)


def _decode_image(
    xp: Any, contents: Any, channels: int, dtype: Any, expand_animations: bool
) -> Any:
    data = _bytes_of(contents)
    kind = image_files.kind_of(data, "DecodeImage")
    if kind != "gif":
        return image_files.decoded(data, kind, channels, dtype)
    if channels not in (0, 3):
        raise invalid(f"channels must be 0 or 3 for a GIF, got {channels}")
    frames = image_files.in_dtype(np.stack(image_files.frames(data)), dtype)
    return frames if expand_animations else frames[0]


def _image_dims(c: ShapeContext) -> Dims:
    found = _decoded_dims(c)
    return None if c.attrs["expand_animations"] else found


decode_image_op = Op(
    "DecodeImage",
    "contents: string -> image: dtype | channels: int = 0, "
    "dtype: {uint8, uint16, float32} = uint8, expand_animations: bool = True",
    shape=_image_dims,
    reference=_decode_image,
    gradient=NOT_DIFFERENTIABLE,
    xla=_XLA,
)


def _decode_and_crop(
    xp: Any, contents: Any, crop_window: Any, channels: int, ratio: int, **attrs: Any
) -> Any:
    data = _bytes_of(contents)
    image_files.require(data, "jpeg", "DecodeAndCropJpeg")
    found = image_files.decoded(data, "jpeg", channels, dtypes.uint8, ratio)
    top, left, height, width = (int(n) for n in crop_window)
    bottom, right = top + height, left + width
    if (
        min(top, left) < 0
        or min(height, width) <= 0
        or (bottom > found.shape[0] or right > found.shape[1])
    ):
        raise invalid(
            f"Invalid crop window {crop_window.tolist()} for an image of shape "
            f"{list(found.shape)}"
        )
    return found[top:bottom, left:right]


def _cropped_dims(c: ShapeContext) -> Dims:
    channels, window = c.attrs["channels"], c.vector(1)
    if window is not None and len(window) != 4:
        raise c.fail(
            f"{c.op.name}: crop_window must hold four numbers, got {len(window)}"
        )
    height, width = (None, None) if window is None else (int(n) for n in window[2:])
    return (height, width, channels or None)


decode_and_crop_op = Op(
    "DecodeAndCropJpeg",
    f"contents: string, crop_window: int32 -> image: uint8 | {_JPEG_ATTRS}",
    shape=_cropped_dims,
    reference=_decode_and_crop,
    gradient=NOT_DIFFERENTIABLE,
    xla=_XLA,
)


def _jpeg_shape(xp: Any, contents: Any, output_type: Any) -> Any:
    data = _bytes_of(contents)
    image_files.require(data, "jpeg", "ExtractJpegShape")
    return np.array(image_files.jpeg_shape(data), output_type.numpy_dtype)


jpeg_shape_op = Op(
    "ExtractJpegShape",
    "contents: string -> image_shape: output_type | output_type: index = int32",
    shape=lambda c: (3,),
    reference=_jpeg_shape,
    gradient=NOT_DIFFERENTIABLE,
    xla=_XLA,
)


def _as_string(data: bytes) -> Any:
    found = np.empty((), object)
    found[()] = data
    return found


def _png_dims(c: ShapeContext) -> Dims:
    dims = c.shape(0)
    if dims is None:
        return None
    if len(dims) < 3:
        raise c.fail(f"image must have at least rank 3, got {brackets(dims)}")
    return dims[:-3]


def _encode_png(xp: Any, image: Any, compression: int) -> Any:
    if image.shape[-1] not in (1, 2, 3, 4):
        raise invalid(
            "image must have 1, 2, 3, or 4 channels, got " + brackets(image.shape)
        )
    if not -1 <= compression <= 9:
        raise invalid(f"compression should be in [-1,9], got {compression}")
    flat = image.reshape(-1, *image.shape[-3:])
    found = np.empty(len(flat), object)
    found[:] = [image_files.png(one, compression) for one in flat]
    return found.reshape(image.shape[:-3])


encode_png_op = Op(
    "EncodePng",
    "image: T -> contents: string | compression: int = -1, T: {uint8, uint16} = uint8",
    shape=_png_dims,
    reference=_encode_png,
    gradient=NOT_DIFFERENTIABLE,
    xla=_XLA,
)


def _jpeg_dims(c: ShapeContext) -> Dims:
    dims = c.shape(0)
    if dims is not None and len(dims) != 3:
        raise c.fail(f"image must be 3-dimensional, got {brackets(dims)}")
    return scalar(c)


def _encode_jpeg(xp: Any, image: Any, format: str, quality: int, **attrs: Any) -> Any:
    channels = image.shape[2]
    wanted = {"grayscale": 1, "rgb": 3, "": channels}[format]
    if channels not in (1, 3) or wanted != channels:
        raise invalid(
            f"image must have {wanted if format else '1 or 3'} channels, got "
            f"{brackets(image.shape)}"
        )
    if not 0 <= quality <= 100:
        raise invalid(f"quality must be in [0,100], got {quality}")
    return _as_string(image_files.jpeg(image, quality, **attrs))


encode_jpeg_op = Op(
    "EncodeJpeg",
    "image: uint8 -> contents: string | format: {'', 'grayscale', 'rgb'} = '', "
    "quality: int = 95, progressive: bool = False, optimize_size: bool = False, "
    "chroma_downsampling: bool = True, density_unit: {'in', 'cm'} = 'in', "
    "x_density: int = 300, y_density: int = 300, xmp_metadata: string = ''",
    shape=_jpeg_dims,
    reference=_encode_jpeg,
    gradient=NOT_DIFFERENTIABLE,
    xla=_XLA,
)


def _encode_variable(xp: Any, images: Any, quality: Any) -> Any:
    return _encode_jpeg(xp, images, "", int(quality))


encode_variable_op = Op(
    "EncodeJpegVariableQuality",
    "images: uint8, quality: int32 -> contents: string",
    shape=_jpeg_dims,
    reference=_encode_variable,
    gradient=NOT_DIFFERENTIABLE,
    xla=_XLA,
)


def decode_image(
    contents: Any,
    channels: int | None = None,
    dtype: Any = dtypes.uint8,
    name: str | None = None,
    expand_animations: bool = True,
) -> Tensor:
    """Decodes a JPEG, PNG, GIF or BMP file.

    Args:
        contents: The bytes of the file.
        channels: The number of channels of the result; by default as in the file.
        dtype: The type of the result; floats are from 0 to 1.
        name: Name of the node in a graph.
        expand_animations: Whether a GIF gives all its frames, and not just the first.

    Returns:
        An image (height, width, channels); for a GIF (frames, height, width, 3).

    Raises:
        tf.errors.InvalidArgumentError: It is no such file.

    Example:
        >>> import tensorbrook as tf
        >>> png = tf.io.encode_png(tf.zeros([2, 3, 1], tf.uint8))
        >>> tf.io.decode_image(png).shape
        TensorShape([2, 3, 1])
    """
    wanted = dtypes.as_dtype(dtype)
    direct = wanted in (dtypes.uint8, dtypes.uint16, dtypes.float32)
    found = decode_image_op(
        contents,
        channels=channels or 0,
        dtype=wanted if direct else dtypes.uint8,
        expand_animations=expand_animations,
        name=name,
    )
    return found if direct else convert_image_dtype(found, wanted)  # type: ignore[no-any-return]


def decode_png(
    contents: Any,
    channels: int = 0,
    dtype: Any = dtypes.uint8,
    name: str | None = None,
) -> Tensor:
    """Decodes a PNG file.

    Args:
        contents: The bytes of the file.
        channels: 1 (grey), 3 (RGB), 4 (RGBA), or 0 for as many as in the file.
        dtype: uint8 or uint16.
        name: Name of the node in a graph.

    Returns:
        An image (height, width, channels).

    Raises:
        tf.errors.InvalidArgumentError: It is no such file.

    Example:
        >>> import tensorbrook as tf
        >>> png = tf.io.encode_png(tf.zeros([2, 3, 1], tf.uint8))
        >>> tf.io.decode_png(png, channels=3).shape
        TensorShape([2, 3, 3])
    """
    return decode_png_op(contents, channels=channels, dtype=dtype, name=name)  # type: ignore[no-any-return]


def decode_jpeg(
    contents: Any,
    channels: int = 0,
    ratio: int = 1,
    fancy_upscaling: bool = True,
    try_recover_truncated: bool = False,
    acceptable_fraction: float = 1,
    dct_method: str = "",
    name: str | None = None,
) -> Tensor:
    """Decodes a JPEG file.

    Args:
        contents: The bytes of the file.
        channels: 1 (grey), 3 (RGB), or 0 for as many as in the file.
        ratio: By how much to shrink: 1, 2, 4 or 8.
        fancy_upscaling: Accepted for compatibility.
        try_recover_truncated: Accepted for compatibility.
        acceptable_fraction: Accepted for compatibility.
        dct_method: Accepted for compatibility.
        name: Name of the node in a graph.

    Returns:
        An image (height, width, channels) of uint8.

    Raises:
        tf.errors.InvalidArgumentError: It is no such file.

    Example:
        >>> import tensorbrook as tf
        >>> jpeg = tf.io.encode_jpeg(tf.zeros([16, 24, 3], tf.uint8))
        >>> tf.io.decode_jpeg(jpeg).shape
        TensorShape([16, 24, 3])
    """
    return decode_jpeg_op(  # type: ignore[no-any-return]
        contents,
        channels=channels,
        ratio=ratio,
        fancy_upscaling=fancy_upscaling,
        try_recover_truncated=try_recover_truncated,
        acceptable_fraction=float(acceptable_fraction),
        dct_method=dct_method,
        name=name,
    )


def decode_and_crop_jpeg(
    contents: Any,
    crop_window: Any,
    channels: int = 0,
    ratio: int = 1,
    fancy_upscaling: bool = True,
    try_recover_truncated: bool = False,
    acceptable_fraction: float = 1,
    dct_method: str = "",
    name: str | None = None,
) -> Tensor:
    """Decodes a part of a JPEG file.

    Args:
        contents: The bytes of the file.
        crop_window: The first row, the first column, the height and the width.
        channels: 1 (grey), 3 (RGB), or 0 for as many as in the file.
        ratio: By how much to shrink: 1, 2, 4 or 8.
        fancy_upscaling: Accepted for compatibility.
        try_recover_truncated: Accepted for compatibility.
        acceptable_fraction: Accepted for compatibility.
        dct_method: Accepted for compatibility.
        name: Name of the node in a graph.

    Returns:
        An image (height, width, channels) of uint8.

    Raises:
        tf.errors.InvalidArgumentError: It is no such file, or the part isn't inside.

    Example:
        >>> import tensorbrook as tf
        >>> jpeg = tf.io.encode_jpeg(tf.zeros([16, 24, 3], tf.uint8))
        >>> tf.io.decode_and_crop_jpeg(jpeg, [2, 3, 4, 5]).shape
        TensorShape([4, 5, 3])
    """
    return decode_and_crop_op(  # type: ignore[no-any-return]
        contents,
        crop_window,
        channels=channels,
        ratio=ratio,
        fancy_upscaling=fancy_upscaling,
        try_recover_truncated=try_recover_truncated,
        acceptable_fraction=float(acceptable_fraction),
        dct_method=dct_method,
        name=name,
    )


def decode_gif(contents: Any, name: str | None = None) -> Tensor:
    """Decodes all frames of a GIF file.

    Args:
        contents: The bytes of the file.
        name: Name of the node in a graph.

    Returns:
        Images (frames, height, width, 3) of uint8.

    Raises:
        tf.errors.InvalidArgumentError: It is no such file.

    Example:
        >>> import tensorbrook as tf
        >>> png = tf.io.encode_png(tf.zeros([2, 3, 3], tf.uint8))
        >>> tf.io.decode_gif(png).shape  # other files count as one frame
        TensorShape([1, 2, 3, 3])
    """
    return decode_gif_op(contents, name=name)  # type: ignore[no-any-return]


def decode_bmp(contents: Any, channels: int = 0, name: str | None = None) -> Tensor:
    """Decodes a BMP file.

    Args:
        contents: The bytes of the file.
        channels: The number of channels of the file, or 0 to find out.
        name: Name of the node in a graph.

    Returns:
        An image (height, width, channels) of uint8.

    Raises:
        tf.errors.InvalidArgumentError: It is no such file.
    """
    return decode_bmp_op(contents, channels=channels, name=name)  # type: ignore[no-any-return]


def decode_webp(
    contents: Any,
    channels: int = 0,
    dtype: Any = dtypes.uint8,
    name: str | None = None,
) -> Tensor:
    """Decodes a WebP file.

    Args:
        contents: The bytes of the file.
        channels: 3 (RGB), 4 (RGBA), or 0 for as many as in the file.
        dtype: uint8.
        name: Name of the node in a graph.

    Returns:
        An image (height, width, channels); of an animation, all frames.

    Raises:
        tf.errors.InvalidArgumentError: It is no such file.
    """
    return decode_webp_op(contents, channels=channels, dtype=dtype, name=name)  # type: ignore[no-any-return]


def encode_png(image: Any, compression: int = -1, name: str | None = None) -> Tensor:
    """Encodes images as PNG files.

    Args:
        image: Images of uint8 or uint16 with one to four channels.
        compression: The level of compression, 0 to 9, or -1 for the default.
        name: Name of the node in a graph.

    Returns:
        The bytes of the file, a scalar for one image.

    Example:
        >>> import tensorbrook as tf
        >>> tf.io.encode_png(tf.zeros([2, 3, 1], tf.uint8)).numpy()[1:4]
        b'PNG'
    """
    return encode_png_op(image, compression=compression, name=name)  # type: ignore[no-any-return]


def encode_jpeg(
    image: Any,
    format: str = "",
    quality: int = 95,
    progressive: bool = False,
    optimize_size: bool = False,
    chroma_downsampling: bool = True,
    density_unit: str = "in",
    x_density: int = 300,
    y_density: int = 300,
    xmp_metadata: str = "",
    name: str | None = None,
) -> Tensor:
    """Encodes an image as a JPEG file.

    Args:
        image: An image of uint8 with one or three channels.
        format: "grayscale", "rgb", or "" for what the channels say.
        quality: From 0 to 100.
        progressive: Whether the file shows a coarse image first.
        optimize_size: Whether to spend time on a smaller file.
        chroma_downsampling: Whether colours have half the resolution.
        density_unit: The unit of the densities, "in" or "cm".
        x_density: Pixels for each unit along rows.
        y_density: Pixels for each unit along columns.
        xmp_metadata: XMP data to put into the file.
        name: Name of the node in a graph.

    Returns:
        The bytes of the file.

    Example:
        >>> import tensorbrook as tf
        >>> tf.io.encode_jpeg(tf.zeros([8, 8, 3], tf.uint8)).numpy()[6:10]
        b'JFIF'
    """
    return encode_jpeg_op(  # type: ignore[no-any-return]
        image,
        format=format,
        quality=quality,
        progressive=progressive,
        optimize_size=optimize_size,
        chroma_downsampling=chroma_downsampling,
        density_unit=density_unit,
        x_density=x_density,
        y_density=y_density,
        xmp_metadata=xmp_metadata,
        name=name,
    )


def extract_jpeg_shape(
    contents: Any, output_type: Any = dtypes.int32, name: str | None = None
) -> Tensor:
    """Reads the size of a JPEG file without decoding it.

    Args:
        contents: The bytes of the file.
        output_type: int32 or int64.
        name: Name of the node in a graph.

    Returns:
        Height, width and number of channels.

    Raises:
        tf.errors.InvalidArgumentError: It is no such file.

    Example:
        >>> import tensorbrook as tf
        >>> jpeg = tf.io.encode_jpeg(tf.zeros([8, 16, 3], tf.uint8))
        >>> tf.io.extract_jpeg_shape(jpeg).numpy()
        array([ 8, 16,  3], dtype=int32)
    """
    return jpeg_shape_op(contents, output_type=output_type, name=name)  # type: ignore[no-any-return]


def is_jpeg(contents: Any, name: str | None = None) -> Tensor:
    """Tells whether bytes begin as a JPEG file does.

    Args:
        contents: The bytes.
        name: Name of the node in a graph.

    Returns:
        A bool scalar.

    Example:
        >>> import tensorbrook as tf
        >>> bool(tf.io.is_jpeg(b"abc"))
        False
    """
    from tensorbrook._src.ops import comparison, strings

    start = strings.substr(contents, 0, 3)
    return comparison.equal(start, b"\xff\xd8\xff", name=name)
