"""Long pipelines hold their memory flat: allocated blocks are counted on the way."""

import gc
import sys
from typing import Any

import numpy as np
import pytest

import tensorbrook as tf

D = tf.data.Dataset
_SLACK = 3000  # blocks that caches and the interpreter may take meanwhile


def _mapped() -> Any:
    numbers = D.range(60_000).map(lambda v: v * 2).filter(lambda v: v % 3 == 0)
    return numbers.scan(tf.constant(0, tf.int64), lambda s, v: (s + v, s)).prefetch(2)


@pytest.mark.parametrize(
    ("dataset", "count"),
    [
        (
            lambda: (
                D.from_tensor_slices(np.arange(1_000_000))
                .shuffle(500)
                .batch(10)
                .prefetch(2)
            ),
            100_000,
        ),
        (_mapped, 20_000),
        (lambda: D.range(10).repeat().take(30_000).batch(5).unbatch(), 30_000),
        (lambda: D.range(9_000).window(2, shift=1).take(6_000), 6_000),
    ],
    ids=["slices", "functions", "repeated", "windows"],
)
def test_memory_is_flat(dataset: Any, count: int) -> None:
    blocks, given = [], 0
    for _ in dataset():
        given += 1
        if given % (count // 10) == 0:
            gc.collect()
            blocks.append(sys.getallocatedblocks())
    assert given == count
    assert max(blocks[1:]) - blocks[0] < _SLACK
