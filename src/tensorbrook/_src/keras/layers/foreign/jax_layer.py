"""A function of JAX as a layer."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

import tensorbrook as tf
from tensorbrook._src.keras.engine.layer import Layer


def _jax() -> Any:
    """Returns JAX."""
    try:
        return importlib.import_module("jax")
    except ImportError as error:
        raise ImportError(
            "JaxLayer needs JAX: install the extra `tensorbrook[xla]`."
        ) from error


class JaxLayer(Layer):
    """Computes with a function written in JAX, whose parameters are trained.

    Args:
        call_fn: takes some of `params`, `state`, `rng`, `inputs` and `training`, by
            these names, and returns the outputs, or the outputs and the new state.
        init_fn: takes `rng`, `inputs` and perhaps `training`, and returns the
            parameters, or the parameters and the state.
        params: the first parameters, a nested structure of arrays, instead of
            `init_fn`.
        state: the first state.
        seed: of the random numbers.
        native_serialization_platforms: kept for compatibility.
        **kwargs: `name`, `dtype` and the like.

    Raises:
        ImportError: without JAX.
        ValueError: when neither parameters nor a way to make them is given.
    """

    def __init__(
        self,
        call_fn: Callable[..., Any],
        init_fn: Callable[..., Any] | None = None,
        params: Any = None,
        state: Any = None,
        seed: int | None = None,
        native_serialization_platforms: Any = None,
        **kwargs: Any,
    ) -> None:
        _jax()
        super().__init__(**kwargs)
        if init_fn is None and params is None and state is None:
            raise ValueError(
                "JaxLayer: give the parameters in `params`, or a function `init_fn` "
                "that makes them."
            )
        self.call_fn = call_fn
        self.init_fn = init_fn
        self.seed = 0 if seed is None else seed
        self.native_serialization_platforms = native_serialization_platforms
        self._call_names = _names(call_fn)
        self._returns_state = "state" in self._call_names
        self._params: list[Any] = []
        self._state: list[Any] = []
        self._draws = 0
        if params is not None or state is not None:
            self._make_variables(params, state)

    def _make_variables(self, params: Any, state: Any) -> None:
        """Makes a variable for each array."""
        flatten = _jax().tree_util.tree_flatten
        arrays, self._params_tree = flatten({} if params is None else params)
        others, self._state_tree = flatten({} if state is None else state)
        self._params = [self._variable(x, i, True) for i, x in enumerate(arrays)]
        self._state = [self._variable(x, i, False) for i, x in enumerate(others)]

    def _variable(self, array: Any, place: int, trainable: bool) -> Any:
        """Makes a variable that starts with an array."""
        value = np.asarray(array)
        return self.add_weight(
            name=f"{'params' if trainable else 'state'}_{place}",
            shape=value.shape,
            dtype=value.dtype.name,
            trainable=trainable,
            initializer=lambda shape, dtype=None: tf.constant(value),
        )

    def build(self, input_shape: Any) -> None:
        """Makes the parameters by `init_fn`.

        Args:
            input_shape: the shape of the inputs, or shapes in a structure.
        """
        if self.init_fn is None or self._params or self._state:
            return
        jax = _jax()
        inputs = jax.numpy.ones([length or 1 for length in input_shape])
        given = {"rng": jax.random.PRNGKey(self.seed), "inputs": inputs}
        names = _names(self.init_fn)
        if "training" in names:
            given["training"] = True
        found = self.init_fn(*(given[name] for name in names))
        params, state = found if self._returns_state else (found, None)
        self._make_variables(params, state)

    def call(self, inputs: Any, training: bool = False) -> Any:
        """Computes the outputs.

        Args:
            inputs: a tensor, or tensors in a structure.
            training: whether the model is being trained.
        """
        jax = _jax()
        arrays = tf.nest.flatten(inputs)
        self._draws += 1
        rng = jax.random.fold_in(jax.random.PRNGKey(self.seed), self._draws)

        def compute(params: Any, state: Any, values: Any) -> Any:
            unflatten = jax.tree_util.tree_unflatten
            given = {
                "params": unflatten(self._params_tree, params),
                "state": unflatten(self._state_tree, state),
                "rng": rng,
                "inputs": tf.nest.pack_sequence_as(inputs, values),
                "training": bool(training),
            }
            found = self.call_fn(*(given[name] for name in self._call_names))
            outputs, new = found if self._returns_state else (found, [])
            flat, tree = jax.tree_util.tree_flatten(outputs)
            self._output_tree = tree
            return flat, jax.tree_util.tree_leaves(new)

        params = [tf.convert_to_tensor(variable) for variable in self._params]
        state = [tf.convert_to_tensor(variable) for variable in self._state]
        flat, new = _bridge(jax, compute, params, state, arrays)
        for variable, value in zip(self._state, new, strict=False):
            variable.assign(tf.cast(value, variable.dtype))
        return jax.tree_util.tree_unflatten(self._output_tree, flat)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {
            **super().get_config(),
            "call_fn": self.call_fn,
            "init_fn": self.init_fn,
            "seed": self.seed,
        }


def _names(function: Callable[..., Any]) -> list[str]:
    """Returns the names of a function's parameters, after checking them."""
    known = ("params", "state", "rng", "inputs", "training")
    names = [name for name in inspect.signature(function).parameters if name != "self"]
    unknown = [name for name in names if name not in known]
    if unknown:
        raise ValueError(
            f"JaxLayer: the functions may take {known}. Received a function with "
            f"{unknown}."
        )
    return names


