"""Stacks: where the loops of 1.x keep what their gradients need later."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, unsupported
from tensorbrook._src.ops.by_reference import (
    ReferenceOp,
    handle_to,
    with_string_handle,
)
from tensorbrook._src.ops.rules import scalar

_IN_PLACE = unsupported("a stack is changed in place")


class Stack:
    """Tensors of one dtype, the last first.

    Args:
        dtype: Their dtype.
        limit: How many there may be; any number where it is negative.
    """

    def __init__(self, dtype: DType, limit: int) -> None:
        self._dtype = dtype
        self._limit = limit
        self._elements: list[Any] = []
        self._closed = False

    def push(self, value: Any) -> None:
        """Puts a value on top.

        Raises:
            ValueError: The stack is full or closed, or of another dtype.
        """
        if isinstance(value, np.ndarray) and value.dtype != self._dtype.numpy_dtype:
            raise ValueError(
                f"The stack holds elements of {self._dtype.name}, got {value.dtype}."
            )
        self._check_open()
        if 0 <= self._limit <= len(self._elements):
            raise ValueError(f"The stack overflowed its max_size ({self._limit}).")
        self._elements.append(value)

    def pop(self) -> Any:
        """Takes the value from the top.

        Raises:
            ValueError: The stack is empty or closed.
        """
        self._check_open()
        if not self._elements:
            raise ValueError("The stack is empty: there is nothing to pop.")
        return self._elements.pop()

    def close(self) -> None:
        """Frees the elements; nothing can be pushed any more."""
        self._elements, self._closed = [], True

    def _check_open(self) -> None:
        if self._closed:
            raise ValueError("The stack has already been closed.")


def _op(name: str, signature: str, shape: Any, kernel: Any) -> Op:
    return Op(
        name,
        signature,
        shape=shape,
        reference=kernel,
        gradient=NOT_DIFFERENTIABLE,
        xla=_IN_PLACE,
        stateful=True,
    )


def _new(xp: Any, max_size: Any, elem_type: DType, stack_name: str) -> Stack:
    return Stack(elem_type, int(max_size))


stack_op = _op(
    "StackV2",
    "max_size: int32 -> handle: resource | elem_type: type, stack_name: string = ''",
    scalar,
    _new,
)


def _push(xp: Any, handle: Stack, elem: Any, swap_memory: bool) -> Any:
    handle.push(elem)
    return elem


stack_push_op = _op(
    "StackPushV2",
    "handle: resource, elem: T -> output: T | T: type, swap_memory: bool = False",
    lambda c: c.shape(1),
    _push,
)
stack_pop_op = _op(
    "StackPopV2",
    "handle: resource -> elem: elem_type | elem_type: type",
    lambda c: None,
    lambda xp, handle, elem_type: handle.pop(),
)
stack_close_op = _op(
    "StackCloseV2",
    "handle: resource ->",
    lambda c: [],
    lambda xp, handle: handle.close(),
)

stack_push_v1_op = with_string_handle("StackPush", "StackPushV2")
stack_pop_v1_op = with_string_handle("StackPop", "StackPopV2")
stack_close_v1_op = with_string_handle("StackClose", "StackCloseV2")
stack_v1_op = ReferenceOp(
    "Stack",
    "-> handle: Ref(string) | elem_type: type, stack_name: string = ''",
    shape=lambda c: (2,),
    reference=lambda xp, elem_type, stack_name: handle_to(Stack(elem_type, -1)),
    gradient=NOT_DIFFERENTIABLE,
    xla=_IN_PLACE,
    stateful=True,
)
