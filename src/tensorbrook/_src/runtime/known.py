"""What is known of a graph before it runs: shapes, constants, and equal values.

A plan is made for given shapes of its inputs. From those follow the shapes of most
nodes; what depends on shapes alone becomes a constant, a node that returns its input is
left out, and nodes that compute the same are computed once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core import errors
from tensorbrook._src.core.op import ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.eager import kernels
from tensorbrook._src.eager.tensor import EagerTensor
from tensorbrook._src.graph.constant_value import value_as_shape
from tensorbrook._src.graph.operation import Operation

_FOLD_LIMIT = 1 << 16  # constants are computed ahead up to this many elements
_SHARED = 64  # constants up to this many elements are compared with each other
_UNKNOWN_VALUE = (errors.OpError, NotImplementedError, TypeError, ValueError)


class _Described:
    """A tensor without a value, with dims that may be better known than its own."""

    __slots__ = ("_dims", "tensor")

    def __init__(self, tensor: Any, dims: Dims) -> None:
        self.tensor = tensor
        self._dims = dims

    @property
    def dtype(self) -> Any:
        return self.tensor.dtype

    @property
    def handle_data(self) -> Any:
        return getattr(self.tensor, "handle_data", None)


class _Blank:
    """A tensor of zeros that takes no memory, for kernels that look at shapes only."""

    __slots__ = ("_dims", "dtype")

    def __init__(self, dtype: Any, dims: Any) -> None:
        self.dtype = dtype
        self._dims = dims

    def _array(self) -> Any:
        return np.broadcast_to(np.zeros((), self.dtype.numpy_dtype), self._dims)


class Known:
    """What is known of the values in the slots of a plan."""

    def __init__(self) -> None:
        self.constants: dict[int, EagerTensor] = {}
        self._dims: dict[int, Dims] = {}
        self._interned: dict[Any, int] = {}
        self._computed: dict[Any, list[int]] = {}
        self._origins: dict[int, int] = {}

    def set_dims(self, slot: int, dims: Dims) -> None:
        """Notes the dims of what will be in a slot."""
        self._dims[slot] = dims

    def dims(self, slot: int) -> Dims:
        """The dims of what will be in a slot, as far as they are known."""
        if slot in self.constants:
            return self.constants[slot]._dims
        return self._dims.get(slot)

    def whole_dims(self, slot: int) -> tuple[int, ...] | None:
        """The dims of what will be in a slot if all of them are known."""
        dims = self.dims(slot)
        known = [dim for dim in dims or () if dim is not None]
        return tuple(known) if dims is not None and len(known) == len(dims) else None

    def context(self, node: Operation, slots: Sequence[int]) -> ShapeContext:
        """What a shape rule may ask about the inputs of a node."""
        seen = [
            self.constants[slot]
            if slot in self.constants
            else _Described(tensor, self._dims.get(slot))
            for slot, tensor in zip(slots, node.inputs, strict=True)
        ]
        return ShapeContext(node.record, seen, node.attrs, _value, _as_shape)

    def infer(self, context: ShapeContext, node: Operation) -> list[Dims]:
        """The dims of the outputs of a node."""
        static: list[Dims] = [tensor._dims for tensor in node.outputs]
        try:
            found = node.record.infer(context)
        except _UNKNOWN_VALUE:
            return static  # the run will report what is wrong, if it gets there
        if len(found) != len(static):
            return static
        return [
            own if dims is None or (own is not None and None not in own) else dims
            for dims, own in zip(found, static, strict=True)
        ]

    def folded(
        self, node: Operation, slots: Sequence[int], dims: list[Dims]
    ) -> list[EagerTensor] | None:
        """The outputs of a node if they can be computed now."""
        record = node.record
        if record.stateful or record.on_tensors or not node.outputs:
            return None
        small = all(map(_small, dims))
        if record.shapes_only:
            return self._of_shapes(node, slots) if small else None
        inputs = [self.constants.get(slot) for slot in slots]
        if any(tensor is None for tensor in inputs):
            return None
        if not small and (record.sized_by_values or not _tiny(inputs)):
            return None
        try:
            return kernels.execute(record, inputs, node.attrs)  # type: ignore[arg-type]
        except _UNKNOWN_VALUE:
            return None

    def _of_shapes(
        self, node: Operation, slots: Sequence[int]
    ) -> list[EagerTensor] | None:
        blanks: list[Any] = []
        for slot, tensor in zip(slots, node.inputs, strict=True):
            dims = self._dims.get(slot)
            if slot in self.constants:
                dims = self.constants[slot]._dims
            if dims is None or None in dims or tensor.dtype.holds_objects:
                return None
            blanks.append(_Blank(tensor.dtype, dims))
        try:
            return kernels.execute_reference(node.record, blanks, node.attrs)
        except _UNKNOWN_VALUE:
            return None

    def shared_constant(self, tensor: EagerTensor, slot: int) -> int:
        """The slot of an equal constant, or else `slot`, which now holds this one."""
        array = None if tensor.dtype.holds_objects else tensor._array()
        if array is not None and array.size <= _SHARED:
            key = (tensor.dtype, array.shape, array.tobytes())
            slot = self._interned.setdefault(key, slot)
        self.constants[slot] = tensor
        return slot

    def forwarded(
        self, context: ShapeContext, node: Operation, slots: Sequence[int], dims: Dims
    ) -> int | None:
        """The slot that holds what the node would return, or None."""
        record = node.record
        if record.forwards is not None:
            position = record.forwards(context, dims)
            return None if position is None else slots[position]
        if dims is None or None in dims or not self._keeps_elements(record, context):
            return None
        origin = self._origins.get(slots[0], slots[0])
        known = self.constants.get(origin)
        before = self._dims.get(origin) if known is None else known._dims
        return origin if before == dims else None

    def note_origin(
        self, context: ShapeContext, node: Operation, slots: Sequence[int], slot: int
    ) -> None:
        """Remembers whose elements the output of a node holds."""
        if self._keeps_elements(node.record, context):
            self._origins[slot] = self._origins.get(slots[0], slots[0])

    def _keeps_elements(self, record: Any, context: ShapeContext) -> bool:
        rule = record.keeps_elements
        return rule is not None and bool(rule(context))

    def same_node(self, node: Operation, slots: Sequence[int]) -> list[int] | None:
        """The outputs' slots of an earlier node that computes the same."""
        key = _computation(node, slots)
        return None if key is None else self._computed.get(key)

    def note_node(
        self, node: Operation, slots: Sequence[int], outputs: list[int]
    ) -> None:
        """Remembers a node for `same_node`."""
        key = _computation(node, slots)
        if key is not None:
            self._computed[key] = outputs


