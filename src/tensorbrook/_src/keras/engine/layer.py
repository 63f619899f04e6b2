"""The base class of all layers and models."""

from __future__ import annotations

import functools
import inspect
import math
from collections.abc import Callable
from typing import Any

import numpy as np

import tensorbrook as tf
from tensorbrook._src.keras import constraints, regularizers
from tensorbrook._src.keras.backend import allowance, dtypes, names
from tensorbrook._src.keras.backend.composite import is_tensor
from tensorbrook._src.keras.backend.keras_tensor import KerasTensor, any_symbolic
from tensorbrook._src.keras.backend.scopes import recomputed, stacks
from tensorbrook._src.keras.backend.variable import Variable
from tensorbrook._src.keras.engine import call_context, tracking
from tensorbrook._src.keras.engine.input_spec import check_inputs
from tensorbrook._src.keras.engine.node import leaves, map_leaves
from tensorbrook._src.keras.engine.operation import Operation
from tensorbrook._src.keras.engine.stateless import StatelessCalls
from tensorbrook._src.keras.engine.tracing import infer_outputs, shape_of
from tensorbrook._src.keras.initializers import lookup as initializers
from tensorbrook._src.keras.old_backend import session


class Layer(tracking.Tracker, StatelessCalls, Operation):
    """A callable with weights, the building block of models.

    A subclass makes its weights in `build(input_shape)` or `__init__` and
    computes in `call(inputs)`. Layers, variables and metrics that are set as
    attributes are tracked, also inside lists and dicts.

    Args:
        activity_regularizer: a penalty on the outputs.
        trainable: whether the weights are updated in training.
        dtype: a dtype or policy name.
        autocast: whether float inputs are cast to the compute type.
        name: the name; by default made from the class name.

    Example:
        >>> class Double(Layer):
        ...     def call(self, inputs):
        ...         return inputs * 2
        >>> float(Double()(tf.constant(3.0)))
        6.0
    """

    def __init__(
        self,
        *,
        activity_regularizer: Any = None,
        trainable: bool = True,
        dtype: Any = None,
        autocast: bool = True,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        self.nodes = []
        self._start_tracking()
        shape = _input_shape_argument(kwargs)
        if shape is not None:
            self._declared_input_shape = shape
        if kwargs:
            raise ValueError(
                "Unrecognized keyword arguments passed to "
                f"{type(self).__name__}: {kwargs}"
            )
        if name is not None and not isinstance(name, str):
            raise ValueError(
                f"{type(self).__name__}: `name` must be a string. Received: {name!r}."
            )
        self.name = name or names.class_auto_name(type(self))
        self.activity_regularizer = regularizers.get(activity_regularizer)
        self.dtype_policy = dtypes.get_policy(dtype)
        self.autocast = autocast
        self.supports_masking = type(self).compute_mask is not Layer.compute_mask
        self.input_spec: Any = None
        self.built = False
        self._trainable = bool(trainable)
        self._added_losses: list[Any] = []
        self._build_config: dict[str, Any] | None = None
        if stacks.recomputed and stacks.recomputed[-1].wants(self):
            self.__dict__["call"] = recomputed(self, stacks.recomputed[-1])

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "build" in cls.__dict__:
            cls.build = _wrapped_build(cls.__dict__["build"])

    # Types ---------------------------------------------------------------------

    @property
    def dtype(self) -> str:
        """The type of the variables."""
        return self.variable_dtype

    @property
    def compute_dtype(self) -> str:
        """The type of the computation."""
        return self.dtype_policy.compute_dtype

    @property
    def variable_dtype(self) -> str:
        """The type of the variables."""
        return self.dtype_policy.variable_dtype

    @property
    def input_dtype(self) -> str:
        """The type to which float inputs are cast."""
        return self.compute_dtype

    @property
    def path(self) -> str:
        """The name with the names of the layers around it."""
        return self.__dict__.get("_path", self.name)

    # Weights -------------------------------------------------------------------

    def build(self, input_shape: Any) -> None:
        """Makes the weights.

        Args:
            input_shape: the shape of the first input, a tuple.
        """

    def add_weight(
        self,
        shape: Any = None,
        initializer: Any = None,
        dtype: Any = None,
        trainable: bool = True,
        autocast: bool = True,
        regularizer: Any = None,
        constraint: Any = None,
        aggregation: str = "none",
        overwrite_with_gradient: bool = False,
        name: str | None = None,
        **kwargs: Any,
    ) -> Variable:
        """Makes a weight of this layer.

        Args:
            shape: its shape, by default a scalar.
            initializer: its first value; Glorot's uniform by default, zeros for
                integers.
            dtype: its type, by default the layer's.
            trainable: whether optimizers update it.
            autocast: whether it is read in the compute type.
            regularizer: a penalty on it.
            constraint: applied after each update.
            aggregation: kept, not used.
            overwrite_with_gradient: whether an update replaces the value.
            name: its name.

        Returns:
            The variable.
        """
        if isinstance(shape, str):
            shape, name = name or (), shape
        if isinstance(shape, int):
            shape = (shape,)
        shape = () if shape is None else tuple(tf.TensorShape(shape).as_list())
        allowance.claim(shape)
        dtype = dtypes.standardize_dtype(dtype or self.variable_dtype)
        if initializer is None:
            initializer = "glorot_uniform" if "float" in dtype else "zeros"
        with names.path_scope(self.name) if not names.current_path() else _no_scope():
            variable = Variable(
                initializers.get(initializer),
                shape=shape,
                dtype=dtype,
                trainable=trainable,
                autocast=autocast,
                aggregation=aggregation,
                name=name,
            )
        variable.regularizer = regularizers.get(regularizer)
        variable.constraint = constraints.get(constraint)
        variable.overwrite_with_gradient = overwrite_with_gradient
        self._own_variables.append(variable)
        return variable

    def add_variable(self, *args: Any, **kwargs: Any) -> Variable:
        """Makes a weight; the old name of `add_weight`."""
        return self.add_weight(*args, **kwargs)

    @property
    def trainable(self) -> bool:
        """Whether the weights are updated in training; sets the layers inside too."""
        return self._trainable

    @trainable.setter
    def trainable(self, value: bool) -> None:
        self._trainable = bool(value)
        for layer in self._tracked_layers():
            layer.trainable = bool(value)

    @property
    def variables(self) -> list[Any]:
        """All variables of the layer and the layers inside, seeds too."""
        return self._collect(lambda layer: layer._layer_variables(seeds=True))

    @property
    def weights(self) -> list[Any]:
        """All weights of the layer and the layers inside."""
        return self._collect(lambda layer: layer._layer_variables(seeds=False))

    @property
    def trainable_weights(self) -> list[Any]:
        """The weights that training updates."""
        return self._collect(
            lambda layer: [v for v in layer._layer_variables(False) if v.trainable],
            lambda layer: layer.trainable,
        )

    @property
    def trainable_variables(self) -> list[Any]:
        """The weights that training updates."""
        return self.trainable_weights

    @property
    def non_trainable_weights(self) -> list[Any]:
        """The weights that training leaves alone."""
        trained = {id(variable) for variable in self.trainable_weights}
        return [v for v in self.weights if id(v) not in trained]

    @property
    def non_trainable_variables(self) -> list[Any]:
        """The variables that training leaves alone, seeds too."""
        trained = {id(variable) for variable in self.trainable_weights}
        return [v for v in self.variables if id(v) not in trained]

    @property
    def metrics(self) -> list[Any]:
        """The metrics of the layer and the layers inside."""
        found = list(self._tracked_metrics())
        for layer in self._tracked_layers():
            found.extend(layer.metrics)
        return list({id(metric): metric for metric in found}.values())

    @property
    def metrics_variables(self) -> list[Any]:
        """The variables of the metrics."""
        return [v for metric in self.metrics for v in metric.variables]

    def get_weights(self) -> list[np.ndarray]:
        """Returns the values of all weights as arrays."""
        return session.read(self.weights)

    def set_weights(self, weights: Any) -> None:
        """Sets the values of all weights.

        Args:
            weights: arrays in the order of `weights`.

        Raises:
            ValueError: when their number or a shape is wrong.
        """
        variables = self.weights
        if len(variables) != len(weights):
            raise ValueError(
                f"You called `set_weights(weights)` on layer '{self.name}' with a "
                f"weight list of length {len(weights)}, but the layer was expecting "
                f"{len(variables)} weights."
            )
        for variable, value in zip(variables, weights, strict=True):
            if tuple(variable.shape) != tuple(np.shape(value)):
                raise ValueError(
                    f"Layer {self.name} weight shape {tuple(variable.shape)} is not "
                    f"compatible with provided weight shape {np.shape(value)}."
                )
        session.write(variables, list(weights))

    def count_params(self) -> int:
        """Returns the number of numbers in all weights.

        Raises:
            ValueError: when the layer has no weights yet.
        """
        if not self.built:
            raise ValueError(
                f"You tried to call `count_params` on layer '{self.name}', but the "
                "layer isn't built. You can build it manually via: "
                f"`{self.name}.build(input_shape)`."
            )
        return sum(math.prod(tuple(weight.shape)) for weight in self.weights)

    # Losses --------------------------------------------------------------------

    def add_loss(self, loss: Any) -> None:
        """Adds a penalty, or several, that the current call found.

        Args:
            loss: a scalar tensor, or a list of them; None is left out.
        """
        for item in leaves(loss):
            if item is not None:
                self._added_losses.append(item() if callable(item) else item)

    @property
    def losses(self) -> list[Any]:
        """The penalties of the last call, and those on the weights."""
        layers = self._flatten_layers()
        found = [loss for layer in layers for loss in layer._added_losses]
        for variable in self.trainable_weights:
            regularizer = getattr(variable, "regularizer", None)
            if regularizer is not None:
                found.append(regularizer(variable))
        return found

    def _clear_losses(self) -> None:
        """Forgets the penalties of the last call."""
        for layer in self._flatten_layers():
            layer._added_losses.clear()

    # Calling -------------------------------------------------------------------

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Builds the layer at the first call, and computes or draws its outputs."""
        signature = call_context.call_signature(type(self).call)
        args, kwargs = self._converted(args, kwargs)
        inputs = args[0] if args else next(iter(kwargs.values()), None)
        check_inputs(self.input_spec, inputs, self.name)
        context = call_context.current
        is_entry = context.entry_layer is None
        outer_training = context.training
        if is_entry:
            context.entry_layer = self
        try:
            with names.path_scope(self.name):
                if not self.built:
                    self._build_for(args, kwargs)
                    check_inputs(self.input_spec, inputs, self.name)
                training = self._resolve_training(signature, args, kwargs)
                context.training = training
                if not (signature.has_training or signature.takes_any_keyword):
                    kwargs.pop("training", None)
                if any_symbolic((args, kwargs)):
                    return self.symbolic_call(*args, **kwargs)
                if signature.has_training and training is not None:
                    kwargs = self._with_training(signature, args, kwargs, training)
                if is_entry:
                    self._clear_losses()
                return self._run(signature, inputs, args, kwargs)
        finally:
            context.training = outer_training
            if is_entry:
                context.entry_layer = None

    def symbolic_call(self, *args: Any, **kwargs: Any) -> Any:
        """Draws a call: returns symbolic outputs, with symbolic masks."""
        outputs = super().symbolic_call(*args, **kwargs)
        inputs = args[0] if args else next(iter(kwargs.values()), None)
        masks = map_leaves(get_mask, inputs)
        masked = any(item is not None for item in leaves(masks))
        if self.supports_masking and (masked or self._makes_mask):
            given = kwargs.get("mask", masks) if masked else None
            _set_masks(outputs, infer_outputs(self.compute_mask, (inputs, given), {}))
        return outputs

    def _run(self, signature: Any, inputs: Any, args: Any, kwargs: Any) -> Any:
        """Computes the outputs, and looks after masks and penalties."""
        mask = map_leaves(get_mask, inputs)
        masked = any(item is not None for item in leaves(mask))
        if masked and signature.has_mask and kwargs.get("mask") is None:
            if len(args) <= signature.parameters.index("mask"):
                kwargs = {**kwargs, "mask": mask}
        outputs = self.call(*args, **kwargs)
        if self.activity_regularizer is not None:
            for output in leaves(outputs):
                penalty = self.activity_regularizer(output)
                self.add_loss(penalty / tf.cast(tf.shape(output)[0], penalty.dtype))
        if self.supports_masking and (masked or self._makes_mask):
            given = kwargs.get("mask", mask) if masked else None
            _set_masks(outputs, self.compute_mask(inputs, given))
        return outputs

    _makes_mask = False
    _takes_numbers = False

    def _resolve_training(self, signature: Any, args: Any, kwargs: Any) -> bool | None:
        """Returns the training flag: given, of the layers around, or the default."""
        if kwargs.get("training") is not None:
            return kwargs["training"]
        if signature.has_training:
            position = signature.parameters.index("training")
            if len(args) > position and args[position] is not None:
                return args[position]
        context = call_context.current
        if context.training is not None:
            return context.training
        return signature.training_default

    def _with_training(
        self, signature: Any, args: Any, kwargs: dict[str, Any], training: bool
    ) -> dict[str, Any]:
        """Adds the training flag to the keyword arguments."""
        if len(args) > signature.parameters.index("training"):
            return kwargs
        return {**kwargs, "training": training}

    def _converted(self, args: Any, kwargs: Any) -> tuple[Any, Any]:
        """Turns arrays into tensors and casts floats to the compute type."""
        if len(args) == 1 and isinstance(args[0], tf.Tensor):
            if not kwargs or not any(_is_data(v) for v in kwargs.values()):
                return (self._convert(args[0]),), kwargs
        if args and isinstance(args[0], int | float) and not self._takes_numbers:
            raise ValueError(
                f"Layer '{self.name}': only tensors may be passed as positional "
                f"arguments. Received: {args[0]!r} of the type "
                f"{type(args[0]).__name__}; pass it by keyword."
            )
        args = tuple(map_leaves(self._convert, item) for item in args)
        return args, {k: map_leaves(self._convert, v) for k, v in kwargs.items()}

    def _convert(self, value: Any) -> Any:
        """Turns an array into a tensor and casts a float to the compute type."""
        if isinstance(value, np.ndarray | np.generic):
            value = tf.convert_to_tensor(value)
        if not self.autocast or not is_tensor(value):
            return value
        dtype = value.dtype
        if dtype.is_floating and dtype.name != self.compute_dtype:
            found = tf.cast(value, self.compute_dtype)
            if get_mask(value) is not None:
                found._keras_mask = get_mask(value)
            return found
        return value

    def call(self, *args: Any, **kwargs: Any) -> Any:
        """Computes the outputs; a subclass defines it."""
        raise NotImplementedError(
            f"Layer {type(self).__name__} does not have a `call()` method implemented."
        )

    def compute_mask(self, inputs: Any, previous_mask: Any) -> Any:
        """Returns the mask of the outputs; by default the inputs' mask."""
        return previous_mask

    # Shapes --------------------------------------------------------------------

    def compute_output_shape(self, *args: Any, **kwargs: Any) -> Any:
        """Returns the shape of the outputs for the shape of the inputs."""
        shapes = args[0] if args else next(iter(kwargs.values()))
        dtype = self.compute_dtype
        symbols = _map_shapes(lambda shape: KerasTensor(shape, dtype), shapes)
        outputs = Layer.compute_output_spec(self, symbols)
        return map_leaves(lambda tensor: tensor.shape, outputs)

    def compute_output_spec(self, *args: Any, **kwargs: Any) -> Any:
        """Returns symbolic outputs for symbolic arguments."""
        if type(self).compute_output_shape is not Layer.compute_output_shape:
            shapes = map_leaves(shape_of, args[0])
            shape = self.compute_output_shape(shapes)
            return _map_shapes(lambda s: KerasTensor(s, self.compute_dtype), shape)
        try:
            return infer_outputs(self.call, args, kwargs)
        finally:
            self._clear_losses()

    def _build_for(self, args: Any, kwargs: Any) -> None:
        """Makes the weights for these inputs."""
        parameters = call_context.build_parameters(type(self).build)
        signature = call_context.call_signature(type(self).call)
        named = dict(zip(signature.parameters, args, strict=False)) | kwargs
        shapes = {f"{k}_shape": map_leaves(_shape_or_none, v) for k, v in named.items()}
        if len(parameters) > 1 and all(name in shapes for name in parameters[:1]):
            chosen = {name: shapes[name] for name in parameters if name in shapes}
            self.build(**chosen)
        else:
            first = args[0] if args else next(iter(kwargs.values()), None)
            self.build(map_leaves(_shape_or_none, first))
        self.built = True

    # Configuration -------------------------------------------------------------

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        config = {"name": self.name, "trainable": self._trainable}
        kind = type(self.dtype_policy).__name__
        config["dtype"] = {
            "module": "keras" if kind == "DTypePolicy" else "keras.dtype_policies",
            "class_name": kind,
            "config": self.dtype_policy.get_config(),
            "registered_name": None,
        }
        if self.activity_regularizer is not None:
            config["activity_regularizer"] = regularizers.serialize(
                self.activity_regularizer
            )
        if type(self).get_config is Layer.get_config:
            config.update(self._init_arguments())
        return config

    def _init_arguments(self) -> dict[str, Any]:
        """Returns the arguments that a subclass without `get_config` was made with."""
        args, kwargs = self._given_arguments
        bound = inspect.signature(type(self).__init__).bind(self, *args, **kwargs)
        found = dict(list(bound.arguments.items())[1:])
        return {**found.pop("kwargs", {}), **found}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        """Makes a layer from what `get_config` returned."""
        try:
            return cls(**config)
        except TypeError as error:
            raise TypeError(
                f"Error when deserializing class '{cls.__name__}' using "
                f"config={config}: {error}"
            ) from error

    def get_build_config(self) -> dict[str, Any] | None:
        """Returns the shapes that `build` was called with."""
        return self._build_config

    def build_from_config(self, config: dict[str, Any]) -> None:
        """Makes the weights for the shapes that `get_build_config` returned."""
        if not config:
            return
        if "input_shape" in config and len(config) == 1:
            self.build(_as_shapes(config["input_shape"]))
        else:
            shapes = config.get("shapes_dict", config)
            self.build(**{key: _as_shapes(value) for key, value in shapes.items()})
        self.built = True

    def save_own_variables(self, store: Any) -> None:
        """Writes the layer's own variables into a dict-like store."""
        for index, variable in enumerate(self._layer_variables(seeds=False)):
            store[str(index)] = variable.numpy()

    def load_own_variables(self, store: Any) -> None:
        """Reads the layer's own variables from a dict-like store.

        Raises:
            ValueError: when their number or a shape is wrong.
        """
        variables = self._layer_variables(seeds=False)
        if len(store.keys()) != len(variables):
            raise ValueError(
                f"Layer '{self.name}' expected {len(variables)} variables, but "
                f"received {len(store.keys())} variables during loading."
            )
        for index, variable in enumerate(variables):
            stored = store[str(index)]
            if tuple(stored.shape) != tuple(variable.shape):
                raise ValueError(
                    f"Layer '{self.name}': variable '{variable.name}' has shape "
                    f"{tuple(variable.shape)}, the file's value {tuple(stored.shape)}."
                )
            variable.assign(np.asarray(stored))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} name={self.name}, built={self.built}>"


