"""Normal numbers between two ends, with parameters for each of them.

Source: C. Robert, "Simulation of truncated normal variables" (1995): candidates come from
a normal, a uniform or an exponential distribution, whichever keeps the most of them.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext, unsupported
from tensorbrook._src.core.scopes import name_scope
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import philox
from tensorbrook._src.ops.broadcast_gradients import unbroadcast
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.philox import Philox
from tensorbrook._src.ops.random import stream
from tensorbrook._src.ops.random_stateless import generator, key_counter
from tensorbrook._src.ops.rules import from_input

_HOST = unsupported("how many numbers it draws depends on their values")
_WIDE = 1.3  # standard deviations within the ends that make a normal worth trying
_BATCH = 100  # samples that share one set of parameters are drawn in parts of this size
_MOST_TRIES = 1000


class _Candidates:
    """Draws for one set of parameters, in units of the standard deviation."""

    def __init__(self, low: Any, high: Any, kind: Any) -> None:
        self.low, self.high, self.kind = low, high, kind
        root = np.sqrt(low * low + kind(4))
        rate = np.exp(kind(0.5) + low * (low - root) / kind(4))
        cutoff = kind(2) * rate / (low + root)
        self.alpha = (low + root) / kind(2)
        if (low < -_WIDE and high >= 0) or (high > _WIDE and low <= 0):
            self.draw = self._normal
        elif high - low < cutoff:
            self.draw = self._uniform
        else:
            self.draw = self._exponential
        self.counters = 2 if self.draw == self._uniform else 1

    def _normal(self, words: Any) -> tuple[Any, Any]:
        drawn = philox._box_muller(words, self.kind).reshape(len(words), -1)
        return drawn, (drawn >= self.low) & (drawn <= self.high)

    def _uniform(self, words: Any) -> tuple[Any, Any]:
        units = philox._units(words, self.kind).reshape(len(words) // 2, 2, -1)
        drawn = units[:, 0] * (self.high - self.low) + self.low
        extra = self.low * self.low if self.low >= 0 else self.kind(0)
        return drawn, units[:, 1] <= np.exp((extra - drawn * drawn) / self.kind(2))

    def _exponential(self, words: Any) -> tuple[Any, Any]:
        units = philox._units(words, self.kind).reshape(len(words), -1, 2)
        drawn = -np.log(units[..., 0]) / self.alpha + self.low
        inner = self.low < self.alpha
        x = self.alpha - drawn if inner else self.low - self.alpha
        kept = units[..., 1] <= np.exp(-x * x / self.kind(2))
        return drawn, kept & (drawn < self.high)


def _samples(source: Philox, count: int, candidates: _Candidates) -> Any:
    """`count` numbers; the source moves past what was used."""
    made: list[Any] = []
    missing, tries = count, 0
    while missing:
        steps = (missing // 2 + 8) * candidates.counters
        drawn, kept = candidates.draw(source.words(steps))
        places = np.flatnonzero(kept)[:missing]
        made.append(drawn.reshape(-1)[places])
        missing -= places.size
        if missing:
            source.skip(steps)
        else:
            last = int(places[-1]) // drawn.shape[1]
            source.skip((last + 1) * candidates.counters)
        tries = 0 if places.size else tries + steps
        if tries > _MOST_TRIES:
            raise ValueError(
                "TruncatedNormal: no number was found between the ends "
                f"{candidates.low} and {candidates.high}."
            )
    return np.concatenate(made) if made else np.zeros(0, candidates.kind)


def _drawn(source: Philox, count: int, parameters: tuple[Any, ...], kind: Any) -> Any:
    """`count` numbers for one mean, standard deviation, lower and upper end."""
    mean, deviation, low, high = (kind(value) for value in parameters)
    ends = np.isfinite(low) or np.isfinite(high)
    if not (deviation > 0 and low < high and ends):
        raise ValueError(
            "TruncatedNormal: the standard deviation must be positive, minval below "
            f"maxval and one of them finite, got {deviation}, {low} and {high}."
        )
    if np.isneginf(low) or high < mean:
        low, high, deviation = high, low, -deviation
    found = _Candidates((low - mean) / deviation, (high - mean) / deviation, kind)
    return _samples(source, count, found) * deviation + mean


def _kind_of(dtype: Any) -> Any:
    return np.float64 if dtype == np.float64 else np.float32


def _kernel(
    xp: Any,
    shape: Any,
    means: Any,
    stdevs: Any,
    minvals: Any,
    maxvals: Any,
    seed: int,
    seed2: int,
    state: Philox,
) -> Any:
    dims = tuple(int(dim) for dim in shape)
    parameters = [means, stdevs, minvals, maxvals]
    batches, each = dims[0], math.prod(dims[1:])
    for name, value in zip(_PARAMETERS, parameters, strict=True):
        if value.ndim > 1 or value.size not in (1, batches):
            raise ValueError(
                f"ParameterizedTruncatedNormal: {name} must be one number or one for "
                f"each of the {batches} rows, its shape is {value.shape}."
            )
    size = batches * each
    if all(value.size == 1 for value in parameters):
        batches, each = -(-size // _BATCH), _BATCH
    source = Philox(state.counter, state.key)
    state.skip(batches * (each + 3) * 500)
    made = []
    for batch in range(batches):
        own = tuple(value.reshape(-1)[batch % value.size] for value in parameters)
        count = min(each, size - batch * each)
        made.append(_drawn(source, count, own, _kind_of(means.dtype)))
    return (np.concatenate(made) if made else np.zeros(0)).reshape(dims)


_PARAMETERS = ("means", "stdevs", "minvals", "maxvals")


def _rows(c: ShapeContext) -> Dims:
    dims = from_input(0)(c)
    if dims == ():
        raise c.fail("ParameterizedTruncatedNormal: shape must have a dimension.")
    return dims


parameterized_truncated_normal_op = Op(
    "ParameterizedTruncatedNormal",
    "shape: T, means: dtype, stdevs: dtype, minvals: dtype, maxvals: dtype -> "
    "output: dtype | seed: int = 0, seed2: int = 0, dtype: floating, T: index",
    shape=_rows,
    reference=_kernel,
    gradient=NOT_DIFFERENTIABLE,
    xla=_HOST,
    stateful=True,
    kernel_state=stream,
)


def _stateless(xp: Any, shape: Any, seed: Any, *parameters: Any) -> Any:
    dims = tuple(int(dim) for dim in shape)
    shared = np.broadcast_shapes(*(value.shape for value in parameters))
    if dims[len(dims) - len(shared) :] != shared:
        raise ValueError(
            "StatelessParameterizedTruncatedNormal: the shape must end with that of the "
            f"parameters, {list(shared)}, got {list(dims)}."
        )
    kind = _kind_of(parameters[0].dtype)
    source = generator(*key_counter(np, seed))
    each = math.prod(dims[: len(dims) - len(shared)])
    wide = [np.broadcast_to(value, shared).reshape(-1) for value in parameters]
    rows = [
        _drawn(source, each, tuple(value[place] for value in wide), kind)
        for place in range(math.prod(shared))
    ]
    return np.stack(rows, axis=1).reshape(dims) if rows else np.zeros(dims)


def _stateless_gradient(op: Any, dy: Any) -> list[Any]:
    """Moves of a sample that keep its probability within the ends.

    As in TensorFlow the ends move along with the mean and the standard deviation.
    """
    from tensorbrook._src.ops.clip import clip_by_value
    from tensorbrook._src.ops.unary import exp, log, log1p

    mean, deviation, minval, maxval = op.inputs[2:]
    low, high = (minval - mean) / deviation, (maxval - mean) / deviation
    place = (op.outputs[0] - mean) / deviation
    below = _below(low)
    limits = np.finfo(mean.dtype.as_numpy_dtype)
    portion = (_below(place) - below) / (_below(high) - below)
    portion = clip_by_value(portion, limits.tiny, 1 - limits.eps)
    by_high = exp(0.5 * (place * place - high * high) + log(portion))
    by_low = exp(0.5 * (place * place - low * low) + log1p(-portion))
    return [
        None,
        None,
        unbroadcast(dy, mean),
        unbroadcast(dy * place, deviation),
        unbroadcast(dy * by_low, minval),
        unbroadcast(dy * by_high, maxval),
    ]


def _below(x: Any) -> Any:
    """The probability of a standard normal number below `x`."""
    from tensorbrook._src.ops.special import erfc

    return 0.5 * erfc(-x / math.sqrt(2))


stateless_parameterized_op = Op(
    "StatelessParameterizedTruncatedNormal",
    "shape: S, seed: Tseed, means: dtype, stddevs: dtype, minvals: dtype, "
    "maxvals: dtype -> output: dtype | dtype: {half, float32, float64}, S: index, "
    "Tseed: index = int64",
    shape=from_input(0),
    reference=_stateless,
    gradient=_stateless_gradient,
    xla=_HOST,
)


def stateless_parameterized_truncated_normal(
    shape: Any,
    seed: Any,
    means: Any = 0.0,
    stddevs: Any = 1.0,
    minvals: Any = -2.0,
    maxvals: Any = 2.0,
    name: str | None = None,
) -> Tensor:
    """Normal numbers between two ends, which follow from the seed alone.

    Args:
        shape: The shape of the output; it ends with that of the parameters.
        seed: Two integers.
        means: The means of the normal distributions, before they are cut.
        stddevs: Their standard deviations.
        minvals: The lower ends; with broadcasting as the other parameters.
        maxvals: The upper ends.
        name: Name of the nodes in a graph.

    Returns:
        A tensor of that shape, differentiable by the four parameters.

    Example:
        >>> import tensorbrook as tf
        >>> found = tf.random.stateless_parameterized_truncated_normal(
        ...     [3, 2], seed=[7, 17], means=[0.0, 10.0], minvals=[-1.0, 9.0],
        ...     maxvals=[1.0, 11.0])
        >>> bool(tf.reduce_all((found > [-1.0, 9.0]) & (found < [1.0, 11.0])))
        True
    """
    with name_scope(name or "parameterized_truncated_normal") as scope:
        dims = convert_to_tensor(shape, dtype_hint=dtypes.int32)
        given = (means, stddevs, minvals, maxvals)
        kind = next((value.dtype for value in given if isinstance(value, Tensor)), None)
        parameters = [
            convert_to_tensor(value, dtype=kind, dtype_hint=dtypes.float32)
            for value in given
        ]
        return stateless_parameterized_op(dims, seed, *parameters, name=scope)  # type: ignore[no-any-return]
