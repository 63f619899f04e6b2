"""`tf.nondifferentiable_batch_function`: many small calls as one large one."""

from __future__ import annotations

import functools
import threading
import time
from collections.abc import Callable
from typing import Any

from tensorbrook._src.core import nest
from tensorbrook._src.eager.tensor import EagerTensor
from tensorbrook._src.function.polymorphic import function
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops.constant import convert_to_tensor


class _Call:
    """The arguments of one call, and what became of it."""

    def __init__(self, tensors: list[Any]) -> None:
        self.tensors = tensors
        self.size = int(tensors[0]._dims[0])
        self.result: Any = None
        self.error: BaseException | None = None


class _Batcher:
    """Collects the calls of several threads; one of them runs the function for all."""

    def __init__(
        self, run: Callable[..., Any], largest: int, wait: float, sizes: list[int]
    ) -> None:
        self._run = run
        self._largest = largest
        self._wait = wait
        self._sizes = sizes
        self._condition = threading.Condition()
        self._waiting: list[_Call] = []

    def call(self, call: _Call) -> Any:
        deadline = time.monotonic() + self._wait
        with self._condition:
            self._waiting.append(call)
            self._condition.notify_all()
            while call in self._waiting:
                full = sum(c.size for c in self._waiting) >= self._largest
                left = deadline - time.monotonic()
                if full or left <= 0:
                    self._run_batch()
                    break
                self._condition.wait(left)
        if call.error is not None:
            raise call.error
        return call.result

    def _run_batch(self) -> None:
        batch: list[_Call] = []
        while self._waiting:
            size = sum(c.size for c in batch) + self._waiting[0].size
            if batch and size > self._largest:
                break
            batch.append(self._waiting.pop(0))
        try:
            self._fill(batch)
        except BaseException as problem:  # every caller of the batch gets it
            for call in batch:
                call.error = problem
        self._condition.notify_all()

    def _fill(self, batch: list[_Call]) -> None:
        total = sum(call.size for call in batch)
        wanted = next((size for size in self._sizes if size >= total), total)
        joined = []
        for parts in zip(*(call.tensors for call in batch), strict=True):
            rows = list(parts)
            if wanted > total:
                rows.append(shapes.tile(parts[0][:1], _times(parts[0], wanted - total)))
            joined.append(shapes.concat(rows, 0))
        found = self._run(*joined)
        start = 0
        for call in batch:
            cut = slice(start, start + call.size)
            call.result = nest.map_structure(lambda t, cut=cut: t[cut], found)
            start += call.size


def _times(tensor: Any, count: int) -> list[int]:
    return [count] + [1] * (len(tensor._dims) - 1)


def nondifferentiable_batch_function(
    num_batch_threads: int,
    max_batch_size: int,
    batch_timeout_micros: int,
    allowed_batch_sizes: list[int] | None = None,
    max_enqueued_batches: int = 10,
    autograph: bool = True,
    enable_large_batch_splitting: bool = True,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorator: calls from several threads at a time are run as one larger call.

    Args:
        num_batch_threads: Accepted for compatibility.
        max_batch_size: How many rows a call has at most.
        batch_timeout_micros: How long a call waits for others.
        allowed_batch_sizes: Batches are filled up to one of these sizes.
        max_enqueued_batches: Accepted for compatibility.
        autograph: Whether Python control flow is converted.
        enable_large_batch_splitting: Accepted for compatibility.

    Returns:
        A decorator for functions of tensors whose first axis is that of a batch.

    Example:
        >>> import tensorbrook as tf
        >>> @tf.nondifferentiable_batch_function(1, 4, 10)
        ... def double(x):
        ...     return x * 2
        >>> double(tf.constant([1, 2])).numpy()
        array([2, 4], dtype=int32)
    """

    def decorate(wrapped: Callable[..., Any]) -> Callable[..., Any]:
        traced = function(wrapped, autograph=autograph)
        batcher = _Batcher(
            traced,
            max_batch_size,
            batch_timeout_micros / 1e6,
            allowed_batch_sizes or [],
        )

        @functools.wraps(wrapped)
        def decorated(*args: Any) -> Any:
            tensors = [convert_to_tensor(item) for item in args]
            if not all(isinstance(tensor, EagerTensor) for tensor in tensors):
                return traced(*tensors)
            return batcher.call(_Call(tensors))

        return decorated

    return decorate
