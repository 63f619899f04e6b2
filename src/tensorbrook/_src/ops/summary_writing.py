"""Records of the ops that write events into the file behind a summary writer."""

from __future__ import annotations

import time
from typing import Any

from tensorbrook._src.core.op import (
    NOT_DIFFERENTIABLE,
    Op,
    ShapeContext,
    unsupported,
)
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.formats import tensor_proto
from tensorbrook._src.formats.schema import message
from tensorbrook._src.ops import summary_protos
from tensorbrook._src.ops.summary_protos import text_of

_WRITES = unsupported("summaries are written outside of XLA")


def _none(c: ShapeContext) -> list[Dims]:
    return []


def _event(step: Any) -> Any:
    return message("Event")(wall_time=time.time(), step=int(step._array()))


def _write(
    xp: Any, writer: Any, step: Any, tensor: Any, tag: Any, summary_metadata: Any
) -> None:
    event = _event(step)
    value = event.summary.value.add(tag=text_of(tag._array()))
    metadata = summary_metadata._array().item()
    if metadata:
        value.metadata.CopyFrom(message("SummaryMetadata").FromString(metadata))
    value.tensor.CopyFrom(
        tensor_proto.to_proto(tensor._array(), tensor.dtype, raw=True)
    )
    writer._array().add(event)


def _write_raw(xp: Any, writer: Any, step: Any, tensor: Any) -> None:
    event = _event(step)
    for content in tensor._array().reshape(-1):
        event.summary.MergeFromString(content)
    writer._array().add(event)


def _write_graph(xp: Any, writer: Any, step: Any, tensor: Any) -> None:
    event = _event(step)
    event.graph_def = tensor._array().item()
    writer._array().add(event)


def _written(make: Any) -> Any:
    """A kernel that writes the Summary that `make` returns."""

    def kernel(xp: Any, writer: Any, step: Any, *inputs: Any, **attrs: Any) -> None:
        event = _event(step)
        event.summary.CopyFrom(make(*(item._array() for item in inputs), **attrs))
        writer._array().add(event)

    return kernel


def _for_writers(name: str, kernel: Any) -> Any:
    def checked(xp: Any, writer: Any, *inputs: Any, **attrs: Any) -> None:
        if not hasattr(writer._array(), "flush"):
            raise summary_protos.fail(f"{name}: the resource is no summary writer.")
        kernel(xp, writer, *inputs, **attrs)

    return checked


def _writing(name: str, signature: str, kernel: Any) -> Op:
    return Op(
        name,
        signature,
        shape=_none,
        reference=_for_writers(name, kernel),
        gradient=NOT_DIFFERENTIABLE,
        xla=_WRITES,
        stateful=True,
        on_tensors=True,
    )


_NUMBERS = (
    "{float32, float64, int32, uint8, int16, int8, int64, bfloat16, uint16, half, "
    "uint32, uint64}"
)

write_summary_op = _writing(
    "WriteSummary",
    "writer: resource, step: int64, tensor: T, tag: string, "
    "summary_metadata: string ->",
    _write,
)

write_raw_op = _writing(
    "WriteRawProtoSummary",
    "writer: resource, step: int64, tensor: string ->",
    _write_raw,
)

write_graph_op = _writing(
    "WriteGraphSummary",
    "writer: resource, step: int64, tensor: string ->",
    _write_graph,
)

write_scalar_op = _writing(
    "WriteScalarSummary",
    f"writer: resource, step: int64, tag: string, value: T -> | T: {_NUMBERS}",
    _written(lambda tag, value: summary_protos.scalar_summary(tag, value)),
)

write_histogram_op = _writing(
    "WriteHistogramSummary",
    "writer: resource, step: int64, tag: string, values: T -> | "
    f"T: {_NUMBERS[:-1]}, bool}} = float32",
    _written(
        lambda tag, values: summary_protos.histogram_summary(text_of(tag), values)
    ),
)

write_image_op = _writing(
    "WriteImageSummary",
    "writer: resource, step: int64, tag: string, tensor: T, bad_color: uint8 -> | "
    "max_images: int >= 1 = 3, T: {uint8, float64, float32, half} = float32",
    _written(
        lambda tag, tensor, bad_color, max_images: summary_protos.image_summary(
            text_of(tag), tensor, max_images, bad_color
        )
    ),
)

write_audio_op = _writing(
    "WriteAudioSummary",
    "writer: resource, step: int64, tag: string, tensor: float32, "
    "sample_rate: float32 -> | max_outputs: int >= 1 = 3",
    _written(
        lambda tag, tensor, sample_rate, max_outputs: summary_protos.audio_summary(
            text_of(tag), tensor, float(sample_rate), max_outputs
        )
    ),
)

flush_writer_op = _writing(
    "FlushSummaryWriter",
    "writer: resource ->",
    lambda xp, writer: writer._array().flush(),
)

close_writer_op = _writing(
    "CloseSummaryWriter",
    "writer: resource ->",
    lambda xp, writer: writer._array().close(),
)
