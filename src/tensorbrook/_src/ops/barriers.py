"""Barriers: tuples that are put together by key, and taken when they are complete."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np

from tensorbrook._src.core import errors
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims, compatible
from tensorbrook._src.ops.by_reference import ReferenceOp, handle_to, target_of
from tensorbrook._src.ops.rules import scalar
from tensorbrook._src.ops.staging import wait_for_others
from tensorbrook._src.ops.string_arrays import of_bytes

_OUTSIDE = unsupported("barriers live outside of compiled functions")
_FIRST = -(1 << 63)  # the number of the first element, as TensorFlow counts


class Barrier:
    """Elements by key; they come out in the order in which their keys came in.

    Args:
        types: The dtypes of the components.
        shapes: Their shapes, or nothing.
    """

    def __init__(self, types: Any, shapes: Any) -> None:
        self._types = types
        self._shapes = shapes or [None] * len(types)
        self._parts: dict[bytes, list[Any]] = {}
        self._numbers: dict[bytes, int] = {}
        self._ready: list[tuple[int, bytes, list[Any]]] = []
        self._next = _FIRST
        self._closed = False
        self._cancelled = False
        self._changed = threading.Condition()

    def ready_size(self) -> int:
        """How many elements are complete."""
        return len(self._ready)

    def incomplete_size(self) -> int:
        """How many elements lack something."""
        return len(self._parts)

    def insert(self, keys: list[bytes], values: Any, place: int) -> None:
        """Sets one component of several elements.

        Raises:
            ValueError: It was set before, or has the wrong dtype or shape.
            errors.CancelledError: The barrier is closed.
        """
        self._check(len(keys), values, place)
        with self._changed:
            for key, value in zip(keys, values, strict=True):
                self._insert(key, value, place)
            self._changed.notify_all()

    def _insert(self, key: bytes, value: Any, place: int) -> None:
        if self._cancelled or (self._closed and key not in self._parts):
            raise errors.CancelledError(
                None, None, f"The barrier is closed: there is no element {key!r}."
            )
        if key not in self._parts:
            self._numbers[key] = self._next
            self._next += 1
        element = self._parts.setdefault(key, [None] * len(self._types))
        if element[place] is not None:
            raise ValueError(f"Key {key!r} already has a value for component {place}.")
        element[place] = np.array(value)
        if all(part is not None for part in element):
            del self._parts[key]
            self._ready.append((self._numbers.pop(key), key, element))

    def _check(self, count: int, values: Any, place: int) -> None:
        if not 0 <= place < len(self._types):
            raise ValueError(
                f"The component {place} is not in [0, {len(self._types)})."
            )
        if not values.ndim or len(values) != count:
            raise ValueError(f"There are {count} keys and values of {values.shape}.")
        wanted = self._types[place]
        if values.dtype != wanted.numpy_dtype:
            raise ValueError(f"The component is {wanted.name}, got {values.dtype}.")
        if not compatible(self._shapes[place], values.shape[1:]):
            raise ValueError(
                f"Shape mismatch in tuple component {place}. Expected "
                f"{self._shapes[place]}, got {list(values.shape[1:])}"
            )

    def take(self, count: int, fewer: bool) -> list[tuple[int, bytes, list[Any]]]:
        """Takes complete elements; waits for them.

        Raises:
            errors.OutOfRangeError: The barrier is closed and has too few.
        """
        with self._changed:
            while len(self._ready) < count:
                if fewer and self._ready:
                    break
                if self._closed and (self._cancelled or not self._parts):
                    raise errors.OutOfRangeError(
                        None,
                        None,
                        f"The barrier is closed and has insufficient elements (requested "
                        f"{count}, total size {len(self._ready)})",
                    )
                wait_for_others(self._changed)
            self._ready.sort(key=lambda item: item[0])
            taken, self._ready = self._ready[:count], self._ready[count:]
            return taken

    def close(self, cancel: bool) -> None:
        """Takes no new keys; if `cancel`, nothing at all any more."""
        with self._changed:
            self._closed = True
            self._cancelled = self._cancelled or cancel
            self._changed.notify_all()


def _op(
    name: str, signature: str, kernel: Any, shape: Any, **parts: Any
) -> ReferenceOp:
    return ReferenceOp(
        name,
        signature,
        shape=shape,
        reference=kernel,
        gradient=NOT_DIFFERENTIABLE,
        xla=_OUTSIDE,
        stateful=True,
        **parts,
    )


def _new(
    xp: Any, component_types: Any, shapes: Any, state: dict[str, Any], **attrs: Any
) -> Any:
    return handle_to(state.setdefault("barrier", Barrier(component_types, shapes)))


barrier_op = _op(
    "Barrier",
    "-> handle: Ref(string) | component_types: list(type), shapes: list(shape) = [], "
    "capacity: int = -1, container: string = '', shared_name: string = ''",
    _new,
    lambda c: (2,),
    kernel_state=lambda attrs: {},
)


def _insert(xp: Any, handle: Any, keys: Any, values: Any, component_index: int) -> None:
    target_of(handle).insert(keys.reshape(-1).tolist(), values, component_index)


insert_many_op = _op(
    "BarrierInsertMany",
    "handle: Ref(string), keys: string, values: T -> | component_index: int",
    _insert,
    lambda c: [],
)


def _take(
    xp: Any,
    handle: Any,
    num_elements: Any,
    component_types: Any,
    allow_small_batch: bool,
    **attrs: Any,
) -> tuple[Any, Any, list[Any]]:
    count = int(num_elements)
    if count < 1:
        raise ValueError(f"num_elements must be positive, got {count}.")
    taken = target_of(handle).take(count, allow_small_batch)
    numbers = np.array([number for number, _, _ in taken], np.int64)
    keys = of_bytes([key for _, key, _ in taken], (len(taken),))
    columns = zip(*(element for _, _, element in taken), strict=True)
    return numbers, keys, [np.stack(column) for column in columns]


def _taken(c: ShapeContext) -> list[Dims]:
    return [(None,), (None,), *[None] * len(c.attrs["component_types"])]


take_many_op = _op(
    "BarrierTakeMany",
    "handle: Ref(string), num_elements: int32 -> indices: int64, keys: string, "
    "values: component_types | component_types: list(type), "
    "allow_small_batch: bool = False, wait_for_incomplete: bool = False, "
    "timeout_ms: int = -1",
    _take,
    _taken,
)
close_op = _op(
    "BarrierClose",
    "handle: Ref(string) -> | cancel_pending_enqueues: bool = False",
    lambda xp, handle, cancel_pending_enqueues: target_of(handle).close(
        cancel_pending_enqueues
    ),
    lambda c: [],
)
ready_size_op = _op(
    "BarrierReadySize",
    "handle: Ref(string) -> size: int32",
    lambda xp, handle: np.int32(target_of(handle).ready_size()),
    scalar,
)
incomplete_size_op = _op(
    "BarrierIncompleteSize",
    "handle: Ref(string) -> size: int32",
    lambda xp, handle: np.int32(target_of(handle).incomplete_size()),
    scalar,
)
