"""The fields of extension types: which annotations there are, and values for them."""

from __future__ import annotations

import collections.abc
import types
import typing
from typing import Any

from tensorbrook._src.core.composite import CompositeTensor
from tensorbrook._src.core.dtypes import DType, as_dtype
from tensorbrook._src.core.shapes import TensorShape
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.core.type_spec import TypeSpec, type_spec_from_value
from tensorbrook._src.ops.constant import convert_to_tensor

_PLAIN = (int, float, str, bytes, bool, type(None))
_MAPPINGS = (collections.abc.Mapping, dict)


class FrozenDict(dict[str, Any]):
    """A dictionary that can't be changed."""

    def _refuse(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("A mapping in an ExtensionType can't be changed.")

    __setitem__ = __delitem__ = clear = pop = popitem = setdefault = update = _refuse
    __ior__ = _refuse

    def __reduce__(self) -> Any:
        return type(self), (dict(self),)


class Context:
    """Where a value comes from, for messages, and whether it stands for itself.

    Args:
        path: The field, such as `Mask.values`.
        for_spec: Whether specs stand in the place of tensors.
    """

    def __init__(self, path: str, for_spec: bool) -> None:
        self.path = path
        self.for_spec = for_spec

    def inside(self, place: object) -> Context:
        """The context of an item."""
        return Context(f"{self.path}[{place!r}]", self.for_spec)

    def fail(self, wanted: object, value: object) -> TypeError:
        """The error for a value that doesn't fit its annotation."""
        name = getattr(wanted, "__name__", repr(wanted))
        return TypeError(
            f"{self.path}: expected a value of type {name}, got {value!r} of type "
            f"{type(value).__name__}."
        )


def check_annotation(path: str, annotation: Any) -> None:
    """Raises where a field can't have such a type.

    Raises:
        TypeError: The annotation isn't supported.
    """
    if annotation in (Any, Ellipsis, DType, TensorShape, None) or annotation in _PLAIN:
        return
    if isinstance(annotation, TypeSpec) or annotation is typing.Mapping:
        return
    origin = typing.get_origin(annotation)
    if origin is typing.Literal:
        return
    if origin in (tuple, typing.Union, types.UnionType, *_MAPPINGS):
        for part in typing.get_args(annotation):
            check_annotation(path, part)
        return
    if isinstance(annotation, type) and (
        issubclass(annotation, Tensor | CompositeTensor | TypeSpec)
        or hasattr(annotation, "handle")
        or annotation in (tuple, dict, *_MAPPINGS)
    ):
        return
    raise TypeError(
        f"In field {path!r} the type annotation {annotation!r} isn't supported: use "
        "tensors, extension types, numbers, strings, bytes, None, tf.DType, "
        "tf.TensorShape, and tuples, mappings and unions of them."
    )


def convert(value: Any, annotation: Any, context: Context) -> Any:
    """A value as its annotation wants it.

    Raises:
        TypeError: It doesn't fit.
    """
    if annotation is Any:
        return value
    if isinstance(annotation, TypeSpec):
        return _of_spec(value, annotation, context)
    if annotation is None or annotation in _PLAIN:
        return _plain(value, annotation, context)
    if annotation is DType:
        return as_dtype(value)
    if annotation is TensorShape:
        return TensorShape(value)
    origin = typing.get_origin(annotation) or annotation
    if origin is typing.Literal:
        if value in typing.get_args(annotation):
            return value
        raise context.fail(annotation, value)
    if origin in (typing.Union, types.UnionType):
        return _of_union(value, typing.get_args(annotation), context)
    if origin is tuple:
        return _tuple(value, typing.get_args(annotation), context)
    if origin in _MAPPINGS:
        return _mapping(value, typing.get_args(annotation), context)
    return _of_class(value, annotation, context)


def _plain(value: Any, annotation: Any, context: Context) -> Any:
    kind = type(None) if annotation is None else annotation
    if isinstance(value, bool) and kind in (int, float):
        raise context.fail(kind, value)
    if isinstance(value, int) and kind is float:
        return float(value)
    if not isinstance(value, kind):
        raise context.fail(kind, value)
    return value


def _of_class(value: Any, annotation: Any, context: Context) -> Any:
    if context.for_spec:
        if isinstance(value, TypeSpec) and issubclass(
            value.value_type, annotation if isinstance(annotation, type) else object
        ):
            return value
        raise context.fail(annotation, value)
    if annotation is Tensor:
        return _tensor(value, None, context)
    if isinstance(value, annotation):
        return value
    raise context.fail(annotation, value)


def _of_spec(value: Any, spec: TypeSpec, context: Context) -> Any:
    if context.for_spec:
        if isinstance(value, TypeSpec) and spec.is_compatible_with(value):
            return value
        raise context.fail(spec, value)
    if isinstance(spec, TensorSpec):
        value = _tensor(value, spec.dtype, context)
    if not spec.is_compatible_with(value):
        raise context.fail(spec, value)
    return value


def _tensor(value: Any, dtype: DType | None, context: Context) -> Any:
    try:
        found = convert_to_tensor(value, dtype)
    except (TypeError, ValueError) as error:
        raise context.fail(Tensor, value) from error
    if not isinstance(found, Tensor):
        raise context.fail(Tensor, value)
    return found


def _of_union(value: Any, choices: tuple[Any, ...], context: Context) -> Any:
    """The first choice that the value is already, else the first it converts to."""
    exact = [choice for choice in choices if choice in _PLAIN]
    for choice in [*(c for c in exact if type(value) is c), *choices]:
        try:
            return convert(value, choice, context)
        except (TypeError, ValueError):
            continue
    raise context.fail(typing.Union[choices], value)  # noqa: UP007 - made at run time


def _tuple(value: Any, parts: tuple[Any, ...], context: Context) -> Any:
    if not isinstance(value, list | tuple):
        raise context.fail(tuple, value)
    if not parts:
        return tuple(value)
    if len(parts) == 2 and parts[1] is Ellipsis:
        parts = (parts[0],) * len(value)
    if len(parts) != len(value):
        raise context.fail(f"tuple of {len(parts)} items", value)
    return tuple(
        convert(item, part, context.inside(place))
        for place, (item, part) in enumerate(zip(value, parts, strict=True))
    )


def _mapping(value: Any, parts: tuple[Any, ...], context: Context) -> Any:
    if not isinstance(value, collections.abc.Mapping):
        raise context.fail(collections.abc.Mapping, value)
    kind = parts[1] if parts else Any
    return FrozenDict(
        {key: convert(item, kind, context.inside(key)) for key, item in value.items()}
    )


def spec_of(value: Any) -> Any:
    """Specs in the place of tensors; everything else stays."""
    if isinstance(value, tuple):
        return tuple(map(spec_of, value))
    if isinstance(value, dict):
        return FrozenDict({key: spec_of(item) for key, item in value.items()})
    if isinstance(value, Tensor):
        return TensorSpec(value.shape, value.dtype)  # the name of a node doesn't matter
    if isinstance(value, CompositeTensor) or hasattr(value, "handle"):
        return type_spec_from_value(value)
    return value
