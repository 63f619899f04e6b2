"""What a branch or a loop changes: its variables, attributes and items."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any


class Undefined:
    """Stands for a variable that has no value.

    Args:
        name: the variable, as the user wrote it.
    """

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"<undefined {self.name}>"


NO_RETURN_VALUE = Undefined("the return value")
RETURN_VALUE = "ag__return_value"
RETURN_FLAG = "ag__did_return"
_INTERNAL = "ag__"


def is_undefined(value: Any) -> bool:
    """Whether `value` stands for a variable that has no value."""
    return isinstance(value, Undefined)


def is_internal(name: str) -> bool:
    """Whether a variable was made by the conversion, not by the user."""
    return name.startswith(_INTERNAL)


class State:
    """Reads and writes the variables that one construct changes.

    Args:
        names: the variables, as the user wrote them.
        readers: a function for each that returns its value.
        write: assigns a sequence of values to all of them; undefined ones are deleted.
    """

    def __init__(
        self,
        names: Sequence[str],
        readers: Sequence[Callable[[], Any]],
        write: Callable[[Sequence[Any]], None],
    ) -> None:
        self.names = tuple(names)
        self.write = write
        self._readers = readers

    def read(self) -> list[Any]:
        """The values of all variables."""
        pairs = zip(self.names, self._readers, strict=True)
        return [_read(name, reader) for name, reader in pairs]


def _read(name: str, reader: Callable[[], Any]) -> Any:
    if name.isidentifier():
        missing: tuple[type[Exception], ...] = (NameError,)
    else:
        missing = (NameError, AttributeError, LookupError, TypeError)
    try:
        return reader()
    except missing:
        return Undefined(name)


NO_STATE = State((), (), lambda values: None)
