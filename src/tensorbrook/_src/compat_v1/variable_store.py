"""The variables of a graph by name: what `tf.get_variable` makes and finds."""

from __future__ import annotations

import enum
import inspect
from typing import Any

from tensorbrook._src.compat_v1.graph_keys import GraphKeys
from tensorbrook._src.compat_v1.variable import VariableV1
from tensorbrook._src.core import dtypes
from tensorbrook._src.core.current import current
from tensorbrook._src.core.scopes import name_scope
from tensorbrook._src.core.shapes import TensorShape
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.graph.func_graph import FuncGraph, init_scope
from tensorbrook._src.graph.graph import Graph


class _ReuseMode(enum.Enum):
    """Whether `get_variable` may return a variable that is there already."""

    AUTO_REUSE = 1


AUTO_REUSE = _ReuseMode.AUTO_REUSE

_KEY = ("__variable_store",)


class VariableStore:
    """Variables by their full name."""

    def __init__(self) -> None:
        self.variables: dict[str, Any] = {}

    def get_variable(
        self,
        name: str,
        shape: Any = None,
        dtype: Any = dtypes.float32,
        initializer: Any = None,
        regularizer: Any = None,
        reuse: Any = None,
        trainable: bool | None = None,
        collections: Any = None,
        validate_shape: bool = True,
        **options: Any,
    ) -> Any:
        """The variable `name`: an old one or a new one, as `reuse` says.

        Raises:
            ValueError: It must be there and isn't, or it mustn't and is, or it has
                another shape or type.
        """
        dtype = dtypes.as_dtype(dtype).base_dtype
        found = self.variables.get(name)
        if found is not None:
            return _checked(found, name, shape, dtype, reuse)
        if reuse is True:
            raise ValueError(
                f"Variable {name} does not exist, or was not created with "
                "tf.get_variable(). Did you mean to set reuse=tf.AUTO_REUSE in VarScope?"
            )
        initial = _initial_value(name, shape, dtype, initializer, validate_shape)
        with init_scope(), name_scope(""):
            made = VariableV1(
                initial_value=initial,
                trainable=trainable,
                collections=collections,
                validate_shape=validate_shape,
                name=name,
                dtype=dtype,
                **options,
            )
        graph = session_graph()
        if isinstance(graph, Graph):
            self.variables[name] = made
        if isinstance(graph, FuncGraph):  # a wrapped function, with collections
            _collect(graph, made, collections)
        if regularizer is not None:
            self._regularize(name, made, regularizer)
        return made

    @staticmethod
    def _regularize(name: str, variable: Any, regularizer: Any) -> None:
        with init_scope(), name_scope(f"{name}/Regularizer/"):
            loss = regularizer(variable)
            if loss is not None and isinstance(current.interpreter, Graph):
                current.interpreter.add_to_collection(
                    GraphKeys.REGULARIZATION_LOSSES, loss
                )


def session_graph() -> Any:
    """The graph around all functions that are being traced; eagerly, the interpreter.

    A function that is being wrapped (`wrap_function`) is a graph of its own.
    """
    graph = current.interpreter
    while isinstance(graph, FuncGraph) and not graph.keeps_variables:
        graph = graph.outer
    return graph


def _collect(graph: FuncGraph, variable: Any, collections: Any) -> None:
    """Enters a variable into the collections of the graph of a wrapped function."""
    keys = list(collections or [GraphKeys.GLOBAL_VARIABLES])
    if variable.trainable:
        keys.append(GraphKeys.TRAINABLE_VARIABLES)
    graph.add_to_collections(dict.fromkeys(keys), variable)


def default_store() -> VariableStore:
    """The store of the graph that is being built; eagerly, an empty one."""
    graph = session_graph()
    if not isinstance(graph, Graph):
        return VariableStore()
    kept = graph.get_collection_ref(_KEY)
    if not kept:
        kept.append(VariableStore())
    return kept[0]  # type: ignore[no-any-return]


def _checked(found: Any, name: str, shape: Any, dtype: Any, reuse: Any) -> Any:
    """A variable that is there already, if it may be used again."""
    if not reuse:
        sentence = (
            f"Variable {name} already exists, disallowed. Did you mean to set reuse=True "
            "or reuse=tf.AUTO_REUSE in VarScope?"
        )
        if isinstance(session_graph(), FuncGraph):
            raise ValueError(sentence)
        place = found.op.where
        raise ValueError(
            f"{sentence} Originally defined at:\n\n"
            f'  File "{place[0]}", line {place[1]}, in {place[2]}'
        )
    wanted = TensorShape(shape)
    if not wanted.is_compatible_with(found.shape):
        raise ValueError(
            f"Trying to share variable {name}, but specified shape {wanted} and found "
            f"shape {found.shape}."
        )
    if found.dtype.base_dtype is not dtype:
        raise ValueError(
            f"Trying to share variable {name}, but specified dtype {dtype.name} and "
            f"found dtype {found.dtype.name}."
        )
    return found


def _initial_value(
    name: str, shape: Any, dtype: Any, initializer: Any, validate_shape: bool
) -> Any:
    """What the new variable begins with: a value, or a function that makes it."""
    if initializer is None:
        initializer = _default_initializer(name, dtype)
    if inspect.isclass(initializer):
        initializer = initializer()
    if not callable(initializer) or isinstance(initializer, Tensor):
        if shape is not None and not isinstance(initializer, Tensor):
            given = TensorShape(shape)
            if given.is_fully_defined() and given.num_elements():
                raise ValueError("If initializer is a constant, do not specify shape.")
        if shape is not None and isinstance(initializer, Tensor):
            raise ValueError("If initializer is a constant, do not specify shape.")
        return initializer
    if _takes_no_arguments(initializer):
        return initializer
    wanted = TensorShape(shape)
    if not wanted.is_fully_defined():
        raise ValueError(
            f"Shape of a new variable ({name}) must be fully defined, but instead was "
            f"{wanted}."
        )
    return lambda: initializer(wanted.as_list(), dtype=dtype)


def _takes_no_arguments(function: Any) -> bool:
    try:
        parameters = inspect.signature(function).parameters
    except (TypeError, ValueError):  # a builtin that doesn't tell
        return False
    return not parameters


def _default_initializer(name: str, dtype: Any) -> Any:
    from tensorbrook._src.compat_v1 import initializers

    if dtype.is_floating:
        return initializers.GlorotUniform(dtype=dtype)
    if dtype.is_integer or dtype.is_bool:
        return initializers.Zeros(dtype=dtype)
    raise ValueError(f"An initializer for variable {name} of {dtype.name} is required.")
