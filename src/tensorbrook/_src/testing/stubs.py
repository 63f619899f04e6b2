"""`tf.test.StubOutForTesting`: replaces attributes and puts them back."""

from __future__ import annotations

import inspect
from types import TracebackType
from typing import Any


class StubOutForTesting:
    """Replaces attributes of objects until `CleanUp`.

    Example:
        >>> import math
        >>> import tensorbrook.compat.v1 as tf
        >>> stubs = tf.test.StubOutForTesting()
        >>> stubs.Set(math, "pi", 3)
        >>> math.pi
        3
        >>> stubs.CleanUp()
        >>> round(math.pi, 2)
        3.14
    """

    def __init__(self) -> None:
        self._plain: list[tuple[Any, str, Any]] = []
        self._smart: list[tuple[Any, str, Any]] = []

    def __enter__(self) -> StubOutForTesting:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        frames: TracebackType | None,
    ) -> None:
        self.CleanUp()

    def Set(self, parent: Any, child_name: str, new_child: Any) -> None:  # noqa: N802
        """Replaces an attribute, which has to exist."""
        old = inspect.getattr_static(parent, child_name)
        self._plain.append((parent, child_name, old))
        setattr(parent, child_name, new_child)

    def SmartSet(self, obj: Any, attr_name: str, new_attr: Any) -> None:  # noqa: N802
        """Replaces an attribute where it is defined, perhaps in a base class."""
        owner = obj
        if inspect.isclass(obj):
            owner = next((c for c in obj.__mro__ if attr_name in vars(c)), obj)
        old = inspect.getattr_static(owner, attr_name)
        self._smart.append((owner, attr_name, old))
        setattr(owner, attr_name, new_attr)

    def UnsetAll(self) -> None:  # noqa: N802 - the public name
        """Puts back what `Set` replaced."""
        _restore(self._plain)

    def SmartUnsetAll(self) -> None:  # noqa: N802 - the public name
        """Puts back what `SmartSet` replaced."""
        _restore(self._smart)

    def CleanUp(self) -> None:  # noqa: N802 - the public name
        """Puts back everything."""
        self.SmartUnsetAll()
        self.UnsetAll()


def _restore(replaced: list[tuple[Any, str, Any]]) -> None:
    while replaced:
        parent, name, old = replaced.pop()
        setattr(parent, name, old)
