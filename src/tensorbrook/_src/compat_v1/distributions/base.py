"""`tf.distributions.Distribution`, and divergences between distributions."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from tensorbrook._src.core.scopes import name_scope
from tensorbrook._src.core.shapes import TensorShape, as_dims
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops import unary
from tensorbrook._src.ops.constant import convert_to_tensor


class ReparameterizationType:
    """Whether gradients flow through draws to the parameters.

    Args:
        rep_type: The name.
    """

    def __init__(self, rep_type: str) -> None:
        self._rep_type = rep_type

    def __repr__(self) -> str:
        return f"<Reparameterization Type: {self._rep_type}>"


FULLY_REPARAMETERIZED = ReparameterizationType("FULLY_REPARAMETERIZED")
NOT_REPARAMETERIZED = ReparameterizationType("NOT_REPARAMETERIZED")


class Distribution:
    """Base of the distributions.

    Args:
        parameters: The parameters by name.
        batch_shape: The shape of the parameters together.
        event_shape: The shape of one draw.
        name: Name scope of the nodes.
    """

    def __init__(
        self,
        parameters: dict[str, Any],
        batch_shape: Any,
        name: str,
        event_shape: Any = (),
    ) -> None:
        self._parameters = parameters
        self._batch_shape = TensorShape(batch_shape)
        self._event_shape = TensorShape(event_shape)
        self._name = name

    reparameterization_type = FULLY_REPARAMETERIZED
    allow_nan_stats = True
    validate_args = False
    _scalar_event = True
    _arguments: dict[str, Any]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Keeps the arguments of each object, which `copy` needs."""
        super().__init_subclass__(**kwargs)
        if "__init__" not in cls.__dict__:
            return
        build = cls.__init__
        names = inspect.signature(build)

        def remember(self: Any, *args: Any, **given: Any) -> None:
            if type(self) is cls:
                bound = names.bind(self, *args, **given)
                bound.apply_defaults()
                self._arguments = dict(list(bound.arguments.items())[1:])
                self.validate_args = bool(self._arguments.get("validate_args", False))
                self.allow_nan_stats = bool(
                    self._arguments.get("allow_nan_stats", True)
                )
            build(self, *args, **given)

        remember.__signature__ = names  # type: ignore[attr-defined]
        remember.__doc__ = build.__doc__
        cls.__init__ = remember  # type: ignore[method-assign]

    def copy(self, **override_parameters_kwargs: Any) -> Any:
        """The same distribution with some other arguments.

        Args:
            **override_parameters_kwargs: Arguments of the class.

        Example:
            >>> import tensorbrook.compat.v1 as tf
            >>> with tf.Graph().as_default(), tf.Session() as sess:
            ...     print(sess.run(tf.distributions.Normal(0.0, 1.0).copy(loc=2.0).mean()))
            2.0
        """
        return type(self)(**{**self._arguments, **override_parameters_kwargs})

    @property
    def name(self) -> str:
        """The name."""
        return self._name

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters by name."""
        return dict(self._parameters)

    @property
    def dtype(self) -> Any:
        """The type of draws."""
        return next(
            item.dtype for item in self._parameters.values() if hasattr(item, "dtype")
        )

    @property
    def batch_shape(self) -> TensorShape:
        """The shape of the parameters together."""
        return self._batch_shape

    @property
    def event_shape(self) -> TensorShape:
        """The shape of one draw."""
        return self._event_shape

    def batch_shape_tensor(self, name: str = "batch_shape_tensor") -> Any:
        """`batch_shape` as a tensor."""
        return convert_to_tensor(self._batch_shape.as_list(), dtype="int32")

    def event_shape_tensor(self, name: str = "event_shape_tensor") -> Any:
        """`event_shape` as a tensor."""
        return convert_to_tensor(self._event_shape.as_list(), dtype="int32")

    def is_scalar_batch(self, name: str = "is_scalar_batch") -> Any:
        """Whether the parameters are scalars, as a tensor."""
        return convert_to_tensor(self._batch_shape.rank == 0, name=name)

    def is_scalar_event(self, name: str = "is_scalar_event") -> Any:
        """Whether a draw is a scalar, as a tensor."""
        return convert_to_tensor(self._event_shape.rank == 0, name=name)

    @classmethod
    def param_static_shapes(cls, sample_shape: Any) -> dict[str, TensorShape]:
        """The shapes of the parameters for draws of a shape.

        Args:
            sample_shape: The shape of a draw.

        Returns:
            A shape for each parameter.

        Raises:
            NotImplementedError: The class has parameters of other shapes.
        """
        names = [
            name
            for name in list(inspect.signature(cls.__init__).parameters)[1:]
            if name not in ("validate_args", "allow_nan_stats", "name", "dtype")
        ]
        if not cls._scalar_event:
            raise NotImplementedError(
                f"{cls.__name__}.param_shapes: the shapes of {names} don't follow from "
                "that of a draw."
            )
        return {name: TensorShape(sample_shape) for name in names}

    @classmethod
    def param_shapes(
        cls, sample_shape: Any, name: str = "DistributionParamShapes"
    ) -> dict[str, Any]:
        """As `param_static_shapes`, as tensors."""
        with name_scope(name):
            return {
                key: convert_to_tensor(as_dims(dims), dtype="int32")
                for key, dims in cls.param_static_shapes(sample_shape).items()
            }

    def sample(
        self, sample_shape: Any = (), seed: int | None = None, name: str = "sample"
    ) -> Any:
        """Draws.

        Args:
            sample_shape: How many draws, as a shape.
            seed: Seed of the operation.
            name: Name scope of the nodes.

        Returns:
            A tensor of shape sample + batch + event.
        """
        with name_scope(f"{self._name}/{name}"):
            wanted = [sample_shape] if isinstance(sample_shape, int) else sample_shape
            before = shapes.reshape(convert_to_tensor(wanted, dtype="int32"), [-1])
            sizes = shapes.concat([before, self.batch_shape_tensor()], 0)
            return self._draw(sizes, seed)

    def _draw(self, sizes: Any, seed: Any) -> Any:
        raise self._lacks("sample")

    def log_prob(self, value: Any, name: str = "log_prob") -> Any:
        """The logarithm of the probability or density."""
        with name_scope(f"{self._name}/{name}"):
            return self._log_prob(convert_to_tensor(value, dtype_hint=self.dtype))

    def _log_prob(self, value: Any) -> Any:
        raise self._lacks("log_prob")

    def prob(self, value: Any, name: str = "prob") -> Any:
        """The probability or density."""
        return unary.exp(self.log_prob(value, name))

    def cdf(self, value: Any, name: str = "cdf") -> Any:
        """The probability of what isn't larger."""
        raise self._lacks("cdf")

    def log_cdf(self, value: Any, name: str = "log_cdf") -> Any:
        """The logarithm of `cdf`."""
        return unary.log(self.cdf(value, name))

    def survival_function(self, value: Any, name: str = "survival_function") -> Any:
        """The probability of what is larger."""
        return 1.0 - self.cdf(value, name)

    def log_survival_function(
        self, value: Any, name: str = "log_survival_function"
    ) -> Any:
        """The logarithm of `survival_function`."""
        return unary.log1p(-self.cdf(value, name))

    def quantile(self, value: Any, name: str = "quantile") -> Any:
        """What a draw is below with a probability: the inverse of `cdf`."""
        raise self._lacks("quantile")

    def _lacks(self, method: str) -> NotImplementedError:
        return NotImplementedError(f"{type(self).__name__} has no {method}.")

    def entropy(self, name: str = "entropy") -> Any:
        """The entropy, in nats."""
        raise self._lacks("entropy")

    def mean(self, name: str = "mean") -> Any:
        """The mean."""
        raise self._lacks("mean")

    def variance(self, name: str = "variance") -> Any:
        """The variance."""
        raise self._lacks("variance")

    def covariance(self, name: str = "covariance") -> Any:
        """The covariances of the elements of a draw."""
        raise self._lacks("covariance")

    def stddev(self, name: str = "stddev") -> Any:
        """The standard deviation."""
        return unary.sqrt(self.variance())

    def mode(self, name: str = "mode") -> Any:
        """The most probable value."""
        raise self._lacks("mode")

    def kl_divergence(self, other: Any, name: str = "kl_divergence") -> Any:
        """How far another distribution is away."""
        return kl_divergence(self, other, name=name)

    def cross_entropy(self, other: Any, name: str = "cross_entropy") -> Any:
        """The cross entropy with another distribution."""
        return self.kl_divergence(other) + self.entropy()

    def __repr__(self) -> str:
        return (
            f"<tf.distributions.{type(self).__name__} '{self._name}' "
            f"batch_shape={self._batch_shape} event_shape={self._event_shape} "
            f"dtype={self.dtype.name}>"
        )


