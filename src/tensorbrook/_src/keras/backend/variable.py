"""Keras' variable: a `tf.Variable` that knows its path, regularizer and constraint."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend import names
from tensorbrook._src.keras.backend.dtypes import standardize_dtype
from tensorbrook._src.keras.backend.scopes import stacks


class Variable(tf.Variable):  # type: ignore[misc]
    """A `tf.Variable` as layers, metrics and optimizers make them.

    Args:
        initializer: an initial value, or a callable `(shape, dtype=...)`.
        shape: the shape to give to a callable initializer.
        dtype: the type; by default that of the value, or `floatx()`.
        trainable: whether optimizers should update it.
        autocast: whether a layer may read it in the layer's compute type.
        aggregation: how replicas' updates are merged; kept, not used.
        synchronization: kept, not used.
        name: the name; its path starts with the layers being built.
        layout: kept, not used.

    Example:
        >>> Variable([1.0], name="v").path
        'v'
    """

    regularizer: Callable[[Any], Any] | None = None
    overwrite_with_gradient = False

    def __init__(
        self,
        initializer: Any,
        shape: Any = None,
        dtype: Any = None,
        trainable: bool = True,
        autocast: bool = True,
        aggregation: str = "none",
        synchronization: str = "auto",
        name: str | None = None,
        layout: Any = None,
        **kwargs: Any,
    ) -> None:
        self._keras_name = name or names.auto_name("variable")
        path = names.current_path()
        self._keras_path = f"{path}/{self._keras_name}" if path else self._keras_name
        self._keras_trainable = bool(trainable)
        self.autocast = bool(autocast)
        self.aggregation_mode = aggregation
        self.constraint_function: Callable[[Any], Any] | None = None
        with tf.init_scope():
            value = _initial_value(initializer, shape, dtype)
            super().__init__(value, trainable=trainable, name=self._keras_path)

    @property
    def name(self) -> str:
        """The short name, such as `kernel`."""
        return self._keras_name

    @property
    def path(self) -> str:
        """The name with the names of the layers around it."""
        return self._keras_path

    @property
    def trainable(self) -> bool:
        """Whether optimizers should update the variable."""
        return self._keras_trainable

    @trainable.setter
    def trainable(self, value: bool) -> None:
        self._keras_trainable = bool(value)

    @property
    def ndim(self) -> int:
        """The number of dimensions."""
        return len(self.shape)

    @property
    def value(self) -> Variable:
        """The variable itself; calling it reads it, so `v.value()` works too."""
        return self

    @property
    def constraint(self) -> Callable[[Any], Any] | None:
        """The function that is applied to the value after an update."""
        return self.constraint_function

    @constraint.setter
    def constraint(self, function: Callable[[Any], Any] | None) -> None:
        self.constraint_function = function

    def assign(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        """Sets the value.

        Args:
            value: the new value.
            *args: as `tf.Variable.assign` takes them.
            **kwargs: as `tf.Variable.assign` takes them.
        """
        if stacks.stateless:
            stacks.stateless[-1].remember(self)
        return super().assign(value, *args, **kwargs)

    def assign_add(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        """Adds to the value.

        Args:
            value: what is added.
            *args: as `tf.Variable.assign_add` takes them.
            **kwargs: as `tf.Variable.assign_add` takes them.
        """
        if stacks.stateless:
            stacks.stateless[-1].remember(self)
        return super().assign_add(value, *args, **kwargs)

    def assign_sub(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        """Subtracts from the value.

        Args:
            value: what is subtracted.
            *args: as `tf.Variable.assign_sub` takes them.
            **kwargs: as `tf.Variable.assign_sub` takes them.
        """
        if stacks.stateless:
            stacks.stateless[-1].remember(self)
        return super().assign_sub(value, *args, **kwargs)

    def __call__(self) -> tf.Tensor:
        """Returns the current value as a tensor."""
        return super().value()

    def __repr__(self) -> str:
        dtype = standardize_dtype(self.dtype)
        shape = tuple(self.shape)
        value = f", value={self.numpy()}" if tf.executing_eagerly() else ""
        return f"<Variable path={self.path}, shape={shape}, dtype={dtype}{value}>"


def _initial_value(initializer: Any, shape: Any, dtype: Any) -> Any:
    """Returns the tensor that a new variable starts with."""
    if callable(initializer) and not isinstance(initializer, tf.Variable):
        if shape is None:
            return tf.convert_to_tensor(initializer(), dtype)
        name = standardize_dtype(dtype)
        return initializer(tuple(shape), dtype=name)
    if dtype is None and isinstance(initializer, float | int | list | tuple):
        return tf.cast(initializer, standardize_dtype(None))
    value = tf.convert_to_tensor(initializer)
    if dtype is not None:
        value = tf.cast(value, standardize_dtype(dtype))
    return value


def stack_of(variables: list[Any]) -> list[Any]:
    """Returns the variables without repetitions, in order."""
    return list({id(variable): variable for variable in variables}.values())
