"""Isotonic regression: the closest sequence that never rises, or never falls."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import Op, unsupported
from tensorbrook._src.ops import array_creation, cast, gather, segment, shape
from tensorbrook._src.ops.constant import convert_to_tensor


def _pooled(row: Any) -> tuple[Any, Any]:
    """The closest falling sequence, and the number of the level of each element."""
    sums: list[float] = []
    counts: list[int] = []
    for value in row.tolist():
        sums.append(value)
        counts.append(1)
        while len(sums) > 1 and sums[-1] * counts[-2] > sums[-2] * counts[-1]:
            last, size = sums.pop(), counts.pop()
            sums[-1] += last
            counts[-1] += size
    means = np.array(sums) / np.array(counts)
    return np.repeat(means, counts), np.repeat(np.arange(len(counts)), counts)


def _kernel(xp: Any, input: Any, output_dtype: dtypes.DType) -> tuple[Any, Any]:
    found = np.zeros(input.shape, np.float64)
    levels = np.zeros(input.shape, np.int32)
    for index in range(input.shape[0] if input.size else 0):
        found[index], levels[index] = _pooled(input[index].astype(np.float64))
    return found.astype(output_dtype.numpy_dtype), levels


def _gradient(op: Any, dy: Any, dlevels: Any) -> list[Any]:
    """Each element gets the mean over its level."""
    levels = op.outputs[1]
    rows, columns = shape.unstack(shape.shape(levels), num=2)
    starts = shape.expand_dims(array_creation.range(rows) * columns, 1)
    ids = shape.reshape(levels + starts, [-1])
    total = segment.unsorted_segment_mean(shape.reshape(dy, [-1]), ids, rows * columns)
    back = shape.reshape(gather.gather(total, ids), shape.shape(dy))
    return [cast.cast(back, op.inputs[0].dtype)]


isotonic_op = Op(
    "IsotonicRegression",
    "input: T -> output: output_dtype, segments: int32 | "
    "output_dtype: half|bfloat16|float32|float64 = float32, T: real",
    shape=lambda c: [c.shape(0), c.shape(0)],
    reference=_kernel,
    gradient=_gradient,
    xla=unsupported("the levels are found one after the other"),
)


def isotonic_regression(inputs: Any, decreasing: bool = True, axis: int = -1) -> Any:
    """Finds the sequence that never rises and is closest in the sum of squares.

    Args:
        inputs: A tensor of real numbers.
        decreasing: Whether the result never rises; otherwise it never falls.
        axis: The axis of the sequences.

    Returns:
        A pair: the sequences, and for each element the number of its level, a run of
        equal numbers.

    Example:
        >>> import tensorbrook as tf
        >>> tf.nn.isotonic_regression([[3.0, 1.0, 2.0]])[0].numpy()
        array([[3. , 1.5, 1.5]], dtype=float32)
    """
    given = convert_to_tensor(inputs)
    kind = given.dtype if given.dtype.is_floating else dtypes.float32
    if given.dtype.size >= 4 and not given.dtype.is_floating:
        kind = dtypes.float64
    rank = len(given.shape)
    place = axis % rank
    order = [i for i in range(rank) if i != place] + [place]
    rows = shape.transpose(given, order)
    sizes = shape.shape(rows)
    flat = shape.reshape(rows, [-1, sizes[-1]])
    found, levels = isotonic_op(flat if decreasing else -flat, output_dtype=kind)
    found = found if decreasing else -found
    back = np.argsort(order).tolist()
    return isotonic_op.output_class(
        *(shape.transpose(shape.reshape(part, sizes), back) for part in (found, levels))
    )
