"""`tf.Variable` with the arguments of 1.x, and the functions that change variables."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.graph_keys import GraphKeys
from tensorbrook._src.core.current import current
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.graph.graph import Graph
from tensorbrook._src.ops import array_creation, gather, shape, state
from tensorbrook._src.ops.constant import constant
from tensorbrook._src.variables import variable as variables
from tensorbrook._src.variables.enums import (
    VariableAggregation,
    VariableSynchronization,
)
from tensorbrook._src.variables.variable import Variable


class _AnyVariable(type(Variable)):  # type: ignore[misc]
    """Counts every variable as a `tf.Variable`, whichever name made it."""

    def __instancecheck__(cls, instance: Any) -> bool:
        return isinstance(instance, Variable)

    def _positional(cls) -> tuple[str, ...]:
        return _PARAMETERS


_PARAMETERS = (
    "initial_value",
    "trainable",
    "collections",
    "validate_shape",
    "caching_device",
    "name",
    "variable_def",
    "dtype",
    "expected_shape",
    "import_scope",
    "constraint",
    "use_resource",
    "synchronization",
    "aggregation",
    "shape",
)


class VariableV1(Variable, metaclass=_AnyVariable):
    """A tensor with a state, with the arguments of 1.x.

    Args:
        initial_value: The first value, or a function that returns it.
        trainable: Whether optimizers change it.
        collections: The collections that it goes into.
        validate_shape: If False, the shape is left open.
        caching_device: Accepted for compatibility.
        name: The name.
        variable_def: Not supported.
        dtype: The type that the value is converted to.
        expected_shape: Accepted for compatibility.
        import_scope: Accepted for compatibility.
        constraint: A function that optimizers apply after an update.
        use_resource: Accepted for compatibility: every variable is a resource.
        synchronization: How copies on several devices are kept in step.
        aggregation: How updates of copies are combined.
        shape: The static shape, where it is looser than that of the first value.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default():
        ...     tf.Variable([1.0], trainable=False, name="v")
        <tf.Variable 'v:0' shape=(1,) dtype=float32>
    """

    def __init__(
        self,
        initial_value: Any = None,
        trainable: bool | None = None,
        collections: Any = None,
        validate_shape: bool = True,
        caching_device: Any = None,
        name: str | None = None,
        variable_def: Any = None,
        dtype: Any = None,
        expected_shape: Any = None,
        import_scope: str | None = None,
        constraint: Any = None,
        use_resource: bool | None = None,
        synchronization: VariableSynchronization = VariableSynchronization.AUTO,
        aggregation: VariableAggregation = VariableAggregation.NONE,
        shape: Any = None,
        experimental_enable_variable_lifting: bool = True,
    ) -> None:
        if collections is not None and not isinstance(collections, list | tuple | set):
            raise ValueError(
                f"tf.Variable: `collections` must be a list of names, got {collections!r}."
            )
        self._collections = None if collections is None else list(collections)
        super().__init__(
            initial_value,
            trainable,
            validate_shape,
            caching_device,
            name,
            variable_def,
            dtype,
            import_scope,
            constraint,
            synchronization,
            aggregation,
            shape,
            experimental_enable_variable_lifting,
        )

    def _collection_names(self) -> list[str]:
        if self._collections is None:
            return super()._collection_names()
        names = list(self._collections)
        if self.trainable and GraphKeys.TRAINABLE_VARIABLES not in names:
            names.append(GraphKeys.TRAINABLE_VARIABLES)
        return names


def assign(
    ref: Any,
    value: Any,
    validate_shape: bool | None = None,
    use_locking: bool | None = None,
    name: str | None = None,
) -> Any:
    """Replaces the value of a variable.

    Args:
        ref: The variable.
        value: The new value.
        validate_shape: If False, the new value may have another shape.
        use_locking: Accepted for compatibility.
        name: Name of the node in a graph.

    Returns:
        The new value.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     v = tf.Variable(1)
        ...     sess.run(v.initializer)
        ...     print(sess.run(tf.assign(v, 5)))
        5
    """
    return ref.assign(value, name=name)


def assign_add(
    ref: Any, value: Any, use_locking: bool | None = None, name: str | None = None
) -> Any:
    """Adds to the value of a variable and returns the new value."""
    return ref.assign_add(value, name=name)


def assign_sub(
    ref: Any, value: Any, use_locking: bool | None = None, name: str | None = None
) -> Any:
    """Subtracts from the value of a variable and returns the new value."""
    return ref.assign_sub(value, name=name)


def count_up_to(ref: Any, limit: int, name: str | None = None) -> Any:
    """Adds one to a variable and returns the value before, until `limit` is reached.

    Args:
        ref: An integer variable.
        limit: The value at which it fails.
        name: Name of the node in a graph.

    Returns:
        The value before it was incremented.

    Raises:
        errors.OutOfRangeError: The limit was reached, when the graph runs.
    """
    return ref.count_up_to(limit)


def is_variable_initialized(variable: Any) -> Tensor:
    """Whether a variable has a value.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.is_variable_initialized(tf.Variable(1))))
        False
    """
    return state.var_is_initialized_op(variable.handle)  # type: ignore[no-any-return]


def report_uninitialized_variables(
    var_list: Any = None, name: str = "report_uninitialized_variables"
) -> Tensor:
    """The names of the variables that have no value yet.

    Args:
        var_list: The variables to look at; by default all global and local ones.
        name: Name scope of the nodes.

    Returns:
        A vector of strings.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     v = tf.Variable(1, name="v")
        ...     print(sess.run(tf.report_uninitialized_variables()))
        [b'v']
    """
    graph = current.interpreter
    if var_list is None:
        var_list = []
        if isinstance(graph, Graph):
            var_list = graph.get_collection(GraphKeys.GLOBAL_VARIABLES)
            var_list += graph.get_collection(GraphKeys.LOCAL_VARIABLES)
    if not var_list:
        return array_creation.zeros([0], dtype="string")
    ready = shape.stack([is_variable_initialized(item) for item in var_list])
    names = constant([item.name.rpartition(":")[0] for item in var_list])
    return gather.boolean_mask(names, ~ready, name=name)


def resource_variables_enabled() -> bool:
    """Whether variables are resources by default in this era; they always behave so."""
    return bool(_enabled[0])


def enable_resource_variables() -> None:
    """Accepted for compatibility: every variable is a resource."""
    _enabled[0] = True


def disable_resource_variables() -> None:
    """Accepted for compatibility: every variable is a resource."""
    _enabled[0] = False


_enabled = [True]

variable_creator_scope = variables.variable_creator_scope
