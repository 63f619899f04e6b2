"""Blocks in which variables, losses or calls behave in another way."""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any

import numpy as np

import tensorbrook as tf


class _Stacks(threading.local):
    """The open blocks of each kind on this thread."""

    def __init__(self) -> None:
        self.stateless: list[StatelessScope] = []
        self.symbolic: list[SymbolicScope] = []
        self.recomputed: list[RematScope] = []


stacks = _Stacks()


class StatelessScope:
    """A block in which variables have given values, and keep none that they get.

    Args:
        state_mapping: pairs of a variable and the value that it has inside.
        collect_losses: whether losses are kept in `losses`.
        initialize_variables: kept for compatibility: variables always have a value.

    Raises:
        ValueError: when a value does not fit its variable.

    Example:
        >>> from tensorbrook import keras
        >>> variable = keras.Variable(1.0)
        >>> with keras.StatelessScope([(variable, 5.0)]) as scope:
        ...     _ = variable.assign_add(2.0)
        >>> float(scope.get_current_value(variable)), float(variable)
        (7.0, 1.0)
    """

    def __init__(
        self,
        state_mapping: Any = None,
        collect_losses: bool = False,
        initialize_variables: bool = True,
    ) -> None:
        self.collect_losses = collect_losses
        self.initialize_variables = initialize_variables
        self.losses: list[Any] = []
        self.state_mapping: dict[int, Any] = {}
        self._kept: dict[int, tuple[Any, Any]] = {}
        self._given = list(state_mapping or ())
        for variable, value in self._given:
            if not isinstance(variable, tf.Variable):
                raise ValueError(
                    "StatelessScope: `state_mapping` must hold pairs of a variable and "
                    f"a value. Received: {variable!r}."
                )
            if tuple(np.shape(value)) != tuple(variable.shape):
                raise ValueError(
                    f"StatelessScope: the value of {variable.path} has the shape "
                    f"{tuple(np.shape(value))}, the variable {tuple(variable.shape)}."
                )

    def __enter__(self) -> StatelessScope:
        stacks.stateless.append(self)
        for variable, value in self._given:
            variable.assign(tf.cast(value, variable.dtype))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        stacks.stateless.remove(self)
        for key, (variable, before) in self._kept.items():
            self.state_mapping[key] = tf.identity(tf.convert_to_tensor(variable))
            variable.assign(before)
        self._kept.clear()

    def remember(self, variable: Any) -> None:
        """Keeps the value that a variable had before it was changed.

        Args:
            variable: the variable.
        """
        if id(variable) not in self._kept:
            before = tf.identity(tf.convert_to_tensor(variable))
            self._kept[id(variable)] = (variable, before)

    def add_loss(self, loss: Any) -> None:
        """Adds a loss to `losses`.

        Args:
            loss: a scalar.
        """
        self.losses.append(loss)

    def add_update(self, update: tuple[Any, Any]) -> None:
        """Gives a variable a value inside the block.

        Args:
            update: the variable and the value.
        """
        variable, value = update
        self.remember(variable)
        variable.assign(tf.cast(value, variable.dtype))

    def get_current_value(self, variable: Any) -> Any:
        """Returns the value that a variable has, or had, inside; None if untouched.

        Args:
            variable: the variable.
        """
        if id(variable) in self._kept:
            return tf.convert_to_tensor(variable)
        return self.state_mapping.get(id(variable))


class SymbolicScope:
    """A block in which computations only tell shapes and types.

    Args:
        *args: kept for compatibility.
        **kwargs: kept for compatibility.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.arguments = (args, kwargs)

    def __enter__(self) -> SymbolicScope:
        stacks.symbolic.append(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        stacks.symbolic.remove(self)


class RematScope:
    """A block whose new layers compute their values again for the gradient.

    That takes time, and saves memory.

    Args:
        mode: `"full"` for all layers, `"activations"` for activations alone,
            `"larger_than"` for those with large outputs, `"list_of_layers"` for those
            named; None for none.
        output_size_threshold: from how many numbers on an output is large.
        layer_names: the names.

    Raises:
        ValueError: for another mode.

    Example:
        >>> from tensorbrook import keras
        >>> with keras.RematScope(mode="full"):
        ...     layer = keras.layers.Dense(2)
    """

    def __init__(
        self,
        mode: str | None = "full",
        output_size_threshold: int = 1024,
        layer_names: Any = None,
    ) -> None:
        modes = ("full", "activations", "larger_than", "list_of_layers", None)
        if mode not in modes:
            raise ValueError(
                f"RematScope: `mode` must be one of {modes}. Received: mode={mode!r}."
            )
        self.mode = mode
        self.output_size_threshold = output_size_threshold
        self.layer_names = list(layer_names or ())

    def __enter__(self) -> RematScope:
        stacks.recomputed.append(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        stacks.recomputed.remove(self)

    def wants(self, layer: Any) -> bool:
        """Returns whether a layer computes its values again.

        Args:
            layer: the layer, with its name.
        """
        if self.mode == "list_of_layers":
            return layer.name in self.layer_names
        if self.mode == "activations":
            return type(layer).__module__.startswith(
                "tensorbrook._src.keras.layers"
            ) and ("activation" in type(layer).__module__.rsplit(".", 2)[1:])
        return self.mode is not None


def recomputed(layer: Any, scope: RematScope) -> Callable[..., Any]:
    """Returns a `call` that computes its values again for the gradient.

    Args:
        layer: the layer.
        scope: the block in which it was made.
    """

    def call(*args: Any, **kwargs: Any) -> Any:
        own = type(layer).call
        if scope.mode == "larger_than":
            sizes = [
                np.prod([length or 1 for length in tensor.shape])
                for tensor in tf.nest.flatten(args)
                if hasattr(tensor, "shape")
            ]
            if max(sizes, default=0) <= scope.output_size_threshold:
                return own(layer, *args, **kwargs)
        return tf.recompute_grad(lambda *inner: own(layer, *inner, **kwargs))(*args)

    return call
