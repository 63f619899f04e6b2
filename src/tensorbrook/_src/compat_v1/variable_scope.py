"""`tf.variable_scope`: names, reuse and defaults for the variables of `tf.get_variable`."""

from __future__ import annotations

import contextlib
import functools
from typing import Any

from tensorbrook._src.compat_v1.graph_keys import GraphKeys
from tensorbrook._src.compat_v1.variable_store import (
    AUTO_REUSE,
    VariableStore,
    default_store,
    session_graph,
)
from tensorbrook._src.core import dtypes
from tensorbrook._src.core.current import current
from tensorbrook._src.core.scopes import current_scope, name_scope
from tensorbrook._src.graph.graph import Graph
from tensorbrook._src.variables.enums import (
    VariableAggregation,
    VariableSynchronization,
)

_KEY = ("__varscope",)


class VariableScope:
    """What `variable_scope` yields: a name, and defaults for new variables.

    Args:
        reuse: None or False, True, or `tf.AUTO_REUSE`.
        name: The name, which stands before the names of variables.
        initializer: The default initializer.
        regularizer: The default regularizer.
        caching_device: Accepted for compatibility.
        partitioner: Accepted for compatibility: variables stay in one piece.
        custom_getter: A function that wraps `get_variable`.
        name_scope: The name scope that was opened with it.
        dtype: The default type.
        use_resource: Accepted for compatibility.
        constraint: The default constraint.
    """

    def __init__(
        self,
        reuse: Any,
        name: str = "",
        initializer: Any = None,
        regularizer: Any = None,
        caching_device: Any = None,
        partitioner: Any = None,
        custom_getter: Any = None,
        name_scope: str = "",
        dtype: Any = dtypes.float32,
        use_resource: bool | None = None,
        constraint: Any = None,
    ) -> None:
        self._name = name
        self._reuse = reuse
        self._name_scope = name_scope
        self.initializer = initializer
        self.regularizer = regularizer
        self.caching_device = caching_device
        self.partitioner = partitioner
        self.custom_getter = custom_getter
        self.dtype = dtype
        self.use_resource = use_resource
        self.constraint = constraint

    @property
    def name(self) -> str:
        """The name, which stands before the names of variables."""
        return self._name

    @property
    def original_name_scope(self) -> str:
        """The name scope that was opened with the scope."""
        return self._name_scope

    @property
    def reuse(self) -> Any:
        """Whether variables that are there already are returned."""
        return self._reuse

    def reuse_variables(self) -> None:
        """Makes `get_variable` return the variables that are there already."""
        self._reuse = True

    def set_initializer(self, initializer: Any) -> None:
        """Sets the default initializer."""
        self.initializer = initializer

    def set_regularizer(self, regularizer: Any) -> None:
        """Sets the default regularizer."""
        self.regularizer = regularizer

    def set_dtype(self, dtype: Any) -> None:
        """Sets the default type."""
        self.dtype = dtype

    def set_use_resource(self, use_resource: bool) -> None:
        """Accepted for compatibility."""
        self.use_resource = use_resource

    def set_caching_device(self, caching_device: Any) -> None:
        """Accepted for compatibility."""
        self.caching_device = caching_device

    def set_partitioner(self, partitioner: Any) -> None:
        """Accepted for compatibility."""
        self.partitioner = partitioner

    def set_custom_getter(self, custom_getter: Any) -> None:
        """Sets the function that wraps `get_variable`."""
        self.custom_getter = custom_getter

    def get_collection(self, name: str) -> list[Any]:
        """The items of a collection whose names lie below this scope."""
        graph = session_graph()
        prefix = self._name + "/" if self._name else None
        return graph.get_collection(name, prefix)  # type: ignore[no-any-return]

    def trainable_variables(self) -> list[Any]:
        """The trainable variables below this scope."""
        return self.get_collection(GraphKeys.TRAINABLE_VARIABLES)

    def global_variables(self) -> list[Any]:
        """The global variables below this scope."""
        return self.get_collection(GraphKeys.GLOBAL_VARIABLES)

    def local_variables(self) -> list[Any]:
        """The local variables below this scope."""
        return self.get_collection(GraphKeys.LOCAL_VARIABLES)

    def get_variable(self, var_store: VariableStore, name: str, **options: Any) -> Any:
        """The variable `name` below this scope; options as for `tf.get_variable`."""
        given = dict(options)
        getter = given.pop("custom_getter", None) or self.custom_getter
        given.setdefault("reuse", None)
        for key, default in (
            ("initializer", self.initializer),
            ("regularizer", self.regularizer),
            ("constraint", self.constraint),
            ("dtype", self.dtype),
        ):
            if given.get(key) is None:
                given[key] = default
        if given["reuse"] is None:
            given["reuse"] = self._reuse
        full = f"{self._name}/{name}" if self._name else name
        if getter is None:
            return _from_store(var_store, full, **given)
        return getter(
            getter=functools.partial(_from_store, var_store), name=full, **given
        )


