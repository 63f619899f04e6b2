"""Earlier records of random numbers: streams in variables, and seeds without an algorithm."""

from __future__ import annotations

import secrets
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.core.op import (
    NOT_DIFFERENTIABLE,
    Op,
    ShapeContext,
    find,
    unsupported,
)
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops import philox
from tensorbrook._src.ops import random_distributions as random_distributions
from tensorbrook._src.ops.by_reference import RemovedOp
from tensorbrook._src.ops.random_algorithm import PHILOX
from tensorbrook._src.ops.random_generator import moved
from tensorbrook._src.ops.random_stateless import key_counter
from tensorbrook._src.ops.rules import from_input

_IN_A_VARIABLE = unsupported("the position of the stream is computed in NumPy")
_HOST = unsupported("Philox runs in NumPy; XLA draws its own numbers")
_STREAM = "resource: resource, algorithm: int64, shape: shape_dtype"


def _stateful(name: str, signature: str, draw: Any) -> Op:
    """A record that draws from the stream in a variable."""

    def kernel(
        xp: Any, resource: Any, algorithm: Any, shape: Any, *bounds: Any, dtype: DType
    ) -> Any:
        dims = tuple(int(n) for n in shape)
        size = int(np.prod(dims, dtype=np.int64))
        if size < 0 or any(n < 0 for n in dims):
            raise ValueError(f"{name}: a shape can't have a negative size, got {dims}.")
        _, stream = moved(resource, algorithm, size)
        return draw(stream, size, dtype.numpy_dtype, *bounds).reshape(dims)

    return Op(
        name,
        signature,
        shape=from_input(2),
        reference=kernel,
        gradient=NOT_DIFFERENTIABLE,
        xla=_IN_A_VARIABLE,
        stateful=True,
    )


def _between(
    stream: philox.Philox, size: int, dtype: Any, minval: Any, maxval: Any
) -> Any:
    low, high = int(minval), int(maxval)
    if low >= high:
        raise ValueError(f"Need minval < maxval, got {low} >= {high}")
    return philox.uniform_int(stream, size, dtype, low, high)


_FLOATS = "shape_dtype: index = int64, dtype: floating = float32"
_WHOLE = "shape_dtype: index = int64, dtype: {int32, int64, uint32, uint64}"

stateful_uniform_op = _stateful(
    "StatefulUniform", f"{_STREAM} -> output: dtype | {_FLOATS}", philox.uniform
)
stateful_standard_normal_v2_op = _stateful(
    "StatefulStandardNormalV2", f"{_STREAM} -> output: dtype | {_FLOATS}", philox.normal
)
stateful_truncated_normal_op = _stateful(
    "StatefulTruncatedNormal",
    f"{_STREAM} -> output: dtype | {_FLOATS}",
    philox.truncated_normal,
)
stateful_uniform_full_int_op = _stateful(
    "StatefulUniformFullInt",
    f"{_STREAM} -> output: dtype | {_WHOLE} = uint64",
    philox.uniform_full,
)


def _stateful_int(
    xp: Any, resource: Any, algorithm: Any, shape: Any, minval: Any, maxval: Any
) -> Any:
    dims = tuple(int(n) for n in shape)
    size = int(np.prod(dims, dtype=np.int64))
    if size < 0:
        raise ValueError(f"A shape can't have a negative size, got {dims}.")
    _, stream = moved(resource, algorithm, size)
    return _between(stream, size, minval.dtype, minval, maxval).reshape(dims)


stateful_uniform_int_op = Op(
    "StatefulUniformInt",
    f"{_STREAM}, minval: dtype, maxval: dtype -> output: dtype | {_WHOLE} = int64",
    shape=from_input(2),
    reference=_stateful_int,
    gradient=NOT_DIFFERENTIABLE,
    xla=_IN_A_VARIABLE,
    stateful=True,
)


def _state_first(xp: Any, resource: Any, shape: Any, dtype: DType) -> Any:
    return stateful_standard_normal_v2_op.reference(
        xp, resource, np.int64(PHILOX), shape, dtype=dtype
    )


stateful_standard_normal_op = RemovedOp(
    "StatefulStandardNormal",
    f"resource: resource, shape: shape_dtype -> output: dtype | {_FLOATS}",
    replacement="StatefulStandardNormalV2",
    shape=from_input(1),
    reference=_state_first,
    gradient=NOT_DIFFERENTIABLE,
    xla=_IN_A_VARIABLE,
    stateful=True,
)


def _skip(xp: Any, resource: Any, algorithm: Any, delta: Any) -> None:
    moved(resource, algorithm, int(delta))


rng_skip_op = Op(
    "RngSkip",
    "resource: resource, algorithm: int64, delta: int64 ->",
    shape=lambda c: [],
    reference=_skip,
    gradient=NOT_DIFFERENTIABLE,
    xla=_IN_A_VARIABLE,
    stateful=True,
)