def _bridge(
    jax: Any,
    compute: Callable[..., Any],
    params: list[Any],
    state: list[Any],
    inputs: list[Any],
) -> tuple[list[Any], list[Any]]:
    """Returns outputs and new state, with gradients for parameters and inputs."""
    count = len(params)
    shapes = _shapes(jax, compute, params, state, inputs)
    kinds = [tf.as_dtype(shape.dtype) for part in shapes for shape in part]

    def split(values: Any) -> tuple[list[Any], list[Any]]:
        return list(values[:count]), list(values[count:])

    def run(*values: Any) -> list[Any]:
        arrays = [jax.numpy.asarray(value.numpy()) for value in values]
        first, rest = arrays[:count], arrays[count:]
        outputs, new = compute(first, rest[: len(state)], rest[len(state) :])
        return [np.asarray(value) for value in (*outputs, *new)]

    def back(*values: Any) -> list[Any]:
        arrays = [jax.numpy.asarray(value.numpy()) for value in values]
        changes, arrays = arrays[: len(shapes[0])], arrays[len(shapes[0]) :]
        first, rest = arrays[:count], arrays[count:]
        held = rest[: len(state)]

        def outputs(own: Any, given: Any) -> Any:
            return compute(own, held, given)[0]

        _, pull = jax.vjp(outputs, first, rest[len(state) :])
        found = pull(changes)
        return [np.asarray(value) for part in found for value in part]

    @tf.custom_gradient
    def crossing(*values: Any) -> Any:
        found = tf.nest.flatten(tf.py_function(run, list(values), kinds))
        sizes = [shape.shape for part in shapes for shape in part]
        found = [
            tf.ensure_shape(value, _open(size, values[count + len(state) :]))
            for value, size in zip(found, sizes, strict=True)
        ]

        def gradient(*changes: Any) -> list[Any]:
            own, rest = split(values)
            places = [*own, *rest[len(state) :]]
            types = [value.dtype for value in places]
            given = [*changes[: len(shapes[0])], *values]
            pulled = tf.nest.flatten(tf.py_function(back, given, types))
            for value, place in zip(pulled, places, strict=True):
                value.set_shape(place.shape)
            return [*pulled[:count], *[None] * len(state), *pulled[count:]]

        return found, gradient

    found = tf.nest.flatten(crossing(*params, *state, *inputs))
    return found[: len(shapes[0])], found[len(shapes[0]) :]


def _shapes(
    jax: Any,
    compute: Callable[..., Any],
    params: list[Any],
    state: list[Any],
    inputs: list[Any],
) -> Any:
    """Returns shapes and types of the outputs and of the new state."""

    def symbol(tensor: Any) -> Any:
        shape = [length or 1 for length in tensor.shape]
        return jax.ShapeDtypeStruct(shape, tensor.dtype.as_numpy_dtype)

    parts = [[symbol(tensor) for tensor in part] for part in (params, state, inputs)]
    return jax.eval_shape(compute, *parts)


def _open(size: tuple[int, ...], inputs: Any) -> list[int | None]:
    """Returns a shape whose batch is open where that of the inputs is."""
    is_open = any(len(x.shape) and x.shape[0] is None for x in inputs)
    return [None if is_open and place == 0 else n for place, n in enumerate(size)]
