"""Iterators in their earlier forms, those for several devices, and other handles."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np

from tensorbrook._src.core import errors
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op
from tensorbrook._src.ops.datasets import iterating
from tensorbrook._src.ops.datasets.iterating import IteratorResource
from tensorbrook._src.ops.datasets.stream import ON_THE_HOST, number, stream_of
from tensorbrook._src.ops.rules import scalar

_ELEMENT = "output_types: list(type), output_shapes: list(shape)"
_LENIENT = "output_types: list(type) = [], output_shapes: list(shape) = []"
_DEVICE = b"/job:localhost/replica:0/task:0/device:CPU:0"


def _op(
    name: str, signature: str, reference: Any, shape: Any = scalar, **kw: Any
) -> Op:
    return Op(
        name,
        signature,
        shape=shape,
        reference=reference,
        gradient=NOT_DIFFERENTIABLE,
        xla=ON_THE_HOST,
        stateful=True,
        **kw,
    )


def _nothing(c: Any) -> list[Any]:
    return []


def _pair(c: Any) -> list[Any]:
    return [(), ()]


def _text(value: bytes) -> Any:
    made = np.empty((), object)
    made[()] = value
    return made


anonymous_iterator_op = _op(
    "AnonymousIterator",
    f"-> handle: resource | {_ELEMENT}",
    lambda xp, **attrs: IteratorResource(),
)
anonymous_iterator_v2_op = _op(
    "AnonymousIteratorV2",
    f"-> handle: resource, deleter: variant | {_ELEMENT}",
    lambda xp, **attrs: (IteratorResource(), None),
    _pair,
)
iterator_op = _op(
    "Iterator",
    f"-> handle: resource | shared_name: string, container: string, {_ELEMENT}",
    lambda xp, state, **attrs: state,
    kernel_state=lambda attrs: IteratorResource(),
)
from_string_handle_op = _op(
    "IteratorFromStringHandle",
    f"string_handle: string -> resource_handle: resource | {_LENIENT}",
    iterating.from_string_handle_op.reference,
)
get_next_sync_op = _op(
    "IteratorGetNextSync",
    f"iterator: resource -> components: output_types | {_ELEMENT}",
    iterating.get_next_op.reference,
    iterating.get_next_op.shape,
    on_tensors=True,
)
get_device_op = _op(
    "IteratorGetDevice",
    "resource: resource -> device: string",
    lambda xp, resource: _text(_DEVICE),
)


def _model(xp: Any, iterator: Any) -> Any:
    raise errors.NotFoundError(
        None,
        None,
        "IteratorGetModelProto: there is no model of the iterator, because parallelism "
        "isn't tuned by one.",
    )


get_model_op = _op(
    "IteratorGetModelProto", "iterator: resource -> model_proto: string", _model
)
delete_iterator_op = _op(
    "DeleteIterator",
    "handle: resource, deleter: variant ->",
    lambda xp, handle, deleter: _emptied(handle),
    _nothing,
)


def _emptied(handle: Any) -> list[Any]:
    if not isinstance(handle, IteratorResource | Shards):
        raise errors.InvalidArgumentError(
            None, None, f"An iterator was expected, got {type(handle).__name__}."
        )
    handle.clear()
    return []


delete_cache_op = _op(
    "DeleteMemoryCache",
    "handle: resource, deleter: variant ->",
    lambda xp, handle, deleter: handle.clear() or [],
    _nothing,
)
iteration_counter_op = _op(
    "DummyIterationCounter", "-> handle: resource", lambda xp: object()
)


class Shards:
    """An iterator whose elements go in turn to several devices."""

    def __init__(self, attrs: dict[str, Any]) -> None:
        self.count = max(len(attrs["devices"]), 1)
        self.incarnation = 0
        self._lock = threading.Lock()
        self.clear()

    def clear(self) -> None:
        """Ends the iteration."""
        self._source = IteratorResource()
        self._given = 0
        self._waiting: dict[int, list[Any]] = {}

    def start(self, stream: Any) -> int:
        """Begins anew; the number of this iteration is what `next_of` has to be given."""
        with self._lock:
            self.clear()
            self._source.start(stream)
            self.incarnation += 1
            return self.incarnation

    def next_of(self, shard: int, incarnation: int) -> Any:
        """The next element of one device.

        Raises:
            errors.InvalidArgumentError: There is no such device or iteration.
            errors.OutOfRangeError: There are no more elements.
        """
        if incarnation != self.incarnation:
            raise errors.InvalidArgumentError(
                None,
                None,
                f"Invalid incarnation id. Provided: {incarnation}; Expected: "
                f"{self.incarnation}",
            )
        if not 0 <= shard < self.count:
            raise errors.InvalidArgumentError(
                None,
                None,
                f"There are {self.count} shards, and none is number {shard}.",
            )
        with self._lock:
            while not self._waiting.get(shard):
                element = self._source.next()
                place = self._given % self.count
                self._waiting.setdefault(place, []).append(element)
                self._given += 1
            return self._waiting[shard].pop(0)


_DEVICES = f"devices: list(string), {_ELEMENT}"

multi_device_iterator_op = _op(
    "MultiDeviceIterator",
    "-> handle: resource | devices: list(string), shared_name: string, "
    f"container: string, {_ELEMENT}",
    lambda xp, state, **attrs: state,
    kernel_state=Shards,
)
anonymous_multi_op = _op(
    "AnonymousMultiDeviceIterator",
    f"-> handle: resource, deleter: variant | {_DEVICES}",
    lambda xp, **attrs: (Shards(attrs), None),
    _pair,
)
anonymous_multi_v3_op = _op(
    "AnonymousMultiDeviceIteratorV3",
    f"-> handle: resource | {_DEVICES}",
    lambda xp, **attrs: Shards(attrs),
)
multi_init_op = _op(
    "MultiDeviceIteratorInit",
    "dataset: variant, multi_device_iterator: resource, max_buffer_size: int64 -> "
    "incarnation_id: int64",
    lambda xp, dataset, iterator, size: size._like(
        iterator._array().start(stream_of(dataset))
    ),
    on_tensors=True,
)
multi_next_op = _op(
    "MultiDeviceIteratorGetNextFromShard",
    "multi_device_iterator: resource, shard_num: int32, incarnation_id: int64 -> "
    f"components: output_types | {_ELEMENT}",
    lambda xp, iterator, shard, incarnation, **attrs: list(
        iterator._array().next_of(number(shard), number(incarnation))
    ),
    iterating.get_next_op.shape,
    on_tensors=True,
)
multi_to_string_op = _op(
    "MultiDeviceIteratorToStringHandle",
    "multi_device_iterator: resource -> string_handle: string",
    iterating.to_string_handle_op.reference,
)
multi_from_string_op = _op(
    "MultiDeviceIteratorFromStringHandle",
    f"string_handle: string -> multi_device_iterator: resource | {_LENIENT}",
    iterating.from_string_handle_op.reference,
)
multi_delete_op = _op(
    "DeleteMultiDeviceIterator",
    "multi_device_iterator: resource, iterators: N * resource, deleter: variant -> "
    "| N: int >= 0",
    lambda xp, handle, iterators, deleter: _emptied(handle),
    _nothing,
)
