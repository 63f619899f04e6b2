"""`tf.FIFOQueue` and its relatives."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core import dtypes as types
from tensorbrook._src.core.dtypes import int64
from tensorbrook._src.core.scopes import name_scope
from tensorbrook._src.core.shapes import TensorShape, as_dims
from tensorbrook._src.ops import queues
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.random_seed import get_seed


class QueueBase:
    """Base of the queues.

    Args:
        dtypes: The types of the components of an element.
        shapes: Their shapes, or None where they may differ.
        names: Names of the components, so that elements are dicts.
        queue_ref: The handle.

    Raises:
        ValueError: The lists have different lengths.
    """

    def __init__(self, dtypes: Any, shapes: Any, names: Any, queue_ref: Any) -> None:
        self._dtypes = list(dtypes)
        if shapes is None:
            shapes = [TensorShape(None)] * len(self._dtypes)
        elif len(shapes) != len(self._dtypes):
            raise ValueError(
                f"Queue shapes must have the same length as dtypes, received "
                f"len(shapes)={len(shapes)}, len(dtypes)={len(self._dtypes)}"
            )
        self._shapes = [TensorShape(shape) for shape in shapes]
        if names is not None and len(names) != len(self._dtypes):
            raise ValueError(
                f"List of names {names} must be the same length as the list of dtypes"
            )
        self._names = None if names is None else list(names)
        self._queue_ref = queue_ref

    @staticmethod
    def from_list(index: Any, queues: Any) -> QueueBase:
        """The queue of a list that a number chooses.

        Raises:
            NotImplementedError: The number is a tensor.
        """
        if not isinstance(index, int):
            raise NotImplementedError(
                "QueueBase.from_list: the index must be a Python integer."
            )
        return queues[index]  # type: ignore[no-any-return]

    @property
    def queue_ref(self) -> Any:
        """The handle."""
        return self._queue_ref

    @property
    def name(self) -> str:
        """The name of the node that makes the queue."""
        return str(self._queue_ref.op.name).rpartition("/")[2]

    @property
    def dtypes(self) -> list[Any]:
        """The types of the components."""
        return self._dtypes

    @property
    def shapes(self) -> list[TensorShape]:
        """The shapes of the components."""
        return self._shapes

    @property
    def names(self) -> list[str] | None:
        """The names of the components."""
        return self._names

    def _components(self, vals: Any, many: bool) -> list[Any]:
        """An element as tensors of the right types."""
        if isinstance(vals, dict):
            if self._names is None:
                raise ValueError("Queue must have names to enqueue a dictionary")
            if sorted(self._names) != sorted(vals):
                raise ValueError(
                    "Keys in dictionary to enqueue do not match names of Queue. "
                    f"Dictionary: {sorted(vals)}, Queue: {sorted(self._names)}"
                )
            vals = [vals[name] for name in self._names]
        elif self._names is not None:
            raise ValueError(
                f"You must enqueue a dictionary in a Queue with names: {self._names}"
            )
        if len(self._dtypes) == 1 and not (
            isinstance(vals, list | tuple) and len(vals) == 1
        ):
            vals = [vals]
        vals = list(vals) if isinstance(vals, list | tuple) else [vals]
        if len(vals) != len(self._dtypes):
            raise ValueError(
                f"Queue: {len(self._dtypes)} components are expected, got {len(vals)}."
            )
        tensors = [
            convert_to_tensor(value, dtype=dtype, name=f"component_{number}")
            for number, (value, dtype) in enumerate(
                zip(vals, self._dtypes, strict=True)
            )
        ]
        for tensor, shape in zip(tensors, self._shapes, strict=True):
            own = tensor.shape[1:] if many else tensor.shape
            own.assert_is_compatible_with(shape)
        return tensors

    def enqueue(self, vals: Any, name: str | None = None) -> Any:
        """An operation that adds an element; it waits while the queue is full."""
        with name_scope(name or f"{self._short()}_enqueue") as scope:
            return queues.queue_enqueue_op(
                self._queue_ref, self._components(vals, many=False), name=scope
            )

    def enqueue_many(self, vals: Any, name: str | None = None) -> Any:
        """An operation that adds the rows of tensors as elements."""
        with name_scope(name or f"{self._short()}_EnqueueMany") as scope:
            return queues.queue_enqueue_many_op(
                self._queue_ref, self._components(vals, many=True), name=scope
            )

    def dequeue(self, name: str | None = None) -> Any:
        """An element, as soon as there is one."""
        found = queues.queue_dequeue_op(
            self._queue_ref,
            component_types=self._dtypes,
            name=name or f"{self._short()}_Dequeue",
        )
        return self._element(found, ())

    def dequeue_many(self, n: Any, name: str | None = None) -> Any:
        """`n` elements as one batch, as soon as there are so many."""
        found = queues.queue_dequeue_many_op(
            self._queue_ref,
            n,
            component_types=self._dtypes,
            name=name or f"{self._short()}_DequeueMany",
        )
        return self._element(found, (n if isinstance(n, int) else None,))

    def dequeue_up_to(self, n: Any, name: str | None = None) -> Any:
        """`n` elements as one batch, or the last ones of a closed queue."""
        found = queues.queue_dequeue_up_to_op(
            self._queue_ref,
            n,
            component_types=self._dtypes,
            name=name or f"{self._short()}_DequeueUpTo",
        )
        return self._element(found, (None,))

    def _element(self, tensors: Any, before: tuple[Any, ...]) -> Any:
        """Tensors with their shapes: one, a list, or a dict by the names."""
        tensors = list(tensors) if isinstance(tensors, list | tuple) else [tensors]
        for tensor, shape in zip(tensors, self._shapes, strict=True):
            if shape.ndims is not None:
                tensor.set_shape(TensorShape(before).concatenate(shape))
        if self._names is not None:
            return dict(zip(self._names, tensors, strict=True))
        return tensors[0] if len(tensors) == 1 else tensors

    def close(
        self, cancel_pending_enqueues: bool = False, name: str | None = None
    ) -> Any:
        """An operation after which the queue takes no further elements."""
        return queues.queue_close_op(
            self._queue_ref,
            cancel_pending_enqueues=cancel_pending_enqueues,
            name=name or f"{self._short()}_Close",
        )

    def is_closed(self, name: str | None = None) -> Any:
        """Whether the queue is closed."""
        return queues.queue_is_closed_op(
            self._queue_ref, name=name or f"{self._short()}_Is_Closed"
        )

    def size(self, name: str | None = None) -> Any:
        """How many elements there are."""
        return queues.queue_size_op(
            self._queue_ref, name=name or f"{self._short()}_Size"
        )

    def _short(self) -> str:
        op = getattr(self._queue_ref, "op", None)
        return "queue" if op is None else str(op.name).rpartition("/")[2]


def _listed(dtypes: Any, shapes: Any, names: Any) -> tuple[list[Any], Any, Any]:
    """Types, shapes and names as lists, also where there is one component."""
    single = not isinstance(dtypes, list | tuple)
    dtypes = [types.as_dtype(item) for item in ([dtypes] if single else dtypes)]
    if shapes is not None and (single or len(dtypes) == 1):
        alone = not isinstance(shapes, list | tuple) or any(
            part is None or isinstance(part, int) for part in shapes
        )
        shapes = [shapes] if alone else shapes
    if isinstance(names, str):
        names = [names]
    return dtypes, shapes, names


def _attrs(
    dtypes: list[Any], shapes: Any, capacity: int, shared_name: Any
) -> dict[str, Any]:
    return {
        "component_types": dtypes,
        "shapes": [as_dims(shape) for shape in shapes or ()],
        "capacity": capacity,
        "shared_name": shared_name or "",
    }


class FIFOQueue(QueueBase):
    """A queue: first in, first out.

    Args:
        capacity: How many elements it holds at most.
        dtypes: The types of the components of an element.
        shapes: Their shapes; needed for `dequeue_many`.
        names: Names of the components, so that elements are dicts.
        shared_name: Accepted for compatibility.
        name: Name of the node.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     queue = tf.FIFOQueue(3, tf.int32)
        ...     sess.run(queue.enqueue_many([[5, 6]]))
        ...     print(sess.run(queue.dequeue()))
        5
    """

    def __init__(
        self,
        capacity: int,
        dtypes: Any,
        shapes: Any = None,
        names: Any = None,
        shared_name: str | None = None,
        name: str = "fifo_queue",
    ) -> None:
        dtypes, shapes, names = _listed(dtypes, shapes, names)
        handle = queues.fifo_queue_op(
            **_attrs(dtypes, shapes, capacity, shared_name), name=name
        )
        super().__init__(dtypes, shapes, names, handle)


class PaddingFIFOQueue(QueueBase):
    """A queue whose batches are padded with zeros; arguments as for `FIFOQueue`."""

    def __init__(
        self,
        capacity: int,
        dtypes: Any,
        shapes: Any,
        names: Any = None,
        shared_name: str | None = None,
        name: str = "padding_fifo_queue",
    ) -> None:
        dtypes, shapes, names = _listed(dtypes, shapes, names)
        if len(shapes) != len(dtypes):
            raise ValueError(
                f"Shapes must be provided for all components, but received {len(dtypes)} "
                f"dtypes and {len(shapes)} shapes."
            )
        handle = queues.padding_fifo_queue_op(
            **_attrs(dtypes, shapes, capacity, shared_name), name=name
        )
        super().__init__(dtypes, shapes, names, handle)


class RandomShuffleQueue(QueueBase):
    """A queue whose elements come out in random order.

    Args:
        capacity: How many elements it holds at most.
        min_after_dequeue: How many stay in an open queue, so that it can shuffle.
        dtypes: The types of the components of an element.
        shapes: Their shapes; needed for `dequeue_many`.
        names: Names of the components, so that elements are dicts.
        seed: Seed of the order.
        shared_name: Accepted for compatibility.
        name: Name of the node.
    """

    def __init__(
        self,
        capacity: int,
        min_after_dequeue: int,
        dtypes: Any,
        shapes: Any = None,
        names: Any = None,
        seed: int | None = None,
        shared_name: str | None = None,
        name: str = "random_shuffle_queue",
    ) -> None:
        dtypes, shapes, names = _listed(dtypes, shapes, names)
        first, second = get_seed(seed)
        handle = queues.random_shuffle_queue_op(
            **_attrs(dtypes, shapes, capacity, shared_name),
            min_after_dequeue=min_after_dequeue,
            seed=first or 0,
            seed2=second or 0,
            name=name,
        )
        super().__init__(dtypes, shapes, names, handle)


class PriorityQueue(QueueBase):
    """A queue whose elements come out by an int64 that stands before them.

    Args:
        capacity: How many elements it holds at most.
        types: The types of the components after the priority.
        shapes: Their shapes.
        names: Names of the components, so that elements are dicts.
        shared_name: Accepted for compatibility.
        name: Name of the node.
    """

    def __init__(
        self,
        capacity: int,
        types: Any,
        shapes: Any = None,
        names: Any = None,
        shared_name: str | None = None,
        name: str = "priority_queue",
    ) -> None:
        kinds, shapes, names = _listed(types, shapes, names)
        shapes = shapes if shapes is not None else [[]] * len(kinds)
        handle = queues.priority_queue_op(
            **_attrs(kinds, shapes, capacity, shared_name), name=name
        )
        super().__init__([int64, *kinds], [[], *shapes], names, handle)
