"""`tf.experimental.ExtensionType`: classes of a program that are made of tensors."""

from __future__ import annotations

import inspect
import sys
import typing
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from tensorbrook._src.core import nest
from tensorbrook._src.core.composite import CompositeTensor
from tensorbrook._src.core.type_spec import TypeSpec
from tensorbrook._src.ops import comparison, reduce
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.extension_fields import (
    Context,
    check_annotation,
    convert,
    spec_of,
)

_RESERVED = frozenset({"self", "Spec"})


def _collected_fields(cls: type, names: Mapping[str, Any]) -> dict[str, Any]:
    """The annotations of a class and its bases, the bases' first."""
    fields: dict[str, Any] = {}
    for each in reversed(cls.__mro__[1:]):
        fields.update(each.__dict__.get("_fields", {}))
    for name, annotation in _hints(cls, names):
        _check_name(cls, name)
        check_annotation(f"{cls.__name__}.{name}", annotation)
        fields[name] = annotation
    return fields


def _hints(cls: type, names: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The annotations of one class; those that are text are looked up among `names`."""
    for name, annotation in cls.__dict__.get("__annotations__", {}).items():
        if isinstance(annotation, str):
            try:
                annotation = eval(annotation, dict(names))  # noqa: S307
            except NameError as error:
                raise TypeError(
                    f"The annotation {annotation!r} of {cls.__name__}.{name} can't be "
                    f"looked up: {error}."
                ) from error
        if typing.get_origin(annotation) is not ClassVar:
            yield name, annotation


def _check_name(cls: type, name: str) -> None:
    if name in _RESERVED or name.startswith(("_tf_extension_type", "_finished")):
        raise ValueError(f"The field name {name!r} of {cls.__name__} is reserved.")


def _signature(cls: Any) -> inspect.Signature:
    parameters = [
        inspect.Parameter(
            name,
            inspect.Parameter.POSITIONAL_OR_KEYWORD,
            default=getattr(cls, name, inspect.Parameter.empty),
            annotation=annotation,
        )
        for name, annotation in cls._fields.items()
    ]
    seen_default = False
    for place, parameter in enumerate(parameters):
        has_default = parameter.default is not inspect.Parameter.empty
        if seen_default and not has_default:
            parameters[place:] = [
                p.replace(kind=inspect.Parameter.KEYWORD_ONLY)
                for p in parameters[place:]
            ]
            break
        seen_default = seen_default or has_default
    return inspect.Signature(parameters)


def _made_spec(cls: Any, written: type | None) -> type[ExtensionTypeSpec]:
    """The spec class of an extension type; what a nested class `Spec` has is kept."""
    batchable = any(hasattr(each, "__batch_encoder__") for each in cls.__mro__)
    base = BatchableExtensionTypeSpec if batchable else ExtensionTypeSpec
    space: dict[str, Any] = {"_value_class": cls, "__module__": cls.__module__}
    space["__qualname__"] = f"{cls.__qualname__}.Spec"
    if written is None:
        return type("Spec", (base,), space)
    if issubclass(written, ExtensionTypeSpec):
        return type("Spec", (written,), space)
    own = {
        k: v for k, v in vars(written).items() if k not in ("__dict__", "__weakref__")
    }
    return type("Spec", (base,), {**own, **space})


class ExtensionTypeMetaclass(type):
    """Makes the specs of extension types, and finishes their instances."""

    def __init__(
        cls, name: str, bases: tuple[type, ...], space: dict[str, Any]
    ) -> None:
        super().__init__(name, bases, space)
        if bases == (CompositeTensor,):
            cls._fields: dict[str, Any] = {}
            return
        around = sys._getframe(1)  # text annotations mean what stands around the class
        names = {**around.f_globals, **around.f_locals}
        cls._fields = _collected_fields(cls, names)
        cls._signature = _signature(cls)  # type: ignore[attr-defined]
        cls.Spec = _made_spec(cls, space.get("Spec"))  # type: ignore[attr-defined]

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        made = cls.__new__(cls)  # type: ignore[call-overload]
        made.__init__(*args, **kwargs)
        made._finish()
        return made

    @property
    def __signature__(cls) -> Any:
        """The parameters of the constructor."""
        own = next((c for c in cls.__mro__ if "__init__" in vars(c)), ExtensionType)
        if own is not ExtensionType:
            parameters = inspect.signature(vars(own)["__init__"]).parameters
            return inspect.Signature(list(parameters.values())[1:])
        return getattr(cls, "_signature", inspect.Signature())


class ExtensionType(CompositeTensor, metaclass=ExtensionTypeMetaclass):
    """Base of classes that are made of tensors and other values, and never change.

    A subclass annotates its fields. Its instances can be arguments and results of
    `tf.function`, elements of datasets, and loop variables. A constructor is made; one
    that is written assigns each field, and `__validate__` may check them.

    Example:
        >>> import tensorbrook as tf
        >>> class Masked(tf.experimental.ExtensionType):
        ...     values: tf.Tensor
        ...     mask: tf.Tensor
        >>> m = Masked([1, 2], [True, False])
        >>> tf.function(lambda x: tf.where(x.mask, x.values, 0))(m).numpy()
        array([1, 0], dtype=int32)
        >>> m.values = 3  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        ...
        AttributeError: Cannot mutate attribute `values` outside the custom ...
    """

    _fields: ClassVar[dict[str, Any]]
    _signature: ClassVar[inspect.Signature]
    Spec: ClassVar[type[ExtensionTypeSpec]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        cls = type(self)
        try:
            bound = cls._signature.bind(*args, **kwargs)
        except TypeError as error:
            raise TypeError(f"{cls.__name__}: {error}") from None
        bound.apply_defaults()
        for name, value in bound.arguments.items():
            setattr(self, name, value)

    def _finish(self) -> None:
        """Converts the fields; from here on nothing changes."""
        cls = type(self)
        for name, annotation in cls._fields.items():
            if name not in self.__dict__:
                raise AttributeError(
                    f"{cls.__name__}: the constructor left the field {name!r} unset."
                )
            context = Context(f"{cls.__name__}.{name}", for_spec=False)
            self.__dict__[name] = convert(self.__dict__[name], annotation, context)
        extra = self.__dict__.keys() - cls._fields.keys()
        if extra:
            raise AttributeError(
                f"{cls.__name__}: the constructor set {sorted(extra)}, which are no "
                "fields."
            )
        self.__dict__["_finished"] = True
        self.__validate__()

    @classmethod
    def _of(cls, fields: Mapping[str, Any]) -> Any:
        """An instance with these fields, which are what they must be."""
        made = cls.__new__(cls)
        made.__dict__.update(fields, _finished=True)
        return made

    def __validate__(self) -> None:
        """Checks the fields of a new instance; a subclass may raise an error here."""

    def __setattr__(self, name: str, value: Any) -> None:
        if "_finished" in self.__dict__:
            raise AttributeError(
                f"Cannot mutate attribute `{name}` outside the custom constructor of "
                "ExtensionType."
            )
        self.__dict__[name] = value

    def __delattr__(self, name: str) -> None:
        if "_finished" in self.__dict__:
            raise AttributeError(
                f"Cannot mutate attribute `{name}` outside the custom constructor of "
                "ExtensionType."
            )
        del self.__dict__[name]

    @property
    def _type_spec(self) -> ExtensionTypeSpec:
        cls = type(self)
        return cls.Spec._of({n: spec_of(self.__dict__[n]) for n in cls._fields})

    def __eq__(self, other: object) -> Any:
        if type(self) is not type(other) or not isinstance(other, ExtensionType):
            return NotImplemented
        if self._type_spec != other._type_spec:
            return False
        parts = zip(self._component_tensors(), other._component_tensors(), strict=True)
        found = convert_to_tensor(True)
        for one, two in parts:
            same = reduce.reduce_all(comparison.equal(one, two))
            found = comparison.logical_and(found, same)
        return found

    def __ne__(self, other: object) -> Any:
        same = self.__eq__(other)
        if same is NotImplemented or isinstance(same, bool):
            return same if same is NotImplemented else not same
        return comparison.logical_not(same)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        parts = ", ".join(f"{n}={self.__dict__[n]!r}" for n in type(self)._fields)
        return f"{type(self).__name__}({parts})"

    def __reduce__(self) -> Any:
        return _rebuild, (type(self), as_dict(self))


class ExtensionTypeSpec(TypeSpec):
    """The spec of an extension type: a spec for each field of tensors, else the value.

    Each extension type has its own subclass as its attribute `Spec`.

    Example:
        >>> import tensorbrook as tf
        >>> class Pair(tf.experimental.ExtensionType):
        ...     x: tf.Tensor
        ...     n: int = 3
        >>> Pair.Spec(tf.TensorSpec([2]))
        Pair.Spec(x=TensorSpec(shape=(2,), dtype=tf.float32, name=None), n=3)
    """

    _value_class: ClassVar[type[ExtensionType]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        cls = type(self)._value_class
        bound = cls._signature.bind(*args, **kwargs)
        bound.apply_defaults()
        for name, value in bound.arguments.items():
            context = Context(f"{cls.__name__}.Spec.{name}", for_spec=True)
            annotation = cls._fields[name]
            self.__dict__[name] = convert(spec_of(value), annotation, context)

    @classmethod
    def _of(cls, fields: Mapping[str, Any]) -> Any:
        """A spec with these fields, which are what they must be."""
        made = cls.__new__(cls)
        made.__dict__.update(fields)
        return made

    @property
    def value_type(self) -> type[Any]:
        """The extension type."""
        return type(self)._value_class

    @classmethod
    def from_value(cls, value: Any) -> Any:
        """The spec of a value.

        Args:
            value: An instance of the extension type.

        Returns:
            Its spec.
        """
        return value._type_spec

    def _serialize(self) -> tuple[Any, ...]:
        fields = type(self)._value_class._fields
        return tuple((name, self.__dict__[name]) for name in fields)

    @classmethod
    def _deserialize(cls, serialization: tuple[Any, ...]) -> Any:
        return cls._of(dict(serialization))

    def _leaves(self) -> list[Any]:
        return nest.flatten([value for _, value in self._serialize()])

    @property
    def _component_specs(self) -> Any:
        return tuple(leaf for leaf in self._leaves() if isinstance(leaf, TypeSpec))

    def _to_components(self, value: Any) -> Any:
        fields = [getattr(value, name) for name, _ in self._serialize()]
        pairs = zip(self._leaves(), nest.flatten(fields), strict=True)
        return tuple(part for leaf, part in pairs if isinstance(leaf, TypeSpec))

    def _from_components(self, components: Any) -> Any:
        parts = iter(components)
        leaves = [
            next(parts) if isinstance(leaf, TypeSpec) else leaf
            for leaf in self._leaves()
        ]
        names = [name for name, _ in self._serialize()]
        values = nest.pack_sequence_as([v for _, v in self._serialize()], leaves)
        return type(self)._value_class._of(dict(zip(names, values, strict=True)))

    def _mapped(self, function: Any) -> Any:
        """The spec with each spec within replaced."""
        names = [name for name, _ in self._serialize()]
        values = nest.map_structure(
            lambda leaf: function(leaf) if isinstance(leaf, TypeSpec) else leaf,
            [value for _, value in self._serialize()],
        )
        return self._of(dict(zip(names, values, strict=True)))

    def __repr__(self) -> str:
        parts = ", ".join(f"{name}={value!r}" for name, value in self._serialize())
        return f"{type(self)._value_class.__name__}.Spec({parts})"

    def __reduce__(self) -> Any:
        return _rebuild_spec, (type(self)._value_class, dict(self._serialize()))


class ExtensionTypeBatchEncoder:
    """How batches of an extension type are taken apart; these methods are the default.

    A subclass as the attribute `__batch_encoder__` of a `BatchableExtensionType` says
    how specs change when values are stacked.
    """

    def batch(self, spec: Any, batch_size: int | None) -> Any:
        """The spec of stacked values.

        Args:
            spec: The spec of one value.
            batch_size: How many there are, or None.

        Returns:
            A spec of the same class.
        """
        return spec._mapped(lambda part: part._batch(batch_size))

    def unbatch(self, spec: Any) -> Any:
        """The spec of one of stacked values.

        Args:
            spec: The spec of the stack.

        Returns:
            A spec of the same class.
        """
        return spec._mapped(lambda part: part._unbatch())

    def encode(self, spec: Any, value: Any, minimum_rank: int = 0) -> Any:
        """The tensors of a value.

        Args:
            spec: Its spec.
            value: The value.
            minimum_rank: The rank that each tensor has at least.

        Returns:
            Tensors that can be stacked.
        """
        return spec.to_tensors(value)

    def decode(self, spec: Any, encoded_value: Any) -> Any:
        """The value of what `encode` gave, or of some of it stacked.

        Args:
            spec: The spec of the value.
            encoded_value: Its tensors.

        Returns:
            The value.
        """
        return spec.from_tensors(iter(encoded_value))

    def encoding_specs(self, spec: Any) -> Any:
        """The specs of what `encode` gives.

        Args:
            spec: The spec of the value.

        Returns:
            Specs of tensors.
        """
        return spec.flatten()


class BatchableExtensionTypeSpec(ExtensionTypeSpec):
    """The spec of a batchable extension type."""

    def _batch(self, batch_size: int | None) -> Any:
        return self._encoder.batch(self, batch_size)

    def _unbatch(self) -> Any:
        return self._encoder.unbatch(self)

    @property
    def _encoder(self) -> ExtensionTypeBatchEncoder:
        return type(self)._value_class.__batch_encoder__  # type: ignore[attr-defined]


class BatchableExtensionType(ExtensionType):
    """An extension type whose values can be stacked and taken apart.

    Datasets batch them; `tf.map_fn` goes through their rows.

    Example:
        >>> import tensorbrook as tf
        >>> class Point(tf.experimental.BatchableExtensionType):
        ...     x: tf.Tensor
        ...     y: tf.Tensor
        >>> points = Point([1.0, 2.0], [3.0, 4.0])
        >>> tf.map_fn(lambda p: p.x * p.y, points, fn_output_signature=tf.float32).numpy()
        array([3., 8.], dtype=float32)
    """

    __batch_encoder__ = ExtensionTypeBatchEncoder()


def as_dict(value: ExtensionType) -> dict[str, Any]:
    """The fields of an extension type by name.

    Args:
        value: An instance of an extension type.

    Returns:
        A new dictionary; what the fields hold is not taken apart.

    Example:
        >>> import tensorbrook as tf
        >>> class Pair(tf.experimental.ExtensionType):
        ...     a: int
        ...     b: str
        >>> tf.experimental.extension_type.as_dict(Pair(1, "x"))
        {'a': 1, 'b': 'x'}
    """
    return {name: getattr(value, name) for name in type(value)._fields}


def _rebuild(cls: type[ExtensionType], fields: dict[str, Any]) -> Any:
    return cls._of(fields)


def _rebuild_spec(cls: type[ExtensionType], fields: dict[str, Any]) -> Any:
    return cls.Spec._of(fields)
