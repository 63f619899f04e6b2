"""`tf.app.flags`: options of a program, by absl, parsed when they are first asked for."""

from __future__ import annotations

import sys
from typing import Any

from absl import flags


class FlagValues:
    """The values of the options; asking for one parses the command line.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.flags.DEFINE_integer("steps_of_example", 7, "How many steps")
        >>> tf.flags.FLAGS.steps_of_example
        7
    """

    def __init__(self, values: Any) -> None:
        self.__dict__["__wrapped"] = values

    def __getattr__(self, name: str) -> Any:
        values = self.__dict__["__wrapped"]
        if not values.is_parsed():
            values(sys.argv, known_only=True)
        return getattr(values, name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self.__dict__["__wrapped"], name, value)

    def __delattr__(self, name: str) -> None:
        delattr(self.__dict__["__wrapped"], name)

    def __dir__(self) -> list[str]:
        return dir(self.__dict__["__wrapped"])

    def __getitem__(self, name: str) -> Any:
        return self.__dict__["__wrapped"][name]

    def __setitem__(self, name: str, value: Any) -> None:
        self.__dict__["__wrapped"][name] = value

    def __contains__(self, name: str) -> bool:
        return name in self.__dict__["__wrapped"]

    def __iter__(self) -> Any:
        return iter(self.__dict__["__wrapped"])

    def __len__(self) -> int:
        return len(self.__dict__["__wrapped"])

    def __call__(self, argv: Any, known_only: bool = False) -> Any:
        return self.__dict__["__wrapped"](argv, known_only)


FLAGS = FlagValues(flags.FLAGS)


def _named(given: dict[str, Any]) -> dict[str, Any]:
    """Arguments under absl's names."""
    old = {"flag_name": "name", "default_value": "default", "docstring": "help"}
    return {old.get(name, name): value for name, value in given.items()}


def DEFINE_string(*args: Any, **kwargs: Any) -> None:  # noqa: N802
    """Defines an option that is a text: name, default, description."""
    flags.DEFINE_string(*args, **_named(kwargs))


def DEFINE_boolean(*args: Any, **kwargs: Any) -> None:  # noqa: N802
    """Defines an option that is true or false: name, default, description."""
    flags.DEFINE_boolean(*args, **_named(kwargs))


DEFINE_bool = DEFINE_boolean


def DEFINE_integer(*args: Any, **kwargs: Any) -> None:  # noqa: N802
    """Defines an option that is an integer: name, default, description."""
    flags.DEFINE_integer(*args, **_named(kwargs))


def DEFINE_float(*args: Any, **kwargs: Any) -> None:  # noqa: N802
    """Defines an option that is a number: name, default, description."""
    flags.DEFINE_float(*args, **_named(kwargs))


def DEFINE_list(*args: Any, **kwargs: Any) -> None:  # noqa: N802
    """Defines an option that is a list of texts: name, default, description."""
    flags.DEFINE_list(*args, **_named(kwargs))


def DEFINE_enum(*args: Any, **kwargs: Any) -> None:  # noqa: N802
    """Defines an option with few values: name, default, values, description."""
    flags.DEFINE_enum(*args, **_named(kwargs))