def _from_store(store: VariableStore, name: str, *args: Any, **options: Any) -> Any:
    for unused in ("caching_device", "partitioner", "use_resource"):
        options.pop(unused, None)
    return store.get_variable(name, *args, **options)


class _Scopes:
    """The current scope of a graph, and how often each name was opened."""

    def __init__(self) -> None:
        self.current = VariableScope(False)
        self.counts: dict[str, int] = {}

    def open(self, name: str) -> None:
        self.counts[name] = self.counts.get(name, 0) + 1

    def forget_below(self, name: str) -> None:
        for known in self.counts:
            if not name or known.startswith(name + "/"):
                self.counts[known] = 0

    def unique(self, name: str) -> str:
        """`name`, with a number where it was opened before in the current scope."""
        prefix = f"{self.current.name}/" if self.current.name else ""
        if not self.counts.get(prefix + name):
            return name
        number = 1
        while self.counts.get(f"{prefix}{name}_{number}"):
            number += 1
        return f"{name}_{number}"


_eager_scopes = _Scopes()


def _scopes() -> _Scopes:
    graph = session_graph()
    if not isinstance(graph, Graph):
        return _eager_scopes
    kept = graph.get_collection_ref(_KEY)
    if not kept:
        kept.append(_Scopes())
    return kept[0]  # type: ignore[no-any-return]


def get_variable_scope() -> VariableScope:
    """The innermost variable scope.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.variable_scope("a"):
        ...     tf.get_variable_scope().name
        'a'
    """
    return _scopes().current