_divergences: dict[tuple[type, type], Callable[..., Any]] = {}


class RegisterKL:
    """Registers the function that computes a divergence.

    Args:
        dist_cls_a: The class of the one distribution.
        dist_cls_b: The class of the other.
    """

    def __init__(self, dist_cls_a: type, dist_cls_b: type) -> None:
        self._key = dist_cls_a, dist_cls_b

    def __call__(self, kl_fn: Callable[..., Any]) -> Callable[..., Any]:
        """Registers a function of both distributions."""
        if self._key in _divergences:
            raise ValueError(f"KL({self._key}) has already been registered.")
        _divergences[self._key] = kl_fn
        return kl_fn


def kl_divergence(
    distribution_a: Any,
    distribution_b: Any,
    allow_nan_stats: bool = True,
    name: str | None = None,
) -> Any:
    """The Kullback-Leibler divergence of two distributions.

    Args:
        distribution_a: The one.
        distribution_b: The other.
        allow_nan_stats: Accepted for compatibility.
        name: Name scope of the nodes.

    Returns:
        A tensor of the shape of their parameters.

    Raises:
        NotImplementedError: It isn't known for these classes.
    """
    for one in type(distribution_a).__mro__:
        for other in type(distribution_b).__mro__:
            if (one, other) in _divergences:
                with name_scope(name or "KullbackLeibler"):
                    return _divergences[one, other](distribution_a, distribution_b)
    raise NotImplementedError(
        f"No KL(distribution_a || distribution_b) registered for distribution_a type "
        f"{type(distribution_a).__name__} and distribution_b type "
        f"{type(distribution_b).__name__}"
    )
