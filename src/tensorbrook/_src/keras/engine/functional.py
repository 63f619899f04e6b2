"""Models drawn by calling layers on symbolic inputs."""

from __future__ import annotations

import collections
from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend.composite import is_ragged, is_sparse
from tensorbrook._src.keras.backend.keras_tensor import KerasTensor
from tensorbrook._src.keras.engine.function_graph import FunctionGraph
from tensorbrook._src.keras.engine.input_spec import InputSpec
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.engine.model import Model
from tensorbrook._src.keras.engine.node import leaves, map_leaves
from tensorbrook._src.keras.engine.operation import FunctionOperation, Operation
from tensorbrook._src.keras.engine.tracing import shape_of
from tensorbrook._src.keras.layers.core.input_layer import InputLayer


class Functional(Model):
    """A model made of the layers between its inputs and its outputs.

    Args:
        inputs: a `KerasTensor`, or a nested structure of them.
        outputs: a `KerasTensor`, or a nested structure of them.
        name: the name.
    """

    # In checkpoints of Keras layers stand among all operations, by their places.
    _checkpoint_names = {"_by_place": "_operations", "_graph_layers": None}

    def __init__(
        self, inputs: Any, outputs: Any, name: str | None = None, **kwargs: Any
    ) -> None:
        trainable = kwargs.pop("trainable", None)
        for tensor in (*leaves(inputs), *leaves(outputs)):
            if not isinstance(tensor, KerasTensor):
                raise ValueError(
                    "Model: `inputs` and `outputs` must be KerasTensors, as "
                    f"`keras.Input` and layers return them. Received: {tensor!r}."
                )
        Layer.__init__(self, name=name, **kwargs)
        self._start_model()
        self._make_graph(inputs, outputs)
        self.built = True
        if trainable is not None:
            self.trainable = trainable

    def _make_graph(self, inputs: Any, outputs: Any) -> None:
        """Finds the calls between inputs and outputs."""
        self._graph = FunctionGraph(*_with_input_layers(inputs, outputs))
        counts = collections.Counter(o.name for o in self._graph.operations)
        name, count = counts.most_common(1)[0]
        if count > 1:
            raise ValueError(
                f"The name '{name}' is used {count} times in the model. The names of "
                "layers must be unique."
            )
        self._graph_layers = [o for o in self._graph.operations if isinstance(o, Layer)]
        self.__dict__["_by_place"] = {
            str(place): operation
            for place, operation in enumerate(self._graph.operations)
            if isinstance(operation, Layer)
        }

    @property
    def layers(self) -> list[Any]:
        """The layers, inputs first."""
        return list(self._graph_layers)

    @property
    def operations(self) -> list[Any]:
        """The layers and plain functions, inputs first."""
        return list(self._graph.operations)

    @property
    def inputs(self) -> list[KerasTensor]:
        """The symbolic inputs."""
        return list(self._graph.inputs)

    @property
    def outputs(self) -> list[KerasTensor]:
        """The symbolic outputs."""
        return list(self._graph.outputs)

    @property
    def input(self) -> Any:
        """The symbolic inputs in the structure that the model was made with."""
        return _single(self._graph.input_structure)

    @property
    def output(self) -> Any:
        """The symbolic outputs in the structure that the model was made with."""
        return _single(self._graph.output_structure)

    @property
    def input_shape(self) -> Any:
        """The shapes of the inputs."""
        return map_leaves(lambda tensor: tensor.shape, self.input)

    @property
    def output_shape(self) -> Any:
        """The shapes of the outputs."""
        return map_leaves(lambda tensor: tensor.shape, self.output)

    @property
    def input_names(self) -> list[str]:
        """The names of the inputs."""
        return [tensor.name for tensor in self._graph.inputs]

    @property
    def output_names(self) -> list[str]:
        """The names of the outputs: those of the layers that give them."""
        return [tensor.history[0].name for tensor in self._graph.outputs]

    def build(self, input_shape: Any = None) -> None:
        """Does nothing: the layers were built when they were drawn."""

    def call(self, inputs: Any, training: Any = None, mask: Any = None) -> Any:
        """Computes the outputs."""
        values = self._standardized(inputs)
        return self._graph.run(values, _runnable)

    def compute_output_spec(self, inputs: Any, *args: Any, **kwargs: Any) -> Any:
        """Returns symbolic outputs for symbolic inputs."""
        return Operation.compute_output_spec(self, inputs, *args, **kwargs)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shapes of the outputs for the shapes of the inputs."""
        return Layer.compute_output_shape(self, input_shape)

    def _standardized(self, inputs: Any) -> list[Any]:
        """Returns the value of each input, with its rank and type put right."""
        symbols = self._graph.inputs
        values = self._flat_inputs(inputs)
        if len(values) != len(symbols):
            raise ValueError(
                f"Layer '{self.name}' expected {len(symbols)} input(s). Received "
                f"{len(values)} instead."
            )
        pairs = zip(values, symbols, strict=True)
        name = self.name if self._checks_shapes else None
        return [_fit(value, symbol, name) for value, symbol in pairs]

    _checks_shapes = True

    def _flat_inputs(self, inputs: Any) -> list[Any]:
        """Returns the inputs as a list in the order of the symbolic inputs."""
        structure = self._graph.input_structure
        if isinstance(inputs, dict):
            if isinstance(structure, dict):
                missing = set(structure) - set(inputs)
                if missing:
                    raise ValueError(
                        f"Missing data for input(s) {sorted(missing)} of model "
                        f"'{self.name}'. Received keys: {sorted(inputs)}."
                    )
                return [v for key in structure for v in leaves(inputs[key])]
            return [inputs[name] for name in self.input_names]
        return leaves(inputs)

    def get_config(self) -> dict[str, Any]:
        """Returns the layers, their calls, the inputs and the outputs."""
        if type(self).__init__ is not Functional.__init__:
            return Model.get_config(self)
        from tensorbrook._src.keras.saving.functional_config import describe

        return describe(self)

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        """Makes a model from what `get_config` returned."""
        if "layers" not in config:
            return cls(**config)
        from tensorbrook._src.keras.saving.functional_config import restore

        return restore(cls, config, custom_objects)

    def get_build_config(self) -> dict[str, Any] | None:
        """Returns None: the configuration says it all."""
        return None


def _single(structure: Any) -> Any:
    """Returns the only item of a list of one."""
    if isinstance(structure, list | tuple) and len(structure) == 1:
        return structure[0]
    return structure


def _runnable(operation: Any) -> Any:
    """Returns what computes an operation on concrete values."""
    return operation.function if isinstance(operation, FunctionOperation) else operation


def _fit(value: Any, symbol: KerasTensor, model_name: str | None) -> Any:
    """Returns an input with the symbolic input's rank and type.

    Without the name of a model, its other dimensions may be any.
    """
    if value is None:
        return None
    if isinstance(value, KerasTensor) or is_sparse(value) or is_ragged(value):
        return value
    if not isinstance(value, tf.Tensor):
        value = tf.convert_to_tensor(value)
    if value.dtype.name != symbol.dtype and symbol.dtype != "string":
        value = tf.cast(value, symbol.dtype)
    shape, wanted = shape_of(value), symbol.shape
    if shape is None or wanted is None or shape == wanted:
        return value
    if len(shape) == len(wanted) - 1 and wanted[-1] == 1:
        value = tf.expand_dims(value, -1)
    elif len(shape) == len(wanted) + 1 and shape[-1] == 1:
        value = tf.squeeze(value, -1)
    problem = InputSpec(shape=(None, *wanted[1:])).problem(shape_of(value))
    if problem and model_name is not None:
        raise ValueError(
            f"Input '{symbol.name}' of model '{model_name}' is incompatible with "
            f"the model: {problem}. Received: input shape={shape_of(value)}."
        )
    return value


def _with_input_layers(inputs: Any, outputs: Any) -> tuple[Any, Any]:
    """Cuts the graph at inputs that other layers made: gives them input layers.

    The outputs are drawn again from there, so that the new model's layers are
    exactly those between its inputs and its outputs.
    """
    tensors = leaves(inputs)
    if all(type(tensor.history[0]) is InputLayer for tensor in tensors):
        return inputs, outputs
    replaced: dict[int, KerasTensor] = {}
    for tensor in tensors:
        if type(tensor.history[0]) is InputLayer:
            replaced[id(tensor)] = tensor
            continue
        layer = InputLayer(batch_shape=tensor.shape, dtype=tensor.dtype)
        replaced[id(tensor)] = layer.output
    graph = FunctionGraph(inputs, outputs)
    new_inputs = map_leaves(lambda tensor: replaced[id(tensor)], inputs)
    flat = [replaced[id(tensor)] for tensor in graph.inputs]
    return new_inputs, graph.run(flat, lambda operation: operation)
