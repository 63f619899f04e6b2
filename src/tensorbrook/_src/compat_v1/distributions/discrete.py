"""Distributions of classes and of coin tosses."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.distributions.base import (
    NOT_REPARAMETERIZED,
    Distribution,
    RegisterKL,
)
from tensorbrook._src.core import dtypes
from tensorbrook._src.ops import (
    array_creation,
    cast,
    nn_losses,
    random,
    reduce,
    shape,
    softmax,
    sort,
    unary,
)
from tensorbrook._src.ops.constant import convert_to_tensor


def _logits(logits: Any, probs: Any) -> Any:
    if (logits is None) == (probs is None):
        raise ValueError("Must pass probs or logits, but not both.")
    return logits, probs


class Bernoulli(Distribution):
    """One with some probability, else zero.

    Args:
        logits: The logarithm of the odds.
        probs: The probability, instead.
        dtype: The type of draws.
        validate_args: Accepted for compatibility.
        allow_nan_stats: Accepted for compatibility.
        name: Name scope of the nodes.
    """

    reparameterization_type = NOT_REPARAMETERIZED

    def __init__(
        self,
        logits: Any = None,
        probs: Any = None,
        dtype: Any = dtypes.int32,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "Bernoulli",
    ) -> None:
        _logits(logits, probs)
        if probs is None:
            self.logits = convert_to_tensor(logits)
            self.probs = unary.sigmoid(self.logits)
        else:
            self.probs = convert_to_tensor(probs)
            self.logits = unary.log(self.probs) - unary.log1p(-self.probs)
        self._kind = dtypes.as_dtype(dtype)
        parameters = {"logits": self.logits, "probs": self.probs}
        super().__init__(parameters, self.logits.shape, name)

    @property
    def dtype(self) -> Any:
        """The type of draws."""
        return self._kind

    def _draw(self, sizes: Any, seed: Any) -> Any:
        drawn = random.uniform(sizes, dtype=self.probs.dtype, seed=seed)
        return cast.cast(drawn < self.probs, self._kind)

    def _log_prob(self, value: Any) -> Any:
        value = cast.cast(value, self.logits.dtype)
        ones = array_creation.ones_like(value * self.logits)
        return -nn_losses.sigmoid_cross_entropy_with_logits(
            value * ones, self.logits * ones
        )

    def entropy(self, name: str = "entropy") -> Any:
        """The entropy, in nats."""
        return nn_losses.sigmoid_cross_entropy_with_logits(self.probs, self.logits)

    def mean(self, name: str = "mean") -> Any:
        """The probability."""
        return self.probs

    def variance(self, name: str = "variance") -> Any:
        """The variance."""
        return self.probs * (1.0 - self.probs)

    def mode(self, name: str = "mode") -> Any:
        """The more probable value."""
        return cast.cast(self.probs > 0.5, self._kind)


class Categorical(Distribution):
    """One of several classes.

    Args:
        logits: Scores of the classes.
        probs: Their probabilities, instead.
        dtype: The type of draws.
        validate_args: Accepted for compatibility.
        allow_nan_stats: Accepted for compatibility.
        name: Name scope of the nodes.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     chance = tf.distributions.Categorical(probs=[0.25, 0.75]).prob(1)
        ...     print(f"{sess.run(chance):.2f}")
        0.75
    """

    reparameterization_type = NOT_REPARAMETERIZED

    def __init__(
        self,
        logits: Any = None,
        probs: Any = None,
        dtype: Any = dtypes.int32,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "Categorical",
    ) -> None:
        _logits(logits, probs)
        if probs is None:
            self.logits = convert_to_tensor(logits)
            self.probs = softmax.softmax(self.logits)
        else:
            self.probs = convert_to_tensor(probs)
            self.logits = unary.log(self.probs)
        self._kind = dtypes.as_dtype(dtype)
        parameters = {"logits": self.logits, "probs": self.probs}
        super().__init__(parameters, self.logits.shape[:-1], name)

    @property
    def dtype(self) -> Any:
        """The type of draws."""
        return self._kind

    @property
    def event_size(self) -> Any:
        """How many classes there are."""
        return shape.shape(self.logits)[-1]

    def _draw(self, sizes: Any, seed: Any) -> Any:
        rows = shape.reshape(self.logits, shape.stack([-1, self.event_size]))
        total = reduce.reduce_prod(sizes)
        count = total // shape.shape(rows)[0]
        drawn = random.categorical(rows, count, self._kind, seed)
        return shape.reshape(shape.transpose(drawn), sizes)

    def _log_prob(self, value: Any) -> Any:
        value = cast.cast(value, dtypes.int32)
        rank = self.logits.shape.ndims
        sizes = shape.shape(value)
        wanted = self.logits
        if rank is None or value.shape.ndims is None or value.shape.ndims > rank - 1:
            full = shape.concat([sizes, shape.reshape(self.event_size, [1])], 0)
            wanted = shape.broadcast_to(self.logits, full)
        return -softmax.sparse_softmax_cross_entropy_with_logits(value, wanted)

    def entropy(self, name: str = "entropy") -> Any:
        """The entropy, in nats."""
        return -reduce.reduce_sum(softmax.log_softmax(self.logits) * self.probs, -1)

    def mode(self, name: str = "mode") -> Any:
        """The most probable class."""
        return cast.cast(sort.argmax(self.logits, -1), self._kind)


@RegisterKL(Bernoulli, Bernoulli)
def _between_tosses(a: Bernoulli, b: Bernoulli) -> Any:
    cross = nn_losses.sigmoid_cross_entropy_with_logits(a.probs, b.logits)
    return cross - a.entropy()


@RegisterKL(Categorical, Categorical)
def _between_classes(a: Categorical, b: Categorical) -> Any:
    away = softmax.log_softmax(a.logits) - softmax.log_softmax(b.logits)
    return reduce.reduce_sum(a.probs * away, -1)
