"""Finds the layers, variables and metrics among an object's attributes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend.random import SeedGenerator
from tensorbrook._src.keras.metrics.metric import Metric


class Tracker:
    """Remembers which attributes may hold layers, variables, metrics or seeds."""

    _tracks_attributes = True  # for tf.train.Checkpoint

    _given_arguments: tuple[tuple[Any, ...], dict[str, Any]]

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        instance = object.__new__(cls)
        instance.__dict__["_given_arguments"] = (args, kwargs)
        instance.__dict__["_tracked_names"] = {}
        return instance

    def _start_tracking(self) -> None:
        """Makes the list of variables that `add_weight` fills."""
        self.__dict__.setdefault("_own_variables", [])

    def __setattr__(self, name: str, value: Any) -> None:
        tracked = self.__dict__["_tracked_names"]
        if name not in _UNTRACKED and isinstance(value, _TRACKED_TYPES):
            tracked[name] = None
        else:
            tracked.pop(name, None)
        object.__setattr__(self, name, value)
        # A checkpoint that was restored before may have values for what is new.
        for restoration in list(self.__dict__.get("_waiting_restorations", ())):
            restoration.resume(self)

    def __delattr__(self, name: str) -> None:
        self.__dict__["_tracked_names"].pop(name, None)
        object.__delattr__(self, name)

    def _tracked_values(self) -> Iterator[Any]:
        """Yields the layers, variables, metrics and seeds among the attributes."""
        attributes = self.__dict__
        for name in attributes["_tracked_names"]:
            yield from _walk(attributes[name])

    def _tracked_layers(self) -> list[Any]:
        """Returns the layers right below this one."""
        found = (v for v in self._tracked_values() if isinstance(v, Tracker))
        return list({id(layer): layer for layer in found}.values())

    def _tracked_metrics(self) -> list[Metric]:
        """Returns the metrics that are attributes of this layer."""
        return [v for v in self._tracked_values() if isinstance(v, Metric)]

    def _layer_variables(self, seeds: bool) -> list[Any]:
        """Returns the variables that belong to this layer itself."""
        own = {id(variable): variable for variable in self._own_variables}
        for value in self._tracked_values():
            if isinstance(value, tf.Variable):
                own.setdefault(id(value), value)
            elif seeds and isinstance(value, SeedGenerator):
                own[id(value.state)] = value.state
        found = list(own.values())
        first = [getattr(v, "made_trainable", v.trainable) for v in found]
        trained = [v for v, is_first in zip(found, first, strict=True) if is_first]
        rest = [v for v, is_first in zip(found, first, strict=True) if not is_first]
        return trained + rest

    def _flatten_layers(self) -> list[Any]:
        """Returns this layer and all layers inside, each once."""
        found: dict[int, Any] = {id(self): self}
        waiting = [self]
        while waiting:
            layer = waiting.pop()
            for inner in layer._tracked_layers():
                if id(inner) not in found:
                    found[id(inner)] = inner
                    waiting.append(inner)
        return list(found.values())

    def _collect(
        self,
        variables_of: Callable[[Any], list[Any]],
        enters: Callable[[Any], bool] = lambda layer: True,
    ) -> list[Any]:
        """Returns variables of this layer and the layers inside, depth first."""
        found: dict[int, Any] = {}
        seen: set[int] = set()

        def visit(layer: Any) -> None:
            if id(layer) in seen or not enters(layer):
                return
            seen.add(id(layer))
            for variable in variables_of(layer):
                found.setdefault(id(variable), variable)
            for inner in layer._tracked_layers():
                visit(inner)

        visit(self)
        return list(found.values())


_TRACKED_TYPES = (Tracker, tf.Variable, Metric, SeedGenerator, list, tuple, dict)
_UNTRACKED = frozenset(
    (
        "nodes",
        "_own_variables",
        "_added_losses",
        "_build_config",
        "_given_arguments",
        "_kept_states",
    )
)


def _walk(value: Any) -> Iterator[Any]:
    """Yields the tracked objects in a nested structure."""
    if isinstance(value, Tracker | tf.Variable | Metric | SeedGenerator):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _walk(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _walk(item)
