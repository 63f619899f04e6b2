"""From a function to the function that `tf.function` traces."""

from __future__ import annotations
import __future__ as future_features

import ast
import functools
import inspect
import threading
import types
import weakref
from collections.abc import Callable
from typing import Any

from tensorbrook._src.function.autograph import operators, unit
from tensorbrook._src.function.autograph.source import (
    Located,
    SourceNotFoundError,
    locate,
)
from tensorbrook._src.function.autograph.templates import OPERATORS, statements
from tensorbrook._src.function.autograph.unconverted import is_left_alone
from tensorbrook._src.function.autograph.verbosity import log, warn_once

Features = frozenset[str]
NO_FEATURES: Features = frozenset()

_PREFIX = "ag__"
_FUTURE_FLAGS = functools.reduce(
    int.__or__,
    (
        getattr(future_features, each).compiler_flag
        for each in future_features.all_feature_names
    ),
)
_operators_cell = types.CellType(operators)
_converted: weakref.WeakKeyDictionary[types.CodeType, dict[Features, types.CodeType]]
_converted = weakref.WeakKeyDictionary()
_generated: weakref.WeakSet[types.CodeType] = weakref.WeakSet()
_converting = threading.RLock()


def convert(function: Callable[..., Any], features: Features = NO_FEATURES) -> Any:
    """Converts a function so that its control flow accepts symbolic tensors.

    Globals and closure variables stay shared with the original. What cannot be
    converted comes back as it is: functions without source (with a warning),
    generators, coroutines and functions of libraries.

    Args:
        function: a function, lambda, bound method, partial, or object with `__call__`.
        features: names of optional features; see `feature_names`.

    Returns:
        A callable of the same kind.
    """
    if isinstance(function, types.FunctionType):
        return _convert_function(function, features)
    if isinstance(function, types.MethodType):
        inner = convert(function.__func__, features)
        return (
            function
            if inner is function.__func__
            else types.MethodType(inner, function.__self__)
        )
    if isinstance(function, functools.partial):
        inner = convert(function.func, features)
        return functools.partial(inner, *function.args, **function.keywords)
    if isinstance(function, type):
        return function
    call = inspect.getattr_static(type(function), "__call__", None)
    if isinstance(call, types.FunctionType) and not is_left_alone(call):
        return types.MethodType(_convert_function(call, features), function)
    return function


def _convert_function(
    function: types.FunctionType, features: Features
) -> types.FunctionType:
    code = function.__code__
    if code in _generated or is_left_alone(function):
        return function
    try:
        # Python 3.11 counts the depth of all threads' syntax trees with one counter.
        with _converting:
            new_code = _converted.setdefault(code, {}).get(features)
            if new_code is None:
                new_code = _compile(function, features)
                _converted[code][features] = new_code
    except SourceNotFoundError as error:
        where = f"{code.co_filename}:{code.co_firstlineno}"
        warn_once(
            f"{where}:{code.co_name}",
            "The control flow of %s could not be converted for tf.function, because "
            "%s. It runs as it is: `if`, `while` and `for` on symbolic tensors will "
            "fail in it. Decorate it with @tf.autograph.experimental.do_not_convert "
            "to silence this warning.",
            function.__qualname__,
            error,
        )
        return function
    return _bind(function, new_code)


def rewritten(function: types.FunctionType, features: Features) -> Located:
    """Returns the rewritten tree of a function.

    Raises:
        SourceNotFoundError: its source is not available.
    """
    located = locate(function)
    node = located.node
    if isinstance(node, ast.FunctionDef):
        node.decorator_list = []
        node.returns = None
        if hasattr(node, "type_params"):
            node.type_params = []
    unit.rewrite(node, features)
    log(1, "Converted %s", function.__qualname__)
    return located


def _compile(function: types.FunctionType, features: Features) -> types.CodeType:
    """The code of the rewritten function, compiled among the names it closes over."""
    code = function.__code__
    node, class_name = rewritten(function, features)
    log(3, "Source of %s:\n%s", function.__qualname__, ast.unparse(node))
    _strip_signature(node.args)
    body: list[ast.stmt]
    if isinstance(node, ast.Lambda):
        body = statements("ag__lambda = value", node, value=node)
    else:
        # A name of its own, so that a global function still finds itself.
        node.name = f"ag__{node.name}"
        body = [node]
    if class_name is not None:
        # Within a class body, private names are mangled and `__class__` is known.
        body = statements("class name:\n  body", node, body=body)
        body[0].name = class_name  # type: ignore[attr-defined]
    free = [
        each for each in code.co_freevars if each != "__class__" or class_name is None
    ]
    if class_name is not None and class_name not in free:
        # The method means the finished class, not the one that is made around it here.
        body.insert(0, ast.Global([class_name]))
    factory = statements("def ag__factory(): body", node, body=body)[0]
    arguments = [ast.arg(each) for each in [OPERATORS, *free]]
    factory.args.args = arguments  # type: ignore[attr-defined]
    module = ast.fix_missing_locations(ast.Module([factory], []))
    flags = code.co_flags & _FUTURE_FLAGS
    outer = compile(module, code.co_filename, "exec", flags, dont_inherit=True)
    for _ in range(2 if class_name is None else 3):
        outer = next(
            each for each in outer.co_consts if isinstance(each, types.CodeType)
        )
    return _named(outer, code.co_name, getattr(code, "co_qualname", ""))


def _strip_signature(arguments: ast.arguments) -> None:
    """Removes what is taken over from the original function object."""
    arguments.defaults = []
    arguments.kw_defaults = [None for _ in arguments.kwonlyargs]
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    for each in [*named, arguments.vararg, arguments.kwarg]:
        if each is not None:
            each.annotation = None


def _named(code: types.CodeType, name: str, qualname: str) -> types.CodeType:
    """`code` with the user's names on all functions, for the sake of tracebacks."""
    constants = []
    for each in code.co_consts:
        if isinstance(each, types.CodeType):
            ours = each.co_name.startswith(_PREFIX)
            inner = f"{qualname}.<locals>.{each.co_name}"
            each = _named(each, *((name, qualname) if ours else (each.co_name, inner)))
        constants.append(each)
    names = {"co_name": name} | ({"co_qualname": qualname} if qualname else {})
    code = code.replace(co_consts=tuple(constants), **names)  # type: ignore[arg-type]
    _generated.add(code)
    return code


def _bind(function: types.FunctionType, code: types.CodeType) -> types.FunctionType:
    """A function of the new code with everything else taken from the old one."""
    cells = dict(
        zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
    )
    cells[OPERATORS] = _operators_cell
    closure = tuple(cells[name] for name in code.co_freevars)
    new = types.FunctionType(
        code, function.__globals__, function.__name__, function.__defaults__, closure
    )
    new.__kwdefaults__ = function.__kwdefaults__
    new.__dict__.update(function.__dict__)
    for name in ("__annotate__", "__annotations__", "__type_params__"):
        if hasattr(function, name):
            setattr(new, name, getattr(function, name))
            if name == "__annotate__":
                break
    new.__module__, new.__qualname__ = function.__module__, function.__qualname__
    new.__doc__ = function.__doc__
    return new
