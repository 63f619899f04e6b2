"""Initializers that draw random values."""

from __future__ import annotations

import math
from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend.dtypes import standardize_dtype
from tensorbrook._src.keras.backend.random import (
    SeedGenerator,
    draw_seed,
    make_default_seed,
)
from tensorbrook._src.keras.initializers.initializer import Initializer

_TRUNCATED_STDDEV = 0.87962566103423978  # of a unit normal cut off at two stddevs


class RandomInitializer(Initializer):
    """Base of the random initializers: the same object gives the same values.

    Args:
        seed: an integer, a `SeedGenerator` (new values at every call), or None.
    """

    def __init__(self, seed: Any = None) -> None:
        self._given_seed = seed
        if isinstance(seed, dict):
            seed = SeedGenerator.from_config(seed.get("config", seed))
        self.seed = make_default_seed() if seed is None else seed

    def get_config(self) -> dict[str, Any]:
        """Returns the seed as it was given."""
        return {"seed": self._given_seed}


class RandomNormal(RandomInitializer):
    """Draws from a normal distribution.

    Args:
        mean: the mean.
        stddev: the standard deviation.
        seed: see `RandomInitializer`.
    """

    def __init__(
        self, mean: float = 0.0, stddev: float = 0.05, seed: Any = None
    ) -> None:
        super().__init__(seed)
        self.mean = mean
        self.stddev = stddev

    def __call__(self, shape: Any, dtype: Any = None, **kwargs: Any) -> tf.Tensor:
        return tf.random.stateless_normal(
            tuple(shape),
            draw_seed(self.seed),
            self.mean,
            self.stddev,
            standardize_dtype(dtype),
        )

    def get_config(self) -> dict[str, Any]:
        """Returns mean, standard deviation and seed."""
        return {"seed": self._given_seed, "mean": self.mean, "stddev": self.stddev}


class TruncatedNormal(RandomInitializer):
    """Draws from a normal distribution, without values beyond two deviations.

    Args:
        mean: the mean.
        stddev: the standard deviation before truncation.
        seed: see `RandomInitializer`.
    """

    def __init__(
        self, mean: float = 0.0, stddev: float = 0.05, seed: Any = None
    ) -> None:
        super().__init__(seed)
        self.mean = mean
        self.stddev = stddev

    def __call__(self, shape: Any, dtype: Any = None, **kwargs: Any) -> tf.Tensor:
        return tf.random.stateless_truncated_normal(
            tuple(shape),
            draw_seed(self.seed),
            self.mean,
            self.stddev,
            standardize_dtype(dtype),
        )

    def get_config(self) -> dict[str, Any]:
        """Returns mean, standard deviation and seed."""
        return {"seed": self._given_seed, "mean": self.mean, "stddev": self.stddev}


class RandomUniform(RandomInitializer):
    """Draws from a uniform distribution.

    Args:
        minval: the lower bound.
        maxval: the upper bound.
        seed: see `RandomInitializer`.
    """

    def __init__(
        self, minval: float = -0.05, maxval: float = 0.05, seed: Any = None
    ) -> None:
        super().__init__(seed)
        self.minval = minval
        self.maxval = maxval

    def __call__(self, shape: Any, dtype: Any = None, **kwargs: Any) -> tf.Tensor:
        return tf.random.stateless_uniform(
            tuple(shape),
            draw_seed(self.seed),
            self.minval,
            self.maxval,
            standardize_dtype(dtype),
        )

    def get_config(self) -> dict[str, Any]:
        """Returns the bounds and the seed."""
        return {"seed": self._given_seed, "minval": self.minval, "maxval": self.maxval}


