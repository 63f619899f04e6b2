"""`tf.to_float` and its relatives: casts under the names of 1.x."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import cast


def to_float(x: Any, name: str = "ToFloat") -> Tensor:
    """Casts to float32.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.to_float([1, 2])))
        [1. 2.]
    """
    return cast.cast(x, dtypes.float32, name=name)


def to_double(x: Any, name: str = "ToDouble") -> Tensor:
    """Casts to float64."""
    return cast.cast(x, dtypes.float64, name=name)


def to_int32(x: Any, name: str = "ToInt32") -> Tensor:
    """Casts to int32; fractions are cut off."""
    return cast.cast(x, dtypes.int32, name=name)


def to_int64(x: Any, name: str = "ToInt64") -> Tensor:
    """Casts to int64; fractions are cut off."""
    return cast.cast(x, dtypes.int64, name=name)


def to_bfloat16(x: Any, name: str = "ToBFloat16") -> Tensor:
    """Casts to bfloat16."""
    return cast.cast(x, dtypes.bfloat16, name=name)


def to_complex64(x: Any, name: str = "ToComplex64") -> Tensor:
    """Casts to complex64."""
    return cast.cast(x, dtypes.complex64, name=name)


def to_complex128(x: Any, name: str = "ToComplex128") -> Tensor:
    """Casts to complex128."""
    return cast.cast(x, dtypes.complex128, name=name)
