"""Which functions are called as they are."""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable
from types import FunctionType
from typing import Any, TypeVar, overload

_Function = TypeVar("_Function", bound=Callable[..., Any])

# Numeric and plotting libraries do not take symbolic tensors, so there is nothing to
# gain from rewriting them; test runners rely on their own source.
_LIBRARIES = {
    "IPython",
    "PIL",
    "_pytest",
    "absl",
    "cv2",
    "google",
    "h5py",
    "hypothesis",
    "ipykernel",
    "jax",
    "matplotlib",
    "ml_dtypes",
    "numpy",
    "opt_einsum",
    "pandas",
    "pytest",
    "scipy",
    "sklearn",
    "tensorboard",
    "tensorbrook",
    "tensorflow",
    "tqdm",
}
_ROOTS = frozenset(_LIBRARIES | (set(sys.stdlib_module_names) - {"__main__"}))
_MARK = "_tensorbrook_do_not_convert"
_SUSPENDING = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR


def is_left_alone(function: FunctionType) -> bool:
    """Whether a Python function is called without being converted."""
    # The module where the code was written: `functools.wraps` copies `__module__`.
    module = function.__globals__.get("__name__") or ""
    if module.partition(".")[0] in _ROOTS:
        return True
    return bool(function.__code__.co_flags & _SUSPENDING) or hasattr(function, _MARK)


@overload
def do_not_convert(func: None = None) -> Callable[[_Function], _Function]: ...


@overload
def do_not_convert(func: _Function) -> _Function: ...


def do_not_convert(func: Any = None) -> Any:
    """Marks a function that `tf.function` calls without converting it.

    Args:
        func: the function or method; without it, a decorator is returned.

    Returns:
        A function that does what `func` does.

    Example:
        >>> import tensorbrook as tf
        >>> @tf.autograph.experimental.do_not_convert
        ... def double(x):
        ...     return x * 2
        >>> double(4)
        8
    """
    if func is None:
        return do_not_convert
    if inspect.ismethod(func):
        return functools.partial(do_not_convert(func.__func__), func.__self__)

    @functools.wraps(func)
    def unconverted(*args: Any, **kwargs: Any) -> Any:
        return func(*args, **kwargs)

    setattr(unconverted, _MARK, True)
    return unconverted
