"""Functions of a program that stand in for ours when their own types are given.

A public function is a plain `def`, and rooms and programs hold it under many names. So
its code object is what changes, and only when the first stand-in for it is registered:
until then a call costs nothing.
"""

from __future__ import annotations

import collections.abc
import importlib
import inspect
import types
import typing
from collections.abc import Callable, Iterator
from typing import Any

Function = Callable[..., Any]
Matches = Callable[[Function, tuple[Any, ...], dict[str, Any]], bool]

_OPS = "tensorbrook._src.ops"
_UNARY = {
    "unary": "abs ceil exp expm1 floor is_finite is_inf is_nan log log1p log_sigmoid "
    "negative reciprocal reciprocal_no_nan rint round rsqrt sigmoid sign sqrt square "
    "tanh",
    "trigonometric": "acos acosh asin asinh atan atanh cos cosh sin sinh tan",
    "special": "digamma erf erfc erfcinv erfinv lgamma ndtri",
    "complex_numbers": "angle conj imag real",
    "comparison": "logical_not",
    "bitwise": "invert",
    "cast": "cast saturate_cast",
    "constant": "identity stop_gradient",
    "activations": "elu gelu leaky_relu relu relu6 selu silu softplus softsign",
    "array_creation": "ones_like zeros_like",
    "clip": "clip_by_value",
}
_BINARY = {
    "binary": "add div_no_nan divide floordiv floormod maximum minimum multiply "
    "multiply_no_nan nextafter pow realdiv squared_difference subtract truediv "
    "truncatediv truncatemod xdivy xlog1py xlogy",
    "bitwise": "bitwise_and bitwise_or bitwise_xor left_shift right_shift",
    "comparison": "approximate_equal equal greater greater_equal less less_equal "
    "logical_and logical_or logical_xor not_equal",
    "complex_numbers": "complex",
    "special": "igamma igammac polygamma zeta",
    "trigonometric": "atan2",
}
_ASSERTS = {
    "debugging": "assert_equal assert_greater assert_greater_equal assert_less "
    "assert_less_equal assert_near assert_none_equal",
}


class _StandIn:
    """A function that takes over calls whose arguments match."""

    def __init__(self, target: Function, matches: Matches, passes_api: bool) -> None:
        self.target = target
        self.matches = matches
        self.passes_api = passes_api


