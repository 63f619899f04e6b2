"""`tf.autograph.to_code`, `tf.autograph.to_graph` and `set_loop_options`."""

from __future__ import annotations

import ast
import types
from collections.abc import Callable, Iterable
from typing import Any

from tensorbrook._src.function.autograph.conversion import convert, rewritten
from tensorbrook._src.function.autograph.features import Feature, feature_names
from tensorbrook._src.function.autograph.source import SourceNotFoundError
from tensorbrook._src.function.autograph.unit import NOT_RECURSIVE

_UNSPECIFIED = object()


class ConversionError(ValueError):
    """A function cannot be converted."""


def _function_of(entity: Any) -> types.FunctionType:
    function = getattr(entity, "__func__", entity)
    if isinstance(function, types.FunctionType):
        return function
    raise ConversionError(
        "Only a Python function or method can be converted (of a tf.function, its "
        f"python_function). Received: {entity!r}"
    )


def _features(
    recursive: bool, features: Feature | Iterable[Feature] | None
) -> frozenset[str]:
    names = feature_names(features)
    return names if recursive else names | {NOT_RECURSIVE}


def to_code(
    entity: Callable[..., Any],
    recursive: bool = True,
    experimental_optional_features: Feature | Iterable[Feature] | None = None,
) -> str:
    """Returns the source of a function as `tf.function` would trace it.

    Args:
        entity: a Python function or method.
        recursive: whether the functions that it calls are converted, too.
        experimental_optional_features: a `Feature`, several of them, or None.

    Returns:
        Python source, in which `ag__` stands for the operators that decide at run time.

    Raises:
        ValueError: `entity` is no Python function, or its source is not available.

    Example:
        >>> import tensorbrook as tf
        >>> def absolute(x):
        ...     return x if x > 0 else -x
        >>> print(tf.autograph.to_code(absolute))
        def absolute(x):
            return ag__.if_exp(x > 0, lambda: x, lambda: -x)
    """
    function = _function_of(entity)
    features = _features(recursive, experimental_optional_features)
    try:
        return ast.unparse(
            ast.fix_missing_locations(rewritten(function, features).node)
        )
    except SourceNotFoundError as error:
        raise ConversionError(
            f"Cannot convert {function.__qualname__}: {error}"
        ) from error


def to_graph(
    entity: Callable[..., Any],
    recursive: bool = True,
    experimental_optional_features: Feature | Iterable[Feature] | None = None,
) -> Callable[..., Any]:
    """Converts a Python function so that its control flow accepts symbolic tensors.

    Args:
        entity: a Python function or method; a method's object stays an argument.
        recursive: whether the functions that it calls are converted, too.
        experimental_optional_features: a `Feature`, several of them, or None.

    Returns:
        The converted function.

    Raises:
        ValueError: `entity` is no Python function.

    Example:
        >>> import tensorbrook as tf
        >>> def absolute(x):
        ...     return x if x > 0 else -x
        >>> tf.autograph.to_graph(absolute)(-3)
        3
    """
    features = _features(recursive, experimental_optional_features)
    return convert(_function_of(entity), features)  # type: ignore[no-any-return]


def set_loop_options(
    parallel_iterations: Any = _UNSPECIFIED,
    swap_memory: Any = _UNSPECIFIED,
    maximum_iterations: Any = _UNSPECIFIED,
    shape_invariants: Any = _UNSPECIFIED,
) -> None:
    """Sets options of the loop in whose body it is called; elsewhere it does nothing.

    Args:
        parallel_iterations: accepted for the sake of programs that set it.
        swap_memory: accepted for the sake of programs that set it.
        maximum_iterations: the loop ends after so many turns.
        shape_invariants: a list of pairs (variable, shape), for variables whose shape
          changes from turn to turn.

    Example:
        >>> import tensorbrook as tf
        >>> tf.autograph.experimental.set_loop_options(maximum_iterations=3)
    """
