"""Placeholders, collections, initialisation and behaviour switches of 1.x programs."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1 import control_flow, variable
from tensorbrook._src.compat_v1.graph_keys import GraphKeys
from tensorbrook._src.core import shapes
from tensorbrook._src.core.current import current
from tensorbrook._src.core.dtypes import as_dtype
from tensorbrook._src.core.shapes import as_dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.graph import default_graph
from tensorbrook._src.graph.default_graph import get_default_graph
from tensorbrook._src.ops.constant import placeholder_op, placeholder_with_default_op


def _graph_only(what: str) -> None:
    if current.interpreter.executing_eagerly:
        raise RuntimeError(
            f"{what} is not compatible with eager execution. Build inside `with "
            "tf.Graph().as_default():`, or call tf.compat.v1.disable_eager_execution() "
            "at the start of the program."
        )


def placeholder(dtype: Any, shape: Any = None, name: str | None = None) -> Tensor:
    """A tensor whose value is fed when the graph runs.

    Args:
        dtype: The dtype of the values.
        shape: The static shape; unknown dims are None.
        name: Name of the node.

    Returns:
        A symbolic tensor.

    Raises:
        RuntimeError: Executing eagerly.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default():
        ...     tf.placeholder(tf.float32, [None, 2], name="x")
        <tf.Tensor 'x:0' shape=(None, 2) dtype=float32>
    """
    _graph_only("tf.placeholder()")
    return placeholder_op(  # type: ignore[no-any-return]
        dtype=as_dtype(dtype).base_dtype, shape=as_dims(shape), name=name
    )


def placeholder_with_default(input: Any, shape: Any, name: str | None = None) -> Tensor:
    """A tensor that has the value of `input` unless something is fed.

    Args:
        input: The default.
        shape: The static shape; unknown dims are None.
        name: Name of the node.

    Returns:
        A tensor.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.placeholder_with_default(2, [])))
        2
    """
    return placeholder_with_default_op(  # type: ignore[no-any-return]
        input, shape=as_dims(shape), name=name
    )


def add_to_collection(name: Any, value: Any) -> None:
    """Appends `value` to a collection of the default graph."""
    get_default_graph().add_to_collection(name, value)


def add_to_collections(names: Any, value: Any) -> None:
    """Appends `value` to several collections of the default graph."""
    get_default_graph().add_to_collections(names, value)


def get_collection(key: Any, scope: str | None = None) -> list[Any]:
    """A copy of a collection of the default graph."""
    return get_default_graph().get_collection(key, scope)  # type: ignore[no-any-return]


def get_collection_ref(key: Any) -> list[Any]:
    """A collection of the default graph itself."""
    return get_default_graph().get_collection_ref(key)  # type: ignore[no-any-return]


def global_variables(scope: str | None = None) -> list[Any]:
    """The variables of the default graph that are shared and saved."""
    return get_collection(GraphKeys.GLOBAL_VARIABLES, scope)


def all_variables() -> list[Any]:
    """The old name of `global_variables`."""
    return global_variables()


def model_variables(scope: str | None = None) -> list[Any]:
    """The variables of the collection `tf.GraphKeys.MODEL_VARIABLES`."""
    return get_collection(GraphKeys.MODEL_VARIABLES, scope)


def moving_average_variables(scope: str | None = None) -> list[Any]:
    """The variables that have a moving average."""
    return get_collection(GraphKeys.MOVING_AVERAGE_VARIABLES, scope)


def local_variables(scope: str | None = None) -> list[Any]:
    """The variables of the default graph that belong to this process."""
    return get_collection(GraphKeys.LOCAL_VARIABLES, scope)


def trainable_variables(scope: str | None = None) -> list[Any]:
    """The variables of the default graph that optimizers train."""
    return get_collection(GraphKeys.TRAINABLE_VARIABLES, scope)


def variables_initializer(var_list: Any, name: str = "init") -> Any:
    """An operation that initialises the variables of a list.

    Args:
        var_list: Variables.
        name: Name of the operation.

    Returns:
        The operation; None when executing eagerly, where variables have values already.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     v = tf.Variable(3)
        ...     _ = sess.run(tf.variables_initializer([v]))
        ...     print(sess.run(v))
        3
    """
    if current.interpreter.executing_eagerly:
        return None
    from tensorbrook._src.ops.constant import no_op

    graph = get_default_graph()
    with graph.control_dependencies(None):
        with graph.control_dependencies(
            [variable.initializer for variable in var_list]
        ):
            return no_op(name=name)


def global_variables_initializer() -> Any:
    """An operation that initialises all global variables of the default graph.

    Returns:
        The operation.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     v = tf.Variable(3)
        ...     _ = sess.run(tf.global_variables_initializer())
        ...     print(sess.run(v))
        3
    """
    return variables_initializer(global_variables())


initialize_all_variables = global_variables_initializer
initialize_variables = variables_initializer


def local_variables_initializer() -> Any:
    """An operation that initialises all local variables of the default graph."""
    return variables_initializer(local_variables())


initialize_local_variables = local_variables_initializer


def tables_initializer(name: str = "init_all_tables") -> Any:
    """An operation that initialises all lookup tables of the default graph."""
    from tensorbrook._src.ops.constant import no_op

    graph = get_default_graph()
    with graph.control_dependencies(get_collection(GraphKeys.TABLE_INITIALIZERS)):
        return no_op(name=name)


initialize_all_tables = tables_initializer


def disable_eager_execution() -> None:
    """Makes operations build into the default graph.

    Raises:
        ValueError: A graph is being built.
    """
    default_graph.build_by_default()


def enable_eager_execution(
    config: Any = None, device_policy: Any = None, execution_mode: Any = None
) -> None:
    """Makes operations run at once."""
    default_graph.execute_by_default()


def disable_v2_behavior() -> None:
    """Enters 1.x mode: graphs, identity as `==` of tensors, `Dimension` in shapes."""
    default_graph.build_by_default()
    Tensor._use_equality = False
    shapes.disable_v2_tensorshape()
    variable.disable_resource_variables()
    control_flow.disable_control_flow_v2()


def enable_v2_behavior() -> None:
    """Enters 2.x mode."""
    default_graph.execute_by_default()
    Tensor._use_equality = True
    shapes.enable_v2_tensorshape()
    variable.enable_resource_variables()
    control_flow.enable_control_flow_v2()


def disable_tensor_equality() -> None:
    """Makes `==` of tensors compare identities, as in 1.x."""
    Tensor._use_equality = False


def enable_tensor_equality() -> None:
    """Makes `==` of tensors compare elements, as in 2.x."""
    Tensor._use_equality = True


def executing_eagerly_outside_functions() -> bool:
    """Whether operations run at once outside of traced functions."""
    interpreter = current.interpreter
    while getattr(interpreter, "building_function", False):
        interpreter = interpreter.outer
    return bool(interpreter.executing_eagerly)
