"""Records of the ops of 1.x that make Summary messages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.op import (
    NOT_DIFFERENTIABLE,
    Op,
    unsupported,
)
from tensorbrook._src.formats import media, tensor_proto
from tensorbrook._src.formats.histogram import histogram_proto
from tensorbrook._src.formats.schema import message
from tensorbrook._src.ops.rules import scalar

_MESSAGES = unsupported("summaries are made outside of XLA")
_NUMBERS = (
    "{float32, float64, int32, uint8, int16, int8, int64, bfloat16, uint16, half, "
    "uint32, uint64}"
)
_ZERO = 1e-6  # an image whose numbers are all below is black


def fail(text: str) -> errors.InvalidArgumentError:
    """The error for an input that can't be summarised."""
    return errors.InvalidArgumentError(None, None, text)


def text_of(array: Any) -> str:
    """The text in a string scalar."""
    texts = np.asarray(array).reshape(-1)
    if texts.size != 1:
        raise fail(f"A tag must be one string, got {texts.size} of them.")
    content: bytes = texts[0]
    return content.decode("utf-8", "surrogateescape")


def _parsed(name: str, content: bytes) -> Any:
    try:
        return message(name).FromString(content)
    except ValueError:
        raise
    except Exception as problem:  # protobuf's own class, which is loaded late
        raise fail(f"The bytes hold no {name}: {problem}") from problem


def _packed(summary: Any) -> Any:
    made = np.empty((), object)
    made[()] = summary.SerializeToString()
    return made


def scalar_summary(tags: Any, values: Any) -> Any:
    """The Summary of numbers, one for each tag."""
    tags, values = np.asarray(tags), np.asarray(values)
    if tags.shape != values.shape:
        raise fail(
            f"tags and values are not the same shape: {list(tags.shape)} != "
            f"{list(values.shape)} (tag '{text_of(tags) if tags.size else ''}')"
        )
    made = message("Summary")()
    for tag, value in zip(tags.reshape(-1), values.reshape(-1), strict=True):
        made.value.add(tag=tag.decode(), simple_value=float(value))
    return made


def histogram_summary(tag: str, values: Any) -> Any:
    """The Summary of the distribution of numbers."""
    numbers = np.asarray(values, np.float64)
    if not np.isfinite(numbers).all():
        kind = "Nan" if np.isnan(numbers).any() else "Infinity"
        raise fail(f"{kind} in summary histogram for: {tag}")
    made = message("Summary")()
    made.value.add(tag=tag, histo=histogram_proto(numbers))
    return made


def _tags(base: str, kind: str, count: int, limit: int) -> list[str]:
    """The tags of several images or sounds under one name."""
    if limit == 1:
        return [f"{base}/{kind}"] * min(count, 1)
    return [f"{base}/{kind}/{index}" for index in range(count)]


def _as_bytes(image: np.ndarray[Any, Any], bad: np.ndarray[Any, Any]) -> Any:
    """An image of real numbers, scaled to what bytes can show."""
    if image.dtype == np.uint8:
        return image
    numbers = image.astype(np.float64)
    finite = np.isfinite(numbers)
    known = numbers[finite]
    low = known.min() if known.size else 0.0
    high = known.max() if known.size else 0.0
    if low < 0:
        largest = max(abs(low), abs(high))
        scale, offset = (0.0 if largest < _ZERO else 127.0 / largest), 128.0
    else:
        scale, offset = (0.0 if high < _ZERO else 255.0 / high), 0.0
    shown = np.where(finite, numbers, 0.0) * scale + offset
    made = shown.astype(np.uint8)
    wrong = ~finite.all(axis=2)
    made[wrong] = bad[: image.shape[2]]
    return made


def image_summary(tag: str, tensor: Any, max_images: int, bad_color: Any) -> Any:
    """The Summary of the first images of a batch."""
    if tensor.ndim != 4 or tensor.shape[3] not in (1, 3, 4):
        raise fail(
            "Tensor must be 4-D with last dim 1, 3, or 4, not "
            f"{list(tensor.shape)} (tag '{tag}')"
        )
    made = message("Summary")()
    count = min(len(tensor), max_images)
    _, height, width, channels = tensor.shape
    for name, image in zip(
        _tags(tag, "image", count, max_images), tensor[:count], strict=True
    ):
        value = made.value.add(tag=name)
        value.image.height, value.image.width = height, width
        value.image.colorspace = channels
        value.image.encoded_image_string = media.png(
            _as_bytes(image, np.asarray(bad_color))
        )
    return made


