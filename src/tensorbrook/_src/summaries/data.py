"""`tf.summary.scalar`, `histogram`, `image`, `audio` and `text`."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.control_flow import functional as control_flow
from tensorbrook._src.control_flow import higher_order
from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.op import find
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import (
    array_creation,
    binary,
    cast,
    clip,
    comparison,
    counting,
    rearrange,
    reduce,
    shape,
    string_numbers,
    unary,
)
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.summaries.writer import plugin_metadata, summary_scope, write

_BUCKETS = 30
_WAV = b"\x10\x0b"  # an AudioPluginData that says: WAV


def scalar(
    name: str, data: Any, step: Any = None, description: str | None = None
) -> Tensor:
    """Writes a number.

    Args:
        name: The name under which it is shown.
        data: A real number; it becomes a float32.
        step: The step; by default that of the writer or of `set_step`.
        description: A text that is shown with it.

    Returns:
        A boolean tensor: whether it was written.

    Raises:
        ValueError: There is no step.
    """
    metadata = plugin_metadata("scalars", "DATA_CLASS_SCALAR", description)
    with summary_scope(name, "scalar_summary", [data, step]) as (tag, _):
        value = data() if callable(data) else data
        number = cast.cast(convert_to_tensor(value), dtypes.float32)
        if number.shape.rank not in (0, None):
            raise errors.InvalidArgumentError(
                None,
                None,
                f"tf.summary.scalar: `data` of {name!r} must be a scalar, got shape "
                f"{number.shape}.",
            )
        return write(tag, number, step=step, metadata=metadata)


def histogram(
    name: str,
    data: Any,
    step: Any = None,
    buckets: int | None = None,
    description: str | None = None,
) -> Tensor:
    """Writes how numbers are distributed.

    Args:
        name: The name under which it is shown.
        data: Numbers of any shape.
        step: The step; by default that of the writer or of `set_step`.
        buckets: Into how many buckets they are counted; 30 by default.
        description: A text that is shown with it.

    Returns:
        A boolean tensor: whether it was written.

    Raises:
        ValueError: There is no step.
    """
    metadata = plugin_metadata("histograms", "DATA_CLASS_TENSOR", description)
    with summary_scope(name, "histogram_summary", [data, buckets, step]) as (tag, _):
        count = _BUCKETS if buckets is None else buckets
        return write(
            tag,
            lambda: histogram_buckets(data, count),
            step=step,
            metadata=metadata,
        )


def histogram_buckets(data: Any, count: int) -> Any:
    """Left edges, right edges and counts of `count` buckets, as rows of float64."""
    flat = cast.cast(shape.reshape(convert_to_tensor(data), [-1]), dtypes.float64)
    nothing = array_creation.zeros([count, 3], dtypes.float64)
    if count == 0:
        return nothing
    empty = comparison.equal(shape.size(flat), 0)
    return control_flow.cond(empty, lambda: nothing, lambda: _some_buckets(flat, count))


def _some_buckets(flat: Any, count: int) -> Any:
    low, high = reduce.reduce_min(flat), reduce.reduce_max(flat)
    return control_flow.cond(
        comparison.equal(low, high),
        lambda: _one_value(flat, low, count),
        lambda: _many_values(flat, low, high, count),
    )


def _one_value(flat: Any, value: Any, count: int) -> Any:
    """All numbers are equal: they go into the last bucket, which has no width."""
    edges = array_creation.fill([count], value)
    size = cast.cast(shape.size(flat), dtypes.float64)
    empty = array_creation.zeros([count - 1], dtypes.float64)
    counts = shape.concat([empty, shape.reshape(size, [1])], 0)
    return shape.stack([edges, edges, counts], axis=1)


def _many_values(flat: Any, low: Any, high: Any, count: int) -> Any:
    width = (high - low) / count
    places = cast.cast(unary.floor((flat - low) / width), dtypes.int32)
    inside = binary.minimum(places, count - 1)
    counts = counting.bincount(inside, minlength=count, maxlength=count)
    edges = rearrange.linspace(low, high, count + 1)
    return shape.stack(
        [edges[:-1], edges[1:], cast.cast(counts, dtypes.float64)], axis=1
    )


def image(
    name: str,
    data: Any,
    step: Any = None,
    max_outputs: Any = 3,
    description: str | None = None,
) -> Tensor:
    """Writes images.

    Args:
        name: The name under which they are shown.
        data: Images of shape [k, height, width, 1 to 4 channels]: floats in [0, 1), or
            uint8.
        step: The step; by default that of the writer or of `set_step`.
        max_outputs: How many of them to write.
        description: A text that is shown with them.

    Returns:
        A boolean tensor: whether they were written.

    Raises:
        ValueError: There is no step, or the shape is wrong.
    """
    metadata = plugin_metadata("images", "DATA_CLASS_BLOB_SEQUENCE", description)
    with summary_scope(name, "image_summary", [data, max_outputs, step]) as (tag, _):

        def encoded() -> Tensor:
            images = convert_to_tensor(data)
            if images.shape.rank not in (4, None):
                raise ValueError(
                    f"tf.summary.image: `data` of {name!r} must have rank 4, got shape "
                    f"{images.shape}."
                )
            if images.dtype is not dtypes.uint8:
                scaled = clip.clip_by_value(
                    cast.cast(images, dtypes.float32) * 256.0, 0.0, 255.0
                )
                images = cast.cast(scaled, dtypes.uint8)
            return _pngs(images, max_outputs)

        return write(tag, encoded, step=step, metadata=metadata)


def _pngs(images: Any, limit: Any) -> Any:
    """Width, height and the PNG files of the first images, as strings."""
    encode = find("EncodePng")
    files = higher_order.map_fn(
        lambda picture: encode(picture),
        images[:limit],
        fn_output_signature=dtypes.string,
    )
    dims = shape.shape(images)
    size = string_numbers.as_string(shape.stack([dims[2], dims[1]]))
    return shape.concat([size, files], 0)


def _wavs(data: Any, rate: Any, limit: Any) -> Any:
    """The WAV files of the first sounds, each with an empty label."""
    encode = find("EncodeWav")
    sounds = cast.cast(convert_to_tensor(data), dtypes.float32)[:limit]
    files = higher_order.map_fn(
        lambda sound: encode(sound, rate), sounds, fn_output_signature=dtypes.string
    )
    labels = array_creation.fill(shape.shape(files), "")
    return shape.stack([files, labels], axis=1)


def audio(
    name: str,
    data: Any,
    sample_rate: Any,
    step: Any = None,
    max_outputs: Any = 3,
    encoding: str | None = None,
    description: str | None = None,
) -> Tensor:
    """Writes sounds.

    Args:
        name: The name under which they are shown.
        data: Samples between -1 and 1, of shape [k, frames, channels].
        sample_rate: The number of frames in a second.
        step: The step; by default that of the writer or of `set_step`.
        max_outputs: How many of them to write.
        encoding: "wav" or None.
        description: A text that is shown with them.

    Returns:
        A boolean tensor: whether they were written.

    Raises:
        ValueError: There is no step, or another encoding is asked for.
    """
    if encoding not in (None, "wav"):
        raise ValueError(f"Unknown encoding: {encoding!r}")
    metadata = plugin_metadata("audio", "DATA_CLASS_BLOB_SEQUENCE", description, _WAV)
    with summary_scope(name, "audio_summary", [data, sample_rate, step]) as (tag, _):
        return write(
            tag,
            lambda: _wavs(data, sample_rate, max_outputs),
            step=step,
            metadata=metadata,
        )


def text(
    name: str, data: Any, step: Any = None, description: str | None = None
) -> Tensor:
    """Writes text, which TensorBoard shows as Markdown.

    Args:
        name: The name under which it is shown.
        data: A string, or a tensor of strings.
        step: The step; by default that of the writer or of `set_step`.
        description: A text that is shown with it.

    Returns:
        A boolean tensor: whether it was written.

    Raises:
        ValueError: There is no step.
    """
    metadata = plugin_metadata("text", "DATA_CLASS_TENSOR", description)
    with summary_scope(name, "text_summary", [data, step]) as (tag, _):
        strings = convert_to_tensor(data, dtype=dtypes.string)
        return write(tag, strings, step=step, metadata=metadata)
