"""Tensor lists of loops as sequences of ONNX.

A loop that fills a list writes its items one after the other. A sequence has no places
without a value, so items that are written in another order have no form.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.export.onnx_builder import (
    Builder,
    NotTranslatable,
    Translation,
    Value,
    described,
    element_type,
    load_onnx,
)
from tensorbrook._src.graph.operation import Operation


class Lists:
    """The sequences of a model by name, with the dtype of their items."""

    def __init__(self) -> None:
        self._dtypes: dict[str, DType] = {}
        self._filled: dict[str, int] = {}  # how many items a list has so far
        self._growing: dict[str, int] = {}  # how many it had before the loop
        self.counters: dict[int, int] = {}

    def translations(self) -> dict[str, Translation]:
        """What becomes of the operations on lists."""
        return {
            "TensorListReserve": self._reserve,
            "TensorListFromTensor": self._from_tensor,
            "TensorListSetItem": self._set_item,
            "TensorListGetItem": self._get_item,
            "TensorListLength": self._length,
            "TensorListStack": self._stack,
        }

    def carried(self, name: str, value: Value, dtype: DType) -> Any:
        """The description of what a loop carries, a list among others."""
        if isinstance(value, str) and value in self._filled:
            self._growing[name] = self._filled[value]
        return self.described(name, value, dtype)

    def described(self, name: str, value: Value, dtype: DType) -> Any:
        """The description of a value of a nested graph."""
        if not isinstance(value, str) or value not in self._dtypes:
            return described(name, dtype, None)
        self.note_result(name, value)
        kind = element_type(self._dtypes[value])
        return load_onnx().helper.make_tensor_sequence_value_info(name, kind, None)

    def note_result(self, name: str, value: Value) -> None:
        """Notes that `name` is a list if `value` is one."""
        if isinstance(value, str) and value in self._dtypes:
            self._dtypes[name] = self._dtypes[value]

    def _new(self, name: str, dtype: DType) -> str:
        self._dtypes[name] = dtype
        return name

    def _reserve(self, b: Builder, node: Operation, inputs: list[Value]) -> list[Value]:
        dtype = node.attrs["element_dtype"]
        name = self._new(b.add("SequenceEmpty", dtype=element_type(dtype)), dtype)
        self._filled[name] = 0
        return [name]

    def _from_tensor(
        self, b: Builder, node: Operation, inputs: list[Value]
    ) -> list[Value]:
        name = b.add("SplitToSequence", inputs[0], axis=0, keepdims=0)
        return [self._new(name, node.attrs["element_dtype"])]

    def _set_item(
        self, b: Builder, node: Operation, inputs: list[Value]
    ) -> list[Value]:
        known, index = inputs[0], inputs[1]
        if isinstance(index, np.ndarray | np.generic):
            in_order = self._filled.get(known) == int(index)
        else:
            start = self.counters.get(id(origin(node.inputs[1])))
            in_order = start is not None and self._growing.get(known) == start
        if not in_order:
            raise NotTranslatable("items that aren't written one after the other")
        name = b.add("SequenceInsert", known, inputs[2])
        if known in self._filled:
            self._filled[name] = self._filled[known] + 1
        return [self._new(name, node.attrs["element_dtype"])]

    def _get_item(
        self, b: Builder, node: Operation, inputs: list[Value]
    ) -> list[Value]:
        return [b.add("SequenceAt", inputs[0], b.int64(inputs[1]))]

    def _length(self, b: Builder, node: Operation, inputs: list[Value]) -> list[Value]:
        return [b.cast(b.add("SequenceLength", inputs[0]), node.outputs[0].dtype)]

    def _stack(self, b: Builder, node: Operation, inputs: list[Value]) -> list[Value]:
        if self._filled.get(inputs[0]) == 0:
            raise NotTranslatable("a list that nothing was written to")
        return [b.add("ConcatFromSequence", inputs[0], axis=0, new_axis=1)]


def counters(node: Operation, inputs: Sequence[Value]) -> dict[int, int]:
    """The ids of what a loop's body sees of numbers that go up by one to the loop's end.

    Returns:
        Where each of them begins.
    """
    condition, body = node.attrs["cond"], node.attrs["body"]
    found = {}
    for index, (start, output) in enumerate(zip(inputs, body.outputs, strict=False)):
        own = body.all_inputs[index]
        if not isinstance(start, np.ndarray | np.generic) or np.ndim(start):
            continue
        if _is_next(origin(output), own):
            if _ends_by(origin(condition.outputs[0]), condition.all_inputs):
                found[id(own)] = int(start)
    return found


def _is_next(tensor: Any, before: Any) -> bool:
    """Whether a tensor is one more than another."""
    if tensor.op.type not in ("Add", "AddV2"):
        return False
    parts = [origin(part) for part in tensor.op.inputs]
    others = [part for part in parts if part is not before]
    if len(others) != 1 or others[0].op.type != "Const":
        return False
    return bool(np.all(np.asarray(others[0].op.attrs["value"]) == 1))


def _ends_by(tensor: Any, arguments: Sequence[Any]) -> bool:
    """Whether a condition does nothing but compare a counter with a limit."""
    if tensor.op.type == "LogicalAnd":
        return all(_ends_by(origin(part), arguments) for part in tensor.op.inputs)
    if tensor.op.type != "Less":
        return False
    return any(origin(tensor.op.inputs[0]) is argument for argument in arguments)


def origin(tensor: Any) -> Any:
    """The tensor that `tensor` is a mere copy of."""
    while tensor.op.type in ("Identity", "StopGradient"):
        (tensor,) = tensor.op.inputs
    return tensor
