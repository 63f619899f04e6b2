"""The base class of initializers."""

from __future__ import annotations

from typing import Any


class Initializer:
    """A callable that gives the first value of a weight: `(shape, dtype=None)`."""

    def __call__(self, shape: Any, dtype: Any = None, **kwargs: Any) -> Any:
        """Returns a tensor of this shape and type."""
        raise NotImplementedError(f"{type(self).__name__} has no __call__().")

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal initializer."""
        return {}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Initializer:
        """Makes an initializer from what `get_config` returned."""
        return cls(**config)

    def clone(self) -> Initializer:
        """Returns an equal initializer."""
        return type(self).from_config(self.get_config())

    def __repr__(self) -> str:
        arguments = ", ".join(f"{k}={v!r}" for k, v in self.get_config().items())
        return f"<{type(self).__name__}({arguments})>"
