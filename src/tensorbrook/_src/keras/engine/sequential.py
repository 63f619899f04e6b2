"""Models that are a plain row of layers."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend.keras_tensor import KerasTensor
from tensorbrook._src.keras.engine.functional import Functional
from tensorbrook._src.keras.engine.layer import Layer, is_shape
from tensorbrook._src.keras.engine.model import Model
from tensorbrook._src.keras.engine.node import map_leaves
from tensorbrook._src.keras.engine.operation import Operation
from tensorbrook._src.keras.engine.tracing import shape_of
from tensorbrook._src.keras.layers.core.input_layer import InputLayer


class Sequential(Model):
    """A model in which each layer's output is the next layer's input.

    Args:
        layers: the layers in order; more can be added with `add`.
        trainable: whether the weights are updated in training.
        name: the name.

    Example:
        >>> from tensorbrook._src.keras.layers.core.dense import Dense
        >>> model = Sequential([Dense(2), Dense(1)])
        >>> model(tf.ones((5, 3))).shape
        TensorShape([5, 1])
    """

    def __init__(
        self, layers: Any = None, trainable: bool = True, name: str | None = None
    ) -> None:
        Layer.__init__(self, trainable=trainable, name=name)
        self._start_model()
        self._sequence: list[Any] = []
        self.__dict__["_functional"] = None
        for layer in layers or ():
            self.add(layer, rebuild=False)
        self._maybe_rebuild()

    def add(self, layer: Any, rebuild: bool = True) -> None:
        """Adds a layer at the end.

        Args:
            layer: a layer, a model, or the result of `keras.Input`.
            rebuild: whether to connect the layers now when the input is known.

        Raises:
            ValueError: for anything that is not a layer, or a repeated name.
        """
        if isinstance(layer, KerasTensor) and layer.history is not None:
            layer = layer.history[0]
        if not isinstance(layer, Layer):
            if not callable(layer) or isinstance(layer, type):
                raise ValueError(
                    "Only instances of `keras.Layer` can be added to a Sequential "
                    f"model. Received: {layer!r} (of type {type(layer)})."
                )
            from tensorbrook._src.keras.layers.core.lambda_layer import Lambda

            layer = Lambda(layer)
        if any(layer.name == known.name for known in self._sequence):
            raise ValueError(
                "All layers added to a Sequential model should have unique names. "
                f"Name '{layer.name}' is already the name of a layer in this model."
            )
        if isinstance(layer, InputLayer) and self._sequence:
            raise ValueError(
                f"Sequential model '{self.name}' has already been configured to use "
                "input layers; an InputLayer can only come first."
            )
        declared = getattr(layer, "_declared_input_shape", None)
        if declared is not None and not self._sequence:
            self._sequence.append(InputLayer(batch_shape=declared))
        self._sequence.append(layer)
        if rebuild:
            self._maybe_rebuild()
        else:
            self._forget_graph()

    def pop(self, rebuild: bool = True) -> Any:
        """Removes the last layer and returns it.

        Args:
            rebuild: whether to connect the layers again.
        """
        layer = self._sequence.pop()
        self._forget_graph()
        if rebuild:
            self._maybe_rebuild()
        return layer

    def _forget_graph(self) -> None:
        """Drops the connections between the layers."""
        self.built = False
        self.__dict__["_functional"] = None

    def _maybe_rebuild(self) -> None:
        """Connects the layers when the shape of the input is known."""
        self._forget_graph()
        if len(self._sequence) > 1 and isinstance(self._sequence[0], InputLayer):
            self.build(self._sequence[0].batch_shape)
        elif self._sequence and _knows_its_input(self._sequence[0]):
            self.build(self._sequence[0].input_shape)

    def build(self, input_shape: Any = None) -> None:
        """Makes the weights and connects the layers.

        Args:
            input_shape: the shape of the input, with the batch dimension.
        """
        if not self._sequence:
            raise ValueError(
                f"Sequential model {self.name} cannot be built because it has no "
                "layers. Call `model.add(layer)`."
            )
        first = self._sequence[0]
        if isinstance(first, InputLayer):
            entry, rest = first, self._sequence[1:]
        else:
            if not is_shape(input_shape):
                self.built = True
                return
            shape = tuple(tf.TensorShape(input_shape).as_list())
            dtype = getattr(first, "preferred_input_dtype", None)
            dtype = dtype or self.compute_dtype
            entry = InputLayer(batch_shape=shape, dtype=dtype)
            rest = self._sequence
        value = entry.output
        for layer in rest:
            value = layer(value)
        functional = Functional(entry.output, value, name=self.name)
        # Of a model without an input layer the first batch may be shorter than others.
        functional._checks_shapes = entry is first
        self.__dict__["_functional"] = functional
        self.built = True

    @property
    def layers(self) -> list[Any]:
        """The layers, without the input."""
        return [item for item in self._sequence if not isinstance(item, InputLayer)]

    def call(
        self, inputs: Any, training: Any = None, mask: Any = None, **kwargs: Any
    ) -> Any:
        """Computes the outputs."""
        if self._functional is not None:
            return self._functional.call(inputs, training=training, mask=mask)
        for layer in self.layers:
            inputs = layer(inputs)
        return inputs

    def compute_output_spec(self, inputs: Any, *args: Any, **kwargs: Any) -> Any:
        """Returns symbolic outputs for symbolic inputs."""
        return Operation.compute_output_spec(self, inputs, *args, **kwargs)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs for the shape of the inputs."""
        shape = input_shape
        for layer in self.layers:
            shape = layer.compute_output_shape(shape)
        return shape

    def _build_for(self, args: Any, kwargs: Any) -> None:
        """Makes the weights for these inputs."""
        inputs = args[0] if args else kwargs["inputs"]
        self.build(map_leaves(shape_of, inputs))

    def _graph_or_raise(self, attribute: str) -> Functional:
        """Returns the connected layers."""
        if self._functional is None:
            raise AttributeError(
                f"Sequential model '{self.name}' has no defined {attribute} yet."
            )
        return self._functional

    @property
    def inputs(self) -> list[KerasTensor]:
        """The symbolic inputs."""
        return self._graph_or_raise("inputs").inputs

    @property
    def outputs(self) -> list[KerasTensor]:
        """The symbolic outputs."""
        return self._graph_or_raise("outputs").outputs

    @property
    def input(self) -> Any:
        """The symbolic input."""
        return self._graph_or_raise("input").input

    @property
    def output(self) -> Any:
        """The symbolic output."""
        return self._graph_or_raise("output").output

    @property
    def input_shape(self) -> Any:
        """The shape of the input."""
        return self._graph_or_raise("input shape").input_shape

    @property
    def output_shape(self) -> Any:
        """The shape of the output."""
        return self._graph_or_raise("output shape").output_shape

    @property
    def input_names(self) -> list[str]:
        """The names of the inputs."""
        return self._graph_or_raise("input names").input_names

    @property
    def output_names(self) -> list[str]:
        """The names of the outputs."""
        return self._graph_or_raise("output names").output_names

    def get_config(self) -> dict[str, Any]:
        """Returns the layers' configurations."""
        from tensorbrook._src.keras.saving.registry import serialize_keras_object

        config = Layer.get_config(self)
        for argument in ("layers", "input_shape"):
            config.pop(argument, None)
        config["layers"] = [serialize_keras_object(item) for item in self._sequence]
        if self._functional is not None:
            config["build_input_shape"] = self._functional.inputs[0].shape
        return config

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        """Makes a model from what `get_config` returned."""
        from tensorbrook._src.keras.saving.registry import deserialize_keras_object

        model = cls(name=config.get("name"))
        for item in config["layers"]:
            model.add(deserialize_keras_object(item, custom_objects), rebuild=False)
        shape = config.get("build_input_shape")
        model._maybe_rebuild()
        if not model.built and shape:
            model.build(tuple(shape))
        return model

    def get_build_config(self) -> dict[str, Any] | None:
        """Returns the shape of the input."""
        if self._functional is None:
            return None
        return {"input_shape": self._functional.inputs[0].shape}


def _knows_its_input(layer: Any) -> bool:
    """Returns whether a layer is a model that is connected already."""
    if isinstance(layer, Sequential):
        return layer.__dict__.get("_functional") is not None
    return isinstance(layer, Functional)
