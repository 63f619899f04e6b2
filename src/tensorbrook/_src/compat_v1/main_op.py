"""Operations that a SavedModel of 1.x runs after it was loaded."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.framework import (
    global_variables_initializer,
    local_variables_initializer,
    tables_initializer,
)
from tensorbrook._src.graph.default_graph import get_default_graph
from tensorbrook._src.ops.constant import no_op


def main_op() -> Any:
    """An operation that initialises variables, local variables and tables.

    Returns:
        The operation.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default():
        ...     operation = tf.saved_model.main_op.main_op()
        >>> operation.type
        'NoOp'
    """
    first = [
        global_variables_initializer(),
        local_variables_initializer(),
        tables_initializer(),
    ]
    with get_default_graph().control_dependencies(first):
        return no_op(name="main_op")


def main_op_with_restore(restore_op_name: str) -> Any:
    """An operation that restores variables, after `main_op`'s work.

    Args:
        restore_op_name: The name of the operation that restores.

    Returns:
        The operation.
    """
    graph = get_default_graph()
    with graph.control_dependencies([main_op()]):
        restore = graph.get_operation_by_name(restore_op_name)
        restore.add_control_input(graph.get_operations()[-1])
    with graph.control_dependencies([restore]):
        return no_op(name="main_op_with_restore")
