"""Optimizers for the paths of variables."""

from __future__ import annotations

import re
from collections.abc import Iterator, MutableMapping
from typing import Any

from tensorbrook._src.keras.optimizers.optimizer import Optimizer
from tensorbrook._src.keras.saving import registry


class OptimizerMap(MutableMapping):  # type: ignore[type-arg]
    """Says which optimizer updates which variables.

    Args:
        default_optimizer: updates what no key fits.
        optimizer_map: optimizers by path, or by a pattern for paths.

    Raises:
        TypeError: when the default is no optimizer.

    Example:
        >>> from tensorbrook.keras import optimizers
        >>> found = optimizers.OptimizerMap(optimizers.SGD())
        >>> found["head/.*"] = optimizers.Adam()
        >>> [type(found[path]).__name__ for path in ("head/kernel", "base/kernel")]
        ['Adam', 'SGD']
    """

    def __init__(
        self, default_optimizer: Any, optimizer_map: dict[str, Any] | None = None
    ) -> None:
        if not isinstance(default_optimizer, Optimizer):
            raise TypeError(
                "OptimizerMap: `default_optimizer` must be an Optimizer. Received: "
                f"{default_optimizer!r}."
            )
        self._default = default_optimizer
        self._map: dict[str, Any] = {}
        for key, optimizer in (optimizer_map or {}).items():
            self[key] = optimizer

    @property
    def default_optimizer(self) -> Any:
        """The optimizer of what no key fits."""
        return self._default

    def __getitem__(self, key: str) -> Any:
        if key in self._map:
            return self._map[key]
        fitting = [name for name in self._map if re.fullmatch(name, key)]
        if len(fitting) > 1:
            raise ValueError(
                f"The path {key!r} fits several keys of the OptimizerMap: {fitting}."
            )
        return self._map[fitting[0]] if fitting else self._default

    def __setitem__(self, key: str, optimizer: Any) -> None:
        if key in self._map:
            raise ValueError(f"The OptimizerMap already has an optimizer for {key!r}.")
        if not isinstance(optimizer, Optimizer):
            raise ValueError(
                "The values of an OptimizerMap must be optimizers. Received: "
                f"{optimizer!r} for {key!r}."
            )
        self._map[key] = optimizer

    def __delitem__(self, key: str) -> None:
        self._map.pop(key)

    def __contains__(self, key: object) -> bool:
        return key in self._map

    def __len__(self) -> int:
        return len(self._map)

    def __iter__(self) -> Iterator[str]:
        return iter(self._map)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal map."""
        serialize = registry.serialize_keras_object
        return {
            "default_optimizer": serialize(self._default),
            "optimizer_map": {key: serialize(value) for key, value in self.items()},
        }

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> OptimizerMap:
        """Makes a map from what `get_config` returned.

        Args:
            config: the arguments.
        """
        make = registry.deserialize_keras_object
        inner = {key: make(value) for key, value in config["optimizer_map"].items()}
        return cls(make(config["default_optimizer"]), inner)
