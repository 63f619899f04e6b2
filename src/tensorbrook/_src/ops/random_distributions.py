"""Gamma, Poisson, binomial and categorical numbers: seeded streams and stateless ones."""

from __future__ import annotations

import math
from collections.abc import Callable
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
from tensorbrook._src.ops import rejection
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.philox import Philox
from tensorbrook._src.ops.random import categories, categories_shape, stream
from tensorbrook._src.ops.random_algorithm import philox_number
from tensorbrook._src.ops.random_seed import kernel_seeds
from tensorbrook._src.ops.random_stateless import generator, key_counter, key_counter_op
from tensorbrook._src.ops.rules import brackets, broadcast, from_input

_HOST = unsupported("Philox runs in NumPy; XLA draws its own numbers")
_COUNTED = "{half, float32, float64, int32, int64}"


def _dims(shape: Any) -> tuple[int, ...]:
    return tuple(int(n) for n in shape)


def _shape_and(c: ShapeContext) -> Dims:
    """The requested dims, then those of the parameter."""
    first, rest = from_input(0)(c), c.shape(1)
    return None if first is None or rest is None else (*first, *rest)


def _ends_with(*parameters: int) -> Callable[[ShapeContext], Dims]:
    """The requested dims, which must end with those of the broadcast parameters."""

    def rule(c: ShapeContext) -> Dims:
        dims = from_input(0)(c)
        shapes = [c.shape(index) for index in parameters]
        if dims is None or any(s is None or None in s for s in shapes):
            return dims
        tail = np.broadcast_shapes(*shapes)  # type: ignore[arg-type]
        known = None not in dims[len(dims) - len(tail) :]
        if len(tail) > len(dims) or (known and dims[len(dims) - len(tail) :] != tail):
            raise c.fail(
                f"Shape passed in must end with broadcasted shape. Received: shape "
                f"{brackets(dims)}, parameters of shape {brackets(tail)}."
            )
        return dims

    return rule


def _drawn(
    draw: Any, state: Philox, shape: Any, parameter: Any, kind: Any
) -> np.ndarray[Any, Any]:
    dims = (*_dims(shape), *parameter.shape)
    mine = state.reserve(math.prod(dims))
    return _as(rejection.each(draw, mine, dims, parameter), kind)


def _as(drawn: np.ndarray[Any, Any], kind: Any) -> np.ndarray[Any, Any]:
    """The numbers in a dtype; what could not be drawn is -1 in an integer one."""
    if kind.is_integer:
        drawn = np.where(np.isnan(drawn), -1.0, drawn)
    return drawn.astype(kind.numpy_dtype)


def _gamma_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops import array_creation, reduce, shape

    sample, alpha = op.outputs[0], op.inputs[1]
    slope = dy * random_gamma_grad_op(alpha, sample)
    axes = array_creation.range(shape.size(op.inputs[0]))
    return [None, reduce.reduce_sum(slope, axes)]


def _stateless_gamma_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops.broadcast_gradients import unbroadcast

    alpha = op.inputs[4]
    slope = dy * random_gamma_grad_op(alpha, op.outputs[0])
    return [*[None] * 4, unbroadcast(slope, alpha)]


def _gamma_slope(xp: Any, alpha: Any, sample: Any) -> Any:
    """How a sample moves with alpha, while its quantile stays: by implicit derivation."""
    from tensorbrook._src.ops import special_kernels

    wide = [xp.asarray(item, dtype=np.float64) for item in (alpha, sample)]
    a, x = xp.broadcast_arrays(*wide)
    by_alpha = special_kernels.igamma_by_order(xp, a, x)
    log_gamma = special_kernels.log_gamma(xp, a)
    return -by_alpha / xp.exp((a - 1.0) * xp.log(x) - x - log_gamma)


random_gamma_op = Op(
    "RandomGamma",
    "shape: S, alpha: T -> output: T | seed: int = 0, seed2: int = 0, S: index, "
    "T: {half, float32, float64}",
    shape=_shape_and,
    reference=lambda xp, shape, alpha, seed, seed2, state: _drawn(
        rejection.gamma, state, shape, alpha, dtypes.as_dtype(alpha.dtype)
    ),
    gradient=_gamma_gradient,
    xla=_HOST,
    stateful=True,
    kernel_state=stream,
)

random_gamma_grad_op = Op(
    "RandomGammaGrad",
    "alpha: T, sample: T -> output: T | T: {float32, float64}",
    shape=broadcast,
    reference=_gamma_slope,
    gradient=NOT_DIFFERENTIABLE,
    xla=_HOST,
)

random_poisson_op = Op(
    "RandomPoissonV2",
    "shape: S, rate: R -> output: dtype | seed: int = 0, seed2: int = 0, S: index, "
    f"R: {_COUNTED} = float64, dtype: {_COUNTED} = int64",
    shape=_shape_and,
    reference=lambda xp, shape, rate, seed, seed2, dtype, state: _drawn(
        rejection.poisson, state, shape, rate, dtype
    ),
    gradient=NOT_DIFFERENTIABLE,
    xla=_HOST,
    stateful=True,
    kernel_state=stream,
)

