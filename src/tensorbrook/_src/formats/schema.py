"""Message classes from the schemas in `schemas/*.proto`, made when they are first used.

The schemas are a plain subset of the language of `.proto` files: messages, enums, oneofs
and maps. The classes live in a descriptor pool of their own, so another package in the
process may define messages of the same names.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "schemas"
#: In the order in which they build on each other.
_FILES = (
    "graph",
    "struct",
    "example",
    "checkpoint",
    "saved_model",
    "summary",
    "config",
    "projector",
    "snapshot",
)
_PACKAGE = "tensorflow"
_TOKEN = re.compile(r"-?[\w.]+|[{}<>=;,]")
_WELL_KNOWN = ("google.protobuf.Any", "google.protobuf.BoolValue")


class _Scope:
    """The messages and enums that are being declared, by full name."""

    def __init__(self) -> None:
        self.kinds: dict[str, str] = dict.fromkeys(_WELL_KNOWN, "message")

    def resolve(self, name: str, inside: str) -> str:
        """The full name of what `name` means inside of a message."""
        scope = inside
        while scope:
            if f"{scope}.{name}" in self.kinds:
                return f"{scope}.{name}"
            scope = scope.rpartition(".")[0]
        if name in self.kinds:
            return name
        raise ValueError(f"The schema names {name!r}, which is nowhere declared.")


class _Parser:
    """Turns the text of one schema into a file descriptor."""

    def __init__(self, text: str, file: Any, scope: _Scope) -> None:
        self.tokens: Iterator[str] = iter(_TOKEN.findall(text))
        self.file = file
        self.scope = scope
        self.pending: list[tuple[Any, str, str]] = []

    def parse(self) -> None:
        for word in self.tokens:
            if word == "enum":
                self._enum(self.file.enum_type.add(), _PACKAGE)
            else:
                self._message(self.file.message_type.add(), _PACKAGE)
        for field, name, inside in self.pending:
            full = self.scope.resolve(name, inside)
            kind = "ENUM" if self.scope.kinds[full] == "enum" else "MESSAGE"
            field.type = getattr(field, f"TYPE_{kind}")
            field.type_name = f".{full}"

    def _enum(self, enum: Any, outer: str) -> None:
        enum.name = next(self.tokens)
        self.scope.kinds[f"{outer}.{enum.name}"] = "enum"
        next(self.tokens)
        while (word := next(self.tokens)) != "}":
            next(self.tokens)
            enum.value.add(name=word, number=int(next(self.tokens)))
            next(self.tokens)

    def _message(self, message: Any, outer: str) -> None:
        message.name = next(self.tokens)
        full = f"{outer}.{message.name}"
        self.scope.kinds[full] = "message"
        next(self.tokens)
        while (word := next(self.tokens)) != "}":
            if word == "message":
                self._message(message.nested_type.add(), full)
            elif word == "enum":
                self._enum(message.enum_type.add(), full)
            elif word == "oneof":
                self._oneof(message, full)
            else:
                self._field(message, full, word)

    def _oneof(self, message: Any, full: str) -> None:
        message.oneof_decl.add(name=next(self.tokens))
        index = len(message.oneof_decl) - 1
        next(self.tokens)
        while (word := next(self.tokens)) != "}":
            self._field(message, full, word).oneof_index = index

    def _field(self, message: Any, full: str, word: str) -> Any:
        field = message.field.add()
        field.label = field.LABEL_OPTIONAL
        if word == "repeated":
            field.label, word = field.LABEL_REPEATED, next(self.tokens)
        elif word == "optional":
            word = next(self.tokens)
            field.proto3_optional = True
        if word == "map":
            self._map(message, field, full)
        else:
            self._type(field, word, full)
            field.name = next(self.tokens)
        next(self.tokens)
        field.number = int(next(self.tokens))
        next(self.tokens)
        if field.proto3_optional:
            message.oneof_decl.add(name=f"_{field.name}")
            field.oneof_index = len(message.oneof_decl) - 1
        return field

    def _map(self, message: Any, field: Any, full: str) -> None:
        _, key, _, value, _ = (next(self.tokens) for _ in range(5))
        field.name = next(self.tokens)
        words = [word[:1].upper() + word[1:] for word in field.name.split("_")]
        entry = message.nested_type.add(name="".join(words) + "Entry")
        entry.options.map_entry = True
        for number, (name, kind) in enumerate((("key", key), ("value", value)), 1):
            part = entry.field.add(name=name, number=number)
            part.label = part.LABEL_OPTIONAL
            self._type(part, kind, full)
        inside = f"{full}.{entry.name}"
        self.scope.kinds[inside] = "message"
        field.label = field.LABEL_REPEATED
        field.type = field.TYPE_MESSAGE
        field.type_name = f".{inside}"

    def _type(self, field: Any, word: str, full: str) -> None:
        scalar = getattr(type(field), f"TYPE_{word.upper()}", None)
        if scalar is None:
            self.pending.append((field, word, full))
        else:
            field.type = scalar


@functools.cache
def _pool() -> Any:
    """The descriptor pool with every schema."""
    from google.protobuf import (
        any_pb2,
        descriptor_pb2,
        descriptor_pool,
        wrappers_pb2,
    )

    pool = descriptor_pool.DescriptorPool()
    scope, known = _Scope(), []
    for module in (any_pb2, wrappers_pb2):
        pool.AddSerializedFile(module.DESCRIPTOR.serialized_pb)
        known.append(module.DESCRIPTOR.name)
    for stem in _FILES:
        file = descriptor_pb2.FileDescriptorProto(
            name=f"tensorbrook/{stem}.proto", package=_PACKAGE, syntax="proto3"
        )
        file.dependency.extend(known)
        text = (_FOLDER / f"{stem}.proto").read_text(encoding="utf-8")
        _Parser(text, file, scope).parse()
        pool.AddSerializedFile(file.SerializeToString())
        known.append(file.name)
    return pool


@functools.cache
def message(name: str) -> Any:
    """The class of the messages that TensorFlow calls `name`.

    Args:
        name: The name without its package; a dot leads to a nested message.

    Returns:
        A class with the interface of the package `protobuf`.

    Raises:
        KeyError: No schema has a message of that name.

    Example:
        >>> feature = message("Feature")(int64_list={"value": [3]})
        >>> feature.int64_list.value[0]
        3
    """
    from google.protobuf import message_factory

    descriptor = _pool().FindMessageTypeByName(f"{_PACKAGE}.{name}")
    return message_factory.GetMessageClass(descriptor)


def descriptor(name: str) -> Any:
    """The description of the messages of that full name, also of a program's own.

    Args:
        name: The name with its package.

    Raises:
        KeyError: Neither a schema nor an imported module has such a message.

    Example:
        >>> descriptor("tensorflow.Feature").fields_by_name["int64_list"].number
        3
    """
    from google.protobuf import descriptor_pool

    try:
        return _pool().FindMessageTypeByName(name)
    except KeyError:
        return descriptor_pool.Default().FindMessageTypeByName(name)