class _Api:
    """A public function whose calls are looked at, and what it did before."""

    def __init__(self, function: types.FunctionType) -> None:
        self.original = types.FunctionType(
            function.__code__,
            function.__globals__,
            function.__name__,
            function.__defaults__,
            function.__closure__,
        )
        self.original.__kwdefaults__ = function.__kwdefaults__
        self.signature = inspect.signature(function)
        self.original.__dict__["__signature__"] = self.signature
        self.stand_ins: list[_StandIn] = []

    def call(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        for stand_in in reversed(self.stand_ins):
            if stand_in.matches(self.original, args, kwargs):
                found = self._taken_over(stand_in, args, kwargs)
                if found is not NotImplemented:
                    return found
        return self.original(*args, **kwargs)

    def _taken_over(
        self, stand_in: _StandIn, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        if not stand_in.passes_api:
            return stand_in.target(*args, **kwargs)
        count = len(inspect.signature(stand_in.target).parameters) - 1
        bound = self.signature.bind(*args, **kwargs).arguments
        names = list(bound)
        values = [bound[name] for name in names[:count]]
        rest = {name: bound[name] for name in names[count:]}

        def api(*inner: Any) -> Any:
            return self.original(*inner, **rest)

        api.__name__ = self.original.__name__
        return stand_in.target(api, *values)


_apis: dict[types.FunctionType, _Api] = {}


def _looked_at(function: Any) -> _Api:
    """The `_Api` of a function; from now on its calls are looked at.

    Raises:
        ValueError: It is no plain function.
    """
    function = inspect.unwrap(function) if callable(function) else function
    if not isinstance(function, types.FunctionType) or function.__code__.co_freevars:
        raise ValueError(f"{function!r} does not support dispatch.")
    if function not in _apis:
        api = _apis[function] = _Api(function)

        def calls(*args: Any, _api: Any, **kwargs: Any) -> Any:
            return _api.call(args, kwargs)

        function.__signature__ = api.signature  # type: ignore[attr-defined]
        function.__defaults__ = None
        function.__kwdefaults__ = {"_api": api}
        function.__code__ = calls.__code__
    return _apis[function]


def dispatch_for_api(
    api: Function, *signatures: dict[Any, Any]
) -> Callable[[Function], Function]:
    """Decorator: a function that takes over calls of a public function.

    Args:
        api: The public function, such as `tf.concat`.
        *signatures: For which types: dictionaries from parameters (names or positions)
            to types. By default those that the decorated function annotates.

    Returns:
        The decorator, which returns the function as it is.

    Raises:
        ValueError: `api` can't be taken over, or no type is named.

    Example:
        >>> import tensorbrook as tf
        >>> class Two(tf.experimental.ExtensionType):
        ...     value: tf.Tensor
        >>> @tf.experimental.dispatch_for_api(tf.shape)
        ... def two_shape(input: Two, out_type=tf.int32, name=None):
        ...     return tf.shape(input.value)
        >>> tf.shape(Two([1, 2, 3])).numpy()
        array([3], dtype=int32)
        >>> tf.experimental.unregister_dispatch_for(two_shape)
    """
    looked_at = _looked_at(api)

    def register(target: Function) -> Function:
        wanted = list(signatures) or [_annotations(target)]
        for signature in wanted:
            if not signature:
                raise ValueError(
                    "dispatch_for_api: the decorated function must annotate the "
                    "parameters whose types matter, or signatures must be given."
                )
            matches = _by_signature(looked_at.signature, signature)
            looked_at.stand_ins.append(_StandIn(target, matches, passes_api=False))
        return target

    return register


def _annotations(target: Function) -> dict[str, Any]:
    try:
        hints = typing.get_type_hints(target)
    except NameError:
        hints = dict(target.__annotations__)
    hints.pop("return", None)
    return hints


def _by_signature(api: inspect.Signature, signature: dict[Any, Any]) -> Matches:
    names = list(api.parameters)
    wanted = {names[k] if isinstance(k, int) else k: v for k, v in signature.items()}
    unknown = wanted.keys() - api.parameters.keys()
    if unknown:
        raise ValueError(
            f"dispatch_for_api: there are no parameters {sorted(unknown)}; there are "
            f"{names}."
        )

    def matches(
        original: Function, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> bool:
        try:
            bound = api.bind(*args, **kwargs).arguments
        except TypeError:
            return False
        return all(k in bound and fits(bound[k], v) for k, v in wanted.items())

    return matches


def fits(value: Any, annotation: Any) -> bool:
    """Whether a value has the type that an annotation names."""
    if annotation is Any:
        return True
    origin, parts = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        return any(fits(value, part) for part in parts)
    if origin is tuple:
        if len(parts) == 2 and parts[1] is Ellipsis:
            parts = parts[:1] * len(value) if isinstance(value, tuple) else parts
        return (
            isinstance(value, tuple)
            and len(value) == len(parts)
            and all(map(fits, value, parts))
        )
    if origin in (list, collections.abc.Sequence):
        kinds = list if origin is list else list | tuple
        return isinstance(value, kinds) and all(fits(item, parts[0]) for item in value)
    if isinstance(annotation, type):
        return isinstance(value, annotation)
    return False


def _functions(families: dict[str, str]) -> Iterator[Any]:
    for family, names in families.items():
        module = importlib.import_module(f"{_OPS}.{family}")
        for name in names.split():
            if hasattr(module, name):
                yield getattr(module, name)


def _for_elementwise(
    families: dict[str, str], wanted: tuple[Any, ...]
) -> Callable[[Function], Function]:
    def matches(
        original: Function, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> bool:
        signature = inspect.signature(original)
        try:
            bound = list(signature.bind(*args, **kwargs).arguments.values())
        except TypeError:
            return False
        return len(bound) >= len(wanted) and all(map(fits, bound, wanted))

    def register(target: Function) -> Function:
        for function in _functions(families):
            _looked_at(function).stand_ins.append(
                _StandIn(target, matches, passes_api=True)
            )
        return target

    return register


def dispatch_for_unary_elementwise_apis(
    x_type: Any,
) -> Callable[[Function], Function]:
    """Decorator: a function that takes over all element-wise functions of one argument.

    Args:
        x_type: The type of the argument for which it does.

    Returns:
        The decorator. What it decorates is called as `f(api_func, x)`; `api_func` is
        the public function with all other arguments bound.

    Example:
        >>> import tensorbrook as tf
        >>> class Masked(tf.experimental.ExtensionType):
        ...     values: tf.Tensor
        ...     mask: tf.Tensor
        >>> @tf.experimental.dispatch_for_unary_elementwise_apis(Masked)
        ... def on_values(api_func, x):
        ...     return Masked(api_func(x.values), x.mask)
        >>> tf.abs(Masked([-1, 2], [True, False])).values.numpy()
        array([1, 2], dtype=int32)
        >>> tf.experimental.unregister_dispatch_for(on_values)
    """
    return _for_elementwise(_UNARY, (x_type,))


def dispatch_for_binary_elementwise_apis(
    x_type: Any, y_type: Any
) -> Callable[[Function], Function]:
    """Decorator: a function that takes over all element-wise functions of two arguments.

    Args:
        x_type: The type of the first argument for which it does.
        y_type: The type of the second.

    Returns:
        The decorator. What it decorates is called as `f(api_func, x, y)`.

    Example:
        >>> import tensorbrook as tf
        >>> class Masked(tf.experimental.ExtensionType):
        ...     values: tf.Tensor
        ...     mask: tf.Tensor
        >>> @tf.experimental.dispatch_for_binary_elementwise_apis(Masked, Masked)
        ... def on_values(api_func, x, y):
        ...     return Masked(api_func(x.values, y.values), x.mask & y.mask)
        >>> m = Masked([1, 2], [True, False])
        >>> tf.add(m, m).values.numpy()
        array([2, 4], dtype=int32)
        >>> tf.experimental.unregister_dispatch_for(on_values)
    """
    return _for_elementwise(_BINARY, (x_type, y_type))


def dispatch_for_binary_elementwise_assert_apis(
    x_type: Any, y_type: Any
) -> Callable[[Function], Function]:
    """Decorator: a function that takes over the assertions about two tensors.

    Args:
        x_type: The type of the first argument for which it does.
        y_type: The type of the second.

    Returns:
        The decorator. What it decorates is called as `f(assert_func, x, y)`.
    """
    return _for_elementwise(_ASSERTS, (x_type, y_type))


def unregister_dispatch_for(dispatch_target: Function) -> None:
    """Takes back what a `dispatch_for_...` decorator has registered.

    Args:
        dispatch_target: The decorated function.

    Raises:
        ValueError: It was not registered.
    """
    found = False
    for api in _apis.values():
        kept = [s for s in api.stand_ins if s.target is not dispatch_target]
        found = found or len(kept) < len(api.stand_ins)
        api.stand_ins = kept
    if not found:
        raise ValueError(f"Function {dispatch_target!r} was not registered.")
