"""Several layers one after the other."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.engine.call_context import call_signature
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.saving import registry


class Pipeline(Layer):
    """Calls layers one after the other, in data pipelines too.

    Args:
        layers: the layers.
        name: the name.
    """

    _takes_numbers = True

    def __init__(self, layers: Any, name: str | None = None) -> None:
        super().__init__(name=name)
        self._pipeline_layers = list(layers)
        self.built = True

    @property
    def layers(self) -> list[Any]:
        """The layers."""
        return self._pipeline_layers

    def call(self, inputs: Any, training: Any = True, mask: Any = None) -> Any:
        """Computes the outputs of the last layer."""
        for layer in self._pipeline_layers:
            takes = call_signature(type(layer).call).has_training
            inputs = layer(inputs, **({"training": training} if takes else {}))
        return inputs

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        described = [registry.serialize_keras_object(x) for x in self._pipeline_layers]
        return {"layers": described, "name": self.name}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        """Makes a layer from what `get_config` returned."""
        layers = [registry.deserialize_keras_object(x) for x in config["layers"]]
        return cls(layers, name=config.get("name"))
