"""A layer around another layer."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.saving import registry


class Wrapper(Layer):
    """Base of the layers that change what another layer does.

    Args:
        layer: the layer inside.
        **kwargs: `name`, `dtype` and the like.

    Raises:
        ValueError: when `layer` is no layer.
    """

    def __init__(self, layer: Any, **kwargs: Any) -> None:
        if not isinstance(layer, Layer):
            raise ValueError(
                f"{type(self).__name__}: `layer` must be a Layer. Received: {layer!r}."
            )
        super().__init__(**kwargs)
        self.layer = layer

    def build(self, input_shape: Any = None) -> None:
        """Builds the layer inside."""
        if not self.layer.built:
            self.layer.build(input_shape)
            self.layer.built = True

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        inside = registry.serialize_keras_object(self.layer)
        return {**super().get_config(), "layer": inside}

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        """Makes a layer from what `get_config` returned."""
        config = dict(config)
        layer = config.pop("layer")
        return cls(registry.deserialize_keras_object(layer, custom_objects), **config)
