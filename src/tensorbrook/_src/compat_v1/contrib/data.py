"""`tf.contrib.data`: transformations that were moved to `tf.data` later."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def batch_and_drop_remainder(batch_size: Any) -> Callable[[Any], Any]:
    """A transformation into batches without a smaller last one."""
    return lambda dataset: dataset.batch(batch_size, drop_remainder=True)


def shuffle_and_repeat(
    buffer_size: Any, count: Any = None, seed: Any = None
) -> Callable[[Any], Any]:
    """A transformation that shuffles and repeats."""
    return lambda dataset: dataset.shuffle(buffer_size, seed).repeat(count)


def map_and_batch(
    map_func: Any,
    batch_size: Any,
    num_parallel_batches: Any = None,
    drop_remainder: bool = False,
    num_parallel_calls: Any = None,
) -> Callable[[Any], Any]:
    """A transformation that applies a function and makes batches."""
    return lambda dataset: dataset.map(map_func, num_parallel_calls).batch(
        batch_size, drop_remainder=drop_remainder
    )


def unbatch() -> Callable[[Any], Any]:
    """A transformation that takes batches apart."""
    return lambda dataset: dataset.unbatch()


def ignore_errors() -> Callable[[Any], Any]:
    """A transformation that leaves out elements whose computation fails."""
    return lambda dataset: dataset.ignore_errors()


def parallel_interleave(
    map_func: Any,
    cycle_length: int,
    block_length: int = 1,
    sloppy: bool = False,
    buffer_output_elements: Any = None,
    prefetch_input_elements: Any = None,
) -> Callable[[Any], Any]:
    """A transformation that goes through several data sets in turn."""
    return lambda dataset: dataset.interleave(map_func, cycle_length, block_length)


def enumerate_dataset(start: int = 0) -> Callable[[Any], Any]:
    """A transformation that numbers the elements."""
    return lambda dataset: dataset.enumerate(start)


def scan(initial_state: Any, scan_func: Any) -> Callable[[Any], Any]:
    """A transformation that carries a state along."""
    return lambda dataset: dataset.scan(initial_state, scan_func)
