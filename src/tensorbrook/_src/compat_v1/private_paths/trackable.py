"""`tensorflow.python.trackable`: bases of objects that checkpoints follow."""

from __future__ import annotations

import abc
from collections.abc import Callable
from typing import Any, TypeVar

from tensorbrook._src.checkpoint.trackable import children, is_trackable
from tensorbrook._src.variables.module import Module
from tensorbrook._src.variables.random_generator import Generator
from tensorbrook._src.variables.variable import Variable

_Function = TypeVar("_Function", bound=Callable[..., Any])


class Trackable(abc.ABC):  # noqa: B024 - it says who is one
    """An object that a checkpoint can hold; variables and modules are such objects.

    Example:
        >>> import tensorbrook as tf
        >>> isinstance(tf.Variable(1.0), Trackable), isinstance(1.0, Trackable)
        (True, False)
    """

    def _track_trackable(
        self, trackable: Any, name: str, overwrite: bool = False
    ) -> Any:
        """Makes an object a child of this one.

        Args:
            trackable: The child.
            name: Its name.
            overwrite: Whether it may take the place of another one.

        Raises:
            ValueError: The name is taken.
        """
        known = self.__dict__.setdefault("_self_tracked_by_name", {})
        if not overwrite and known.get(name, trackable) is not trackable:
            raise ValueError(
                f"_track_trackable: {self!r} has a child named {name!r} already."
            )
        known[name] = trackable
        return trackable

    def _trackable_children(
        self, save_type: str = "checkpoint", **kwargs: Any
    ) -> dict[str, Any]:
        """The children by name."""
        return dict(self.__dict__.get("_self_tracked_by_name", {}))

    @classmethod
    def __subclasshook__(cls, kind: type) -> Any:
        if cls is not Trackable:
            return NotImplemented
        if issubclass(kind, Variable | Module | Generator):
            return True
        return True if hasattr(kind, "_trackable_children") else NotImplemented


class AutoTrackable(Trackable):
    """An object whose attributes are its children."""

    def __setattr__(self, name: str, value: Any) -> None:
        if getattr(self, "_self_setattr_tracking", True) and is_trackable(value):
            self._track_trackable(value, name, overwrite=True)
        super().__setattr__(name, value)

    def __delattr__(self, name: str) -> None:
        self.__dict__.get("_self_tracked_by_name", {}).pop(name, None)
        super().__delattr__(name)

    def _trackable_children(
        self, save_type: str = "checkpoint", **kwargs: Any
    ) -> dict[str, Any]:
        found = super()._trackable_children(save_type, **kwargs)
        if save_type == "savedmodel":
            found.update(
                (name, value)
                for name, value in vars(self).items()
                if hasattr(value, "get_concrete_function")
            )
        return {
            name: value
            for name, value in found.items()
            if not isinstance(value, list | tuple | dict) or children(value)
        }


def no_automatic_dependency_tracking(method: _Function) -> _Function:
    """A decorator of methods whose assignments make no children.

    Args:
        method: The method.
    """
    import functools

    @functools.wraps(method)
    def untracked(self: Any, *args: Any, **kwargs: Any) -> Any:
        before = getattr(self, "_self_setattr_tracking", True)
        self._self_setattr_tracking = False
        try:
            return method(self, *args, **kwargs)
        finally:
            self._self_setattr_tracking = before

    return untracked  # type: ignore[return-value]


class ListWrapper(list[Any]):
    """A list that is a child. Modules here keep plain lists; other packages ask for it."""


class _DictWrapper(dict[Any, Any]):
    """A dict that is a child. Modules here keep plain dicts; other packages ask for it."""