def _input_shape_argument(kwargs: dict[str, Any]) -> tuple[int | None, ...] | None:
    """Takes the input shape out of the keywords, with the batch dimension."""
    batch_size = kwargs.pop("batch_size", None)
    whole = kwargs.pop("batch_input_shape", None) or kwargs.pop("batch_shape", None)
    if whole is not None:
        return tuple(whole)
    shape = kwargs.pop("input_shape", None)
    dimension = kwargs.pop("input_dim", None)
    length = kwargs.pop("input_length", None)
    kwargs.pop("weights", None)
    if shape is not None:
        return (batch_size, *((shape,) if isinstance(shape, int) else tuple(shape)))
    if dimension is not None:
        return (batch_size, dimension) if length is None else (None, length, dimension)
    return None if length is None else (batch_size, length)


def _wrapped_build(function: Callable[..., None]) -> Callable[..., None]:
    """Returns a `build` that marks the layer as built and remembers the shapes."""

    @functools.wraps(function)
    def build(self: Any, *args: Any, **kwargs: Any) -> None:
        self.__dict__["_path"] = names.current_path() or self.name
        parameters = call_context.build_parameters(function)
        given = dict(zip(parameters, args, strict=False)) | kwargs
        if self._build_config is None and given:
            if len(given) == 1:
                self._build_config = {"input_shape": next(iter(given.values()))}
            else:
                self._build_config = {"shapes_dict": given}
        inside = names.current_path().split("/")[-1] == self.name
        with _no_scope() if inside else names.path_scope(self.name):
            function(self, *args, **kwargs)
        self.built = True

    return build


