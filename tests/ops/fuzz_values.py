"""Resources, variants and functions that wild calls get, besides tensors."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable
from typing import Any

import tensorbrook as tf
from tensorbrook._src.core import dtypes
from tensorbrook._src.eager.interpreter import eager
from tensorbrook._src.graph.func_graph import FuncGraph
from tensorbrook._src.ops.datasets.stream import Context, Stream

_ELEMENTS = 4

_SCALAR: dict[str, Any] = {"output_types": [tf.int64], "output_shapes": [[]]}


@functools.cache
def _iterator() -> Any:
    iterator = tf.raw_ops.AnonymousIteratorV3(**_SCALAR)
    variant = tf.data.Dataset.range(3).repeat()._variant_tensor
    tf.raw_ops.MakeIterator(dataset=variant, iterator=iterator)
    return iterator


def resources() -> list[Any]:
    """Handles of every kind."""
    raw = tf.raw_ops
    seed = tf.constant(3, tf.int64)
    cache, _ = raw.AnonymousMemoryCache()
    seeds, _ = raw.AnonymousSeedGenerator(seed=seed, seed2=seed, reshuffle=True)
    return [
        _iterator(),
        cache,
        seeds,
        raw.HashTableV2(key_dtype=tf.int64, value_dtype=tf.int64),
        raw.MutableHashTableV2(key_dtype=tf.string, value_dtype=tf.int64),
        raw.ThreadPoolHandle(num_threads=1, display_name=""),
        raw.StatsAggregatorHandle(),
        raw.DummyIterationCounter(),
        raw.AnonymousMultiDeviceIteratorV3(devices=["/cpu:0"], **_SCALAR),
    ]


@functools.cache
def variants() -> list[Any]:
    """Datasets of several kinds of elements, and an optional."""
    made = tf.data.Dataset
    datasets = [
        made.range(5),
        made.range(0),
        made.range(3).batch(2),
        made.from_tensor_slices(["a", "b", ""]),
        made.from_tensor_slices(([1, 2], [[0.5, 1.0], [2.0, -1.0]])),
        made.range(4).map(lambda n: 3 // (n - 2)),
        made.range(4).window(2),
    ]
    optional = tf.experimental.Optional.from_value(1)
    return [*(each._variant_tensor for each in datasets), optional._variant]


def begin(made: Any) -> None:
    """Takes some elements of a dataset; leaves other values alone."""
    if getattr(made, "dtype", None) is not dtypes.variant:
        return
    stream = made._static_value()
    if isinstance(stream, Stream):
        for _ in itertools.islice(stream.iterate(Context()), _ELEMENTS):
            continue


def _traced(function: Callable[..., Any], *kinds: Any) -> Any:
    graph = FuncGraph("wild_function", eager)
    with graph.as_default():
        inputs = [graph.add_input(dtype, dims) for dtype, dims in kinds]
        returned = function(*inputs)
        graph.outputs = list(returned) if isinstance(returned, tuple) else [returned]
    return graph


@functools.cache
def functions() -> list[Any]:
    """Functions of different arguments and results; no two make an endless loop."""
    number, flag = (tf.int64, ()), (tf.bool, ())
    return [
        _traced(lambda n: tf.maximum(n, 0) // 2, number),
        _traced(lambda n: n > 1, number),
        _traced(lambda n: (n, n * 2), number),
        _traced(lambda a, b: tf.maximum(a, b) * 0, number, number),
        _traced(lambda a, b: (a + b, b), number, number),
        _traced(lambda: tf.constant(False)),
        _traced(lambda x: tf.cast(tf.size(x) * 0, tf.float32), (tf.float32, None)),
        _traced(tf.logical_not, flag),
        _traced(lambda n: tf.data.Dataset.range(n)._variant_tensor, number),
        _traced(lambda d: d, (tf.variant, ())),
        _traced(lambda n: 7 // tf.maximum(n, 0) - 7, number),
    ]
