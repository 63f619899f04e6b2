"""`tf.custom_gradient` and `tf.recompute_grad`: the caller says what the derivative is."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

from tensorbrook._src.core import nest
from tensorbrook._src.core.current import current
from tensorbrook._src.graph.func_graph import stop_tapes
from tensorbrook._src.graph.tensor import SymbolicTensor
from tensorbrook._src.ops.constant import convert_to_tensor, identity_n_op


def custom_gradient(f: Callable[..., Any] | None = None) -> Any:
    """Decorator: lets a function define its own gradient.

    Args:
        f: Function `f(*x)` that returns `(y, grad_fn)`; `grad_fn(*dy)` returns the
            gradients of `x`. Where `f` uses variables, `grad_fn` takes the keyword
            `variables` and returns a pair: gradients of `x`, and of the variables.

    Returns:
        A function with the arguments of `f` that returns `y`.

    Example:
        >>> import tensorbrook as tf
        >>> @tf.custom_gradient
        ... def clipped(x):
        ...     return tf.identity(x), lambda dy: tf.clip_by_value(dy, -1.0, 1.0)
        >>> x = tf.constant(2.0)
        >>> with tf.GradientTape() as tape:
        ...     tape.watch(x)
        ...     y = clipped(x) * 10.0
        >>> tape.gradient(y, x).numpy()
        np.float32(1.0)
    """
    if f is None:
        return custom_gradient

    @functools.wraps(f)
    def decorated(*args: Any, **kwargs: Any) -> Any:
        return _call(f, args, kwargs)

    return decorated


class _VariableWatcher:
    """Stands among the tapes to see which variables a function reads."""

    def __init__(self) -> None:
        self.variables: dict[int, Any] = {}

    persistent = True

    def variable_accessed(self, variable: Any) -> None:
        if variable.trainable:
            self.variables[id(variable)] = variable

    def record(self, *ignored: Any) -> None:
        """Only variables are of interest."""


def _call(f: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    flat = [convert_to_tensor(item) for item in nest.flatten(args)]
    packed = nest.pack_sequence_as(args, flat)
    watcher = _VariableWatcher()
    with stop_tapes():
        current.tapes = [watcher]
        returned = f(*packed, **kwargs)
    if (
        not isinstance(returned, tuple)
        or len(returned) != 2
        or not callable(returned[1])
    ):
        raise TypeError(
            "tf.custom_gradient: the function must return a pair (result, grad_fn), got "
            f"{type(returned).__name__}."
        )
    result, grad_fn = returned
    outputs = [convert_to_tensor(item) for item in nest.flatten(result)]
    variables = [
        variable
        for variable in watcher.variables.values()
        if not any(variable.handle is tensor for tensor in flat)
    ]
    takes_variables = _takes(grad_fn, "variables")
    if variables and not takes_variables:
        raise TypeError(
            "tf.custom_gradient: the function uses the variables "
            f"{[v.name for v in variables]}, so its grad_fn must take the keyword argument "
            "'variables' and return a pair: gradients of the inputs, and of the variables."
        )
    passed = marked(
        flat, variables, outputs, _gradient_function(grad_fn, flat, variables)
    )
    return nest.pack_sequence_as(result, passed)


def _takes(function: Callable[..., Any], name: str) -> bool:
    try:
        parameters = inspect.signature(function).parameters
    except (TypeError, ValueError):
        return False
    kinds = {p.kind for p in parameters.values()}
    return name in parameters or inspect.Parameter.VAR_KEYWORD in kinds


def _gradient_function(
    grad_fn: Callable[..., Any], flat: list[Any], variables: list[Any]
) -> Callable[..., list[Any]]:
    def gradient(op: Any, *grads: Any) -> list[Any]:
        count = len(grads) - len(flat) - len(variables)
        dys = grads[:count]
        if variables:
            found, of_variables = grad_fn(*dys, variables=variables)
        else:
            found, of_variables = grad_fn(*dys), []
        pieces = nest.flatten(found) if isinstance(found, list | tuple) else [found]
        if len(pieces) != len(flat):
            raise ValueError(
                f"tf.custom_gradient: grad_fn returned {len(pieces)} gradients for "
                f"{len(flat)} inputs."
            )
        return [None] * count + list(pieces) + list(of_variables)

    return gradient


def marked(
    flat: list[Any], variables: list[Any], outputs: list[Any], gradient: Any
) -> list[Any]:
    """The outputs, passed through one node that carries the gradient function."""
    sources = flat + [variable.handle for variable in variables]
    count = len(outputs)
    tapes = current.tapes
    with stop_tapes():
        passed = identity_n_op(outputs + sources)
    for tape in tapes:
        for variable in variables:
            tape.variable_accessed(variable)
    inputs = [*outputs, *sources]
    if isinstance(passed[0], SymbolicTensor):
        passed[0].op.__dict__["gradient_override"] = gradient
        inputs = list(passed[0].op.inputs)
        for outer, inner in zip(sources, inputs[count:], strict=True):
            if outer is not inner and hasattr(inner.op.graph, "capture"):
                inner.op.graph.capture(outer)  # lets the tapes see the link
    attrs = {"T": tuple(tensor.dtype for tensor in inputs)}
    for tape in tapes:
        tape.record(identity_n_op, inputs, attrs, passed, gradient)
    return list(passed[:count])


def recompute_grad(f: Callable[..., Any]) -> Callable[..., Any]:
    """Decorator: forgets what `f` computed inside and computes it again for gradients.

    Args:
        f: A function of tensors.

    Returns:
        A function with the same arguments and results that needs less memory.

    Example:
        >>> import tensorbrook as tf
        >>> g = tf.recompute_grad(lambda x: tf.exp(tf.sin(x)))
        >>> x = tf.constant(0.0)
        >>> with tf.GradientTape() as tape:
        ...     tape.watch(x)
        ...     y = g(x)
        >>> tape.gradient(y, x).numpy()
        np.float32(1.0)
    """
    from tensorbrook._src.autodiff.tape import GradientTape

    @custom_gradient
    def inner(*args: Any, **kwargs: Any) -> Any:
        result = f(*args, **kwargs)

        def grad(*dys: Any, variables: Any = ()) -> Any:
            inputs = [convert_to_tensor(item) for item in args]
            with GradientTape() as tape:
                tape.watch(inputs)
                again = f(*inputs, **kwargs)
            sources = [*inputs, *variables]
            found = tape.gradient(again, sources, output_gradients=list(dys))
            if not variables:
                return found
            return found[: len(inputs)], found[len(inputs) :]

        return result, grad

    return functools.wraps(f)(inner)
