"""The base class of metrics."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend import config, dtypes, names
from tensorbrook._src.keras.backend.variable import Variable
from tensorbrook._src.keras.engine.stateless import borrowed_values, current_values
from tensorbrook._src.keras.initializers import lookup as initializers


class Metric:
    """A value that is gathered over batches.

    A subclass makes its state with `add_variable` in `__init__`, and defines
    `update_state` and `result`.

    Args:
        dtype: the type of the state, by default `floatx()`.
        name: the name; by default made from the class name.
    """

    _tracks_attributes = True  # for tf.train.Checkpoint

    def __init__(self, dtype: Any = None, name: str | None = None) -> None:
        self.name = name or names.class_auto_name(type(self))
        self._policy = dtypes.get_policy(dtype or config.floatx())
        self._state()

    @property
    def dtype(self) -> str:
        """The type of the state."""
        return self._policy.variable_dtype

    def __setattr__(self, name: str, value: Any) -> None:
        if isinstance(value, tf.Variable):
            self._track(value)
        elif isinstance(value, Metric):
            self.__dict__.setdefault("_inner_metrics", []).append(value)
        object.__setattr__(self, name, value)

    def _state(self) -> list[Any]:
        """Returns the list of the metric's own variables."""
        return self.__dict__.setdefault("_own_variables", [])

    def _track(self, variable: Any) -> None:
        """Adds a variable to the metric's state."""
        own = self._state()
        if not any(variable is known for known in own):
            own.append(variable)

    def add_variable(
        self,
        shape: Any,
        initializer: Any = "zeros",
        dtype: Any = None,
        aggregation: str = "sum",
        name: str | None = None,
    ) -> Variable:
        """Makes a variable of the metric's state.

        Args:
            shape: its shape.
            initializer: its first value.
            dtype: its type, by default the metric's.
            aggregation: kept, not used.
            name: its name.
        """
        with names.path_scope(self.name):
            variable = Variable(
                initializers.get(initializer or "zeros"),
                shape=tuple(shape),
                dtype=dtype or self.dtype,
                trainable=False,
                aggregation=aggregation,
                name=name,
            )
        self._track(variable)
        return variable

    def add_weight(
        self,
        shape: Any = (),
        initializer: Any = None,
        dtype: Any = None,
        name: str | None = None,
        **kwargs: Any,
    ) -> Variable:
        """Makes a variable of the metric's state; `add_variable` with defaults."""
        if isinstance(shape, str):
            shape, name = (), shape
        return self.add_variable(shape, initializer, dtype, name=name)

    def stateless_update_state(
        self, metric_variables: Any, *args: Any, **kwargs: Any
    ) -> list[Any]:
        """Returns the state after a batch, for a given state.

        Args:
            metric_variables: the values of the state.
            *args: the arguments of `update_state`.
            **kwargs: the arguments of `update_state`.
        """
        with borrowed_values(self.variables, metric_variables, self.name):
            self.update_state(*args, **kwargs)
            return current_values(self.variables)

    def stateless_result(self, metric_variables: Any) -> Any:
        """Returns the result of a given state.

        Args:
            metric_variables: the values of the state.
        """
        with borrowed_values(self.variables, metric_variables, self.name):
            return tf.nest.map_structure(tf.identity, self.result())

    def stateless_reset_state(self) -> list[Any]:
        """Returns the state at the start."""
        return [tf.zeros(v.shape, v.dtype) for v in self.variables]

    @property
    def variables(self) -> list[Any]:
        """The variables of the state."""
        found = list(self._state())
        for metric in self.__dict__.get("_inner_metrics", []):
            found.extend(metric.variables)
        return found

    @property
    def weights(self) -> list[Any]:
        """The variables of the state."""
        return self.variables

    def reset_state(self) -> None:
        """Sets all state to zero."""
        for variable in self.variables:
            variable.assign(tf.zeros(tuple(variable.shape), variable.dtype))

    def reset_states(self) -> None:
        """Sets all state to its start; the old name of `reset_state`."""
        self.reset_state()

    def update_state(self, *args: Any, **kwargs: Any) -> None:
        """Gathers a batch; a subclass defines it."""
        raise NotImplementedError(f"{type(self).__name__} has no update_state().")

    def result(self) -> Any:
        """Returns the gathered value; a subclass defines it."""
        raise NotImplementedError(f"{type(self).__name__} has no result().")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Gathers a batch and returns the value so far."""
        self.update_state(*args, **kwargs)
        return self.result()

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal metric."""
        return {"name": self.name, "dtype": self.dtype}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Metric:
        """Makes a metric from what `get_config` returned."""
        return cls(**config)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} name={self.name}>"
