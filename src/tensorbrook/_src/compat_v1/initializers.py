"""The initializers of 1.x: they draw with a seed of the operation, as TensorFlow's do."""

from __future__ import annotations

import math
from typing import Any

from tensorbrook._src.compat_v1 import arrays
from tensorbrook._src.core import dtypes
from tensorbrook._src.core.shapes import as_dims
from tensorbrook._src.ops import (
    array_creation,
    decompositions,
    random,
    rearrange,
    reduce,
    unary,
)
from tensorbrook._src.ops import (
    shape as shapes,
)

_TRUNCATED_STDDEV = 0.87962566103423978  # of a unit normal cut off at two stddevs


class Initializer:
    """Base of the initializers: a function of a shape that makes the first value."""

    def __call__(
        self, shape: Any, dtype: Any = None, partition_info: Any = None
    ) -> Any:
        """The first value of a variable.

        Args:
            shape: Its shape.
            dtype: Its type; by default the one of the initializer.
            partition_info: Accepted for compatibility.

        Raises:
            NotImplementedError: The subclass lacks it.
        """
        raise NotImplementedError(
            f"{type(self).__name__} must define __call__(shape, dtype, partition_info)."
        )

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal initializer."""
        return {}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Initializer:
        """An initializer of the arguments that `get_config` returned."""
        return cls(**config)


class Zeros(Initializer):
    """Zeros.

    Args:
        dtype: The type.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.zeros_initializer()([2])))
        [0. 0.]
    """

    def __init__(self, dtype: Any = dtypes.float32) -> None:
        self.dtype = dtypes.as_dtype(dtype)

    def __call__(
        self, shape: Any, dtype: Any = None, partition_info: Any = None
    ) -> Any:
        return array_creation.zeros(shape, dtype or self.dtype)

    def get_config(self) -> dict[str, Any]:
        """The type."""
        return {"dtype": self.dtype.name}


class Ones(Initializer):
    """Ones.

    Args:
        dtype: The type.
    """

    def __init__(self, dtype: Any = dtypes.float32) -> None:
        self.dtype = dtypes.as_dtype(dtype)

    def __call__(
        self, shape: Any, dtype: Any = None, partition_info: Any = None
    ) -> Any:
        return array_creation.ones(shape, dtype or self.dtype)

    def get_config(self) -> dict[str, Any]:
        """The type."""
        return {"dtype": self.dtype.name}


class Constant(Initializer):
    """A value, or the elements of a list.

    Args:
        value: A number, list or array.
        dtype: The type.
        verify_shape: Whether `value` must have the shape of the variable already.
    """

    def __init__(
        self, value: Any = 0, dtype: Any = dtypes.float32, verify_shape: bool = False
    ) -> None:
        self.value = value
        self.dtype = dtypes.as_dtype(dtype)
        self._verify_shape = verify_shape

    def __call__(
        self, shape: Any, dtype: Any = None, partition_info: Any = None
    ) -> Any:
        return arrays.constant(
            self.value,
            dtype or self.dtype,
            as_dims(shape),
            verify_shape=self._verify_shape,
        )

    def get_config(self) -> dict[str, Any]:
        """The value and the type."""
        return {"value": self.value, "dtype": self.dtype.name}


class RandomUniform(Initializer):
    """Draws from a uniform distribution.

    Args:
        minval: The lower bound.
        maxval: The upper bound.
        seed: Seed of the operation.
        dtype: The type.
    """

    def __init__(
        self,
        minval: Any = 0.0,
        maxval: Any = None,
        seed: int | None = None,
        dtype: Any = dtypes.float32,
    ) -> None:
        self.minval = minval
        self.maxval = maxval
        self.seed = seed
        self.dtype = dtypes.as_dtype(dtype)

    def __call__(
        self, shape: Any, dtype: Any = None, partition_info: Any = None
    ) -> Any:
        return random.uniform(
            shape, self.minval, self.maxval, dtype or self.dtype, self.seed
        )

    def get_config(self) -> dict[str, Any]:
        """Bounds, seed and type."""
        return {
            "minval": self.minval,
            "maxval": self.maxval,
            "seed": self.seed,
            "dtype": self.dtype.name,
        }


class RandomNormal(Initializer):
    """Draws from a normal distribution.

    Args:
        mean: The mean.
        stddev: The standard deviation.
        seed: Seed of the operation.
        dtype: The type.
    """

    def __init__(
        self,
        mean: Any = 0.0,
        stddev: Any = 1.0,
        seed: int | None = None,
        dtype: Any = dtypes.float32,
    ) -> None:
        self.mean = mean
        self.stddev = stddev
        self.seed = seed
        self.dtype = dtypes.as_dtype(dtype)

    def __call__(
        self, shape: Any, dtype: Any = None, partition_info: Any = None
    ) -> Any:
        return random.normal(
            shape, self.mean, self.stddev, dtype or self.dtype, self.seed
        )

    def get_config(self) -> dict[str, Any]:
        """Mean, standard deviation, seed and type."""
        return {
            "mean": self.mean,
            "stddev": self.stddev,
            "seed": self.seed,
            "dtype": self.dtype.name,
        }


class TruncatedNormal(RandomNormal):
    """Draws from a normal distribution, without values beyond two deviations.

    Args:
        mean: The mean.
        stddev: The standard deviation before truncation.
        seed: Seed of the operation.
        dtype: The type.
    """

    def __call__(
        self, shape: Any, dtype: Any = None, partition_info: Any = None
    ) -> Any:
        return random.truncated_normal(
            shape, self.mean, self.stddev, dtype or self.dtype, self.seed
        )


class UniformUnitScaling(Initializer):
    """Draws uniformly so that the scale of the input is kept.

    Args:
        factor: What the bound is multiplied by.
        seed: Seed of the operation.
        dtype: The type.
    """

    def __init__(
        self, factor: float = 1.0, seed: int | None = None, dtype: Any = dtypes.float32
    ) -> None:
        self.factor = factor
        self.seed = seed
        self.dtype = dtypes.as_dtype(dtype)

    def __call__(
        self, shape: Any, dtype: Any = None, partition_info: Any = None
    ) -> Any:
        inputs = max(math.prod(as_dims(shape)[:-1]), 1.0)  # type: ignore[arg-type,index]
        bound = math.sqrt(3 / inputs) * self.factor
        return random.uniform(shape, -bound, bound, dtype or self.dtype, self.seed)

    def get_config(self) -> dict[str, Any]:
        """Factor, seed and type."""
        return {"factor": self.factor, "seed": self.seed, "dtype": self.dtype.name}


class VarianceScaling(Initializer):
    """Draws with a variance that fits the number of inputs or outputs.

    Args:
        scale: What the variance is multiplied by.
        mode: "fan_in", "fan_out" or "fan_avg".
        distribution: "normal" or "truncated_normal", "untruncated_normal", "uniform".
        seed: Seed of the operation.
        dtype: The type.

    Raises:
        ValueError: An argument is none of these.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default():
        ...     tf.variance_scaling_initializer()([3, 2]).shape
        TensorShape([3, 2])
    """

    def __init__(
        self,
        scale: float = 1.0,
        mode: str = "fan_in",
        distribution: str = "truncated_normal",
        seed: int | None = None,
        dtype: Any = dtypes.float32,
    ) -> None:
        if scale <= 0.0:
            raise ValueError(
                f"Argument `scale` must be a positive float. Received: {scale}"
            )
        if mode not in ("fan_in", "fan_out", "fan_avg"):
            raise ValueError(
                "Argument `mode` should be one of ('fan_in', 'fan_out', 'fan_avg'). "
                f"Received: {mode}"
            )
        distribution = distribution.lower()
        known = ("normal", "uniform", "truncated_normal", "untruncated_normal")
        if distribution not in known:
            raise ValueError(
                f"Argument `distribution` should be one of {known}. "
                f"Received: {distribution}"
            )
        self.scale = scale
        self.mode = mode
        self.distribution = distribution
        self.seed = seed
        self.dtype = dtypes.as_dtype(dtype)

    def __call__(
        self, shape: Any, dtype: Any = None, partition_info: Any = None
    ) -> Any:
        dtype = dtype or self.dtype
        inputs, outputs = fans(as_dims(shape))
        count = {
            "fan_in": inputs,
            "fan_out": outputs,
            "fan_avg": (inputs + outputs) / 2.0,
        }[self.mode]
        scale = self.scale / max(1.0, count)
        if self.distribution == "uniform":
            limit = math.sqrt(3.0 * scale)
            return random.uniform(shape, -limit, limit, dtype, self.seed)
        if self.distribution == "untruncated_normal":
            return random.normal(shape, 0.0, math.sqrt(scale), dtype, self.seed)
        stddev = math.sqrt(scale) / _TRUNCATED_STDDEV
        return random.truncated_normal(shape, 0.0, stddev, dtype, self.seed)

    def get_config(self) -> dict[str, Any]:
        """Scale, mode, distribution, seed and type."""
        return {
            "scale": self.scale,
            "mode": self.mode,
            "distribution": self.distribution,
            "seed": self.seed,
            "dtype": self.dtype.name,
        }


def fans(dims: Any) -> tuple[int, int]:
    """How many inputs and outputs a weight of that shape joins."""
    if len(dims) < 1:
        return 1, 1
    if len(dims) == 1:
        return dims[0], dims[0]
    places = math.prod(dims[:-2])
    return dims[-2] * places, dims[-1] * places


class GlorotUniform(VarianceScaling):
    """Glorot's (Xavier's) uniform distribution.

    Args:
        seed: Seed of the operation.
        dtype: The type.
    """

    def __init__(self, seed: int | None = None, dtype: Any = dtypes.float32) -> None:
        super().__init__(1.0, "fan_avg", "uniform", seed, dtype)

    def get_config(self) -> dict[str, Any]:
        """Seed and type."""
        return {"seed": self.seed, "dtype": self.dtype.name}


class GlorotNormal(VarianceScaling):
    """Glorot's (Xavier's) normal distribution.

    Args:
        seed: Seed of the operation.
        dtype: The type.
    """

    def __init__(self, seed: int | None = None, dtype: Any = dtypes.float32) -> None:
        super().__init__(1.0, "fan_avg", "truncated_normal", seed, dtype)

    def get_config(self) -> dict[str, Any]:
        """Seed and type."""
        return {"seed": self.seed, "dtype": self.dtype.name}


class Orthogonal(Initializer):
    """A random orthogonal matrix.

    Args:
        gain: What it is multiplied by.
        seed: Seed of the operation.
        dtype: The type.
    """

    def __init__(
        self, gain: float = 1.0, seed: int | None = None, dtype: Any = dtypes.float32
    ) -> None:
        self.gain = gain
        self.seed = seed
        self.dtype = dtypes.as_dtype(dtype)

    def __call__(
        self, shape: Any, dtype: Any = None, partition_info: Any = None
    ) -> Any:
        dims = as_dims(shape)
        if dims is None or len(dims) < 2:
            raise ValueError(
                "The tensor to initialize, specified by argument `shape` must be at "
                f"least two-dimensional. Received shape={shape}"
            )
        rows, columns = math.prod(dims[:-1]), dims[-1]  # type: ignore[arg-type]
        flat = [max(columns, rows), min(columns, rows)]  # type: ignore[type-var]
        drawn = random.normal(flat, dtype=dtype or self.dtype, seed=self.seed)
        q, r = decompositions.qr(drawn, full_matrices=False)
        identity = rearrange.eye(flat[1], dtype=dtype or self.dtype)
        q *= unary.sign(reduce.reduce_sum(r * identity, 1))
        if rows < columns:  # type: ignore[operator]
            q = shapes.transpose(q)
        return self.gain * shapes.reshape(q, dims)

    def get_config(self) -> dict[str, Any]:
        """Gain, seed and type."""
        return {"gain": self.gain, "seed": self.seed, "dtype": self.dtype.name}


class Identity(Initializer):
    """The identity matrix.

    Args:
        gain: What it is multiplied by.
        dtype: The type.
    """

    def __init__(self, gain: float = 1.0, dtype: Any = dtypes.float32) -> None:
        self.gain = gain
        self.dtype = dtypes.as_dtype(dtype)

    def __call__(
        self, shape: Any, dtype: Any = None, partition_info: Any = None
    ) -> Any:
        dims = as_dims(shape)
        if dims is None or len(dims) != 2:
            raise ValueError(
                "The tensor to initialize, specified by argument `shape` must be "
                f"two-dimensional. Received shape={shape}"
            )
        return self.gain * rearrange.eye(dims[0], dims[1], dtype=dtype or self.dtype)

    def get_config(self) -> dict[str, Any]:
        """Gain and type."""
        return {"gain": self.gain, "dtype": self.dtype.name}


def lecun_normal(seed: int | None = None) -> VarianceScaling:
    """LeCun's normal distribution."""
    return VarianceScaling(1.0, "fan_in", "truncated_normal", seed)


def lecun_uniform(seed: int | None = None) -> VarianceScaling:
    """LeCun's uniform distribution."""
    return VarianceScaling(1.0, "fan_in", "uniform", seed)


def he_normal(seed: int | None = None) -> VarianceScaling:
    """He's normal distribution."""
    return VarianceScaling(2.0, "fan_in", "truncated_normal", seed)


def he_uniform(seed: int | None = None) -> VarianceScaling:
    """He's uniform distribution."""
    return VarianceScaling(2.0, "fan_in", "uniform", seed)
