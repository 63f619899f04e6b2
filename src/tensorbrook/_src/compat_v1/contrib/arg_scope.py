"""`tf.contrib.framework.arg_scope`: defaults for the arguments of functions."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator
from typing import Any

_scopes: list[dict[str, dict[str, Any]]] = [{}]


def _key(function: Any) -> str:
    return str(getattr(function, "_arg_scope_key", function))


def add_arg_scope(func: Callable[..., Any]) -> Callable[..., Any]:
    """Lets `arg_scope` give defaults to a function.

    Args:
        func: The function.

    Returns:
        A function that looks its arguments up.

    Example:
        >>> @add_arg_scope
        ... def power(x, exponent=2):
        ...     return x ** exponent
        >>> with arg_scope([power], exponent=3):
        ...     power(2)
        8
    """
    key = f"{func.__module__}.{func.__qualname__}"

    @functools.wraps(func)
    def scoped(*args: Any, **kwargs: Any) -> Any:
        return func(*args, **{**_scopes[-1].get(key, {}), **kwargs})

    scoped._arg_scope_key = key  # type: ignore[attr-defined]
    return scoped


@contextlib.contextmanager
def arg_scope(list_ops_or_scope: Any, **kwargs: Any) -> Iterator[dict[str, Any]]:
    """Gives functions defaults for their arguments in the body of a `with`.

    Args:
        list_ops_or_scope: Functions of contrib, or what an `arg_scope` yielded.
        **kwargs: The defaults.

    Raises:
        ValueError: A function doesn't know `arg_scope`.
    """
    if isinstance(list_ops_or_scope, dict):
        if kwargs:
            raise ValueError(
                "When attempting to re-use a scope by suppling a dictionary, kwargs must "
                "be empty."
            )
        _scopes.append(dict(list_ops_or_scope))
    else:
        scope = {key: dict(values) for key, values in _scopes[-1].items()}
        for function in list_ops_or_scope:
            if not has_arg_scope(function):
                raise ValueError(f"{function} is not decorated with @add_arg_scope")
            scope.setdefault(_key(function), {}).update(kwargs)
        _scopes.append(scope)
    try:
        yield _scopes[-1]
    finally:
        _scopes.pop()


def has_arg_scope(func: Any) -> bool:
    """Whether `arg_scope` can give defaults to a function."""
    return hasattr(func, "_arg_scope_key")


def current_arg_scope() -> dict[str, dict[str, Any]]:
    """The defaults that hold now, by function."""
    return _scopes[-1]


def arg_scoped_arguments(func: Any) -> tuple[str, ...]:
    """The names of the arguments of a function that have defaults."""
    code = func.__wrapped__.__code__
    count = len(func.__wrapped__.__defaults__ or ())
    return tuple(code.co_varnames[code.co_argcount - count : code.co_argcount])
