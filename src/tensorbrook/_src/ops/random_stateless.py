"""Random numbers that depend on nothing but the seed they are given."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, unsupported
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import binary, philox
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.philox import Philox
from tensorbrook._src.ops.rules import from_input, scalar

_PHILOX = 1  # TensorFlow's number of the algorithm
_HOST = unsupported("Philox runs in NumPy; XLA draws its own numbers")
_SCRAMBLE = (0x3EC8F720, 0x02461E29)


def _key_counter(xp: Any, seed: Any) -> tuple[Any, Any]:
    """Scrambles two numbers of which either may be weak."""
    first, second = (int(n) % (1 << 64) for n in seed)
    words = [first & 0xFFFFFFFF, first >> 32, second & 0xFFFFFFFF, second >> 32]
    mixed = philox.rounds(np.array([words], np.uint64), _SCRAMBLE)[0].astype(np.uint64)
    key = mixed[0] | (mixed[1] << np.uint64(32))
    counter = mixed[2] | (mixed[3] << np.uint64(32))
    return np.array([key], np.uint64), np.array([0, counter], np.uint64)


key_counter_op = Op(
    "StatelessRandomGetKeyCounter",
    "seed: Tseed -> key: uint64, counter: uint64 | Tseed: index = int64",
    shape=lambda c: [(1,), (2,)],
    reference=_key_counter,
    gradient=NOT_DIFFERENTIABLE,
    xla=_HOST,
)

get_alg_op = Op(
    "StatelessRandomGetAlg",
    "-> alg: int32",
    shape=scalar,
    reference=lambda xp: np.int32(_PHILOX),
    gradient=NOT_DIFFERENTIABLE,
)


def _generator(key: Any, counter: Any) -> Philox:
    return Philox(int(counter[0]) | int(counter[1]) << 64, int(key[0]))


def _stateless_op(name: str, draw: Callable[..., Any]) -> Op:
    def kernel(
        xp: Any, shape: Any, key: Any, counter: Any, alg: Any, dtype: Any
    ) -> Any:
        dims = tuple(int(n) for n in shape)
        drawn = draw(_generator(key, counter), math.prod(dims), dtype.numpy_dtype)
        return drawn.reshape(dims)

    return Op(
        name,
        "shape: Tshape, key: uint64, counter: uint64, alg: int32 -> output: dtype | "
        "dtype: floating = float32, Tshape: index = int32",
        shape=from_input(0),
        reference=kernel,
        gradient=NOT_DIFFERENTIABLE,
        xla=_HOST,
    )


stateless_uniform_op = _stateless_op("StatelessRandomUniformV2", philox.uniform)
stateless_normal_op = _stateless_op("StatelessRandomNormalV2", philox.normal)
stateless_truncated_op = _stateless_op(
    "StatelessTruncatedNormalV2", philox.truncated_normal
)


def _int_kernel(
    xp: Any, shape: Any, key: Any, counter: Any, alg: Any, minval: Any, maxval: Any
) -> Any:
    dims = tuple(int(n) for n in shape)
    low, high = int(minval), int(maxval)
    if low >= high:
        raise ValueError(f"Need minval < maxval, got {low} >= {high}")
    drawn = philox.uniform_int(
        _generator(key, counter), math.prod(dims), minval.dtype, low, high
    )
    return drawn.reshape(dims)


stateless_int_op = Op(
    "StatelessRandomUniformIntV2",
    "shape: Tshape, key: uint64, counter: uint64, alg: int32, minval: dtype, "
    "maxval: dtype -> output: dtype | dtype: {int32, int64, uint32, uint64}, "
    "Tshape: index = int32",
    shape=from_input(0),
    reference=_int_kernel,
    gradient=NOT_DIFFERENTIABLE,
    xla=_HOST,
)


def _full_int(xp: Any, shape: Any, key: Any, counter: Any, alg: Any, dtype: Any) -> Any:
    dims = tuple(int(n) for n in shape)
    drawn = philox.uniform_full(
        _generator(key, counter), math.prod(dims), dtype.numpy_dtype
    )
    return drawn.reshape(dims)


stateless_full_int_op = Op(
    "StatelessRandomUniformFullIntV2",
    "shape: Tshape, key: uint64, counter: uint64, alg: int32 -> output: dtype | "
    "dtype: {int32, int64, uint32, uint64} = uint64, Tshape: index = int32",
    shape=from_input(0),
    reference=_full_int,
    gradient=NOT_DIFFERENTIABLE,
    xla=_HOST,
)


def _stream(shape: Any, seed: Any) -> tuple[Any, Any, Any, Any]:
    """Dims, key, counter and algorithm for a seed of two integers."""
    pair = convert_to_tensor(seed, dtype_hint=dtypes.int32)
    key, counter = key_counter_op(pair)
    dims = convert_to_tensor(shape, dtype_hint=dtypes.int32)
    return dims, key, counter, convert_to_tensor(_PHILOX)


def stateless_uniform(
    shape: Any,
    seed: Any,
    minval: Any = 0,
    maxval: Any = None,
    dtype: Any = dtypes.float32,
    name: str | None = None,
    alg: Any = "auto_select",
) -> Tensor:
    """Uniform numbers that follow from the seed alone.

    Args:
        shape: The shape of the output.
        seed: Two integers.
        minval: The smallest value; None, with `maxval` None, for all integers.
        maxval: The end of the range, which is not reached; by default 1 for floats.
        dtype: A floating type, or a 32- or 64-bit integer.
        name: Accepted for compatibility.
        alg: Only Philox is implemented, which "auto_select" chooses.

    Returns:
        A tensor of that shape and dtype.

    Raises:
        ValueError: `maxval` is missing for integers.

    Example:
        >>> import tensorbrook as tf
        >>> a = tf.random.stateless_uniform([2], seed=[1, 2])
        >>> bool(tf.reduce_all(a == tf.random.stateless_uniform([2], seed=[1, 2])))
        True
    """
    kind = dtypes.as_dtype(dtype)
    stream = _stream(shape, seed)
    if kind.is_integer:
        if minval is None and maxval is None:
            return stateless_full_int_op(*stream, dtype=kind)  # type: ignore[no-any-return]
        if maxval is None:
            raise ValueError(f"Must specify maxval for integer dtype {kind!r}.")
        low = convert_to_tensor(minval, dtype=kind)
        return stateless_int_op(*stream, low, convert_to_tensor(maxval, dtype=kind))  # type: ignore[no-any-return]
    low = convert_to_tensor(minval, dtype=kind)
    high = convert_to_tensor(1 if maxval is None else maxval, dtype=kind)
    drawn = stateless_uniform_op(*stream, dtype=kind)
    return binary.add(drawn * (high - low), low)


def stateless_normal(
    shape: Any,
    seed: Any,
    mean: Any = 0.0,
    stddev: Any = 1.0,
    dtype: Any = dtypes.float32,
    name: str | None = None,
    alg: Any = "auto_select",
) -> Tensor:
    """Normal numbers that follow from the seed alone.

    Args:
        shape: The shape of the output.
        seed: Two integers.
        mean: The mean.
        stddev: The standard deviation.
        dtype: A floating type.
        name: Accepted for compatibility.
        alg: Only Philox is implemented.

    Returns:
        A tensor of that shape and dtype.

    Example:
        >>> import tensorbrook as tf
        >>> tf.random.stateless_normal([2], seed=[1, 2]).shape
        TensorShape([2])
    """
    kind = dtypes.as_dtype(dtype)
    drawn = stateless_normal_op(*_stream(shape, seed), dtype=kind)
    return binary.add(drawn * stddev, mean)


def stateless_truncated_normal(
    shape: Any,
    seed: Any,
    mean: Any = 0.0,
    stddev: Any = 1.0,
    dtype: Any = dtypes.float32,
    name: str | None = None,
    alg: Any = "auto_select",
) -> Tensor:
    """Truncated normal numbers that follow from the seed alone; as `stateless_normal`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.random.stateless_truncated_normal([2], seed=[1, 2]).shape
        TensorShape([2])
    """
    kind = dtypes.as_dtype(dtype)
    drawn = stateless_truncated_op(*_stream(shape, seed), dtype=kind)
    return binary.add(drawn * stddev, mean)


def split(seed: Any, num: int = 2, alg: Any = "auto_select") -> Tensor:
    """Several new seeds from one.

    Args:
        seed: Two integers.
        num: How many.
        alg: Only Philox is implemented.

    Returns:
        Seeds of shape (num, 2).

    Example:
        >>> import tensorbrook as tf
        >>> tf.random.split([1, 2], 3).shape
        TensorShape([3, 2])
    """
    pair = convert_to_tensor(seed, dtype_hint=dtypes.int32)
    return stateless_uniform([num, 2], pair, None, None, pair.dtype)


def fold_in(seed: Any, data: Any, alg: Any = "auto_select") -> Tensor:
    """A new seed from a seed and an integer.

    Args:
        seed: Two integers.
        data: An integer.
        alg: Only Philox is implemented.

    Returns:
        A seed: two integers.

    Example:
        >>> import tensorbrook as tf
        >>> tf.random.fold_in([1, 2], 3).shape
        TensorShape([2])
    """
    from tensorbrook._src.ops import cast, shape

    pair = convert_to_tensor(seed, dtype_hint=dtypes.int32)
    number = stateless_uniform([1], pair, None, None, pair.dtype)
    return shape.concat([number, shape.reshape(cast.cast(data, pair.dtype), [1])], 0)