stateless_gamma_op = Op(
    "StatelessRandomGammaV3",
    "shape: shape_dtype, key: uint64, counter: uint64, alg: int32, alpha: dtype -> "
    "output: dtype | dtype: {half, float32, float64}, shape_dtype: index = int32",
    shape=_ends_with(4),
    reference=lambda xp, shape, key, counter, alg, alpha: rejection.each(
        rejection.gamma, generator(key, counter), _dims(shape), alpha
    ),
    gradient=_stateless_gamma_gradient,
    xla=_HOST,
)


def _seeded(xp: Any, seed: Any) -> Philox:
    return generator(*key_counter(xp, seed))


stateless_poisson_op = Op(
    "StatelessRandomPoisson",
    f"shape: T, seed: Tseed, lam: Rtype -> output: dtype | Rtype: {_COUNTED}, "
    f"dtype: {_COUNTED}, T: index, Tseed: index = int64",
    shape=_ends_with(2),
    reference=lambda xp, shape, seed, lam, dtype: _as(
        rejection.each(rejection.poisson, _seeded(xp, seed), _dims(shape), lam), dtype
    ),
    gradient=NOT_DIFFERENTIABLE,
    xla=_HOST,
)


def binomials(source: Philox, dims: Any, counts: Any, probs: Any, kind: Any) -> Any:
    """Binomial numbers of shape `dims` in a dtype."""
    both = np.broadcast_arrays(counts, probs)
    return _as(rejection.each(rejection.binomial, source, dims, *both), kind)


stateless_binomial_op = Op(
    "StatelessRandomBinomial",
    "shape: S, seed: Tseed, counts: T, probs: T -> output: dtype | S: index, "
    f"Tseed: index = int64, T: {_COUNTED} = float64, dtype: {_COUNTED} = int64",
    shape=_ends_with(2, 3),
    reference=lambda xp, shape, seed, counts, probs, dtype: binomials(
        _seeded(xp, seed), _dims(shape), counts, probs, dtype
    ),
    gradient=NOT_DIFFERENTIABLE,
    xla=_HOST,
)

stateless_multinomial_op = Op(
    "StatelessMultinomial",
    "logits: T, num_samples: int32, seed: Tseed -> output: output_dtype | T: real, "
    "Tseed: index = int64, output_dtype: index = int64",
    shape=categories_shape,
    reference=lambda xp, logits, num_samples, seed, output_dtype: categories(
        _seeded(xp, seed), logits, int(num_samples)
    ),
    gradient=NOT_DIFFERENTIABLE,
    xla=_HOST,
)


def _shape_tensor(shape: Any) -> Tensor:
    return convert_to_tensor(shape, dtype_hint=dtypes.int32, name="shape")


def _seed_tensor(seed: Any) -> Any:
    return seed if hasattr(type(seed), "__tf_tensor__") else np.asarray(seed)


def _gamma_parameters(
    alpha: Any, beta: Any, kind: dtypes.DType
) -> tuple[Tensor, Tensor]:
    from tensorbrook._src.ops import rearrange, shape

    shapes = convert_to_tensor(alpha, dtype=kind, name="alpha")
    rates = convert_to_tensor(1 if beta is None else beta, dtype=kind, name="beta")
    dims = rearrange.broadcast_dynamic_shape(shape.shape(shapes), shape.shape(rates))
    return shape.broadcast_to(shapes, dims), rates


def _positive(drawn: Any, rates: Any) -> Tensor:
    """Divides by the rates, without ever becoming zero."""
    from tensorbrook._src.ops import binary

    tiny = np.finfo(drawn.dtype.numpy_dtype).tiny
    scaled = binary.truediv(drawn, rates, name="truediv")
    return binary.maximum(tiny, scaled, name="Maximum")


def gamma(
    shape: Any,
    alpha: Any,
    beta: Any = None,
    dtype: Any = dtypes.float32,
    seed: int | None = None,
    name: str | None = None,
) -> Tensor:
    """Numbers of gamma distributions; gradients reach `alpha` and `beta`.

    Args:
        shape: The shape of the draws for each pair of parameters.
        alpha: The shape parameters.
        beta: The inverse scales, which broadcast with `alpha`; by default 1.
        dtype: float16, float32 or float64.
        seed: Seed of the operation.
        name: Name of the nodes in a graph.

    Returns:
        A tensor of shape `shape + (alpha + beta).shape`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.random.gamma([10], [0.5, 1.5]).shape
        TensorShape([10, 2])
    """
    with name_scope(name or "random_gamma"):
        dims = _shape_tensor(shape)
        shapes, rates = _gamma_parameters(alpha, beta, dtypes.as_dtype(dtype))
        drawn = random_gamma_op(dims, shapes, **kernel_seeds(seed))  # type: ignore[arg-type]
        return _positive(drawn, rates)