class VarianceScaling(RandomInitializer):
    """Draws values whose spread fits the number of inputs or outputs.

    Args:
        scale: the factor of the variance.
        mode: `"fan_in"`, `"fan_out"` or `"fan_avg"`.
        distribution: `"truncated_normal"`, `"untruncated_normal"` or `"uniform"`.
        seed: see `RandomInitializer`.
        input_axes: the axes that count as inputs; by default found by the rank.
        output_axes: the axes that count as outputs.

    Raises:
        ValueError: for a wrong scale, mode or distribution.
    """

    def __init__(
        self,
        scale: float = 1.0,
        mode: str = "fan_in",
        distribution: str = "truncated_normal",
        seed: Any = None,
        input_axes: Any = None,
        output_axes: Any = None,
    ) -> None:
        super().__init__(seed)
        if scale <= 0.0:
            raise ValueError(
                f"VarianceScaling: `scale` must be positive. Received: scale={scale}."
            )
        if mode not in ("fan_in", "fan_out", "fan_avg"):
            raise ValueError(
                "VarianceScaling: `mode` must be 'fan_in', 'fan_out' or 'fan_avg'. "
                f"Received: mode={mode!r}."
            )
        kinds = ("uniform", "truncated_normal", "untruncated_normal")
        distribution = distribution.lower()
        if distribution == "normal":
            distribution = "truncated_normal"
        if distribution not in kinds:
            raise ValueError(
                f"VarianceScaling: `distribution` must be one of {kinds}. "
                f"Received: distribution={distribution!r}."
            )
        self.scale = scale
        self.mode = mode
        self.distribution = distribution
        self.input_axes = input_axes
        self.output_axes = output_axes

    def __call__(self, shape: Any, dtype: Any = None, **kwargs: Any) -> tf.Tensor:
        shape = tuple(shape)
        name = standardize_dtype(dtype)
        fan_in, fan_out = compute_fans(shape, self.input_axes, self.output_axes)
        fan = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}
        scale = self.scale / max(1.0, fan[self.mode])
        seed = draw_seed(self.seed)
        if self.distribution == "truncated_normal":
            stddev = math.sqrt(scale) / _TRUNCATED_STDDEV
            return tf.random.stateless_truncated_normal(shape, seed, 0.0, stddev, name)
        if self.distribution == "untruncated_normal":
            return tf.random.stateless_normal(shape, seed, 0.0, math.sqrt(scale), name)
        limit = math.sqrt(3.0 * scale)
        return tf.random.stateless_uniform(shape, seed, -limit, limit, name)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal initializer."""
        config = {
            "scale": self.scale,
            "mode": self.mode,
            "distribution": self.distribution,
            "seed": self._given_seed,
            "input_axes": self.input_axes,
            "output_axes": self.output_axes,
        }
        if type(self) is not VarianceScaling:
            for fixed in ("scale", "mode", "distribution"):
                del config[fixed]
        return config


class GlorotUniform(VarianceScaling):
    """Draws uniformly within `sqrt(6 / (fan_in + fan_out))`."""

    def __init__(
        self, seed: Any = None, input_axes: Any = None, output_axes: Any = None
    ) -> None:
        super().__init__(1.0, "fan_avg", "uniform", seed, input_axes, output_axes)


class GlorotNormal(VarianceScaling):
    """Draws from a truncated normal of variance `2 / (fan_in + fan_out)`."""

    def __init__(
        self, seed: Any = None, input_axes: Any = None, output_axes: Any = None
    ) -> None:
        kind = "truncated_normal"
        super().__init__(1.0, "fan_avg", kind, seed, input_axes, output_axes)


class HeNormal(VarianceScaling):
    """Draws from a truncated normal of variance `2 / fan_in`."""

    def __init__(
        self, seed: Any = None, input_axes: Any = None, output_axes: Any = None
    ) -> None:
        kind = "truncated_normal"
        super().__init__(2.0, "fan_in", kind, seed, input_axes, output_axes)


class HeUniform(VarianceScaling):
    """Draws uniformly within `sqrt(6 / fan_in)`."""

    def __init__(
        self, seed: Any = None, input_axes: Any = None, output_axes: Any = None
    ) -> None:
        super().__init__(2.0, "fan_in", "uniform", seed, input_axes, output_axes)


class LecunNormal(VarianceScaling):
    """Draws from a truncated normal of variance `1 / fan_in`."""

    def __init__(
        self, seed: Any = None, input_axes: Any = None, output_axes: Any = None
    ) -> None:
        kind = "truncated_normal"
        super().__init__(1.0, "fan_in", kind, seed, input_axes, output_axes)


class LecunUniform(VarianceScaling):
    """Draws uniformly within `sqrt(3 / fan_in)`."""

    def __init__(
        self, seed: Any = None, input_axes: Any = None, output_axes: Any = None
    ) -> None:
        super().__init__(1.0, "fan_in", "uniform", seed, input_axes, output_axes)


class Orthogonal(RandomInitializer):
    """Gives a matrix with orthogonal rows or columns.

    Args:
        gain: the factor of the matrix.
        seed: see `RandomInitializer`.
    """

    def __init__(self, gain: float = 1.0, seed: Any = None) -> None:
        super().__init__(seed)
        self.gain = gain

    def __call__(self, shape: Any, dtype: Any = None, **kwargs: Any) -> tf.Tensor:
        shape = tuple(shape)
        if len(shape) < 2:
            raise ValueError(
                "Orthogonal: the shape must have two dimensions or more. "
                f"Received: shape={shape} of rank {len(shape)}."
            )
        rows, columns = math.prod(shape[:-1]), shape[-1]
        flat = (max(rows, columns), min(rows, columns))
        name = standardize_dtype(dtype)
        normal = tf.random.stateless_normal(flat, draw_seed(self.seed), dtype=name)
        q, r = tf.linalg.qr(normal)
        q *= tf.sign(tf.reduce_sum(r * tf.eye(r.shape[-1], dtype=r.dtype), axis=-1))
        if rows < columns:
            q = tf.transpose(q)
        return self.gain * tf.reshape(q, shape)

    def get_config(self) -> dict[str, Any]:
        """Returns the gain and the seed."""
        return {"seed": self._given_seed, "gain": self.gain}


def compute_fans(
    shape: tuple[int, ...], input_axes: Any = None, output_axes: Any = None
) -> tuple[int, int]:
    """Returns the number of inputs and outputs of one weight tensor.

    Args:
        shape: the shape of the weight.
        input_axes: the axes that count as inputs, or None.
        output_axes: the axes that count as outputs, or None.

    Example:
        >>> compute_fans((3, 3, 8, 16))
        (72, 144)
    """
    if input_axes is not None or output_axes is not None:
        axes_in = [axis % len(shape) for axis in input_axes or ()]
        axes_out = [axis % len(shape) for axis in output_axes or ()]
        rest = [a for a in range(len(shape)) if a not in axes_in + axes_out]
        field = math.prod(shape[a] for a in rest)
        fan_in = math.prod(shape[a] for a in axes_in) * field
        return fan_in, math.prod(shape[a] for a in axes_out) * field
    if len(shape) < 1:
        return 1, 1
    if len(shape) == 1:
        return shape[0], shape[0]
    if len(shape) == 2:
        return shape[0], shape[1]
    field = math.prod(shape[:-2])
    return shape[-2] * field, shape[-1] * field
