"""`tf.random.Generator`: a stream of random numbers with a state of its own."""

from __future__ import annotations

import os
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.graph.func_graph import init_scope
from tensorbrook._src.ops import (
    binary,
    cast,
    random_generator,
    random_stateless,
    rearrange,
    reduce,
    shape,
)
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.random_algorithm import Algorithm, algorithm
from tensorbrook._src.variables.variable import Variable

_SIZES = {Algorithm.PHILOX: 3, Algorithm.THREEFRY: 2}


def create_rng_state(seed: Any, alg: Any) -> Tensor:
    """The state of a generator for a seed.

    Args:
        seed: An integer, or a vector of integers that is the state, as far as it goes.
        alg: "philox", "threefry", or an `Algorithm`.

    Returns:
        An int64 vector: three numbers for Philox, two for ThreeFry.

    Raises:
        ValueError: The seed is longer than a state, or there is no such algorithm.

    Example:
        >>> import tensorbrook as tf
        >>> tf.random.create_rng_state(1, "philox").numpy()
        array([1, 0, 0])
    """
    size = _SIZES[algorithm(alg)]
    words = [int(word) % (1 << 64) for word in np.asarray(seed, object).reshape(-1)]
    if len(words) > size:
        raise ValueError(
            f"Argument `seed` must hold at most {size} numbers. Received: {len(words)}."
        )
    state = np.array(words + [0] * (size - len(words)), np.uint64)
    return convert_to_tensor(state.view(np.int64))


