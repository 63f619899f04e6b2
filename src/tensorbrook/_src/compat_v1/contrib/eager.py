"""`tf.contrib.eager`: eager execution as programs of 1.5 to 1.15 knew it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from collections.abc import Iterator as PythonIterator
from typing import Any

from tensorbrook._src.autodiff.tape import GradientTape
from tensorbrook._src.compat_v1.layers.base import Layer
from tensorbrook._src.core import nest
from tensorbrook._src.core.current import current
from tensorbrook._src.ops.constant import convert_to_tensor


class Iterator:
    """Goes through a Dataset, eagerly.

    Args:
        dataset: The Dataset.

    Example:
        >>> import tensorbrook as tf
        >>> [int(number) for number in Iterator(tf.data.Dataset.range(3))]
        [0, 1, 2]
    """

    def __init__(self, dataset: Any) -> None:
        self._iterator = iter(dataset)

    def __iter__(self) -> PythonIterator[Any]:
        return self

    def __next__(self) -> Any:
        return next(self._iterator)

    def next(self) -> Any:
        """The next element.

        Raises:
            StopIteration: There is none.
        """
        return next(self._iterator)

    def get_next(self, name: str | None = None) -> Any:
        """The next element.

        Raises:
            errors.OutOfRangeError: There is none.
        """
        return self._iterator.get_next()


def _watching(f: Callable[..., Any], args: Any, kwargs: Any) -> tuple[Any, Any, Any]:
    """The value of a function, the trainable variables that it used, and the tape."""
    with GradientTape() as tape:
        value = f(*args, **kwargs)
    variables = [item for item in tape.watched_variables() if item.trainable]
    if not variables:
        raise ValueError(
            "No trainable variables were accessed while the function was being computed."
        )
    return value, variables, tape


def implicit_value_and_gradients(f: Callable[..., Any]) -> Callable[..., Any]:
    """A function that returns the value of `f`, and pairs of gradient and variable.

    Args:
        f: A function that returns a loss.

    Returns:
        A function of the same arguments.

    Raises:
        ValueError: `f` uses no trainable variable, when it is called.
    """

    def value_and_gradients(*args: Any, **kwargs: Any) -> Any:
        value, variables, tape = _watching(f, args, kwargs)
        found = tape.gradient(value, variables)
        return value, list(zip(found, variables, strict=True))

    return value_and_gradients


def implicit_gradients(f: Callable[..., Any]) -> Callable[..., Any]:
    """A function that returns pairs of gradient and variable.

    Args:
        f: A function that returns a loss.

    Returns:
        A function of the same arguments, whose result `apply_gradients` takes.

    Example:
        >>> import tensorbrook as tf
        >>> w = tf.Variable(3.0)
        >>> ((slope, variable),) = implicit_gradients(lambda x: w * x)(2.0)
        >>> float(slope), variable is w
        (2.0, True)
    """
    both = implicit_value_and_gradients(f)
    return lambda *args, **kwargs: both(*args, **kwargs)[1]


def value_and_gradients_function(
    f: Callable[..., Any], params: Any = None
) -> Callable[..., Any]:
    """A function that returns the value of `f` and its gradients.

    Args:
        f: A function that returns a loss.
        params: Which arguments count: their positions or names; by default all.

    Returns:
        A function of the same arguments.
    """

    def value_and_gradients(*args: Any, dy: Any = None, **kwargs: Any) -> Any:
        given = [nest.map_structure(convert_to_tensor, arg) for arg in args]
        chosen = range(len(given)) if params is None else _positions(f, params)
        with GradientTape() as tape:
            for place in chosen:
                nest.map_structure(tape.watch, given[place])
            value = f(*given, **kwargs)
        return value, tape.gradient(value, [given[place] for place in chosen], dy)

    return value_and_gradients


def _positions(function: Callable[..., Any], params: Any) -> list[int]:
    names = list(inspect.signature(function).parameters)
    return [names.index(item) if isinstance(item, str) else item for item in params]


def gradients_function(f: Callable[..., Any], params: Any = None) -> Callable[..., Any]:
    """A function that returns the gradients of `f` with respect to its arguments.

    Example:
        >>> [float(slope) for slope in gradients_function(lambda x: x * x)(3.0)]
        [6.0]
    """
    both = value_and_gradients_function(f, params)
    return lambda *args, **kwargs: both(*args, **kwargs)[1]


def in_eager_mode() -> bool:
    """Whether operations run at once."""
    return bool(current.interpreter.executing_eagerly)


def num_gpus() -> int:
    """How many GPUs there are."""
    from tensorbrook import config

    return len(config.list_logical_devices("GPU"))


class Network(Layer):
    """A model of layers that are registered with `track_layer`.

    Args:
        name: The name.
    """

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name=name)
        self._tracked: list[Any] = []

    def track_layer(self, layer: Any) -> Any:
        """Registers a layer and returns it."""
        self._tracked.append(layer)
        return layer

    @property
    def layers(self) -> list[Any]:
        """The registered layers."""
        return list(self._tracked)

    @property
    def trainable_variables(self) -> list[Any]:
        """The trainable variables of all layers."""
        return [item for layer in self._tracked for item in layer.trainable_variables]

    @property
    def non_trainable_variables(self) -> list[Any]:
        """The other variables of all layers."""
        return [
            item for layer in self._tracked for item in layer.non_trainable_variables
        ]
