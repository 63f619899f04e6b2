"""Sobol sequences: points that fill a cube evenly."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor


def _dims(c: ShapeContext) -> Dims:
    for index, name in enumerate(("dim", "num_results", "skip")):
        if c.rank(index):
            raise c.fail(f"{name} must be a scalar")
    least = (("dim", 1, "at least one"), ("num_results", 1, "at least one"))
    found: list[int | None] = []
    for index, (name, minimum, words) in enumerate(least):
        value = c.value(index)
        found.append(None if value is None else int(value))
        if value is not None and int(value) < minimum:
            raise c.fail(f"{name} must be {words}, got {int(value)}")
    skip = c.value(2)
    if skip is not None and int(skip) < 0:
        raise c.fail(f"skip must be non-negative, got {int(skip)}")
    return (found[1], found[0])


def _samples(
    xp: Any, dim: Any, num_results: Any, skip: Any, dtype: dtypes.DType
) -> Any:
    try:
        from scipy.stats import qmc
    except ImportError:
        raise NotImplementedError(
            "tf.math.sobol_sample needs SciPy: pip install scipy."
        ) from None
    with warnings.catch_warnings():
        # SciPy advises to take a power of two; that is the caller's decision here.
        warnings.simplefilter("ignore", UserWarning)
        sequence = qmc.Sobol(int(dim), scramble=False)
        sequence.fast_forward(int(skip) + 1)  # the first point, zero, is left out
        points = sequence.random(int(num_results))
    return np.asarray(points, dtype.numpy_dtype)


sobol_sample_op = Op(
    "SobolSample",
    "dim: int32, num_results: int32, skip: int32 -> samples: dtype | "
    "dtype: {float32, float64} = float32",
    shape=_dims,
    reference=_samples,
    gradient=NOT_DIFFERENTIABLE,
    xla=unsupported("the directions of Sobol sequences are a table on the CPU"),
)


def sobol_sample(
    dim: Any,
    num_results: Any,
    skip: Any = 0,
    dtype: Any = dtypes.float32,
    name: str | None = None,
) -> Tensor:
    """Points of the Sobol sequence, which fill the unit cube evenly.

    Args:
        dim: The number of dimensions.
        num_results: The number of points.
        skip: The number of points to leave out at the beginning.
        dtype: float32 or float64.
        name: Name of the node in a graph.

    Returns:
        A tensor of shape (num_results, dim).

    Raises:
        tf.errors.InvalidArgumentError: A number is too small.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.sobol_sample(2, 3).numpy().tolist()
        [[0.5, 0.5], [0.75, 0.25], [0.25, 0.75]]
    """
    return sobol_sample_op(dim, num_results, skip, dtype=dtype, name=name)  # type: ignore[no-any-return]
