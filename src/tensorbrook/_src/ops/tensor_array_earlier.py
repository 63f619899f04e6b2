"""The first two generations of tensor arrays, whose handles are strings."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, find, unsupported
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops.by_reference import (
    ReferenceOp,
    target_of,
    with_string_handle,
)
from tensorbrook._src.ops.rules import scalar

_IN_PLACE = unsupported("tensor arrays of 1.x are changed in place")
_ARRAY = (
    "size: int32 -> handle: {} | dtype: type, element_shape: shape = None, "
    "dynamic_size: bool = False, clear_after_read: bool = True, "
    "tensor_array_name: string = ''"
)
_GRADIENT = "handle: string, flow_in: float32 -> grad_handle: {} | source: string"

tensor_array_v1_op = with_string_handle(
    "TensorArray", "TensorArrayV3", _ARRAY.format("Ref(string)")
)
tensor_array_v2_op = with_string_handle(
    "TensorArrayV2", "TensorArrayV3", _ARRAY.format("string"), removed=True
)
gradient_v1_op = with_string_handle(
    "TensorArrayGrad", "TensorArrayGradV3", _GRADIENT.format("Ref(string)")
)
gradient_v2_op = with_string_handle(
    "TensorArrayGradV2", "TensorArrayGradV3", _GRADIENT.format("string"), removed=True
)
write_v1_op = with_string_handle("TensorArrayWrite", "TensorArrayWriteV3")
write_v2_op = with_string_handle(
    "TensorArrayWriteV2", "TensorArrayWriteV3", removed=True
)
read_v1_op = with_string_handle("TensorArrayRead", "TensorArrayReadV3")
read_v2_op = with_string_handle("TensorArrayReadV2", "TensorArrayReadV3", removed=True)
gather_v1_op = with_string_handle("TensorArrayGather", "TensorArrayGatherV3")
gather_v2_op = with_string_handle(
    "TensorArrayGatherV2", "TensorArrayGatherV3", removed=True
)
scatter_v1_op = with_string_handle("TensorArrayScatter", "TensorArrayScatterV3")
scatter_v2_op = with_string_handle(
    "TensorArrayScatterV2", "TensorArrayScatterV3", removed=True
)
concat_v1_op = with_string_handle("TensorArrayConcat", "TensorArrayConcatV3")
concat_v2_op = with_string_handle(
    "TensorArrayConcatV2", "TensorArrayConcatV3", removed=True
)
split_v1_op = with_string_handle("TensorArraySplit", "TensorArraySplitV3")
split_v2_op = with_string_handle(
    "TensorArraySplitV2", "TensorArraySplitV3", removed=True
)
size_v1_op = with_string_handle("TensorArraySize", "TensorArraySizeV3")
size_v2_op = with_string_handle("TensorArraySizeV2", "TensorArraySizeV3", removed=True)
close_v1_op = with_string_handle("TensorArrayClose", "TensorArrayCloseV3")
close_v2_op = with_string_handle(
    "TensorArrayCloseV2", "TensorArrayCloseV3", removed=True
)


def _pack(xp: Any, handle: Any, flow_in: Any, dtype: Any, element_shape: Dims) -> Any:
    array = target_of(handle)
    return find("TensorArrayGatherV3").reference(
        xp,
        array,
        np.arange(len(array.elements)),
        flow_in,
        dtype=dtype,
        element_shape=element_shape,
    )


def _unpack(xp: Any, handle: Any, value: Any, flow_in: Any) -> Any:
    places = np.arange(len(value))
    return find("TensorArrayScatterV3").reference(
        xp, target_of(handle), places, value, flow_in
    )


pack_op = ReferenceOp(
    "TensorArrayPack",
    "handle: Ref(string), flow_in: float32 -> value: dtype | dtype: type, "
    "element_shape: shape = None",
    shape=lambda c: None,
    reference=_pack,
    gradient=NOT_DIFFERENTIABLE,
    xla=_IN_PLACE,
    stateful=True,
)
unpack_op = ReferenceOp(
    "TensorArrayUnpack",
    "handle: Ref(string), value: T, flow_in: float32 -> flow_out: float32 | T: type",
    shape=scalar,
    reference=_unpack,
    gradient=NOT_DIFFERENTIABLE,
    xla=_IN_PLACE,
    stateful=True,
)