def poisson(
    shape: Any,
    lam: Any,
    dtype: Any = dtypes.float32,
    seed: int | None = None,
    name: str | None = None,
) -> Tensor:
    """Numbers of Poisson distributions.

    Args:
        shape: The shape of the draws for each rate.
        lam: The rates.
        dtype: float16, float32, float64, int32 or int64.
        seed: Seed of the operation.
        name: Name of the nodes in a graph.

    Returns:
        A tensor of shape `shape + lam.shape`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.random.poisson([10], [0.5, 1.5]).shape
        TensorShape([10, 2])
    """
    with name_scope(name or "random_poisson"):
        dims = _shape_tensor(shape)
        return random_poisson_op(  # type: ignore[no-any-return]
            dims, lam, dtype=dtypes.as_dtype(dtype), **kernel_seeds(seed)
        )


def stateless_gamma(
    shape: Any,
    seed: Any,
    alpha: Any,
    beta: Any = None,
    dtype: Any = dtypes.float32,
    name: str | None = None,
) -> Tensor:
    """Numbers of gamma distributions that follow from the seed alone.

    Args:
        shape: The shape of the output; it ends with that of `alpha + beta`.
        seed: Two integers.
        alpha: The shape parameters.
        beta: The inverse scales; by default 1.
        dtype: float16, float32 or float64.
        name: Name of the nodes in a graph.

    Returns:
        A tensor of that shape and dtype.

    Raises:
        errors.InvalidArgumentError: `shape` doesn't end with that of the parameters.

    Example:
        >>> import tensorbrook as tf
        >>> tf.random.stateless_gamma([10, 2], [1, 2], [0.5, 1.5]).shape
        TensorShape([10, 2])
    """
    with name_scope(name or "stateless_random_gamma"):
        dims = _shape_tensor(shape)
        shapes, rates = _gamma_parameters(alpha, beta, dtypes.as_dtype(dtype))
        key, counter = key_counter_op(_seed_tensor(seed))
        alg = philox_number("auto_select")
        drawn = stateless_gamma_op(dims, key, counter, alg, shapes)
        return _positive(drawn, rates)


def stateless_poisson(
    shape: Any,
    seed: Any,
    lam: Any,
    dtype: Any = dtypes.int32,
    name: str | None = None,
) -> Tensor:
    """Numbers of Poisson distributions that follow from the seed alone.

    Args:
        shape: The shape of the output; it ends with that of `lam`.
        seed: Two integers.
        lam: The rates.
        dtype: float16, float32, float64, int32 or int64.
        name: Name of the nodes in a graph.

    Returns:
        A tensor of that shape and dtype.

    Example:
        >>> import tensorbrook as tf
        >>> tf.random.stateless_poisson([4], [1, 2], 3.0).dtype
        tf.int32
    """
    with name_scope(name or "stateless_random_poisson"):
        dims = _shape_tensor(shape)
        return stateless_poisson_op(  # type: ignore[no-any-return]
            dims, _seed_tensor(seed), lam, dtype=dtypes.as_dtype(dtype)
        )


def stateless_binomial(
    shape: Any,
    seed: Any,
    counts: Any,
    probs: Any,
    output_dtype: Any = dtypes.int32,
    name: str | None = None,
) -> Tensor:
    """Numbers of binomial distributions that follow from the seed alone.

    Args:
        shape: The shape of the output; it ends with that of `counts * probs`.
        seed: Two integers.
        counts: The numbers of trials.
        probs: The probabilities of success.
        output_dtype: float16, float32, float64, int32 or int64.
        name: Name of the nodes in a graph.

    Returns:
        A tensor of that shape and dtype.

    Example:
        >>> import tensorbrook as tf
        >>> tf.random.stateless_binomial([2], [1, 2], counts=5.0, probs=1.0).numpy()
        array([5, 5], dtype=int32)
    """
    with name_scope(name or "stateless_random_binomial"):
        dims = _shape_tensor(shape)
        trials = convert_to_tensor(counts, name="counts")
        chances = convert_to_tensor(probs, dtype=trials.dtype, name="probs")
        kind = dtypes.as_dtype(output_dtype)
        return stateless_binomial_op(  # type: ignore[no-any-return]
            dims, _seed_tensor(seed), trials, chances, dtype=kind
        )


def stateless_categorical(
    logits: Any,
    num_samples: Any,
    seed: Any,
    dtype: Any = dtypes.int64,
    name: str | None = None,
) -> Tensor:
    """Draws classes with given log-probabilities, by the seed alone.

    Args:
        logits: Unnormalised log-probabilities of shape (batch, classes).
        num_samples: Draws for each row.
        seed: Two integers.
        dtype: int32 or int64.
        name: Name of the nodes in a graph.

    Returns:
        Classes of shape (batch, num_samples).

    Example:
        >>> import tensorbrook as tf
        >>> tf.random.stateless_categorical([[0.0, 100.0]], 3, [1, 2]).numpy()
        array([[1, 1, 1]])
    """
    with name_scope(name or "stateless_categorical"):
        rows = convert_to_tensor(logits, name="logits")
        return stateless_multinomial_op(  # type: ignore[no-any-return]
            rows, num_samples, _seed_tensor(seed), output_dtype=dtypes.as_dtype(dtype)
        )