class variable_scope:  # noqa: N801 - the public name
    """Names the variables of `tf.get_variable` in the body of a `with`.

    Args:
        name_or_scope: A name, or a scope to enter again; None takes `default_name`.
        default_name: A name that gets a number where it is taken.
        values: Accepted for compatibility.
        initializer: The default initializer.
        regularizer: The default regularizer.
        caching_device: Accepted for compatibility.
        partitioner: Accepted for compatibility: variables stay in one piece.
        custom_getter: A function that wraps `get_variable`.
        reuse: True, False, None (as outside) or `tf.AUTO_REUSE`.
        dtype: The default type.
        use_resource: Accepted for compatibility.
        constraint: The default constraint.
        auxiliary_name_scope: Whether a name scope is opened as well.

    Raises:
        ValueError: There is neither a name nor a default name.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default():
        ...     with tf.variable_scope("layer"):
        ...         v = tf.get_variable("w", [1])
        ...     with tf.variable_scope("layer", reuse=True):
        ...         print(v.name, tf.get_variable("w", [1]) is v)
        layer/w:0 True
    """

    def __init__(
        self,
        name_or_scope: Any,
        default_name: str | None = None,
        values: Any = None,
        initializer: Any = None,
        regularizer: Any = None,
        caching_device: Any = None,
        partitioner: Any = None,
        custom_getter: Any = None,
        reuse: Any = None,
        dtype: Any = None,
        use_resource: bool | None = None,
        constraint: Any = None,
        auxiliary_name_scope: bool = True,
    ) -> None:
        if default_name is None and name_or_scope is None:
            raise ValueError("If default_name is None then name_or_scope is required")
        if name_or_scope is None and reuse:
            raise ValueError("reuse=True cannot be used without a name_or_scope")
        if name_or_scope is not None and not isinstance(
            name_or_scope, str | VariableScope
        ):
            raise TypeError(
                "VariableScope: name_or_scope must be a string or VariableScope, got "
                f"{name_or_scope!r}."
            )
        self._given = name_or_scope
        self._default_name = default_name
        self._reuse = reuse or None if reuse is not AUTO_REUSE else AUTO_REUSE
        self._defaults = {
            "initializer": initializer,
            "regularizer": regularizer,
            "caching_device": caching_device,
            "partitioner": partitioner,
            "dtype": dtype,
            "use_resource": use_resource,
            "constraint": constraint,
        }
        self._custom_getter = custom_getter
        self._auxiliary = auxiliary_name_scope
        self._exits: list[contextlib.ExitStack] = []

    def __enter__(self) -> VariableScope:
        stack = contextlib.ExitStack()
        scopes = _scopes()
        name = self._given
        if name is None:
            name = scopes.unique(self._default_name or "")
        full_scope = ""
        opened = self._default_name if self._given is None else _last_part(name)
        if self._auxiliary and opened:
            full_scope = stack.enter_context(name_scope(opened))
        elif self._auxiliary:
            full_scope = current_scope()
        stack.callback(_enter(scopes, name, self._settled(name, scopes, full_scope)))
        self._exits.append(stack)
        return scopes.current

    def __exit__(self, *error: Any) -> None:
        self._exits.pop().close()

    def _settled(self, name: Any, scopes: _Scopes, full_scope: str) -> VariableScope:
        """The new scope: what is given here, else what the old one says."""
        outer = scopes.current
        old = name if isinstance(name, VariableScope) else outer
        reuse = self._reuse if self._reuse is not None else old.reuse
        if isinstance(name, VariableScope):
            full, full_scope = name.name, name.original_name_scope
        else:
            full = f"{outer.name}/{name}" if outer.name else name
        made = VariableScope(reuse, full, name_scope=full_scope)
        for key, value in self._defaults.items():
            setattr(made, key, getattr(old, key) if value is None else value)
        made.custom_getter = _both_getters(self._custom_getter, old.custom_getter)
        return made


def _last_part(scope: Any) -> str:
    if isinstance(scope, VariableScope):
        return scope.name.rpartition("/")[2]
    return str(scope)


def _enter(scopes: _Scopes, name: Any, scope: VariableScope) -> Any:
    """Makes a scope the current one; returns what takes that back."""
    outer, counts = scopes.current, dict(scopes.counts)
    scopes.open(scope.name)
    scopes.current = scope

    def leave() -> None:
        scopes.forget_below(scope.name)
        if isinstance(name, VariableScope):
            scopes.counts = counts
        scopes.current = outer

    return leave


def _both_getters(inner: Any, outer: Any) -> Any:
    """A getter that calls the inner one with the outer one as what it wraps."""
    if inner is None or outer is None:
        return inner or outer

    def getter(getter: Any, *args: Any, **options: Any) -> Any:
        return inner(functools.partial(outer, getter), *args, **options)

    return getter


