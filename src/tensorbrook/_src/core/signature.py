"""The signature of an op: TensorFlow's OpDef, written as one line of text.

    values: N * T, axis: Tidx -> output: T | N: int >= 2, T: type, Tidx: index = int32

Inputs and outputs name their type: a type attribute, a dtype, `N * T` for a list of N
tensors of one type, a `list(type)` attribute, or `Ref(T)` for what graphs of 1.x pass by
reference. Attributes that no input determines are declared after the bar; an attribute
that is used as a type and not declared is `type`.
"""

from __future__ import annotations

import ast
import dataclasses
import re
from collections.abc import Iterator, Mapping
from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.dtypes import DType

_NUMBERS = {
    "floating": "bfloat16 half float32 float64",
    "complex": "complex64 complex128",
    "signed": "int8 int16 int32 int64",
    "unsigned": "uint8 uint16 uint32 uint64",
    "index": "int32 int64",
    "quantized": "qint8 quint8 qint32 qint16 quint16",
}
_UNIONS = {
    "integer": "signed unsigned",
    "real": "floating signed unsigned",
    "numeric": "floating signed unsigned complex",
}
_DTYPE_NAMES = {"half", "float", "double", "resource", "variant", "string", "bool"}
_NO_DEFAULT = object()


@dataclasses.dataclass(frozen=True, slots=True)
class Arg:
    """An input or output: how many tensors, and of which type."""

    name: str
    dtype: DType | None = None  # a fixed type
    type_attr: str | None = None  # the attribute that holds the type
    number_attr: str | None = None  # a list of that many tensors of one type
    type_list_attr: str | None = None  # a list of tensors, each of a type of its own
    is_ref: bool = False  # passed by reference: only graphs of 1.x have that

    @property
    def is_list(self) -> bool:
        return self.number_attr is not None or self.type_list_attr is not None


@dataclasses.dataclass(frozen=True, slots=True)
class Attr:
    """An attribute: its kind, its default and what it allows."""

    name: str
    kind: str  # int, float, bool, string, type, shape, tensor, func
    is_list: bool = False
    default: Any = _NO_DEFAULT
    allowed: tuple[Any, ...] | None = None
    minimum: int | None = None

    @property
    def has_default(self) -> bool:
        return self.default is not _NO_DEFAULT


class Signature:
    """The parsed signature of an op."""

    def __init__(self, text: str) -> None:
        head, _, tail = text.partition("|") if _bar(text) else (text, "", "")
        left, _, right = head.partition("->")
        self.attrs: dict[str, Attr] = {}
        for part in _split(tail):
            attr = _parse_attr(part)
            self.attrs[attr.name] = attr
        self.inputs = tuple(self._arg(part) for part in _split(left))
        self.outputs = tuple(self._arg(part) for part in _split(right))
        self.inferred = frozenset(
            name
            for arg in self.inputs
            for name in (arg.type_attr, arg.number_attr, arg.type_list_attr)
            if name is not None
        )
        #: Attributes that a kernel must be told, because no input shows them.
        self.explicit = tuple(name for name in self.attrs if name not in self.inferred)
        #: Attributes that say how many outputs there are.
        self.counts = tuple(
            arg.number_attr
            for arg in self.outputs
            if arg.number_attr is not None and arg.number_attr not in self.inferred
        )
        self.has_lists = any(arg.is_list for arg in self.inputs)
        self.list_places = frozenset(
            place for place, arg in enumerate(self.inputs) if arg.is_list
        )
        #: Inputs that are int32 where no tensor says otherwise: axes, sizes, places.
        self.index_places = frozenset(
            place for place, arg in enumerate(self.inputs) if self._is_index(arg)
        )
        types = {arg.type_attr for arg in self.inputs}
        #: The type attribute that all inputs share, or None.
        self.shared_type = (
            types.pop() if len(types) == 1 and not self.has_lists else None
        )

    def _is_index(self, arg: Arg) -> bool:
        name = arg.type_attr
        if name is None or arg.is_list or self.attrs[name].default is not dtypes.int32:
            return False
        return sum(other.type_attr == name for other in self.inputs) == 1

    def _arg(self, text: str) -> Arg:
        name, kind = (part.strip() for part in text.split(":", 1))
        number, star, kind = kind.rpartition("*") if "*" in kind else ("", "", kind)
        number_attr, kind = number.strip() or None, kind.strip()
        is_ref = kind.startswith("Ref(")
        kind = kind[4:-1] if is_ref else kind
        if number_attr is not None and number_attr not in self.attrs:
            self.attrs[number_attr] = Attr(number_attr, "int", minimum=0)
        if _is_dtype(kind) and kind not in self.attrs:
            return Arg(name, dtypes.as_dtype(kind), None, number_attr, None, is_ref)
        attr = self.attrs.setdefault(kind, Attr(kind, "type"))
        if attr.is_list:
            return Arg(name, type_list_attr=kind)
        return Arg(name, type_attr=kind, number_attr=number_attr, is_ref=is_ref)


def _bar(text: str) -> bool:
    """Whether the text declares attributes: a bar after the arrow."""
    arrow = text.index("->")
    return "|" in text[arrow:]