class Generator:
    """Random numbers from a stream whose position lies in a variable.

    Args:
        copy_from: A generator whose state and algorithm are copied.
        state: The state, an int64 vector.
        alg: The algorithm, with `state`.

    Raises:
        ValueError: Neither `copy_from` nor `state` and `alg` are given, or the state has
            the wrong length.

    Example:
        >>> import tensorbrook as tf
        >>> g = tf.random.Generator.from_seed(1234)
        >>> g.state.numpy()
        array([1234,    0,    0])
        >>> g.normal([2, 3]).shape
        TensorShape([2, 3])
    """

    __module__ = "tensorbrook.random"

    def __init__(self, copy_from: Any = None, state: Any = None, alg: Any = None):
        if copy_from is not None:
            if state is not None or alg is not None:
                raise ValueError(
                    "Generator: `copy_from` takes the place of `state` and `alg`."
                )
            state, alg = copy_from.state, copy_from.algorithm
        if state is None or alg is None:
            raise ValueError(
                "Generator needs `state` and `alg`, or `copy_from`; see also "
                "Generator.from_seed."
            )
        kind = algorithm(alg)
        with init_scope():
            value = convert_to_tensor(state, dtype=dtypes.int64)
            if tuple(value.shape) != (_SIZES[kind],):
                raise ValueError(
                    f"The state of {kind.name.lower()} must have shape "
                    f"[{_SIZES[kind]}]. Received: {value.shape}."
                )
            self._state = Variable(value, trainable=False, name="StateVar")
        self._algorithm = kind

    @classmethod
    def from_seed(cls, seed: Any, alg: Any = None) -> Generator:
        """A generator for a seed, an integer or a vector of integers."""
        kind = "philox" if alg is None else alg
        return cls(state=create_rng_state(seed, kind), alg=kind)

    @classmethod
    def from_state(cls, state: Any, alg: Any) -> Generator:
        """A generator at a state."""
        return cls(state=state, alg=alg)

    @classmethod
    def from_key_counter(cls, key: Any, counter: Any, alg: Any) -> Generator:
        """A generator with a key and at a counter (two integers for Philox)."""
        return cls(state=_state_of(key, counter), alg=alg)

    @classmethod
    def from_non_deterministic_state(cls, alg: Any = None) -> Generator:
        """A generator at a place that nobody can foresee."""
        kind = "philox" if alg is None else alg
        size = _SIZES[algorithm(kind)]
        words = np.frombuffer(os.urandom(8 * size), np.uint64).tolist()
        return cls(state=create_rng_state(words, kind), alg=kind)

    @property
    def state(self) -> Variable:
        """The variable that holds the state."""
        return self._state

    @property
    def algorithm(self) -> int:
        """The number of the algorithm."""
        return int(self._algorithm.value)

    @property
    def key(self) -> Tensor:
        """The key, the last number of the state of Philox."""
        return self._state.value()[-1]  # type: ignore[index,no-any-return]

    def reset(self, state: Any) -> None:
        """Goes to a state."""
        self._state.assign(convert_to_tensor(state, dtype=dtypes.int64))

    def reset_from_seed(self, seed: Any) -> None:
        """Goes to the state of a seed."""
        self.reset(create_rng_state(seed, self._algorithm))

    def reset_from_key_counter(self, key: Any, counter: Any) -> None:
        """Goes to a counter, with a key."""
        self.reset(_state_of(key, counter))

    def skip(self, delta: Any) -> Tensor:
        """Moves past `delta` numbers; returns the state before."""
        count = cast.cast(convert_to_tensor(delta), dtypes.uint64)
        return random_generator.rng_read_and_skip_op(  # type: ignore[no-any-return]
            self._state.handle, self.algorithm, count
        )

    def normal(
        self,
        shape: Any,
        mean: Any = 0.0,
        stddev: Any = 1.0,
        dtype: Any = dtypes.float32,
        name: str | None = None,
    ) -> Tensor:
        """Normal numbers; arguments as those of `tf.random.normal`."""
        drawn = self._drawn(random_stateless.stateless_normal_op, shape, dtype)
        return _scaled(drawn, mean, stddev, name)

    def truncated_normal(
        self,
        shape: Any,
        mean: Any = 0.0,
        stddev: Any = 1.0,
        dtype: Any = dtypes.float32,
        name: str | None = None,
    ) -> Tensor:
        """Truncated normal numbers; arguments as those of `tf.random.truncated_normal`."""
        drawn = self._drawn(random_stateless.stateless_truncated_op, shape, dtype)
        return _scaled(drawn, mean, stddev, name)

    def uniform(
        self,
        shape: Any,
        minval: Any = 0,
        maxval: Any = None,
        dtype: Any = dtypes.float32,
        name: str | None = None,
    ) -> Tensor:
        """Uniform numbers; arguments as those of `tf.random.uniform`."""
        kind = dtypes.as_dtype(dtype)
        random_stateless.check_uniform(kind, False, maxval)
        low = convert_to_tensor(minval, dtype=kind)
        high = convert_to_tensor(1 if maxval is None else maxval, dtype=kind)
        if kind.is_integer:
            stream = self._stream(shape)
            return random_stateless.stateless_int_op(*stream, low, high, name=name)  # type: ignore[no-any-return]
        drawn = self._drawn(random_stateless.stateless_uniform_op, shape, kind)
        return _scaled(drawn, low, binary.subtract(high, low), name)

    def uniform_full_int(
        self, shape: Any, dtype: Any = dtypes.uint64, name: str | None = None
    ) -> Tensor:
        """Integers from the whole range of a dtype."""
        return self._drawn(random_stateless.stateless_full_int_op, shape, dtype)

    def binomial(
        self,
        shape: Any,
        counts: Any,
        probs: Any,
        dtype: Any = dtypes.int32,
        name: str | None = None,
    ) -> Tensor:
        """Binomial numbers; arguments as those of `tf.random.stateless_binomial`."""
        trials = convert_to_tensor(counts)
        return random_generator.stateful_binomial_op(  # type: ignore[no-any-return]
            self._state.handle,
            self.algorithm,
            convert_to_tensor(shape, dtype_hint=dtypes.int32),
            trials,
            convert_to_tensor(probs, dtype=trials.dtype),
            dtype=dtypes.as_dtype(dtype),
            name=name,
        )

    def make_seeds(self, count: int = 1) -> Tensor:
        """Seeds for stateless functions, int64 of shape (2, count)."""
        first = self.uniform_full_int([count], dtypes.int64)
        return shape.stack([first, first * 0])

    def split(self, count: int = 1) -> list[Generator]:
        """Independent generators that follow from this one, which moves on."""
        keys = self.uniform_full_int([count], dtypes.int64)
        return [
            Generator(state=_state_of(key, np.zeros(2, np.int64)), alg=self._algorithm)
            for key in shape.unstack(keys, num=count)
        ]

    def _stream(self, dims: Any) -> tuple[Any, Any, Any, int]:
        """Dims, key, counter and algorithm; the state moves past the output."""
        wanted = convert_to_tensor(dims, dtype_hint=dtypes.int32)
        before = self.skip(reduce.reduce_prod(wanted))
        words = rearrange.bitcast(before, dtypes.uint64)
        return wanted, words[2:3], words[:2], self.algorithm  # type: ignore[index]

    def _drawn(self, op: Any, dims: Any, dtype: Any) -> Tensor:
        return op(*self._stream(dims), dtype=dtypes.as_dtype(dtype))  # type: ignore[no-any-return]


def _scaled(drawn: Any, center: Any, width: Any, name: str | None) -> Tensor:
    return binary.add(binary.multiply(drawn, width), center, name=name)


def _state_of(key: Any, counter: Any) -> Tensor:
    words = convert_to_tensor(counter, dtype=dtypes.int64)
    last = shape.reshape(convert_to_tensor(key, dtype=dtypes.int64), [1])
    return shape.concat([words, last], 0)


class _Global:
    """The generator that `get_global_generator` returns."""

    generator: Generator | None = None


def get_global_generator() -> Generator:
    """The global generator, made at the first call.

    Returns:
        A generator.

    Example:
        >>> import tensorbrook as tf
        >>> tf.random.get_global_generator().normal([2]).shape
        TensorShape([2])
    """
    if _Global.generator is None:
        _Global.generator = Generator.from_non_deterministic_state()
    return _Global.generator


def set_global_generator(generator: Generator) -> None:
    """Replaces the global generator.

    Args:
        generator: The new one.

    Example:
        >>> import tensorbrook as tf
        >>> g = tf.random.Generator.from_seed(1)
        >>> tf.random.set_global_generator(g)
        >>> tf.random.get_global_generator() is g
        True
    """
    _Global.generator = generator