def get_variable(
    name: str,
    shape: Any = None,
    dtype: Any = None,
    initializer: Any = None,
    regularizer: Any = None,
    trainable: bool | None = None,
    collections: Any = None,
    caching_device: Any = None,
    partitioner: Any = None,
    validate_shape: bool = True,
    use_resource: bool | None = None,
    custom_getter: Any = None,
    constraint: Any = None,
    synchronization: VariableSynchronization = VariableSynchronization.AUTO,
    aggregation: VariableAggregation = VariableAggregation.NONE,
) -> Any:
    """The variable of a name in the current variable scope, made at first use.

    Args:
        name: The name below the scope.
        shape: The shape; not needed where `initializer` is a value.
        dtype: The type; by default that of the scope or the value.
        initializer: A value, or a function of shape and dtype; by default
            Glorot's uniform distribution, or zeros for integers.
        regularizer: A function from the variable to a loss, which goes into the
            collection of regularization losses.
        trainable: Whether optimizers change it.
        collections: The collections that it goes into.
        caching_device: Accepted for compatibility.
        partitioner: Accepted for compatibility: variables stay in one piece.
        validate_shape: If False, the shape is left open.
        use_resource: Accepted for compatibility.
        custom_getter: A function that wraps this one.
        constraint: A function that optimizers apply after an update.
        synchronization: How copies on several devices are kept in step.
        aggregation: How updates of copies are combined.

    Returns:
        The variable.

    Raises:
        ValueError: The variable is there and may not be reused, or the contrary.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default():
        ...     tf.get_variable("w", [2, 3])
        <tf.Variable 'w:0' shape=(2, 3) dtype=float32>
    """
    if dtype is None and hasattr(initializer, "dtype") and not callable(initializer):
        dtype = initializer.dtype
    elif dtype is None and initializer is not None and not callable(initializer):
        dtype = _dtype_of(initializer)
    options: dict[str, Any] = {
        "shape": shape,
        "dtype": dtype,
        "initializer": initializer,
        "regularizer": regularizer,
        "trainable": trainable,
        "collections": collections,
        "caching_device": caching_device,
        "partitioner": partitioner,
        "validate_shape": validate_shape,
        "use_resource": use_resource,
        "custom_getter": custom_getter,
        "constraint": constraint,
        "synchronization": synchronization,
        "aggregation": aggregation,
    }
    if current.interpreter.executing_eagerly and not get_variable_scope().reuse:
        options["reuse"] = False
    return get_variable_scope().get_variable(default_store(), name, **options)


def _dtype_of(value: Any) -> Any:
    from tensorbrook._src.eager.convert import to_array

    return dtypes.as_dtype(to_array(value, None)[1])


def get_local_variable(
    name: str,
    shape: Any = None,
    dtype: Any = None,
    initializer: Any = None,
    regularizer: Any = None,
    trainable: bool = False,
    collections: Any = None,
    caching_device: Any = None,
    partitioner: Any = None,
    validate_shape: bool = True,
    use_resource: bool | None = None,
    custom_getter: Any = None,
    constraint: Any = None,
    synchronization: VariableSynchronization = VariableSynchronization.AUTO,
    aggregation: VariableAggregation = VariableAggregation.NONE,
) -> Any:
    """As `get_variable`, for a variable that is neither trained nor saved."""
    return get_variable(
        name,
        shape,
        dtype,
        initializer,
        regularizer,
        False,
        [*(collections or ()), GraphKeys.LOCAL_VARIABLES],
        caching_device,
        partitioner,
        validate_shape,
        use_resource,
        custom_getter,
        constraint,
        synchronization,
        aggregation,
    )


@contextlib.contextmanager
def variable_op_scope(
    values: Any,
    name_or_scope: Any,
    default_name: str | None = None,
    initializer: Any = None,
    regularizer: Any = None,
    caching_device: Any = None,
    partitioner: Any = None,
    custom_getter: Any = None,
    reuse: Any = None,
    dtype: Any = None,
    use_resource: bool | None = None,
    constraint: Any = None,
) -> Any:
    """The old form of `variable_scope`, with `values` first."""
    with variable_scope(
        name_or_scope,
        default_name,
        values,
        initializer,
        regularizer,
        caching_device,
        partitioner,
        custom_getter,
        reuse,
        dtype,
        use_resource,
        constraint,
    ) as scope:
        yield scope