def _computation(node: Operation, slots: Sequence[int]) -> Any:
    """A key that equal computations share; None for what has effects or state."""
    record = node.record
    if record.stateful or record.on_tensors or record.kernel_state is not None:
        return None
    parts = []
    for name, value in node.attrs.items():
        if isinstance(value, float | np.ndarray | list) or hasattr(value, "execute"):
            return None  # 0.0 equals -0.0; functions and arrays aren't worth comparing
        parts.append((name, type(value), value))
    key = (record.name, tuple(slots), tuple(parts))
    try:
        hash(key)
    except TypeError:
        return None
    return key


def _small(dims: Dims) -> bool:
    size = 1
    for dim in (-1,) if dims is None else dims:
        size *= _FOLD_LIMIT + 1 if dim is None or dim < 0 else dim
    return size <= _FOLD_LIMIT


def _tiny(inputs: Sequence[Any]) -> bool:
    """Whether outputs of unknown size can't be large either."""
    return all(
        not tensor.dtype.holds_objects and tensor._array().size <= _SHARED
        for tensor in inputs
    )


def _value(tensor: Any) -> Any:
    if isinstance(tensor, _Described) or tensor.dtype.holds_objects:
        return None
    return tensor._array()


def _as_shape(tensor: Any) -> Dims:
    if isinstance(tensor, _Described):
        return value_as_shape(tensor.tensor)
    return kernels.value_as_shape(tensor)
