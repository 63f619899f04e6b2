"""`tf.grad_pass_through`: the gradient takes a function for the identity."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tensorbrook._src.autodiff.custom_gradient import custom_gradient


def grad_pass_through(f: Callable[..., Any]) -> Callable[..., Any]:
    """Decorator: gradients pass through `f` as if it returned its arguments.

    Args:
        f: A function of tensors that returns tensors of the same shapes.

    Returns:
        A function with the arguments and results of `f`.

    Example:
        >>> import tensorbrook as tf
        >>> x = tf.constant(1.6)
        >>> with tf.GradientTape() as tape:
        ...     tape.watch(x)
        ...     y = tf.grad_pass_through(tf.round)(x) * 3.0
        >>> tape.gradient(y, x).numpy()
        np.float32(3.0)
    """

    @custom_gradient
    def passed(*args: Any, **kwargs: Any) -> Any:
        def grad(*dys: Any, variables: Any = None) -> Any:
            slopes = dys[0] if len(args) == 1 and len(dys) == 1 else list(dys)
            if variables is None:
                return slopes
            return slopes, [None] * len(variables)

        return f(*args, **kwargs), grad

    return passed
