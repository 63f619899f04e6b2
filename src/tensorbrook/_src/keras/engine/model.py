"""The base class of models: a layer that can be trained, saved and shown."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from typing import Any

from tensorbrook._src.keras.backend.keras_tensor import KerasTensor
from tensorbrook._src.keras.engine import summary as summaries
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.engine.node import leaves
from tensorbrook._src.keras.engine.stateless import borrowed_values, current_values
from tensorbrook._src.keras.engine.trainer import Trainer
from tensorbrook._src.keras.quantizers.adapted_weight import AdaptedWeight, check_mode


class Model(Trainer, Layer):
    """A layer with `fit`, `evaluate`, `predict`, `summary` and `save`.

    Made from symbolic inputs and outputs, or by a subclass that makes layers in
    `__init__` and uses them in `call`.

    Args:
        *args: inputs and outputs of a functional model, or nothing.
        **kwargs: `inputs`, `outputs`, `name`, `trainable`, `dtype`.
    """

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        if cls is Model and _is_functional(args, kwargs):
            return Layer.__new__(_functional_class(), *args, **kwargs)
        return Layer.__new__(cls, *args, **kwargs)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if _is_functional(args, kwargs):
            functional = _functional_class()
            if not isinstance(self, functional):
                self.__class__ = _with_functional(type(self), functional)
            functional.__init__(self, *args, **kwargs)
            return
        if len(args) == 1 and isinstance(args[0], str):
            kwargs["name"], args = args[0], ()
        if args:
            raise ValueError(
                "Model: pass KerasTensors as `inputs` and `outputs`, or subclass "
                f"Model and pass nothing. Received: {args}."
            )
        super().__init__(**kwargs)
        self._start_model()

    def _start_model(self) -> None:
        """Sets what compiling and training will fill in."""
        Trainer._start_training_state(self)

    loss: Any = None
    run_eagerly = False
    jit_compile: Any = False
    distribute_strategy: Any = None
    distribute_reduction_method: Any = None

    def get_state_tree(self, value_format: str = "backend_tensor") -> dict[str, Any]:
        """Returns the values of all variables by kind and path.

        Args:
            value_format: `"backend_tensor"` or `"numpy_array"`.
        """
        kinds = {
            "trainable_variables": self.trainable_variables,
            "non_trainable_variables": self.non_trainable_variables,
            "optimizer_variables": getattr(self.optimizer, "variables", []),
            "metrics_variables": self.metrics_variables,
        }
        as_array = value_format == "numpy_array"
        return {
            kind: {
                variable.path: variable.numpy() if as_array else variable()
                for variable in variables
            }
            for kind, variables in kinds.items()
        }

    def set_state_tree(self, state_tree: dict[str, Any]) -> None:
        """Sets variables to the values that `get_state_tree` returned."""
        known = {
            variable.path: variable
            for variable in (
                *self.variables,
                *getattr(self.optimizer, "variables", ()),
                *self.metrics_variables,
            )
        }
        for values in state_tree.values():
            for path, value in values.items():
                if path not in known:
                    raise ValueError(
                        f"set_state_tree: the model '{self.name}' has no variable "
                        f"'{path}'."
                    )
                known[path].assign(value)

    @property
    def layers(self) -> list[Any]:
        """The layers right below the model."""
        return self._tracked_layers()

    def get_layer(self, name: str | None = None, index: int | None = None) -> Any:
        """Returns the layer of this name or index.

        Args:
            name: the layer's name.
            index: the layer's place in `layers`.

        Raises:
            ValueError: when there is no such layer, or not one argument is given.
        """
        if (name is None) == (index is None):
            raise ValueError(
                "get_layer: provide either a layer name or a layer index. "
                f"Received: index={index}, name={name}."
            )
        if index is not None:
            if index >= len(self.layers):
                raise ValueError(
                    f"Was asked to retrieve layer at index {index} but model only "
                    f"has {len(self.layers)} layers."
                )
            return self.layers[index]
        for layer in self.layers:
            if layer.name == name:
                return layer
        known = [layer.name for layer in self.layers]
        raise ValueError(f"No such layer: {name}. Existing layers are: {known}.")

    def _repr_html_(self) -> str | None:
        if not self.built:
            return None
        lines: list[str] = []
        self.summary(print_fn=lines.append)
        return f"<pre>{html.escape(chr(10).join(lines))}</pre>"

    def summary(
        self,
        line_length: int | None = None,
        positions: Any = None,
        print_fn: Callable[..., Any] | None = None,
        expand_nested: bool = False,
        show_trainable: bool = False,
        layer_range: Any = None,
    ) -> None:
        """Prints a table of the layers with their output shapes and weights.

        Args:
            line_length: the width of the table.
            positions: where the columns end, as fractions of the width.
            print_fn: called with each line; by default `print`.
            expand_nested: whether to show the layers of models inside.
            show_trainable: whether to show which layers are trained.
            layer_range: names, or patterns, of the first and last layer to show.

        Raises:
            ValueError: when the model has no weights yet.
        """
        summaries.print_summary(
            self,
            line_length=line_length,
            positions=positions,
            print_fn=print_fn,
            expand_nested=expand_nested,
            show_trainable=show_trainable,
            layer_range=layer_range,
        )

    def save(
        self, filepath: Any, overwrite: bool = True, zipped: Any = None, **kwargs: Any
    ) -> None:
        """Writes the whole model into a file.

        Args:
            filepath: a path that ends in `.keras` or `.h5`; any other is a folder.
            overwrite: whether to replace an existing file.
            zipped: False writes a folder under a name that ends in `.keras`.
        """
        from tensorbrook._src.keras.saving import archive

        archive.save_model(self, filepath, overwrite=overwrite, zipped=zipped, **kwargs)

    def export(
        self,
        filepath: Any,
        format: str = "tf_saved_model",  # noqa: A002
        verbose: Any = None,
        input_signature: Any = None,
        **kwargs: Any,
    ) -> None:
        """Writes the model as a SavedModel, whose function `serve` calls it.

        Args:
            filepath: the folder.
            format: "tf_saved_model" or "onnx".
            verbose: whether to print what was written.
            input_signature: specs of the inputs; by default those of the model.
        """
        from tensorbrook._src.keras.saving import export

        if kwargs:
            raise ValueError(f"Unrecognized keyword arguments: {sorted(kwargs)}")
        export.export_model(self, filepath, format, verbose, input_signature)

    def _functions_to_save(self) -> dict[str, Any]:
        """The functions that `tf.saved_model.save` saves with the model."""
        from tensorbrook._src.keras.saving.export import serving_function

        return serving_function(self)

    def save_weights(
        self, filepath: Any, overwrite: bool = True, max_shard_size: Any = None
    ) -> None:
        """Writes the weights into a file.

        Args:
            filepath: a path that ends in `.weights.h5`.
            overwrite: whether to replace an existing file.
            max_shard_size: not supported.
        """
        from tensorbrook._src.keras.saving import weights_file

        weights_file.save_weights(self, filepath, overwrite=overwrite)

    def load_weights(
        self, filepath: Any, skip_mismatch: bool = False, **kwargs: Any
    ) -> None:
        """Reads the weights from a file.

        Args:
            filepath: a `.weights.h5` or `.keras` file.
            skip_mismatch: whether to skip layers whose weights do not fit.
        """
        from tensorbrook._src.keras.saving import weights_file

        weights_file.load_weights(
            self,
            filepath,
            skip_mismatch=skip_mismatch,
            by_name=kwargs.get("by_name", False),
        )

    def stateless_compute_loss(
        self,
        trainable_variables: Any,
        non_trainable_variables: Any,
        metrics_variables: Any,
        x: Any = None,
        y: Any = None,
        y_pred: Any = None,
        sample_weight: Any = None,
        training: bool = True,
    ) -> Any:
        """Computes the loss with the given values of the variables.

        Args:
            trainable_variables: the values of the trained variables.
            non_trainable_variables: the values of the others.
            metrics_variables: the values of the metrics' variables.
            x: the inputs.
            y: the targets.
            y_pred: the predictions.
            sample_weight: a factor for each sample.
            training: whether this is a training step.

        Returns:
            The loss, and the new values of the three kinds of variables.
        """
        kinds = (
            self.trainable_variables,
            self.non_trainable_variables,
            self.metrics_variables,
        )
        values = [*trainable_variables, *non_trainable_variables, *metrics_variables]
        held = [variable for kind in kinds for variable in kind]
        with borrowed_values(held, values, f"Model '{self.name}'"):
            loss = self.compute_loss(x, y, y_pred, sample_weight, training)
            changed = tuple(current_values(kind) for kind in kinds)
        return loss, changed

    def quantize(
        self,
        mode: str | None = None,
        config: Any = None,
        filters: Any = None,
        **kwargs: Any,
    ) -> None:
        """Gives the layers inside weights of few bits, where they can have them.

        Args:
            mode: `"int8"` or `"int4"`.
            config: a configuration instead of a mode.
            filters: a pattern for names, several, or a function of a layer that says
                whether it is quantized.
            **kwargs: `type_check=False` to take subclasses of layers, too.

        Raises:
            ValueError: for an unknown mode or argument.

        Example:
            >>> import tensorbrook as tf
            >>> layers = [tf.keras.Input((4,)), tf.keras.layers.Dense(3)]
            >>> model = tf.keras.Sequential(layers)
            >>> model.quantize("int8")
            >>> model.layers[0].dtype_policy.name
            'int8_from_float32'
        """
        type_check = kwargs.pop("type_check", True)
        if kwargs:
            raise ValueError(
                f"Model.quantize: unknown arguments {sorted(kwargs)}; there is "
                "`type_check`."
            )
        check_mode(mode if config is None else config.mode)
        for layer in self._flatten_layers():
            if isinstance(layer, AdaptedWeight) and _is_wanted(layer, filters):
                if layer._is_quantizable(type_check):
                    layer.quantize(mode, type_check=type_check, config=config)
        for function in ("train", "test", "predict"):
            setattr(self, f"{function}_function", None)

    def get_quantization_layer_structure(self, mode: str | None = None) -> Any:
        """Returns which layers belong together for calibration; None by default.

        Args:
            mode: the kind of quantization.
        """
        return None

    def to_json(self, **kwargs: Any) -> str:
        """Returns the architecture as a JSON text."""
        from tensorbrook._src.keras.saving.registry import serialize_keras_object

        described = serialize_keras_object(self)
        described.pop("compile_config", None)
        return json.dumps(described, **kwargs)

    def build_from_config(self, config: dict[str, Any]) -> None:
        """Makes the weights for the shapes that `get_build_config` returned."""
        if config and not self.built:
            super().build_from_config(config)

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        """Makes a model from what `get_config` returned."""
        if "input_layers" in config and "output_layers" in config:
            return _functional_class().from_config(config, custom_objects)
        return cls(**config)


def _is_functional(args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
    """Says whether a model's arguments are inputs and outputs."""
    if "inputs" in kwargs and "outputs" in kwargs:
        return True
    if args and "outputs" in kwargs:
        return True
    return len(args) >= 2 and any(isinstance(t, KerasTensor) for t in leaves(args[0]))


def _functional_class() -> Any:
    """Returns the class of functional models, which builds on this module."""
    from tensorbrook._src.keras.engine.functional import Functional

    return Functional


_combined: dict[type, type] = {}


def _with_functional(cls: type, functional: type) -> type:
    """Returns a class like `cls` that runs the calls between inputs and outputs."""
    if cls not in _combined:
        attributes = {"__module__": cls.__module__, "__qualname__": cls.__qualname__}
        _combined[cls] = type(cls.__name__, (cls, functional), attributes)
    return _combined[cls]


def _is_wanted(layer: Any, filters: Any) -> bool:
    """Returns whether a filter lets a layer through."""
    if filters is None:
        return True
    if callable(filters):
        return bool(filters(layer))
    patterns = [filters] if isinstance(filters, str | re.Pattern) else filters
    return any(re.search(pattern, layer.name) for pattern in patterns)
