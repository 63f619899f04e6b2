"""Variables, sessions, loops and phases as `keras.backend` of Keras 1 and 2 has them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

import tensorbrook as tf
from tensorbrook._src.keras.backend import config, names
from tensorbrook._src.keras.backend.dtypes import standardize_dtype
from tensorbrook._src.keras.backend.notices import warn_once
from tensorbrook._src.keras.layers.rnn.recurrence import run_recurrence

_phase = [0]


def backend() -> str:
    """Returns the name of the backend: `"tensorflow"`."""
    return "tensorflow"


def cast_to_floatx(x: Any) -> Any:
    """Returns values of the default float type."""
    if isinstance(x, tf.Tensor | tf.Variable):
        return tf.cast(x, config.floatx())
    return np.asarray(x, dtype=config.floatx())


def variable(
    value: Any, dtype: Any = None, name: str | None = None, constraint: Any = None
) -> Any:
    """Returns a variable with a first value."""
    found = tf.keras.Variable(
        tf.cast(value, dtype or config.floatx()), dtype=dtype, name=name
    )
    found.constraint = constraint
    return found


def get_value(x: Any) -> Any:
    """Returns the value as an array."""
    return x.numpy() if hasattr(x, "numpy") else x


def eval(x: Any) -> Any:  # noqa: A001
    """Returns the value of a tensor as an array."""
    return get_value(tf.convert_to_tensor(x))


def set_value(x: Any, value: Any) -> None:
    """Sets a variable."""
    x.assign(np.asarray(value, dtype=standardize_dtype(x.dtype)))


def batch_get_value(tensors: Any) -> list[Any]:
    """Returns the values of several variables as arrays."""
    return [get_value(x) for x in tensors]


def batch_set_value(tuples: Any) -> None:
    """Sets several variables.

    Args:
        tuples: pairs of a variable and its value.
    """
    for x, value in tuples:
        set_value(x, value)


def update(x: Any, new_x: Any) -> Any:
    """Sets a variable to a tensor."""
    return x.assign(new_x)


def update_add(x: Any, increment: Any) -> Any:
    """Adds to a variable."""
    return x.assign_add(increment)


def update_sub(x: Any, decrement: Any) -> Any:
    """Subtracts from a variable."""
    return x.assign_sub(decrement)


def moving_average_update(x: Any, value: Any, momentum: float) -> Any:
    """Moves an average towards a value."""
    return x.assign(x * momentum + value * (1.0 - momentum))


def dot(x: Any, y: Any) -> Any:
    """Multiplies the last axis of `x` with the last but one of `y`."""
    ranks = len(x.shape), len(y.shape)
    if ranks[0] <= 2 and ranks[1] == 2:
        return tf.matmul(x, y)
    return tf.tensordot(x, y, [[ranks[0] - 1], [max(ranks[1] - 2, 0)]])


def batch_dot(x: Any, y: Any, axes: Any = None) -> Any:
    """Multiplies the tensors of each sample along axes."""
    ranks = len(x.shape), len(y.shape)
    if axes is None:
        axes = [ranks[0] - 1, ranks[1] - 2 if ranks[1] > 2 else ranks[1] - 1]
    if isinstance(axes, int):
        axes = [axes, axes]
    first, second = (axis % rank for axis, rank in zip(axes, ranks, strict=True))
    left = [a for a in range(1, ranks[0]) if a != first]
    right = [a for a in range(1, ranks[1]) if a != second]
    x = tf.transpose(x, [0, *left, first])
    y = tf.transpose(y, [0, second, *right])
    shape = tf.concat([tf.shape(x)[:-1], tf.shape(y)[2:]], 0)
    batch, size = tf.shape(x)[0], tf.shape(x)[-1]
    flat = tf.matmul(tf.reshape(x, [batch, -1, size]), tf.reshape(y, [batch, size, -1]))
    found = tf.reshape(flat, shape)
    return tf.expand_dims(found, 1) if len(found.shape) == 1 else found


def gradients(loss: Any, variables: Any) -> Any:
    """Returns the gradients of a tensor of a graph."""
    return tf.compat.v1.gradients(loss, variables)


def stop_gradient(variables: Any) -> Any:
    """Returns the values, cut off from gradients."""
    if isinstance(variables, list | tuple):
        return [tf.stop_gradient(x) for x in variables]
    return tf.stop_gradient(variables)


def switch(condition: Any, then_expression: Any, else_expression: Any) -> Any:
    """Chooses between two tensors, or calls one of two functions."""
    if callable(then_expression):
        return tf.cond(condition, then_expression, else_expression)
    return tf.where(condition, then_expression, else_expression)


def map_fn(
    fn: Callable[..., Any], elems: Any, name: str | None = None, dtype: Any = None
) -> Any:
    """Applies a function to each row."""
    return tf.map_fn(fn, elems, dtype=dtype)


def foldl(
    fn: Callable[..., Any], elems: Any, initializer: Any = None, name: Any = None
) -> Any:
    """Takes rows together from the first on."""
    return tf.foldl(fn, elems, initializer)


def foldr(
    fn: Callable[..., Any], elems: Any, initializer: Any = None, name: Any = None
) -> Any:
    """Takes rows together from the last on."""
    return tf.foldr(fn, elems, initializer)


def rnn(
    step_function: Callable[[Any, Any], tuple[Any, Any]],
    inputs: Any,
    initial_states: Any,
    go_backwards: bool = False,
    mask: Any = None,
    constants: Any = None,
    unroll: bool = False,
    input_length: Any = None,
    time_major: bool = False,
    zero_output_for_mask: bool = False,
    return_all_outputs: bool = True,
) -> tuple[Any, Any, Any]:
    """Calls a step for each time step.

    Args:
        step_function: takes inputs and states, returns outputs and states.
        inputs: (batch, time, ...).
        initial_states: the states to start with.
        go_backwards: whether to start at the end.
        mask: (batch, time), or None.
        constants: added to the states of each step.
        unroll: whether to write the loop out.
        input_length: kept for compatibility.
        time_major: whether time comes before the batch.
        zero_output_for_mask: whether masked outputs are zeros.
        return_all_outputs: kept for compatibility.

    Returns:
        The last output, all outputs, and the last states.
    """
    extra = list(constants or ())

    def step(values: Any, states: Any) -> Any:
        return step_function(values, [*states, *extra])

    def turned(tensor: Any) -> Any:
        order = [1, 0, *range(2, len(tensor.shape))]
        return tf.transpose(tensor, order)

    batch_major = tf.nest.map_structure(turned, inputs) if time_major else inputs
    last, outputs, states = run_recurrence(
        step,
        batch_major,
        list(initial_states),
        mask=mask,
        go_backwards=go_backwards,
        unroll=unroll,
        zero_output_for_mask=zero_output_for_mask,
    )
    return last, turned(outputs) if time_major else outputs, states


def random_normal(
    shape: Any,
    mean: float = 0.0,
    stddev: float = 1.0,
    dtype: Any = None,
    seed: int | None = None,
) -> Any:
    """Draws from a normal distribution."""
    return tf.keras.random.normal(shape, mean, stddev, dtype, seed)


def random_uniform(
    shape: Any,
    minval: float = 0.0,
    maxval: float = 1.0,
    dtype: Any = None,
    seed: int | None = None,
) -> Any:
    """Draws from a uniform distribution."""
    return tf.keras.random.uniform(shape, minval, maxval, dtype, seed)


def truncated_normal(
    shape: Any,
    mean: float = 0.0,
    stddev: float = 1.0,
    dtype: Any = None,
    seed: int | None = None,
) -> Any:
    """Draws from a normal distribution, without values beyond two deviations."""
    return tf.keras.random.truncated_normal(shape, mean, stddev, dtype, seed)


def random_bernoulli(
    shape: Any, p: float = 0.0, dtype: Any = None, seed: int | None = None
) -> Any:
    """Draws ones with the probability `p`, and zeros."""
    drawn = tf.keras.random.uniform(shape, seed=seed)
    return tf.cast(drawn <= p, dtype or config.floatx())


def random_normal_variable(
    shape: Any,
    mean: float,
    scale: float,
    dtype: Any = None,
    name: str | None = None,
    seed: int | None = None,
) -> Any:
    """Returns a variable drawn from a normal distribution."""
    return variable(random_normal(shape, mean, scale, dtype, seed), dtype, name)


def random_uniform_variable(
    shape: Any,
    low: float,
    high: float,
    dtype: Any = None,
    name: str | None = None,
    seed: int | None = None,
) -> Any:
    """Returns a variable drawn from a uniform distribution."""
    return variable(random_uniform(shape, low, high, dtype, seed), dtype, name)


def get_uid(prefix: str = "") -> int:
    """Returns the next number of a prefix."""
    found = names.auto_name(f"uid_{prefix}").rpartition("_")[2]
    return int(found) + 1 if found.isdigit() else 1


def is_sparse(tensor: Any) -> bool:
    """Says whether a tensor is a sparse one."""
    return isinstance(tensor, tf.SparseTensor)


def to_dense(tensor: Any) -> Any:
    """Returns a sparse tensor as a dense one."""
    return tf.sparse.to_dense(tensor) if is_sparse(tensor) else tensor


def is_float_dtype(dtype: Any) -> bool:
    """Says whether a type is one of floats."""
    return "float" in standardize_dtype(dtype)


def is_int_dtype(dtype: Any) -> bool:
    """Says whether a type is one of integers."""
    return "int" in standardize_dtype(dtype)


def name_scope(name: str) -> Any:
    """Returns a context that puts a name before those of operations."""
    return tf.name_scope(name)


def learning_phase() -> int:
    """Returns 1 in training, else 0."""
    return _phase[0]


def set_learning_phase(value: Any) -> None:
    """Sets what `learning_phase` returns; `training=True` is today's way."""
    warn_once("set_learning_phase: pass `training=True` to the model instead.")
    _phase[0] = int(value)


