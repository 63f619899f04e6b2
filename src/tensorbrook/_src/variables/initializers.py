"""The initial values of 2.x that do not need Keras."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import array_creation, random, random_stateless
from tensorbrook._src.ops.constant import constant


class Initializer:
    """Base of the initial values: called with a shape and a dtype."""

    def __call__(self, shape: Any, dtype: Any = None, **kwargs: Any) -> Tensor:
        """Returns the value of a new variable."""
        raise NotImplementedError(f"{type(self).__name__} has no __call__().")

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal initializer."""
        return {}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Initializer:
        """Makes an initializer from what `get_config` returned."""
        return cls(**{key: value for key, value in config.items() if key != "dtype"})


class ZerosInitializer(Initializer):
    """Gives zeros.

    Example:
        >>> ZerosInitializer()((2,)).numpy()
        array([0., 0.], dtype=float32)
    """

    def __call__(
        self, shape: Any, dtype: Any = dtypes.float32, **kwargs: Any
    ) -> Tensor:
        """Returns zeros of this shape."""
        return array_creation.zeros(shape, dtype)


class OnesInitializer(Initializer):
    """Gives ones."""

    def __call__(
        self, shape: Any, dtype: Any = dtypes.float32, **kwargs: Any
    ) -> Tensor:
        """Returns ones of this shape."""
        return array_creation.ones(shape, dtype)


class ConstantInitializer(Initializer):
    """Gives a value that was set before.

    Args:
        value: a number, a list or an array; it is given the variable's shape.
        support_partition: kept for compatibility.
    """

    def __init__(self, value: Any = 0, support_partition: bool = False) -> None:
        if not (np.isscalar(value) or isinstance(value, list | tuple | np.ndarray)):
            raise TypeError(
                "constant_initializer: `value` must be a number, a list or an array. "
                f"Received: {value!r}."
            )
        self.value = value
        self.support_partition = support_partition

    def __call__(self, shape: Any, dtype: Any = None, **kwargs: Any) -> Tensor:
        """Returns the value in this shape."""
        return constant(self.value, dtype=dtype, shape=shape)

    def get_config(self) -> dict[str, Any]:
        """Returns the value."""
        return {"value": self.value}


class RandomNormalInitializer(Initializer):
    """Draws from a normal distribution.

    Args:
        mean: the mean.
        stddev: the standard deviation.
        seed: where the random numbers start.
    """

    def __init__(
        self, mean: float = 0.0, stddev: float = 0.05, seed: int | None = None
    ) -> None:
        self.mean = mean
        self.stddev = stddev
        self.seed = seed

    def __call__(
        self, shape: Any, dtype: Any = dtypes.float32, **kwargs: Any
    ) -> Tensor:
        """Returns drawn numbers of this shape."""
        if self.seed is None:
            return random.normal(shape, self.mean, self.stddev, dtype)
        seed = [self.seed, 0]  # the same numbers in each call, as TensorFlow's are
        return random_stateless.stateless_normal(
            shape, seed, self.mean, self.stddev, dtype
        )

    def get_config(self) -> dict[str, Any]:
        """Returns mean, standard deviation and seed."""
        return {"mean": self.mean, "stddev": self.stddev, "seed": self.seed}


class RandomUniformInitializer(Initializer):
    """Draws from a uniform distribution.

    Args:
        minval: the lower bound.
        maxval: the upper bound.
        seed: where the random numbers start.
    """

    def __init__(
        self, minval: float = -0.05, maxval: float = 0.05, seed: int | None = None
    ) -> None:
        self.minval = minval
        self.maxval = maxval
        self.seed = seed

    def __call__(
        self, shape: Any, dtype: Any = dtypes.float32, **kwargs: Any
    ) -> Tensor:
        """Returns drawn numbers of this shape."""
        if self.seed is None:
            return random.uniform(shape, self.minval, self.maxval, dtype)
        return random_stateless.stateless_uniform(
            shape, [self.seed, 0], self.minval, self.maxval, dtype
        )

    def get_config(self) -> dict[str, Any]:
        """Returns the bounds and the seed."""
        return {"minval": self.minval, "maxval": self.maxval, "seed": self.seed}
