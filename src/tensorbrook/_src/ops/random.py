"""Random numbers from seeded streams: `tf.random.normal`, `uniform`, `shuffle`, ..."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import (
    NOT_DIFFERENTIABLE,
    Op,
    ShapeContext,
    unsupported,
)
from tensorbrook._src.core.scopes import name_scope
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import philox
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.philox import Philox
from tensorbrook._src.ops.random_seed import fresh_seed, kernel_seeds
from tensorbrook._src.ops.rules import from_input, same_as

_OWN_STREAM = unsupported("its stream lives in the kernel; use tf.random.stateless_*")
_SEEDS = "seed: int = 0, seed2: int = 0"


def stream(attrs: dict[str, Any]) -> Philox:
    """The state that a random kernel keeps: its place in the stream of its seeds."""
    seed, seed2 = attrs["seed"], attrs["seed2"]
    if seed == 0 and seed2 == 0:
        seed, seed2 = fresh_seed(), fresh_seed()
    return Philox.from_seeds(seed, seed2)


def _drawn(draw: Any) -> Any:
    def kernel(
        xp: Any, shape: Any, seed: int, seed2: int, dtype: Any, state: Philox
    ) -> np.ndarray[Any, Any]:
        dims = tuple(int(dim) for dim in shape)
        size = math.prod(dims)
        return draw(state.reserve(size), size, dtype.numpy_dtype).reshape(dims)  # type: ignore[no-any-return]

    return kernel


def _random_op(name: str, draw: Any) -> Op:
    return Op(
        name,
        f"shape: T -> output: dtype | {_SEEDS}, dtype: floating, T: index",
        shape=from_input(0),
        reference=_drawn(draw),
        gradient=NOT_DIFFERENTIABLE,
        xla=_OWN_STREAM,
        stateful=True,
        kernel_state=stream,
    )


random_uniform_op = _random_op("RandomUniform", philox.uniform)
random_standard_normal_op = _random_op("RandomStandardNormal", philox.normal)
truncated_normal_op = _random_op("TruncatedNormal", philox.truncated_normal)


def _uniform_int(
    xp: Any,
    shape: Any,
    minval: Any,
    maxval: Any,
    seed: int,
    seed2: int,
    state: Philox,
) -> np.ndarray[Any, Any]:
    dims = tuple(int(dim) for dim in shape)
    low, high = int(minval), int(maxval)
    if math.prod(dims) and low >= high:
        raise ValueError(f"Need minval < maxval, got {low} >= {high}")
    size = math.prod(dims)
    drawn = philox.uniform_int(state.reserve(size), size, minval.dtype, low, high)
    return drawn.reshape(dims)


random_uniform_int_op = Op(
    "RandomUniformInt",
    f"shape: T, minval: Tout, maxval: Tout -> output: Tout | {_SEEDS}, Tout: index, T: index",
    shape=from_input(0),
    reference=_uniform_int,
    gradient=NOT_DIFFERENTIABLE,
    xla=_OWN_STREAM,
    stateful=True,
    kernel_state=stream,
)


def _shuffle(xp: Any, value: Any, seed: int, seed2: int, state: Philox) -> Any:
    if value.ndim == 0 or value.shape[0] <= 1:
        return value
    size = value.shape[0]
    mine = Philox(state.counter, state.key)
    state.skip(-(-size // 4))
    return value[philox.shuffled(mine, size)]


random_shuffle_op = Op(
    "RandomShuffle",
    f"value: T -> output: T | {_SEEDS}",
    shape=same_as(0),
    reference=_shuffle,
    gradient=NOT_DIFFERENTIABLE,
    xla=_OWN_STREAM,
    stateful=True,
    kernel_state=stream,
)


def categories_shape(c: ShapeContext) -> Dims:
    """The dims of draws: rows of logits, then the number of samples."""
    dims, count = c.shape(0), c.number(1)
    if dims is not None and len(dims) != 2:
        raise c.fail(f"logits should be a matrix, got shape {list(dims)}")
    if count is not None and count < 0:
        raise c.fail(f"num_samples should be nonnegative, got {count}")
    return (None if dims is None else dims[0], count)


def categories(
    generator: Philox, logits: np.ndarray[Any, Any], count: int
) -> np.ndarray[Any, Any]:
    """Draws of shape (rows, count) from unnormalised log-probabilities."""
    rows = logits.shape[0]
    made = np.zeros((rows, count), np.int64)
    wide = logits.astype(np.float64)
    draws = philox.uniform(generator, rows * count, np.float64).reshape(rows, count)
    for row in range(rows):
        finite = np.where(np.isfinite(wide[row]), wide[row], -np.inf)
        weights = np.cumsum(np.exp(finite - finite.max()))
        made[row] = np.searchsorted(weights, draws[row] * weights[-1], side="right")
    return made


def _multinomial(
    xp: Any,
    logits: Any,
    num_samples: Any,
    seed: int,
    seed2: int,
    output_dtype: Any,
    state: Philox,
) -> Any:
    count = int(num_samples)
    mine = state.reserve(2 * logits.shape[0] * (-(-count // 4) * 4))
    return categories(mine, logits, count)


multinomial_op = Op(
    "Multinomial",
    f"logits: T, num_samples: int32 -> output: output_dtype | {_SEEDS}, T: real, "
    "output_dtype: index = int64",
    shape=categories_shape,
    reference=_multinomial,
    gradient=NOT_DIFFERENTIABLE,
    xla=_OWN_STREAM,
    stateful=True,
    kernel_state=stream,
)


def _shape_tensor(shape: Any) -> Tensor:
    return convert_to_tensor(shape, dtype_hint=dtypes.int32, name="shape")


def uniform(
    shape: Any,
    minval: Any = 0,
    maxval: Any = None,
    dtype: Any = dtypes.float32,
    seed: int | None = None,
    name: str | None = None,
) -> Tensor:
    """Numbers that are uniformly distributed between `minval` and `maxval`.

    Args:
        shape: The shape of the output.
        minval: The smallest value.
        maxval: The end of the range, which is not reached; by default 1 for floats.
        dtype: A floating type, int32 or int64.
        seed: Seed of the operation.
        name: Name of the node in a graph.

    Returns:
        A tensor of that shape and dtype.

    Raises:
        ValueError: `maxval` is missing for integers, or the dtype isn't possible.

    Example:
        >>> import tensorbrook as tf
        >>> tf.random.uniform([2, 3], maxval=5).shape
        TensorShape([2, 3])
    """
    dtype = dtypes.as_dtype(dtype)
    if not (dtype.is_floating or dtype in (dtypes.int32, dtypes.int64)):
        raise ValueError(
            "Argument `dtype` got invalid value. Accepted dtypes are float16, bfloat16, "
            f"float32, float64, int32, int64, got {dtype.name}."
        )
    if maxval is None:
        if dtype.is_integer:
            raise ValueError(f"Must specify maxval for integer dtype {dtype!r}.")
        maxval = 1
    with name_scope(name or "random_uniform") as scope:
        dims = _shape_tensor(shape)
        if dtype.is_integer:
            low = convert_to_tensor(minval, dtype=dtype, name="min")
            high = convert_to_tensor(maxval, dtype=dtype, name="max")
            return random_uniform_int_op(  # type: ignore[no-any-return]
                dims, low, high, name=scope, **kernel_seeds(seed)
            )
        if _is_unit(minval, maxval):
            return random_uniform_op(dims, dtype=dtype, **kernel_seeds(seed))  # type: ignore[arg-type, no-any-return]
        low = convert_to_tensor(minval, dtype=dtype, name="min")
        high = convert_to_tensor(maxval, dtype=dtype, name="max")
        drawn = random_uniform_op(dims, dtype=dtype, **kernel_seeds(seed))  # type: ignore[arg-type]
        from tensorbrook._src.ops import binary

        if isinstance(minval, int | float) and minval == 0:
            return binary.multiply(drawn, high)
        span = binary.subtract(high, low, name="sub")
        return binary.add(binary.multiply(drawn, span, name="mul"), low, name=scope)


def _is_unit(minval: Any, maxval: Any) -> bool:
    plain = isinstance(minval, int | float) and isinstance(maxval, int | float)
    return plain and minval == 0 and maxval == 1


def normal(
    shape: Any,
    mean: Any = 0.0,
    stddev: Any = 1.0,
    dtype: Any = dtypes.float32,
    seed: int | None = None,
    name: str | None = None,
) -> Tensor:
    """Numbers that are normally distributed.

    Args:
        shape: The shape of the output.
        mean: The mean.
        stddev: The standard deviation.
        dtype: A floating type.
        seed: Seed of the operation.
        name: Name of the node in a graph.

    Returns:
        A tensor of that shape and dtype.

    Example:
        >>> import tensorbrook as tf
        >>> tf.random.normal([4], mean=10.0).shape
        TensorShape([4])
    """
    return _scaled(
        random_standard_normal_op,
        shape,
        mean,
        stddev,
        dtype,
        seed,
        name or "random_normal",
    )


def truncated_normal(
    shape: Any,
    mean: Any = 0.0,
    stddev: Any = 1.0,
    dtype: Any = dtypes.float32,
    seed: int | None = None,
    name: str | None = None,
) -> Tensor:
    """Normally distributed numbers, drawn again where they are two deviations off.

    Args:
        shape: The shape of the output.
        mean: The mean.
        stddev: The standard deviation before truncation.
        dtype: A floating type.
        seed: Seed of the operation.
        name: Name of the node in a graph.

    Returns:
        A tensor of that shape and dtype.

    Example:
        >>> import tensorbrook as tf
        >>> float(tf.reduce_max(tf.abs(tf.random.truncated_normal([100])))) < 2.0
        True
    """
    return _scaled(
        truncated_normal_op,
        shape,
        mean,
        stddev,
        dtype,
        seed,
        name or "truncated_normal",
    )


def _scaled(
    op: Op, shape: Any, mean: Any, stddev: Any, dtype: Any, seed: Any, name: str
) -> Tensor:
    dtype = dtypes.as_dtype(dtype)
    with name_scope(name) as scope:
        dims = _shape_tensor(shape)
        center = convert_to_tensor(mean, dtype=dtype, name="mean")
        width = convert_to_tensor(stddev, dtype=dtype, name="stddev")
        drawn = op(dims, dtype=dtype, **kernel_seeds(seed))  # type: ignore[arg-type]
        from tensorbrook._src.ops import binary

        return binary.add(binary.multiply(drawn, width, name="mul"), center, name=scope)


def shuffle(value: Any, seed: int | None = None, name: str | None = None) -> Tensor:
    """The rows of a tensor in random order.

    Args:
        value: A tensor.
        seed: Seed of the operation.
        name: Name of the node in a graph.

    Returns:
        A tensor of the same shape and dtype.

    Example:
        >>> import tensorbrook as tf
        >>> sorted(tf.random.shuffle([3, 1, 2]).numpy().tolist())
        [1, 2, 3]
    """
    return random_shuffle_op(value, name=name, **kernel_seeds(seed))  # type: ignore[no-any-return]


def categorical(
    logits: Any,
    num_samples: Any,
    dtype: Any = None,
    seed: int | None = None,
    name: str | None = None,
) -> Tensor:
    """Draws classes with given log-probabilities.

    Args:
        logits: Unnormalised log-probabilities of shape (batch, classes).
        num_samples: Draws for each row.
        dtype: int32 or int64 (the default).
        seed: Seed of the operation.
        name: Name of the node in a graph.

    Returns:
        Classes of shape (batch, num_samples).

    Example:
        >>> import tensorbrook as tf
        >>> tf.random.categorical([[0.0, 100.0]], 3).numpy()
        array([[1, 1, 1]])
    """
    wanted = dtypes.int64 if dtype is None else dtypes.as_dtype(dtype)
    with name_scope(name or "categorical"):
        rows = convert_to_tensor(logits, name="logits")
        return multinomial_op(  # type: ignore[no-any-return]
            rows, num_samples, output_dtype=wanted, **kernel_seeds(seed)
        )
