"""`tf.test.Benchmark`: measurements of a program."""

from __future__ import annotations

import inspect
import json
import os
import time
from collections.abc import Iterator
from typing import Any

import numpy as np

from tensorbrook._src.core import nest


class Benchmark:
    """Base of classes that measure; each method whose name begins with `benchmark` does.

    Example:
        >>> import tensorbrook as tf
        >>> class Sums(tf.test.Benchmark):
        ...     def benchmark_sum(self):
        ...         self.report_benchmark(iters=1, wall_time=0.5)
        >>> Sums().benchmark_sum()  # doctest: +ELLIPSIS
        {"name": "Sums.benchmark_sum", "iters": 1, "wall_time": 0.5}
    """

    @classmethod
    def is_abstract(cls) -> bool:
        """Whether there is nothing to measure: this class itself."""
        return Benchmark in (cls, *cls.__bases__[1:]) or cls is Benchmark

    def _name(self, name: str | None) -> str:
        if name is None:
            frame = inspect.currentframe()
            while frame is not None and not frame.f_code.co_name.startswith(
                "benchmark"
            ):
                frame = frame.f_back
            name = frame.f_code.co_name if frame is not None else "benchmark"
        return f"{type(self).__name__}.{name}"

    def report_benchmark(
        self,
        iters: int | None = None,
        cpu_time: float | None = None,
        wall_time: float | None = None,
        throughput: float | None = None,
        extras: dict[str, Any] | None = None,
        name: str | None = None,
        metrics: list[dict[str, Any]] | None = None,
    ) -> None:
        """Prints one line of JSON; appends it to the file TEST_REPORT_FILE_PREFIX names.

        Args:
            iters: How often the work was done.
            cpu_time: Seconds of the CPU.
            wall_time: Seconds.
            throughput: Work in a second.
            extras: Further values by name.
            name: The name; by default that of the method.
            metrics: Further measurements.
        """
        entry = {
            "name": self._name(name),
            "iters": iters,
            "cpu_time": cpu_time,
            "wall_time": wall_time,
            "throughput": throughput,
            "extras": extras,
            "metrics": metrics,
        }
        line = json.dumps({k: v for k, v in entry.items() if v is not None})
        print(line)
        if prefix := os.environ.get("TEST_REPORT_FILE_PREFIX"):
            with open(f"{prefix}{entry['name']}", "a", encoding="utf-8") as file:
                file.write(line + "\n")

    def run_op_benchmark(
        self,
        sess: Any,
        op_or_tensor: Any,
        feed_dict: Any = None,
        burn_iters: int = 2,
        min_iters: int = 10,
        store_trace: bool = False,
        store_memory_usage: bool = True,
        name: str | None = None,
        extras: dict[str, Any] | None = None,
        mbs: float = 0,
    ) -> dict[str, Any]:
        """Measures how long a session takes for an operation or tensor.

        Args:
            sess: The session.
            op_or_tensor: What it runs.
            feed_dict: What it is fed.
            burn_iters: How often it runs before it is measured.
            min_iters: How often it runs.
            store_trace: Accepted for compatibility.
            store_memory_usage: Accepted for compatibility.
            name: The name of the report.
            extras: Further values of the report.
            mbs: Megabytes that one run moves, for the throughput.

        Returns:
            What is reported.
        """
        target = getattr(op_or_tensor, "op", op_or_tensor)
        for _ in range(burn_iters):
            sess.run(target, feed_dict)
        times = list(_times(lambda: sess.run(target, feed_dict), min_iters))
        wall_time = float(np.median(times))
        spread = {
            "wall_time_mean": float(np.mean(times)),
            "wall_time_stdev": float(np.std(times)),
        }
        found: dict[str, Any] = {
            "iters": min_iters,
            "wall_time": wall_time,
            "throughput": mbs / wall_time if mbs and wall_time else None,
            "extras": {**spread, **(extras or {})},
        }
        self.report_benchmark(name=name, **found)
        return {"name": self._name(name), **found}

    def evaluate(self, tensors: Any) -> Any:
        """The NumPy values of eager tensors.

        Args:
            tensors: Tensors, in any structure.
        """
        return nest.map_structure(
            lambda item: item.numpy() if hasattr(item, "numpy") else item, tensors
        )


def _times(work: Any, count: int) -> Iterator[float]:
    for _ in range(count):
        start = time.perf_counter()
        work()
        yield time.perf_counter() - start


def benchmark_config() -> Any:
    """The ConfigProto that benchmarks run with.

    Returns:
        A message.
    """
    from tensorbrook._src.formats.schema import message

    return message("ConfigProto")()
