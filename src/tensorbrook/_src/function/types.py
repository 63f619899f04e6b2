"""The kinds of functions and values that `tf.types.experimental` names."""

from __future__ import annotations

import abc
from typing import Any, Protocol, TypeAlias, Union, runtime_checkable

import numpy as np

from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.function.concrete import ConcreteFunction as TracedFunction
from tensorbrook._src.function.function_type import FunctionType
from tensorbrook._src.function.polymorphic import (
    PolymorphicFunction as DecoratedFunction,
)

#: What can become a tensor.
TensorLike: TypeAlias = Union[  # noqa: UP007 - programs ask for its arguments
    Tensor,
    int,
    float,
    bool,
    str,
    bytes,
    complex,
    tuple,  # type: ignore[type-arg]
    list,  # type: ignore[type-arg]
    np.ndarray,  # type: ignore[type-arg]
    np.generic,
]


class Callable(abc.ABC):
    """A function that TensorFlow runs: a traced one, or one that traces."""

    @property
    def function_type(self) -> FunctionType:
        """The signature."""
        raise NotImplementedError(f"{type(self).__name__} lacks function_type.")

    @abc.abstractmethod
    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Calls the function."""


class AtomicFunction(Callable):
    """A traced function without captures of its own."""

    def call_with_captures(self, args: Any, kwargs: Any, captures: Any) -> Any:
        """Calls the function with values for what it captures.

        Args:
            args: Positional arguments.
            kwargs: Keyword arguments.
            captures: Values for what it captures.
        """
        raise NotImplementedError(f"{type(self).__name__} lacks call_with_captures.")


class ConcreteFunction(Callable):
    """A function traced for one signature."""

    @property
    def inference_fn(self) -> Any:
        """The traced function itself."""
        raise NotImplementedError(f"{type(self).__name__} lacks inference_fn.")


class PolymorphicFunction(Callable):
    """A function that is traced anew for each kind of arguments.

    Example:
        >>> import tensorbrook as tf
        >>> f = tf.function(lambda x: x)
        >>> isinstance(f, tf.types.experimental.PolymorphicFunction)
        True
    """

    @abc.abstractmethod
    def get_concrete_function(self, *args: Any, **kwargs: Any) -> Any:
        """The trace for these arguments."""

    @abc.abstractmethod
    def experimental_get_compiler_ir(self, *args: Any, **kwargs: Any) -> Any:
        """A function that gives the compiler's text of the trace."""


#: The older name.
GenericFunction = PolymorphicFunction


@runtime_checkable
class SupportsTracingProtocol(Protocol):
    """What has a `TraceType` of its own."""

    def __tf_tracing_type__(self, context: Any) -> Any:
        """The trace type.

        Args:
            context: What may hold on to the value.
        """


class DistributedValue:
    """A value that each replica has for itself."""


class PerReplica(DistributedValue):
    """A value that differs between replicas."""


class Mirrored(DistributedValue):
    """A value that is the same on all replicas."""


Callable.register(DecoratedFunction)
Callable.register(TracedFunction)
ConcreteFunction.register(TracedFunction)
AtomicFunction.register(TracedFunction)
PolymorphicFunction.register(DecoratedFunction)