def _is_dtype(text: str) -> bool:
    return (
        text in _DTYPE_NAMES
        or re.fullmatch(r"u?int\d+|b?float\d+|complex\d+|q\w+|float8_\w+", text)
        is not None
    )


def _split(text: str) -> Iterator[str]:
    """The comma-separated parts of `text`, leaving braces and brackets whole."""
    depth, start = 0, 0
    for position, char in enumerate(text):
        depth += (char in "{[(") - (char in "}])")
        if char == "," and depth == 0:
            yield text[start:position].strip()
            start = position + 1
    if text[start:].strip():
        yield text[start:].strip()


def _parse_attr(text: str) -> Attr:
    name, _, rest = text.partition(":")
    kind, _, default = _cut_default(rest)
    kind, _, minimum = kind.partition(">=")
    kind, is_list = kind.strip(), False
    if matched := re.fullmatch(r"list\((.*)\)", kind, re.S):
        kind, is_list = matched[1].strip(), True
    allowed: tuple[Any, ...] | None = None
    if kind.startswith("{") and "'" in kind:
        kind, allowed = "string", tuple(sorted(ast.literal_eval(kind)))
    elif kind not in (
        "int",
        "float",
        "bool",
        "string",
        "type",
        "shape",
        "tensor",
        "func",
    ):
        kind, allowed = "type", type_set(kind)
    value = _default(default.strip(), kind, is_list) if default else _NO_DEFAULT
    return Attr(
        name.strip(), kind, is_list, value, allowed, int(minimum) if minimum else None
    )


def _cut_default(text: str) -> tuple[str, str, str]:
    matched = re.search(r"(?<![<>])=", text)
    if matched is None:
        return text, "", ""
    return text[: matched.start()], "=", text[matched.end() :]


def _default(text: str, kind: str, is_list: bool) -> Any:
    if is_list:
        return tuple(_default(part, kind, False) for part in _split(text[1:-1]))
    if kind == "type":
        return dtypes.as_dtype(text)
    if kind == "shape":
        return None if text == "None" else tuple(ast.literal_eval(text))
    return ast.literal_eval(text)


def type_set(text: str) -> tuple[DType, ...]:
    """The dtypes that a text such as `floating|complex` or `{int32, int64}` means."""
    names: list[str] = []
    for part in text.replace("{", "").replace("}", "").replace(",", "|").split("|"):
        part = part.strip()
        for group in _UNIONS.get(part, part).split():
            names.extend(_NUMBERS.get(group, group).split())
    return tuple(dict.fromkeys(dtypes.as_dtype(name) for name in names))


class NotAllowed(ValueError):
    """The value of an attribute is of the right kind, but not one of those allowed."""


def canonical(attr: Attr, value: Any) -> Any:
    """`value` in the form that attributes have inside the package.

    Raises:
        TypeError: The value is not of the attribute's kind.
        NotAllowed: The value is not one of those allowed.
    """
    if attr.is_list:
        if not isinstance(value, list | tuple):
            raise TypeError(f"Expected list for '{attr.name}' argument, got {value!r}.")
        single = dataclasses.replace(attr, is_list=False)
        return tuple(canonical(single, item) for item in value)
    converted = _CANONICAL[attr.kind](attr, value)
    if attr.allowed is not None and attr.kind == "string":
        if converted not in attr.allowed:
            names = ", ".join(f'"{name}"' for name in attr.allowed)
            raise NotAllowed(
                f"Value for attr '{attr.name}' of \"{converted}\" is not in the list of "
                f"allowed values: {names}"
            )
    return converted


def _canonical_int(attr: Attr, value: Any) -> int:
    if isinstance(value, str | bytes) or not hasattr(value, "__index__"):
        if not hasattr(value, "__int__") or isinstance(value, float):
            raise TypeError(f"Expected int for argument '{attr.name}' not {value!r}.")
    number = int(value)
    if attr.minimum is not None and number < attr.minimum:
        raise NotAllowed(
            f"Value for attr '{attr.name}' of {number} must be at least minimum "
            f"{attr.minimum}"
        )
    return number


def _canonical_bool(attr: Attr, value: Any) -> bool:
    if isinstance(value, str | bytes | list | tuple | dict):
        raise TypeError(f"Expected bool for argument '{attr.name}' not {value!r}.")
    return bool(value)


def _canonical_float(attr: Attr, value: Any) -> float:
    if isinstance(value, str | bytes) or not hasattr(value, "__float__"):
        raise TypeError(f"Expected float for argument '{attr.name}' not {value!r}.")
    return float(value)


def _canonical_string(attr: Attr, value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "surrogateescape")
    if not isinstance(value, str):
        raise TypeError(f"Expected string for argument '{attr.name}' not {value!r}.")
    return value


def _canonical_shape(attr: Attr, value: Any) -> Any:
    from tensorbrook._src.core.shapes import as_dims

    return as_dims(value)


_CANONICAL: Mapping[str, Any] = {
    "int": _canonical_int,
    "float": _canonical_float,
    "bool": _canonical_bool,
    "string": _canonical_string,
    "type": lambda attr, value: dtypes.as_dtype(value).base_dtype,
    "shape": _canonical_shape,
    "tensor": lambda attr, value: value,
    "func": lambda attr, value: value,
}
