"""What TensorFlow calls the classes by whose names other packages know tensors.

Such packages look at `__module__` and `__name__` of the classes of a value, and never
import TensorFlow to ask. Where `import tensorflow` means Tensorbrook, these classes
therefore carry the names that they have there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

_Class = TypeVar("_Class", bound=type)
_names: dict[type, tuple[str, str]] = {}
_own: dict[type, tuple[str, str, str]] = {}


def known_as(path: str) -> Callable[[_Class], _Class]:
    """Returns a decorator that says what a class is called in TensorFlow.

    Args:
        path: Its module and its name.

    Example:
        >>> @known_as("tensorflow.python.framework.example.Thing")
        ... class Something: pass
        >>> Something.__name__
        'Something'
    """

    def note(kind: _Class) -> _Class:
        module, _, name = path.rpartition(".")
        _names[kind] = (module, name)
        if _own:
            _rename(kind)
        return kind

    return note


def use_their_names() -> None:
    """Gives the classes, those that are defined later too, TensorFlow's names."""
    for kind in _names:
        _rename(kind)


def use_our_names() -> None:
    """Takes back what `use_their_names` did."""
    for kind, (module, name, qualified) in _own.items():
        kind.__module__, kind.__name__, kind.__qualname__ = module, name, qualified
    _own.clear()


def _rename(kind: type) -> None:
    _own.setdefault(kind, (kind.__module__, kind.__name__, kind.__qualname__))
    kind.__module__, kind.__name__ = _names[kind]
    kind.__qualname__ = kind.__name__