def _key_counter_alg(xp: Any, seed: Any) -> Any:
    return (*key_counter(xp, seed), np.int32(PHILOX))


def _seeded(c: ShapeContext) -> Dims:
    seed = c.shape(1)
    if seed is not None and seed not in ((2,), (None,)):
        raise c.fail(f"seed must have shape [2], not {list(seed)}")
    return from_input(0)(c)


key_counter_alg_op = Op(
    "StatelessRandomGetKeyCounterAlg",
    "seed: Tseed -> key: uint64, counter: uint64, alg: int32 | Tseed: index = int64",
    shape=lambda c: [(1,), (2,), ()],
    reference=_key_counter_alg,
    gradient=NOT_DIFFERENTIABLE,
    xla=_HOST,
)


def _with_seed(name: str, newer: str, signature: str) -> Op:
    """A record that makes key and counter itself."""

    def kernel(xp: Any, shape: Any, seed: Any, *rest: Any, **attrs: Any) -> Any:
        key, counter = key_counter(xp, seed)
        alg = np.int32(PHILOX)
        return find(newer).reference(xp, shape, key, counter, alg, *rest, **attrs)

    return Op(
        name,
        signature,
        shape=_seeded,
        reference=kernel,
        gradient=NOT_DIFFERENTIABLE,
        xla=_HOST,
    )


_SEED = (
    "shape: T, seed: Tseed -> output: dtype | T: index = int32, Tseed: index = int64"
)

stateless_random_uniform_op = _with_seed(
    "StatelessRandomUniform",
    "StatelessRandomUniformV2",
    f"{_SEED}, dtype: floating = float32",
)
stateless_random_normal_op = _with_seed(
    "StatelessRandomNormal",
    "StatelessRandomNormalV2",
    f"{_SEED}, dtype: floating = float32",
)
stateless_truncated_normal_op = _with_seed(
    "StatelessTruncatedNormal",
    "StatelessTruncatedNormalV2",
    f"{_SEED}, dtype: floating = float32",
)
stateless_random_uniform_int_op = _with_seed(
    "StatelessRandomUniformInt",
    "StatelessRandomUniformIntV2",
    "shape: T, seed: Tseed, minval: dtype, maxval: dtype -> output: dtype | T: index, "
    "Tseed: index = int64, dtype: {int32, int64}",
)
stateless_random_uniform_full_int_op = _with_seed(
    "StatelessRandomUniformFullInt",
    "StatelessRandomUniformFullIntV2",
    "shape: T, seed: Tseed -> output: dtype | T: index = int32, "
    "Tseed: {int32, int64, uint32, uint64} = int64, "
    "dtype: {int32, int64, uint32, uint64} = uint64",
)
stateless_random_gamma_v2_op = _with_seed(
    "StatelessRandomGammaV2",
    "StatelessRandomGammaV3",
    "shape: T, seed: Tseed, alpha: dtype -> output: dtype | T: index, "
    "Tseed: index = int64, dtype: {half, float32, float64}",
)


def _any_integers(xp: Any, shape: Any, dtype: DType) -> Any:
    dims = tuple(int(n) for n in shape)
    size = int(np.prod(dims, dtype=np.int64))
    kind = dtype.as_numpy_dtype
    raw = secrets.token_bytes(max(size, 0) * np.dtype(kind).itemsize)
    return np.frombuffer(raw, kind).reshape(dims)


non_deterministic_ints_op = Op(
    "NonDeterministicInts",
    "shape: shape_dtype -> output: dtype | shape_dtype: index = int64, "
    "dtype: {int32, int64, uint32, uint64} = int64",
    shape=from_input(0),
    reference=_any_integers,
    gradient=NOT_DIFFERENTIABLE,
    xla=unsupported("it asks the operating system"),
    stateful=True,
)


def _poisson(xp: Any, shape: Any, rate: Any, **attrs: Any) -> Any:
    kind = {"dtype": dtypes.as_dtype(rate.dtype)}
    drawn = find("RandomPoissonV2").reference(xp, shape, rate, **attrs, **kind)
    return np.asarray(drawn, rate.dtype)


random_poisson_op = RemovedOp(
    "RandomPoisson",
    "shape: S, rate: dtype -> output: dtype | seed: int = 0, seed2: int = 0, S: index, "
    "dtype: {half, float32, float64}",
    replacement="RandomPoissonV2",
    shape=find("RandomPoissonV2").shape,
    reference=_poisson,
    gradient=NOT_DIFFERENTIABLE,
    xla=_HOST,
    stateful=True,
    kernel_state=find("RandomPoissonV2").kernel_state,
)