class _no_scope:
    """A context that does nothing."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, *exc_info: object) -> None:
        return None


def _is_data(value: Any) -> bool:
    """Says whether a keyword argument may need conversion."""
    return value is not None and not isinstance(value, bool | int | float | str)


def _shape_or_none(value: Any) -> Any:
    """Returns the shape of a tensor, None for anything else."""
    return shape_of(value) if hasattr(value, "shape") else None


def is_shape(value: Any) -> bool:
    """Says whether `value` is a shape, not a structure of shapes."""
    if isinstance(value, tf.TensorShape):
        return True
    return isinstance(value, list | tuple) and all(
        item is None or isinstance(item, int | np.integer) for item in value
    )


def _as_shapes(value: Any) -> Any:
    """Turns lists of numbers into tuples."""
    return _map_shapes(tuple, value)


def _map_shapes(function: Callable[[Any], Any], shapes: Any) -> Any:
    """Applies `function` to every shape of a structure."""
    if shapes is None or is_shape(shapes):
        return None if shapes is None else function(shapes)
    if isinstance(shapes, dict):
        return {key: _map_shapes(function, value) for key, value in shapes.items()}
    return type(shapes)(_map_shapes(function, item) for item in shapes)


def get_mask(tensor: Any) -> Any:
    """Returns the mask that a layer put on a tensor, or None."""
    return getattr(tensor, "_keras_mask", None)


def _set_masks(outputs: Any, masks: Any) -> None:
    """Puts masks on the tensors of a structure."""
    if masks is None:
        return
    if isinstance(outputs, list | tuple):
        masks = masks if isinstance(masks, list | tuple) else [masks] * len(outputs)
        for output, mask in zip(outputs, masks, strict=False):
            _set_masks(output, mask)
        return
    if isinstance(outputs, tf.Tensor | KerasTensor):
        outputs._keras_mask = masks
