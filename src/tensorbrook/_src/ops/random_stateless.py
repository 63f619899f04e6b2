"""Random numbers that depend on nothing but the seed they are given."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, nest
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, unsupported
from tensorbrook._src.core.scopes import name_scope
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import binary, philox
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.philox import Philox
from tensorbrook._src.ops.random_algorithm import PHILOX, philox_number
from tensorbrook._src.ops.rules import from_input, same_as, scalar

_HOST = unsupported("Philox runs in NumPy; XLA draws its own numbers")
_SCRAMBLE = (0x3EC8F720, 0x02461E29)


def key_counter(xp: Any, seed: Any) -> tuple[Any, Any]:
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
    reference=key_counter,
    gradient=NOT_DIFFERENTIABLE,
    xla=_HOST,
)

get_alg_op = Op(
    "StatelessRandomGetAlg",
    "-> alg: int32",
    shape=scalar,
    reference=lambda xp: np.int32(PHILOX),
    gradient=NOT_DIFFERENTIABLE,
)


def generator(key: Any, counter: Any) -> Philox:
    """The stream at a counter, as kernels get them."""
    return Philox(int(counter[0]) | int(counter[1]) << 64, int(key[0]))


def _stateless_op(name: str, draw: Callable[..., Any]) -> Op:
    def kernel(
        xp: Any, shape: Any, key: Any, counter: Any, alg: Any, dtype: Any
    ) -> Any:
        dims = tuple(int(n) for n in shape)
        drawn = draw(generator(key, counter), math.prod(dims), dtype.numpy_dtype)
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
        generator(key, counter), math.prod(dims), minval.dtype, low, high
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
        generator(key, counter), math.prod(dims), dtype.numpy_dtype
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


def _shuffle(xp: Any, value: Any, key: Any, counter: Any, alg: Any) -> Any:
    if value.ndim == 0 or value.shape[0] <= 1:
        return value
    return value[philox.shuffled(generator(key, counter), value.shape[0])]


stateless_shuffle_op = Op(
    "StatelessShuffle",
    "value: T, key: uint64, counter: uint64, alg: int32 -> output: T",
    shape=same_as(0),
    reference=_shuffle,
    gradient=NOT_DIFFERENTIABLE,
    xla=_HOST,
)


def _stream(seed: Any, alg: Any) -> tuple[Tensor, Tensor, int]:
    """Key, counter and algorithm for a seed of two integers."""
    chosen = philox_number(alg)
    if any(isinstance(part, Tensor) for part in nest.flatten(seed)):
        seed = convert_to_tensor(seed)
    elif not hasattr(type(seed), "__tf_tensor__"):
        seed = np.asarray(seed)
        seed = seed.astype(np.int32) if seed.dtype.kind != "i" or _short(seed) else seed
    key, counter = key_counter_op(seed)
    return key, counter, chosen


def _short(seed: Any) -> bool:
    limits = np.iinfo(np.int32)
    return bool((seed >= limits.min).all() and (seed <= limits.max).all())


def _dims(shape: Any) -> Tensor:
    return convert_to_tensor(shape, dtype_hint=dtypes.int32, name="shape")


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
        name: Name of the nodes in a graph.
        alg: Only Philox is implemented, which "auto_select" chooses.

    Returns:
        A tensor of that shape and dtype.

    Raises:
        ValueError: The dtype isn't possible, or `maxval` is missing for integers.

    Example:
        >>> import tensorbrook as tf
        >>> a = tf.random.stateless_uniform([2], seed=[1, 2])
        >>> bool(tf.reduce_all(a == tf.random.stateless_uniform([2], seed=[1, 2])))
        True
    """
    kind = dtypes.as_dtype(dtype)
    full = minval is None and maxval is None
    check_uniform(kind, full, maxval)
    with name_scope(name or "stateless_random_uniform") as scope:
        dims = _dims(shape)
        if full:
            stream = _stream(seed, alg)
            return stateless_full_int_op(dims, *stream, dtype=kind, name=scope)  # type: ignore[arg-type, no-any-return]
        low = convert_to_tensor(minval, dtype=kind, name="min")
        high = convert_to_tensor(1 if maxval is None else maxval, kind, name="max")
        stream = _stream(seed, alg)
        if kind.is_integer:
            return stateless_int_op(dims, *stream, low, high, name=scope)  # type: ignore[no-any-return]
        drawn = stateless_uniform_op(dims, *stream, dtype=kind)  # type: ignore[arg-type]
        span = binary.subtract(high, low, name="sub")
        return binary.add(binary.multiply(drawn, span, name="mul"), low, name=scope)


