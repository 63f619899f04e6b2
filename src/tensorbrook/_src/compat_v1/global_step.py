"""The variable that counts training steps."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.graph_keys import GraphKeys
from tensorbrook._src.compat_v1.initializers import Zeros
from tensorbrook._src.compat_v1.variable import VariableV1
from tensorbrook._src.compat_v1.variable_scope import get_variable
from tensorbrook._src.core import dtypes
from tensorbrook._src.core.current import current
from tensorbrook._src.graph.default_graph import get_default_graph


def get_global_step(graph: Any = None) -> Any:
    """The variable that counts training steps, or None.

    Args:
        graph: A graph; by default the default graph.

    Returns:
        The variable, or None where there is none.

    Raises:
        TypeError: What is called `global_step` isn't an integer scalar.
    """
    graph = graph or get_default_graph()
    found = graph.get_collection(GraphKeys.GLOBAL_STEP)
    if not found:
        return None
    if len(found) > 1:
        raise ValueError(f"Multiple tensors in global_step collection: {found}.")
    assert_global_step(found[0])
    return found[0]


def create_global_step(graph: Any = None) -> Any:
    """Makes the variable that counts training steps.

    Args:
        graph: A graph; by default the default graph.

    Returns:
        An int64 variable that begins with 0.

    Raises:
        ValueError: There is one already.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default():
        ...     tf.train.create_global_step()
        <tf.Variable 'global_step:0' shape=() dtype=int64>
    """
    graph = graph or get_default_graph()
    if get_global_step(graph) is not None:
        raise ValueError('"global_step" already exists.')
    if current.interpreter.executing_eagerly:
        step = VariableV1(0, trainable=False, name="global_step", dtype=dtypes.int64)
        graph.add_to_collection(GraphKeys.GLOBAL_STEP, step)
        return step
    with graph.as_default(), graph.name_scope(None):
        return get_variable(
            GraphKeys.GLOBAL_STEP,
            [],
            dtypes.int64,
            Zeros(),
            trainable=False,
            collections=[GraphKeys.GLOBAL_VARIABLES, GraphKeys.GLOBAL_STEP],
        )


def get_or_create_global_step(graph: Any = None) -> Any:
    """The variable that counts training steps, made where there is none."""
    graph = graph or get_default_graph()
    found = get_global_step(graph)
    return create_global_step(graph) if found is None else found


def global_step(sess: Any, global_step_tensor: Any) -> int:
    """The number of training steps so far, in a session."""
    return int(sess.run(global_step_tensor))


def assert_global_step(global_step_tensor: Any) -> None:
    """Raises TypeError if something can't count training steps."""
    if not global_step_tensor.dtype.base_dtype.is_integer:
        raise TypeError(
            f'Existing "global_step" does not have integer type: '
            f"{global_step_tensor.dtype.name}"
        )
    if global_step_tensor.shape.ndims not in (0, None):
        raise TypeError(
            f'Existing "global_step" is not scalar: {global_step_tensor.shape}'
        )
