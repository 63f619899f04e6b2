"""Summaries that newer records have replaced."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, find, unsupported
from tensorbrook._src.formats import tensor_proto
from tensorbrook._src.formats.schema import message
from tensorbrook._src.ops.by_reference import RemovedOp
from tensorbrook._src.ops.rules import scalar

_MESSAGES = unsupported("a summary is a message in a string")


def _tensor_summary(xp: Any, tensor: Any, **attrs: Any) -> Any:
    made = message("Summary")()
    value = made.value.add(node_name="TensorSummary")
    content = tensor_proto.to_proto(tensor._array(), tensor.dtype, raw=True)
    value.tensor.CopyFrom(content)
    text = np.array(made.SerializeToString(), object)
    return type(tensor)._made(text, dtypes.string)


tensor_summary_op = Op(
    "TensorSummary",
    "tensor: T -> summary: string | T: type, description: string = '', "
    "labels: list(string) = [], display_name: string = ''",
    shape=scalar,
    reference=_tensor_summary,
    gradient=NOT_DIFFERENTIABLE,
    xla=_MESSAGES,
    on_tensors=True,
)


def _audio(xp: Any, tag: Any, tensor: Any, sample_rate: float, max_outputs: int) -> Any:
    newer = find("AudioSummaryV2").reference
    return newer(xp, tag, tensor, np.float32(sample_rate), max_outputs=max_outputs)


audio_summary_op = RemovedOp(
    "AudioSummary",
    "tag: string, tensor: float32 -> summary: string | sample_rate: float, "
    "max_outputs: int >= 1 = 3",
    replacement="AudioSummaryV2",
    shape=scalar,
    reference=_audio,
    gradient=NOT_DIFFERENTIABLE,
    xla=_MESSAGES,
)
