"""What this machine can do: the figures that the counted limits are made of.

Prints {"cpu", "cores", "flops": per second, "bytes": per second} as JSON.
"""

import json
import os
import pathlib
import platform
import sys
from collections.abc import Callable

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import numpy as np  # noqa: E402
from timing import microseconds  # noqa: E402

import tensorbrook as tf  # noqa: E402

SIZE = 1024


def product() -> Callable[[], object]:
    """A matrix product that fits into the cache."""
    a = tf.constant(np.ones((SIZE, SIZE), np.float32))
    return lambda: tf.matmul(a, a)


def traffic() -> Callable[[], object]:
    """A pass over memory outside every cache: two reads' worth for a write."""
    a = tf.constant(np.ones(2**25, np.float32))
    return lambda: a + a


def cpu_name() -> str:
    """The name of the processor, as the system tells it."""
    info = pathlib.Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.is_file() else []
    names = [line.partition(":")[2] for line in lines if line.startswith("model name")]
    return names[0].strip() if names else platform.processor()


def main() -> int:
    """Prints the figures."""
    flops = 2.0 * SIZE**3 / (microseconds(product) * 1e-6)
    speed = 3 * 4.0 * 2**25 / (microseconds(traffic) * 1e-6)
    told = {"cpu": cpu_name(), "cores": os.cpu_count(), "flops": flops, "bytes": speed}
    print(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
