"""What stands behind a queue's handle: elements, and threads that wait for them."""

from __future__ import annotations

import collections
import heapq
import itertools
import random
import threading
from typing import Any

import numpy as np

from tensorbrook._src.core import errors

Element = list[np.ndarray[Any, Any]]


class Queue:
    """A first-in first-out queue of tuples of arrays.

    Args:
        kind: The name of the kind, for messages.
        attrs: The attributes of the op that makes the queue.
    """

    def __init__(self, kind: str, attrs: dict[str, Any]) -> None:
        self.name = attrs.get("shared_name") or kind
        self.kind = kind
        self.capacity = attrs["capacity"]
        self.types = attrs["component_types"]
        self.dims = attrs.get("shapes") or ()
        self.closed = False
        self._cancelled = False
        self._changed = threading.Condition()

    # --- what the kinds differ in ----------------------------------------------------

    def _setup(self) -> None:
        self._elements: Any = collections.deque()

    def _put(self, element: Element) -> None:
        self._elements.append(element)

    def _take(self) -> Element:
        return self._elements.popleft()  # type: ignore[no-any-return]

    def _available(self) -> int:
        """How many elements may be taken now."""
        return len(self._elements)

    def _batch(self, elements: list[Element]) -> Element:
        return [np.stack(parts) for parts in zip(*elements, strict=True)]

    # --- operations ------------------------------------------------------------------

    def size(self) -> int:
        """How many elements there are."""
        with self._changed:
            return len(self._elements)

    def enqueue(self, elements: list[Element]) -> None:
        """Adds elements; waits while the queue is full.

        Raises:
            errors.CancelledError: The queue is closed.
            errors.InvalidArgumentError: An element has the wrong shape.
        """
        for element in elements:
            self._check(element)
        with self._changed:
            if self.closed:
                raise self._is_closed()
            for element in elements:
                while 0 < self.capacity <= len(self._elements) and not self._cancelled:
                    self._changed.wait()
                if self._cancelled:
                    raise self._is_closed()
                self._put(element)
                self._changed.notify_all()

    def dequeue(self) -> Element:
        """Takes an element; waits while there is none.

        Raises:
            errors.OutOfRangeError: The queue is closed and empty.
        """
        with self._changed:
            self._wait_for(1)
            element = self._take()
            self._changed.notify_all()
            return element

    def dequeue_many(self, count: int, up_to: bool = False) -> Element:
        """Takes several elements as one batch; `up_to` accepts fewer from a closed queue.

        Raises:
            errors.OutOfRangeError: The queue is closed and has too few.
        """
        with self._changed:
            taken: list[Element] = []
            step = count if not 0 < self.capacity < count else 1
            while len(taken) < count:
                try:
                    self._wait_for(min(step, count - len(taken)))
                except errors.OutOfRangeError:
                    left = self._available()
                    if not up_to or left + len(taken) == 0:
                        for element in reversed(taken):
                            self._return(element)
                        raise
                    taken += [self._take() for _ in range(left)]
                    break
                taken += [self._take() for _ in range(min(step, count - len(taken)))]
                self._changed.notify_all()
            if count == 0:
                return self._empty_batch()
            return self._batch(taken)

    def _return(self, element: Element) -> None:
        self._elements.appendleft(element)

    def _empty_batch(self) -> Element:
        dims = self.dims or [()] * len(self.types)
        return [
            np.zeros((0, *(part or ())), dtype.as_numpy_dtype)
            for part, dtype in zip(dims, self.types, strict=True)
        ]

    def _wait_for(self, count: int) -> None:
        while self._available() < count:
            if self.closed:
                raise errors.OutOfRangeError(
                    None,
                    None,
                    f"{self.kind} '{self.name}' is closed and has insufficient elements "
                    f"(requested {count}, current size {self._available()})",
                )
            self._changed.wait()

    def _check(self, element: Element) -> None:
        for number, (part, dims) in enumerate(zip(element, self.dims, strict=False)):
            fits = dims is None or (
                len(dims) == part.ndim
                and all(
                    dim in (None, -1, own)
                    for dim, own in zip(dims, part.shape, strict=True)
                )
            )
            if not fits:
                raise errors.InvalidArgumentError(
                    None,
                    None,
                    f"Shape mismatch in tuple component {number}. Expected {list(dims)}, got "
                    f"{list(part.shape)}",
                )

    def _is_closed(self) -> errors.CancelledError:
        return errors.CancelledError(
            None, None, f"{self.kind} '{self.name}' is closed."
        )

    def close(self, cancel_pending_enqueues: bool = False) -> None:
        """Takes no further elements; those that are there can still be taken."""
        with self._changed:
            self.closed = True
            self._cancelled = self._cancelled or cancel_pending_enqueues
            self._changed.notify_all()

    def abandon(self) -> None:
        """Wakes every thread that waits: the session ends."""
        self.close(cancel_pending_enqueues=True)


class FIFOQueue(Queue):
    """First in, first out."""

    def __init__(self, attrs: dict[str, Any]) -> None:
        super().__init__("FIFOQueue", attrs)
        self._setup()


class PaddingFIFOQueue(Queue):
    """First in, first out; batches are padded with zeros to one shape."""

    def __init__(self, attrs: dict[str, Any]) -> None:
        super().__init__("PaddingFIFOQueue", attrs)
        self._setup()

    def _batch(self, elements: list[Element]) -> Element:
        return [_padded(parts) for parts in zip(*elements, strict=True)]


def _padded(parts: tuple[np.ndarray[Any, Any], ...]) -> np.ndarray[Any, Any]:
    dims = [max(sizes) for sizes in zip(*(part.shape for part in parts), strict=True)]
    filler = b"" if parts[0].dtype == object else 0
    batch = np.full((len(parts), *dims), filler, parts[0].dtype)
    for row, part in zip(batch, parts, strict=True):
        row[tuple(slice(size) for size in part.shape)] = part
    return batch


class RandomShuffleQueue(Queue):
    """Elements come out in random order."""

    def __init__(self, attrs: dict[str, Any]) -> None:
        super().__init__("RandomShuffleQueue", attrs)
        self._elements: list[Element] = []
        self._kept = attrs["min_after_dequeue"]
        seeds = attrs["seed"], attrs["seed2"]
        self._random = random.Random(repr(seeds) if any(seeds) else None)  # noqa: S311

    def _available(self) -> int:
        kept = 0 if self.closed else self._kept
        return max(len(self._elements) - kept, 0)

    def _take(self) -> Element:
        place = self._random.randrange(len(self._elements))
        self._elements[place], self._elements[-1] = (
            self._elements[-1],
            self._elements[place],
        )
        return self._elements.pop()

    def _return(self, element: Element) -> None:
        self._elements.append(element)


class PriorityQueue(Queue):
    """The element with the smallest first component comes out first."""

    def __init__(self, attrs: dict[str, Any]) -> None:
        super().__init__("PriorityQueue", attrs)
        self._elements: list[tuple[int, int, Element]] = []
        self._order = itertools.count()
        self.dims = ((), *self.dims)

    def _put(self, element: Element) -> None:
        heapq.heappush(self._elements, (int(element[0]), next(self._order), element))

    def _take(self) -> Element:
        return heapq.heappop(self._elements)[2]

    def _return(self, element: Element) -> None:
        self._put(element)
