"""`tf.contrib.layers.optimize_loss`."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1 import framework
from tensorbrook._src.compat_v1.estimator.canned import optimizer_of
from tensorbrook._src.compat_v1.global_step import get_global_step
from tensorbrook._src.compat_v1.graph_keys import GraphKeys
from tensorbrook._src.compat_v1.variable_scope import variable_scope
from tensorbrook._src.core.scopes import control_dependencies
from tensorbrook._src.ops import clip
from tensorbrook._src.ops.constant import identity


def optimize_loss(
    loss: Any,
    global_step: Any,
    learning_rate: Any,
    optimizer: Any,
    gradient_noise_scale: Any = None,
    gradient_multipliers: Any = None,
    clip_gradients: Any = None,
    learning_rate_decay_fn: Any = None,
    update_ops: Any = None,
    variables: Any = None,
    name: str | None = None,
    summaries: Any = None,
    colocate_gradients_with_ops: bool = False,
    increment_global_step: bool = True,
) -> Any:
    """A tensor that makes a training step and is the loss.

    Args:
        loss: The loss.
        global_step: The variable that counts the steps.
        learning_rate: The rate.
        optimizer: An optimizer, its class or its name ("Adam", "SGD", ...), or a function
            of the rate.
        gradient_noise_scale: Not supported.
        gradient_multipliers: Factors of the gradients by variable or its name.
        clip_gradients: The largest norm of all gradients, or a function of the pairs.
        learning_rate_decay_fn: A function of rate and step.
        update_ops: What runs before; by default the collection of update operations.
        variables: By default all trainable variables.
        name: Name of the scope.
        summaries: Accepted for compatibility.
        colocate_gradients_with_ops: Accepted for compatibility.
        increment_global_step: Whether the step is counted.

    Returns:
        The loss, after the step.

    Raises:
        NotImplementedError: Noise is asked for.
    """
    if gradient_noise_scale is not None:
        raise NotImplementedError(
            "optimize_loss: gradient_noise_scale is not supported."
        )
    with variable_scope(name, "OptimizeLoss"):
        step = get_global_step() if global_step is None else global_step
        if update_ops is None:
            update_ops = framework.get_collection(GraphKeys.UPDATE_OPS)
        with control_dependencies(list(update_ops)):
            loss = identity(loss)
        if learning_rate_decay_fn is not None:
            learning_rate = learning_rate_decay_fn(learning_rate, step)
        if callable(optimizer) and not isinstance(optimizer, type):
            optimizer = optimizer(learning_rate)
        else:
            optimizer = optimizer_of(optimizer, learning_rate)
        pairs = optimizer.compute_gradients(loss, variables)
        if gradient_multipliers:
            pairs = [(_scaled(g, v, gradient_multipliers), v) for g, v in pairs]
        if callable(clip_gradients):
            pairs = clip_gradients(pairs)
        elif clip_gradients is not None:
            slopes, owners = zip(*pairs, strict=True)
            clipped, _ = clip.clip_by_global_norm(slopes, clip_gradients)
            pairs = list(zip(clipped, owners, strict=True))
        done = optimizer.apply_gradients(
            pairs, global_step=step if increment_global_step else None
        )
        with control_dependencies([done]):
            return identity(loss)


def _scaled(gradient: Any, variable: Any, factors: dict[Any, Any]) -> Any:
    plain = variable.name.rpartition(":")[0]
    factor = next(
        (
            value
            for key, value in factors.items()
            if key is variable
            or (isinstance(key, str) and key in (plain, variable.name))
        ),
        None,
    )
    return gradient if factor is None or gradient is None else gradient * factor
