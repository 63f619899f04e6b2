"""Queues: records of the ops that make, fill, empty and close them."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops import queue_store
from tensorbrook._src.ops.rules import scalar

_NO_QUEUES = unsupported("queues live outside of compiled functions")
_SHARING = "container: string = '', shared_name: string = ''"
_CAPACITY = "shapes: list(shape) = [], capacity: int = -1"


def _maker(name: str, kind: Any, attrs: str) -> Op:
    """A record that makes a queue, one for each node and session."""

    def kept(xp: Any, state: dict[str, Any], **options: Any) -> Any:
        if "queue" not in state:
            state.setdefault("queue", kind(options))  # by the first thread
        return state["queue"]

    return Op(
        name,
        f"-> handle: resource | {attrs}, {_SHARING}",
        shape=scalar,
        reference=kept,
        gradient=NOT_DIFFERENTIABLE,
        xla=_NO_QUEUES,
        stateful=True,
        kernel_state=lambda attrs: {},
    )


fifo_queue_op = _maker(
    "FIFOQueueV2", queue_store.FIFOQueue, f"component_types: list(type), {_CAPACITY}"
)
padding_fifo_queue_op = _maker(
    "PaddingFIFOQueueV2",
    queue_store.PaddingFIFOQueue,
    f"component_types: list(type), {_CAPACITY}",
)
random_shuffle_queue_op = _maker(
    "RandomShuffleQueueV2",
    queue_store.RandomShuffleQueue,
    f"component_types: list(type), {_CAPACITY}, min_after_dequeue: int = 0, "
    "seed: int = 0, seed2: int = 0",
)
priority_queue_op = _maker(
    "PriorityQueueV2",
    queue_store.PriorityQueue,
    "component_types: list(type) = [], shapes: list(shape), capacity: int = -1",
)


def _on_queue(name: str, signature: str, kernel: Any, shape: Any) -> Op:
    return Op(
        name,
        signature,
        shape=shape,
        reference=kernel,
        gradient=NOT_DIFFERENTIABLE,
        xla=_NO_QUEUES,
        stateful=True,
    )


def _unknown(c: ShapeContext) -> list[Dims]:
    return [None] * len(c.attrs["component_types"])


def _enqueue(xp: Any, queue: Any, components: list[Any], timeout_ms: int) -> None:
    queue.enqueue([[np.array(part) for part in components]])


def _enqueue_many(xp: Any, queue: Any, components: list[Any], timeout_ms: int) -> None:
    counts = {len(part) for part in components}
    if len(counts) > 1:
        raise ValueError(
            f"All input tensors must have the same size in the 0th dimension, got {counts}."
        )
    rows = zip(*components, strict=True)
    queue.enqueue([[np.asarray(part) for part in row] for row in rows])


def _several(up_to: bool) -> Any:
    def kernel(
        xp: Any, queue: Any, n: Any, component_types: Any, timeout_ms: int
    ) -> Any:
        if n < 0:
            raise ValueError(f"DequeueManyOp requested {n} < 0 elements")
        return queue.dequeue_many(int(n), up_to)

    return kernel


_IN = "Tcomponents: list(type), timeout_ms: int = -1"
_OUT = "component_types: list(type), timeout_ms: int = -1"

queue_enqueue_op = _on_queue(
    "QueueEnqueueV2",
    f"handle: resource, components: Tcomponents -> | {_IN}",
    _enqueue,
    lambda c: [],
)
queue_enqueue_many_op = _on_queue(
    "QueueEnqueueManyV2",
    f"handle: resource, components: Tcomponents -> | {_IN}",
    _enqueue_many,
    lambda c: [],
)
queue_dequeue_op = _on_queue(
    "QueueDequeueV2",
    f"handle: resource -> components: component_types | {_OUT}",
    lambda xp, queue, component_types, timeout_ms: queue.dequeue(),
    _unknown,
)
queue_dequeue_many_op = _on_queue(
    "QueueDequeueManyV2",
    f"handle: resource, n: int32 -> components: component_types | {_OUT}",
    _several(up_to=False),
    _unknown,
)
queue_dequeue_up_to_op = _on_queue(
    "QueueDequeueUpToV2",
    f"handle: resource, n: int32 -> components: component_types | {_OUT}",
    _several(up_to=True),
    _unknown,
)
queue_close_op = _on_queue(
    "QueueCloseV2",
    "handle: resource -> | cancel_pending_enqueues: bool = False",
    lambda xp, queue, cancel_pending_enqueues: queue.close(cancel_pending_enqueues),
    lambda c: [],
)
queue_size_op = _on_queue(
    "QueueSizeV2",
    "handle: resource -> size: int32",
    lambda xp, queue: np.int32(queue.size()),
    scalar,
)
queue_is_closed_op = _on_queue(
    "QueueIsClosedV2",
    "handle: resource -> is_closed: bool",
    lambda xp, queue: np.bool_(queue.closed),
    scalar,
)
