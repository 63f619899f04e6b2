"""Several optimizers, each for some of the variables."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.optimizers.optimizer import Optimizer
from tensorbrook._src.keras.optimizers.optimizer_map import OptimizerMap
from tensorbrook._src.keras.saving import registry


class MultiOptimizer(Optimizer):
    """Sends each variable to the optimizer that an `OptimizerMap` says.

    Args:
        optimizer_map: which optimizer updates which variables.
        loss_scale_factor: a factor of the loss, divided out of the gradients.
        name: the name.

    Raises:
        TypeError: when it is no `OptimizerMap`.

    Example:
        >>> from tensorbrook import keras
        >>> optimizers = keras.optimizers
        >>> rates = optimizers.OptimizerMap(optimizers.SGD(0.5))
        >>> rates["slow"] = optimizers.SGD(0.1)
        >>> variables = [keras.Variable(1.0, name=n) for n in ("slow", "fast")]
        >>> both = optimizers.MultiOptimizer(rates)
        >>> both.apply([1.0, 1.0], variables)
        >>> [round(float(variable), 2) for variable in variables]
        [0.9, 0.5]
    """

    def __init__(
        self,
        optimizer_map: Any,
        loss_scale_factor: float | None = None,
        name: str | None = None,
    ) -> None:
        if isinstance(optimizer_map, dict):
            optimizer_map = registry.deserialize_keras_object(optimizer_map)
        if not isinstance(optimizer_map, OptimizerMap):
            raise TypeError(
                "MultiOptimizer: `optimizer_map` must be an OptimizerMap. Received: "
                f"{optimizer_map!r}."
            )
        super().__init__(0.0, loss_scale_factor=loss_scale_factor, name=name)
        self.optimizer_map = optimizer_map
        found = [*optimizer_map.values(), optimizer_map.default_optimizer]
        self._optimizers = list({id(inner): inner for inner in found}.values())
        self._owners: list[Any] = []

    @property
    def optimizers(self) -> list[Any]:
        """The optimizers, the default one last."""
        return list(self._optimizers)

    @property
    def variables(self) -> list[Any]:
        """The variables of all optimizers."""
        inner = [v for optimizer in self._optimizers for v in optimizer.variables]
        return [*self._variables, *inner]

    @property
    def learning_rate(self) -> Any:
        """Raises: each optimizer has its own."""
        raise AttributeError(
            "A MultiOptimizer has no learning rate of its own: use those of "
            "`optimizers`."
        )

    @learning_rate.setter
    def learning_rate(self, value: Any) -> None:
        raise AttributeError(
            "A MultiOptimizer has no learning rate of its own: set those of "
            "`optimizers`."
        )

    def build(self, variables: Any) -> None:
        """Makes the slots of these variables, each in its optimizer.

        Args:
            variables: the variables that will be updated.
        """
        if self.built:
            return
        variables = list(variables)
        super().build(variables)
        paths = [getattr(variable, "path", variable.name) for variable in variables]
        self._owners = [self.optimizer_map[path] for path in paths]
        for optimizer, _, own in self._shares(variables, variables):
            optimizer.build(own)

    def apply(self, grads: Any, trainable_variables: Any = None) -> None:
        """Updates variables.

        Args:
            grads: a gradient for each variable.
            trainable_variables: the variables; by default those of `build`.
        """
        variables = trainable_variables
        if variables is None:
            variables = self._trainable_variables
        variables, grads = list(variables), list(grads)
        self.build(variables)
        factor = self.loss_scale_factor
        if factor is not None:
            grads = [g if g is None else g / factor for g in grads]
        for optimizer, gradients, own in self._shares(grads, variables):
            optimizer.apply(gradients, own)
        self._iterations.assign_add(1)

    def _shares(self, values: list[Any], variables: list[Any]) -> list[Any]:
        """Returns each optimizer with its part of the values and variables."""
        found = []
        for optimizer in self._optimizers:
            mine = [
                (value, variable)
                for value, variable in zip(values, variables, strict=True)
                if self._owners[self._place(variable)] is optimizer
            ]
            if mine:
                parts = [list(part) for part in zip(*mine, strict=True)]
                found.append((optimizer, *parts))
        return found

    def stateless_apply(
        self, optimizer_variables: Any, grads: Any, trainable_variables: Any
    ) -> Any:
        """Raises: the state is in several optimizers.

        Args:
            optimizer_variables: the values of the variables.
            grads: a gradient for each variable.
            trainable_variables: the values of the trained variables.

        Raises:
            NotImplementedError: always.
        """
        raise NotImplementedError("MultiOptimizer.stateless_apply is missing.")

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal optimizer."""
        return {
            "name": self.name,
            "loss_scale_factor": self.loss_scale_factor,
            "optimizer_map": registry.serialize_keras_object(self.optimizer_map),
        }

    @classmethod
    def from_config(
        cls, config: dict[str, Any], custom_objects: dict[str, Any] | None = None
    ) -> Any:
        """Makes an optimizer from what `get_config` returned.

        Args:
            config: the arguments.
            custom_objects: classes by name.
        """
        inner = config["optimizer_map"]
        if isinstance(inner, dict):
            inner = registry.deserialize_keras_object(inner, custom_objects)
        return cls(**{**config, "optimizer_map": inner})
