"""A layer made of a function."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.saving import registry


class Lambda(Layer):
    """Calls a function.

    Args:
        function: called with the inputs.
        output_shape: kept for compatibility; the shape is found by tracing.
        mask: a mask, or a function of inputs and mask.
        arguments: more arguments of the function.
        **kwargs: `name`, `dtype` and the like.
    """

    def __init__(
        self,
        function: Callable[..., Any],
        output_shape: Any = None,
        mask: Any = None,
        arguments: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.function = function
        self.arguments = arguments or {}
        self._given_output_shape = output_shape
        self._mask = mask
        parameters = inspect.signature(function).parameters
        self._takes = [n for n in ("mask", "training") if n in parameters]

    def call(self, inputs: Any, mask: Any = None, training: Any = None) -> Any:
        """Calls the function."""
        known = {"mask": mask, "training": training}
        more = {name: known[name] for name in self._takes}
        return self.function(inputs, **{**self.arguments, **more})

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {
            **super().get_config(),
            "function": registry.serialize_keras_object(self.function),
            "arguments": self.arguments,
        }

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        """Makes a layer from what `get_config` returned."""
        function = registry.deserialize_keras_object(config["function"])
        return cls(**{**config, "function": function})
