"""Pooling over regions of random, nearly equal sizes.

Source: Graham, "Fractional max-pooling" (2014). Regions are drawn as TensorFlow does.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tensorbrook._src.core.op import (
    NOT_DIFFERENTIABLE,
    Op,
    ShapeContext,
    unsupported,
)
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops import random_seed
from tensorbrook._src.ops.class_distributions import Words
from tensorbrook._src.ops.philox import Philox
from tensorbrook._src.ops.random import stream

_SEQUENCES = "row_pooling_sequence: int64, col_pooling_sequence: int64"
_TYPES = "T: {float32, float64, int32, int64}"
_XLA = unsupported("its stream lives in the kernel")


def _lengths(c: ShapeContext) -> list[Dims]:
    dims, ratio = c.shape(0), c.attrs["pooling_ratio"]
    if len(ratio) != 4 or ratio[0] != 1 or ratio[3] != 1:
        raise c.fail(
            f"{c.op.name}: pooling_ratio must be [1, rows, columns, 1], got {list(ratio)}"
        )
    if min(ratio) < 1:
        raise c.fail(
            f"{c.op.name}: pooling_ratio must be at least 1, got {list(ratio)}"
        )
    if dims is None:
        return [(None,) * 4, (None,), (None,)]
    if len(dims) != 4:
        raise c.fail(f"{c.op.name}: tensor_in must be 4-dimensional, got {list(dims)}")
    rows, columns = (
        None if dims[axis] is None else int(dims[axis] / ratio[axis]) for axis in (1, 2)
    )
    ends = [None if n is None else n + 1 for n in (rows, columns)]
    return [(dims[0], rows, columns, dims[3]), (ends[0],), (ends[1],)]


def _sequence(generator: Philox, length: int, count: int, pseudo: bool) -> Any:
    """The borders of `count` regions of an axis."""
    mine = Philox(generator.counter, generator.key)
    generator.skip(1 if pseudo else -(-count // 4))
    words = Words(mine)
    if count == length:
        return np.arange(length + 1)
    if not pseudo:
        sizes = [length // count + 1] * (length % count)
        sizes = sizes + [length // count] * (count - len(sizes))
        for place in range(count - 1):
            other = place + words.below(count - place)
            sizes[place], sizes[other] = sizes[other], sizes[place]
        return np.concatenate([[0], np.cumsum(sizes)])
    ratio, whole = length / count, length // count
    largest = min((whole + 2) / ratio - 1, (length + 1 - whole) / ratio - (count - 1))
    chance = words.unit_double() * largest
    inner = [math.ceil(ratio * (place + chance)) for place in range(1, count)]
    return np.array([1, *inner, length + 1]) - 1


def _regions(borders: Any, overlapping: bool) -> list[slice]:
    """What of an axis lies in each region; overlapping ones share their border."""
    last = int(borders[-1])
    return [
        slice(int(start), min(int(end) + overlapping, last))
        for start, end in zip(borders[:-1], borders[1:], strict=True)
    ]


def _pooled(reduce: Any) -> Any:
    def kernel(
        xp: Any,
        value: Any,
        pooling_ratio: Any,
        pseudo_random: bool,
        overlapping: bool,
        state: Philox,
        **attrs: Any,
    ) -> tuple[Any, Any, Any]:
        borders = [
            _sequence(state, n, int(n / ratio), pseudo_random)
            for n, ratio in zip(value.shape[1:3], pooling_ratio[1:3], strict=True)
        ]
        rows, columns = (_regions(each, overlapping) for each in borders)
        found = np.stack(
            [
                np.stack([reduce(value[:, r, c], (1, 2)) for c in columns], axis=1)
                for r in rows
            ],
            axis=1,
        )
        return (found.astype(value.dtype), *(each.astype(np.int64) for each in borders))

    return kernel


def _max_gradient(
    xp: Any, x: Any, y: Any, dy: Any, rows: Any, columns: Any, overlapping: bool
) -> Any:
    found = np.zeros_like(x)
    batch, channel = np.indices((x.shape[0], x.shape[3]))
    for i, r in enumerate(_regions(rows, overlapping)):
        for j, c in enumerate(_regions(columns, overlapping)):
            part = x[:, r, c]
            flat = part.reshape(x.shape[0], -1, x.shape[3]).argmax(axis=1)
            down, across = np.unravel_index(flat, part.shape[1:3])
            place = (batch, down + r.start, across + c.start, channel)
            np.add.at(found, place, dy[:, i, j])
    return found


def _average_gradient(
    xp: Any, sizes: Any, dy: Any, rows: Any, columns: Any, overlapping: bool
) -> Any:
    found = np.zeros([int(n) for n in sizes], np.float64)
    for i, r in enumerate(_regions(rows, overlapping)):
        for j, c in enumerate(_regions(columns, overlapping)):
            area = (r.stop - r.start) * (c.stop - c.start)
            found[:, r, c] += dy[:, i : i + 1, j : j + 1] / area
    return found.astype(dy.dtype)


max_grad_op = Op(
    "FractionalMaxPoolGrad",
    f"orig_input: T, orig_output: T, out_backprop: T, {_SEQUENCES} -> output: T | "
    f"overlapping: bool = False, {_TYPES}",
    shape=lambda c: c.shape(0),
    reference=_max_gradient,
    gradient=NOT_DIFFERENTIABLE,
    xla=_XLA,
)
average_grad_op = Op(
    "FractionalAvgPoolGrad",
    f"orig_input_tensor_shape: int64, out_backprop: T, {_SEQUENCES} -> output: T | "
    f"overlapping: bool = False, {_TYPES}",
    shape=lambda c: c.value_as_shape(0),
    reference=_average_gradient,
    gradient=NOT_DIFFERENTIABLE,
    xla=_XLA,
)


def _by_max(op: Any, dy: Any, drows: Any, dcolumns: Any) -> list[Any]:
    y, rows, columns = op.outputs
    overlapping = op.attrs["overlapping"]
    return [max_grad_op(op.inputs[0], y, dy, rows, columns, overlapping=overlapping)]


def _by_average(op: Any, dy: Any, drows: Any, dcolumns: Any) -> list[Any]:
    from tensorbrook._src.ops import shape

    sizes = shape.shape(op.inputs[0], out_type="int64")
    _, rows, columns = op.outputs
    overlapping = op.attrs["overlapping"]
    return [average_grad_op(sizes, dy, rows, columns, overlapping=overlapping)]


def _record(name: str, reduce: Any, gradient: Any) -> Op:
    return Op(
        name,
        f"value: T -> output: T, {_SEQUENCES} | pooling_ratio: list(float), "
        "pseudo_random: bool = False, overlapping: bool = False, "
        f"deterministic: bool = False, seed: int = 0, seed2: int = 0, {_TYPES}",
        shape=_lengths,
        reference=_pooled(reduce),
        gradient=gradient,
        xla=_XLA,
        stateful=True,
        kernel_state=stream,
    )


max_op = _record("FractionalMaxPool", np.max, _by_max)
average_op = _record("FractionalAvgPool", np.mean, _by_average)


def _run(
    op: Op,
    value: Any,
    pooling_ratio: Any,
    pseudo_random: bool,
    overlapping: bool,
    seed: int,
    name: str | None,
) -> Any:
    numbers = [float(n) for n in np.reshape(pooling_ratio, -1)]
    if len(numbers) < 3:
        numbers = [1.0, numbers[0], numbers[-1], 1.0]
    seeds: dict[str, Any] = {}
    if seed:
        seeds = {**random_seed.kernel_seeds(seed), "deterministic": True}
    return op(
        value,
        pooling_ratio=numbers,
        pseudo_random=pseudo_random,
        overlapping=overlapping,
        name=name,
        **seeds,
    )


def fractional_max_pool(
    value: Any,
    pooling_ratio: Any,
    pseudo_random: bool = False,
    overlapping: bool = False,
    seed: int = 0,
    name: str | None = None,
) -> Any:
    """The largest elements of regions whose sizes are random and nearly equal.

    Args:
        value: Images of shape (batch, height, width, channels).
        pooling_ratio: By how much the images shrink: one number, one for each spatial
            axis, or one for each axis.
        pseudo_random: Whether the regions follow each other regularly from a random
            start.
        overlapping: Whether neighbours share their border.
        seed: A seed, or 0 for random regions.
        name: Name of the node in a graph.

    Returns:
        Smaller images, and the borders of the regions along rows and columns.

    Example:
        >>> import tensorbrook as tf
        >>> tf.nn.fractional_max_pool(tf.ones([1, 6, 6, 1]), 1.5)[0].shape
        TensorShape([1, 4, 4, 1])
    """
    return _run(max_op, value, pooling_ratio, pseudo_random, overlapping, seed, name)


def fractional_avg_pool(
    value: Any,
    pooling_ratio: Any,
    pseudo_random: bool = False,
    overlapping: bool = False,
    seed: int = 0,
    name: str | None = None,
) -> Any:
    """The means of regions whose sizes are random and nearly equal.

    Args:
        value: Images of shape (batch, height, width, channels).
        pooling_ratio: By how much the images shrink: one number, one for each spatial
            axis, or one for each axis.
        pseudo_random: Whether the regions follow each other regularly from a random
            start.
        overlapping: Whether neighbours share their border.
        seed: A seed, or 0 for random regions.
        name: Name of the node in a graph.

    Returns:
        Smaller images, and the borders of the regions along rows and columns.

    Example:
        >>> import tensorbrook as tf
        >>> tf.nn.fractional_avg_pool(tf.ones([1, 6, 6, 1]), 1.5)[0].shape
        TensorShape([1, 4, 4, 1])
    """
    return _run(
        average_op, value, pooling_ratio, pseudo_random, overlapping, seed, name
    )
