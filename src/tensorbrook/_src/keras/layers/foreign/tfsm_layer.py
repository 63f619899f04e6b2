"""A SavedModel as a layer."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.layers.arguments import describe_arguments
from tensorbrook._src.keras.saving import registry


class TFSMLayer(Layer):
    """Calls an endpoint of a SavedModel; for inference mostly.

    Args:
        filepath: the folder of the SavedModel.
        call_endpoint: the function or signature that computes the outputs.
        call_training_endpoint: the one for training; `call_endpoint` by default.
        trainable: whether the variables of the model are trained.
        name: the name.
        dtype: the type of the computation.

    Raises:
        ValueError: when there is no such endpoint.
        OSError: when there is no SavedModel.
    """

    def __init__(
        self,
        filepath: Any,
        call_endpoint: str = "serve",
        call_training_endpoint: str | None = None,
        trainable: bool = True,
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(trainable=trainable, name=name, dtype=dtype)
        self.filepath = str(filepath)
        self.call_endpoint = call_endpoint
        self.call_training_endpoint = call_training_endpoint
        self._reloaded = tf.saved_model.load(self.filepath)
        self._inference = self._endpoint(call_endpoint)
        self._training = self._inference
        if call_training_endpoint:
            self._training = self._endpoint(call_training_endpoint)
        variables = getattr(self._reloaded, "variables", None)
        if variables is None:
            found = [*self._inference_variables(), *self._training_variables()]
            variables = list({id(variable): variable for variable in found}.values())
        self._own_variables.extend(variables)
        self.built = True

    def _inference_variables(self) -> list[Any]:
        """Returns the variables of the endpoint for inference."""
        return list(getattr(self._inference, "variables", ()))

    def _training_variables(self) -> list[Any]:
        """Returns the variables of the endpoint for training."""
        return list(getattr(self._training, "variables", ()))

    def _endpoint(self, name: str) -> Any:
        """Returns a function of the SavedModel."""
        found = getattr(self._reloaded, name, None)
        signatures = getattr(self._reloaded, "signatures", {})
        if found is None and name in signatures:
            found = signatures[name]
        if found is None:
            raise ValueError(
                f"TFSMLayer: the SavedModel in {self.filepath} has no endpoint "
                f"{name!r}. Its signatures are {sorted(signatures)}."
            )
        return found

    def call(self, inputs: Any, training: bool = False, **kwargs: Any) -> Any:
        """Calls the endpoint.

        Args:
            inputs: what the endpoint takes.
            training: whether the endpoint for training is called.
            **kwargs: further arguments of the endpoint.
        """
        return (self._training if training else self._inference)(inputs, **kwargs)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        own = describe_arguments(
            self, "filepath", "call_endpoint", "call_training_endpoint"
        )
        return {**super().get_config(), **own}

    @classmethod
    def from_config(
        cls,
        config: dict[str, Any],
        custom_objects: dict[str, Any] | None = None,
        safe_mode: bool | None = None,
    ) -> Any:
        """Makes a layer from what `get_config` returned.

        Args:
            config: the arguments.
            custom_objects: kept for compatibility.
            safe_mode: whether to refuse what may run foreign code.

        Raises:
            ValueError: in safe mode, because a SavedModel is a program.
        """
        if safe_mode is None:
            safe_mode = registry.in_safe_mode()
        if safe_mode:
            raise ValueError(
                "A TFSMLayer loads a SavedModel from elsewhere, which is a program. If "
                "you trust it, pass `safe_mode=False` or call "
                "`keras.config.enable_unsafe_deserialization()`."
            )
        return cls(**config)
