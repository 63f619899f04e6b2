"""Dropout (Srivastava et al., 2014)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import array_creation, gather, random, random_stateless, shape
from tensorbrook._src.ops.constant import convert_to_tensor


def _dropped(
    x: Any, rate: Any, noise_shape: Any, draw: Callable[[Any, Any], Any]
) -> Tensor:
    tensor = convert_to_tensor(x)
    if not tensor.dtype.is_floating:
        raise ValueError(
            "`x.dtype` must be a floating point tensor as `x` will be scaled. Received "
            f"x.dtype={tensor.dtype!r}"
        )
    if isinstance(rate, int | float):
        if not 0 <= rate < 1:
            raise ValueError(
                "`rate` must be a scalar tensor or a float in the range [0, 1). Received: "
                f"rate={rate}"
            )
        if rate == 0:
            return tensor
    chance = convert_to_tensor(rate, dtype=tensor.dtype)
    drawn = draw(_noise_sizes(tensor, noise_shape), tensor.dtype)
    scaled = tensor / (1 - chance)
    made = gather.where(drawn >= chance, scaled, array_creation.zeros_like(scaled))
    if made.shape.rank is None:  # the rate may be fed, with any shape for all we know
        made.set_shape(tensor.shape)  # type: ignore[attr-defined]
    return made


def _noise_sizes(tensor: Any, noise_shape: Any) -> Any:
    """The shape of the decisions; None in it stands for that axis of the tensor."""
    if noise_shape is None:
        return shape.shape(tensor)
    if isinstance(noise_shape, list | tuple) and None in noise_shape:
        known = shape.shape(tensor)
        return [known[i] if n is None else n for i, n in enumerate(noise_shape)]
    return noise_shape


def dropout(
    x: Any,
    rate: Any,
    noise_shape: Any = None,
    seed: int | None = None,
    name: str | None = None,
) -> Tensor:
    """Sets elements to zero at random and scales the others up (Srivastava et al., 2014).

    Args:
        x: A floating tensor.
        rate: The probability that an element is dropped.
        noise_shape: The shape of the decisions, which are broadcast to `x`.
        seed: Seed of the operation.
        name: Accepted for compatibility.

    Returns:
        A tensor of the same shape and dtype.

    Raises:
        ValueError: `x` isn't floating, or `rate` isn't in [0, 1).

    Example:
        >>> import tensorbrook as tf
        >>> tf.nn.dropout([1.0, 2.0], rate=0.0).numpy()
        array([1., 2.], dtype=float32)
    """
    return _dropped(
        x,
        rate,
        noise_shape,
        lambda sizes, dtype: random.uniform(sizes, dtype=dtype, seed=seed),
    )


def stateless_dropout(
    x: Any,
    rate: Any,
    seed: Any,
    rng_alg: Any = None,
    noise_shape: Any = None,
    name: str | None = None,
) -> Tensor:
    """Dropout whose decisions follow from the seed alone; as `dropout` otherwise.

    Args:
        x: A floating tensor.
        rate: The probability that an element is dropped.
        seed: Two integers.
        rng_alg: Only Philox is implemented.
        noise_shape: The shape of the decisions, which are broadcast to `x`.
        name: Accepted for compatibility.

    Returns:
        A tensor of the same shape and dtype.

    Example:
        >>> import tensorbrook as tf
        >>> tf.nn.experimental.stateless_dropout([1.0, 2.0], 0.0, [1, 2]).numpy()
        array([1., 2.], dtype=float32)
    """
    return _dropped(
        x,
        rate,
        noise_shape,
        lambda sizes, dtype: random_stateless.stateless_uniform(
            sizes, seed, dtype=dtype
        ),
    )


def general_dropout(
    x: Any,
    rate: Any,
    uniform_sampler: Callable[..., Any],
    noise_shape: Any = None,
    name: str | None = None,
) -> Tensor:
    """Sets elements to zero where numbers that a function draws are below `rate`.

    Args:
        x: A floating tensor.
        rate: The probability that an element is dropped.
        uniform_sampler: A function `(shape, dtype)` that draws numbers from 0 to 1.
        noise_shape: The shape of the decisions, which are broadcast to `x`.
        name: Accepted for compatibility.

    Returns:
        A tensor of the shape of `x`; what stays is scaled by `1 / (1 - rate)`.

    Raises:
        ValueError: The rate is not in [0, 1), or `x` isn't floating.

    Example:
        >>> import tensorbrook as tf
        >>> half = lambda shape, dtype: tf.fill(shape, tf.constant(0.5, dtype))
        >>> tf.nn.experimental.general_dropout([1.0, 2.0], 0.6, half).numpy()
        array([0., 0.], dtype=float32)
    """
    return _dropped(
        x,
        rate,
        noise_shape,
        lambda dims, dtype: uniform_sampler(shape=dims, dtype=dtype),
    )