def check_uniform(kind: dtypes.DType, full: bool, maxval: Any) -> None:
    """Refuses a dtype that has no uniform numbers, and integers without an end.

    Raises:
        ValueError: It is so.
    """
    integers = (dtypes.int32, dtypes.int64, dtypes.uint32, dtypes.uint64)
    if not kind.is_floating and kind not in integers:
        raise ValueError(
            "Argument `dtype` must be float16, bfloat16, float32, float64, int32, int64, "
            f"uint32 or uint64. Received: dtype={kind.name}."
        )
    if full and not kind.is_integer:
        raise ValueError(
            "A full range (`minval` and `maxval` None) takes an integer dtype. Received: "
            f"dtype={kind.name}."
        )
    if kind.is_integer and maxval is None and not full:
        raise ValueError(
            f"Argument `maxval` is needed for the integer dtype {kind.name}."
        )


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
        name: Name of the nodes in a graph.
        alg: Only Philox is implemented.

    Returns:
        A tensor of that shape and dtype.

    Example:
        >>> import tensorbrook as tf
        >>> tf.random.stateless_normal([2], seed=[1, 2]).shape
        TensorShape([2])
    """
    scope = name or "stateless_random_normal"
    return _scaled(stateless_normal_op, shape, seed, mean, stddev, dtype, scope, alg)


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
    scope = name or "stateless_truncated_normal"
    return _scaled(stateless_truncated_op, shape, seed, mean, stddev, dtype, scope, alg)


def _scaled(
    op: Op,
    shape: Any,
    seed: Any,
    mean: Any,
    stddev: Any,
    dtype: Any,
    name: str,
    alg: Any,
) -> Tensor:
    kind = dtypes.as_dtype(dtype)
    with name_scope(name) as scope:
        dims = _dims(shape)
        center = convert_to_tensor(mean, dtype=kind, name="mean")
        width = convert_to_tensor(stddev, dtype=kind, name="stddev")
        drawn = op(dims, *_stream(seed, alg), dtype=kind)  # type: ignore[arg-type]
        return binary.add(binary.multiply(drawn, width, name="mul"), center, name=scope)


def stateless_shuffle(
    value: Any, seed: Any, alg: Any = "auto_select", name: str | None = None
) -> Tensor:
    """The rows of a tensor in an order that follows from the seed alone.

    Args:
        value: A tensor.
        seed: Two integers.
        alg: Only Philox is implemented.
        name: Name of the nodes in a graph.

    Returns:
        A tensor of the same shape and dtype.

    Example:
        >>> import tensorbrook as tf
        >>> tf.random.experimental.stateless_shuffle(tf.range(3), [1, 2]).shape
        TensorShape([3])
    """
    with name_scope(name or "stateless_shuffle") as scope:
        return stateless_shuffle_op(value, *_stream(seed, alg), name=scope)  # type: ignore[no-any-return]


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
    return stateless_uniform([num, 2], pair, None, None, pair.dtype, alg=alg)


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

    number = convert_to_tensor(data)
    first = stateless_uniform([], seed, None, None, number.dtype, alg=alg)
    return shape.stack([first, cast.cast(number, first.dtype)])
