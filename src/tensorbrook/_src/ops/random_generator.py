"""Streams whose position lies in a variable: records behind `tf.random.Generator`."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import errors
from tensorbrook._src.core.op import (
    NOT_DIFFERENTIABLE,
    Op,
    unsupported,
)
from tensorbrook._src.ops.philox import Philox
from tensorbrook._src.ops.random_algorithm import PHILOX
from tensorbrook._src.ops.random_distributions import binomials
from tensorbrook._src.ops.rules import from_input
from tensorbrook._src.ops.state import exclusive, read_value

_IN_A_VARIABLE = unsupported("the position of the stream is computed in NumPy")
_MASK = (1 << 64) - 1
_RESERVED = 256


def _philox(words: np.ndarray[Any, Any]) -> Philox:
    low, high, key = (int(word) for word in words[:3])
    return Philox((low & _MASK) | (high & _MASK) << 64, key)


def _words(stream: Philox) -> np.ndarray[Any, Any]:
    words = [stream.counter & _MASK, stream.counter >> 64, stream.key]
    return np.array(words, np.uint64).view(np.int64)


@exclusive
def moved(resource: Any, alg: Any, outputs: int) -> tuple[Any, Philox]:
    """The state before, and a stream from there; the variable moves on."""
    if int(alg) not in (PHILOX, 2, 3):
        raise ValueError(f"Unsupported algorithm id: {int(alg)}")
    if int(alg) != PHILOX:
        raise errors.UnimplementedError(
            None, None, "The CPU draws random numbers by Philox only, not by ThreeFry."
        )
    tensor = read_value(resource)
    before = np.array(tensor._array())
    if before.shape != (3,):
        raise ValueError(
            f"The state of Philox holds three numbers. Received: shape {before.shape}."
        )
    here, beyond = _philox(before), _philox(before)
    beyond.skip(outputs * _RESERVED)
    resource.assign(tensor._like(_words(beyond)))
    return before, here


rng_read_and_skip_op = Op(
    "RngReadAndSkip",
    "resource: resource, alg: int32, delta: uint64 -> value: int64",
    shape=lambda c: (3,),
    reference=lambda xp, resource, alg, delta: moved(resource, alg, int(delta))[0],
    gradient=NOT_DIFFERENTIABLE,
    xla=_IN_A_VARIABLE,
    stateful=True,
)


def _binomial(
    xp: Any,
    resource: Any,
    algorithm: Any,
    shape: Any,
    counts: Any,
    probs: Any,
    dtype: Any,
) -> Any:
    dims = tuple(int(n) for n in shape)
    pairs = int(np.prod(np.broadcast_shapes(counts.shape, probs.shape)))
    each = int(np.prod(dims)) // pairs if pairs else 0
    _, here = moved(resource, algorithm, pairs * 200 * (each + 3) // 4)
    return binomials(here, dims, counts, probs, dtype)


_NUMBERS = "{half, float32, float64, int32, int64}"

stateful_binomial_op = Op(
    "StatefulRandomBinomial",
    "resource: resource, algorithm: int64, shape: S, counts: T, probs: T -> "
    f"output: dtype | S: index, T: {_NUMBERS} = float64, dtype: {_NUMBERS} = int64",
    shape=from_input(2),
    reference=_binomial,
    gradient=NOT_DIFFERENTIABLE,
    xla=_IN_A_VARIABLE,
    stateful=True,
)