def function(inputs: Any, outputs: Any, updates: Any = None, **kwargs: Any) -> Any:
    """Returns a function from arrays to the outputs of a functional model.

    Args:
        inputs: symbolic inputs.
        outputs: symbolic outputs.
        updates: not supported.
    """
    if updates:
        raise NotImplementedError("K.function: `updates` are not supported.")
    single = not isinstance(outputs, list | tuple)
    model = tf.keras.Model(list(inputs), [outputs] if single else list(outputs))

    def run(values: Any) -> Any:
        found = model([tf.convert_to_tensor(value) for value in values])
        found = found if isinstance(found, list | tuple) else [found]
        arrays = [part.numpy() for part in found]
        return arrays[0] if single else arrays

    return run


def placeholder(
    shape: Any = None,
    ndim: int | None = None,
    dtype: Any = None,
    sparse: bool = False,
    name: str | None = None,
) -> Any:
    """Returns a symbolic value: a `KerasTensor`, or a placeholder in a graph.

    Args:
        shape: its shape, with the batch.
        ndim: how many dimensions it has, where the shape is not known.
        dtype: its type, by default `floatx()`.
        sparse: whether it is sparse.
        name: its name.

    Raises:
        ValueError: when neither `shape` nor `ndim` is given.
    """
    if shape is None:
        if ndim is None:
            raise ValueError("placeholder: give `shape` or `ndim`.")
        shape = (None,) * ndim
    kind = dtype or tf.keras.config.floatx()
    if tf.executing_eagerly():
        return tf.keras.Input(
            batch_shape=tuple(shape), dtype=kind, sparse=sparse, name=name
        )
    make = tf.compat.v1.sparse_placeholder if sparse else tf.compat.v1.placeholder
    return make(kind, shape=shape, name=name)


def in_train_phase(x: Any, alt: Any, training: Any = None) -> Any:
    """Returns one value in training and another one in inference.

    Args:
        x: the value in training, or a function that returns it.
        alt: the value in inference, or a function that returns it.
        training: whether this is training; by default the learning phase.
    """
    training = learning_phase() if training is None else training
    if isinstance(training, bool | int):
        chosen = x if training else alt
        return chosen() if callable(chosen) else chosen
    return switch(tf.cast(training, "bool"), x, alt)


def in_test_phase(x: Any, alt: Any, training: Any = None) -> Any:
    """Returns one value in inference and another one in training.

    Args:
        x: the value in inference, or a function that returns it.
        alt: the value in training, or a function that returns it.
        training: whether this is training; by default the learning phase.
    """
    return in_train_phase(alt, x, training)
