"""`tf.experimental.numpy.random`: NumPy's legacy names for random numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.numpy_api.promotion import (
    as_tensor,
    float_operands,
    tensor_dtype,
)
from tensorbrook._src.ops import cast as casts
from tensorbrook._src.ops import random as draws
from tensorbrook._src.ops import random_distributions, random_seed, rearrange
from tensorbrook._src.ops import shape as shapes


def _dims(size: Any) -> Any:
    if size is None:
        return []
    return [size] if isinstance(size, int | np.integer) else size


def seed(s: int) -> None:
    """Sets the seed of all random numbers, as `tf.random.set_seed` does.

    Args:
        s: The seed.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.random.seed(1)
    """
    random_seed.set_seed(int(s))


def rand(*size: int) -> Tensor:
    """Numbers from 0 up to 1, all equally likely.

    Args:
        *size: The dims.

    Returns:
        A float64 tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.random.rand(2, 3).shape
        TensorShape([2, 3])
    """
    return uniform(0.0, 1.0, size)


def random(size: Any = None) -> Tensor:
    """Numbers from 0 up to 1, all equally likely.

    Args:
        size: The dims; by default those of a scalar.

    Returns:
        A float64 tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> 0 <= float(tnp.random.random()) < 1
        True
    """
    return uniform(0.0, 1.0, size)


def uniform(low: Any = 0.0, high: Any = 1.0, size: Any = None) -> Tensor:
    """Numbers from `low` up to `high`, all equally likely.

    Args:
        low: The lower end, which belongs to the range.
        high: The upper end, which doesn't.
        size: The dims; by default those to which both ends broadcast.

    Returns:
        A float64 tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.random.uniform(0, [1, 2], size=(3, 2)).shape
        TensorShape([3, 2])
    """
    low, high = (casts.cast(end, dtypes.float64) for end in float_operands(low, high))
    if size is None:
        dims = rearrange.broadcast_dynamic_shape(shapes.shape(low), shapes.shape(high))
    else:
        dims = _dims(size)
    return draws.uniform(dims, dtype=dtypes.float64) * (high - low) + low


def randn(*args: int) -> Tensor:
    """Numbers from the standard normal distribution.

    Args:
        *args: The dims.

    Returns:
        A float64 tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.random.randn(2, 3).shape
        TensorShape([2, 3])
    """
    return standard_normal(args)


def standard_normal(size: Any = None) -> Tensor:
    """Numbers from the standard normal distribution.

    Args:
        size: The dims; by default those of a scalar.

    Returns:
        A float64 tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.random.standard_normal(4).shape
        TensorShape([4])
    """
    return draws.normal(_dims(size), dtype=dtypes.float64)


def randint(
    low: Any, high: Any = None, size: Any = None, dtype: Any = np.int64
) -> Tensor:
    """Integers from a range, all equally likely.

    Args:
        low: The lower end, which belongs to the range; alone, the upper end.
        high: The upper end, which doesn't.
        size: The dims; by default those of a scalar.
        dtype: An integer dtype.

    Returns:
        A tensor.

    Raises:
        ValueError: `dtype` is int32 or int64 in no spelling.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> bool(tnp.all(tnp.random.randint(3, size=9) < 3))
        True
    """
    kind = tensor_dtype(dtype)
    if kind not in (dtypes.int32, dtypes.int64):
        raise ValueError(
            f"tnp.random.randint: `dtype` must be int32 or int64. Received: {dtype!r}."
        )
    if high is None:
        low, high = 0, low
    return draws.uniform(
        _dims(size), as_tensor(low, kind), as_tensor(high, kind), dtype=kind
    )


def poisson(lam: Any = 1.0, size: Any = None) -> Tensor:
    """Numbers of events that happen `lam` times on average.

    Args:
        lam: The mean.
        size: The dims; by default those of `lam`.

    Returns:
        An int64 tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.random.poisson(3.0, (2,)).dtype
        tf.int64
    """
    lam = casts.cast(as_tensor(lam), dtypes.float64)
    if size is None:
        return random_distributions.poisson([], lam, dtype=dtypes.int64)
    return random_distributions.poisson(
        [], shapes.broadcast_to(lam, _dims(size)), dtype=dtypes.int64
    )