def audio_summary(tag: str, tensor: Any, rate: float, max_outputs: int) -> Any:
    """The Summary of the first sounds of a batch."""
    if tensor.ndim not in (2, 3):
        raise fail(f"Tensor must be 2-D or 3-D, not {list(tensor.shape)} (tag '{tag}')")
    batch = tensor[:, :, None] if tensor.ndim == 2 else tensor
    made = message("Summary")()
    count = min(len(batch), max_outputs)
    for name, sound in zip(
        _tags(tag, "audio", count, max_outputs), batch[:count], strict=True
    ):
        value = made.value.add(tag=name)
        value.audio.sample_rate = rate
        value.audio.length_frames, value.audio.num_channels = sound.shape
        value.audio.encoded_audio_string = media.wav(sound, int(rate))
        value.audio.content_type = "audio/wav"
    return made


def _merge(xp: Any, inputs: Sequence[Any]) -> Any:
    made = message("Summary")()
    seen: set[str] = set()
    for item in inputs:
        for content in np.asarray(item).reshape(-1):
            for value in _parsed("Summary", content).value:
                if value.tag in seen:
                    raise fail(f"Duplicate tag {value.tag} found in summary inputs")
                seen.add(value.tag)
                made.value.append(value)
    return _packed(made)


def _tensor_summary(
    xp: Any, tag: Any, tensor: Any, serialized_summary_metadata: Any
) -> Any:
    made = message("Summary")()
    value = made.value.add(tag=text_of(tag._array()))
    given = serialized_summary_metadata._array()
    if given.size != 1:
        raise fail(f"The metadata must be one string, got {given.size} of them.")
    metadata = given.item()
    value.metadata.CopyFrom(_parsed("SummaryMetadata", metadata))
    value.tensor.CopyFrom(
        tensor_proto.to_proto(tensor._array(), tensor.dtype, raw=True)
    )
    return type(tag)._made(_packed(made), dtypes.string)


scalar_summary_op = Op(
    "ScalarSummary",
    f"tags: string, values: T -> summary: string | T: {_NUMBERS}",
    shape=scalar,
    reference=lambda xp, tags, values: _packed(scalar_summary(tags, values)),
    gradient=NOT_DIFFERENTIABLE,
    xla=_MESSAGES,
)

histogram_summary_op = Op(
    "HistogramSummary",
    f"tag: string, values: T -> summary: string | T: {_NUMBERS} = float32",
    shape=scalar,
    reference=lambda xp, tag, values: _packed(histogram_summary(text_of(tag), values)),
    gradient=NOT_DIFFERENTIABLE,
    xla=_MESSAGES,
)

image_summary_op = Op(
    "ImageSummary",
    "tag: string, tensor: T -> summary: string | max_images: int >= 1 = 3, "
    "T: {uint8, float32, half, float64} = float32, bad_color: tensor = None",
    shape=scalar,
    reference=lambda xp, tag, tensor, max_images, bad_color: _packed(
        image_summary(text_of(tag), tensor, max_images, _color(bad_color))
    ),
    gradient=NOT_DIFFERENTIABLE,
    xla=_MESSAGES,
)


def _color(value: Any) -> Any:
    """The colour of pixels that aren't finite: red unless another one is given."""
    if value is None:
        return np.array([255, 0, 0, 255], np.uint8)
    return value._array()


audio_summary_op = Op(
    "AudioSummaryV2",
    "tag: string, tensor: float32, sample_rate: float32 -> summary: string | "
    "max_outputs: int >= 1 = 3",
    shape=scalar,
    reference=lambda xp, tag, tensor, sample_rate, max_outputs: _packed(
        audio_summary(text_of(tag), tensor, float(sample_rate), max_outputs)
    ),
    gradient=NOT_DIFFERENTIABLE,
    xla=_MESSAGES,
)

tensor_summary_op = Op(
    "TensorSummaryV2",
    "tag: string, tensor: T, serialized_summary_metadata: string -> summary: string",
    shape=scalar,
    reference=_tensor_summary,
    gradient=NOT_DIFFERENTIABLE,
    xla=_MESSAGES,
    on_tensors=True,
)

merge_summary_op = Op(
    "MergeSummary",
    "inputs: N * string -> summary: string | N: int >= 1",
    shape=scalar,
    reference=_merge,
    gradient=NOT_DIFFERENTIABLE,
    xla=_MESSAGES,
)
