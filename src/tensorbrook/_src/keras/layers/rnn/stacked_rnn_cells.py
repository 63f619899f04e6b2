"""Several recurrent cells as one."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.engine.call_context import call_signature
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.saving import registry


class StackedRNNCells(Layer):
    """Feeds each cell with the output of the cell before it.

    Args:
        cells: the cells.
        **kwargs: `name`, `dtype` and the like.
    """

    def __init__(self, cells: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for cell in cells:
            if not callable(getattr(cell, "call", None)):
                raise ValueError(
                    "StackedRNNCells: all cells must have a `call` method. Received: "
                    f"cell={cell!r}."
                )
            if not hasattr(cell, "state_size"):
                raise ValueError(
                    "StackedRNNCells: all cells must have a `state_size`. Received: "
                    f"cell={cell!r}."
                )
        self.cells = list(cells)

    @property
    def state_size(self) -> list[Any]:
        """The sizes of the cells' states."""
        return [cell.state_size for cell in self.cells]

    @property
    def output_size(self) -> Any:
        """The size of the last cell's output."""
        last = self.cells[-1]
        found = getattr(last, "output_size", None)
        if found is not None:
            return found
        size = last.state_size
        return size[0] if isinstance(size, list | tuple) else size

    def build(self, input_shape: Any) -> None:
        """Builds the cells."""
        for cell in self.cells:
            if isinstance(cell, Layer) and not cell.built:
                cell.build(input_shape)
                cell.built = True
            size = getattr(cell, "output_size", None) or cell.state_size
            size = size[0] if isinstance(size, list) else size
            dims = tuple(size) if isinstance(size, tuple) else (size,)
            input_shape = (input_shape[0], *dims)

    def call(self, inputs: Any, states: Any, training: Any = False) -> Any:
        """Computes the last output and all new states."""
        states = states or [None] * len(self.cells)
        new_states = []
        for cell, state in zip(self.cells, states, strict=True):
            nested = isinstance(state, list | tuple)
            given = list(state) if nested else [state]
            takes = call_signature(type(cell).call).has_training
            extra = {"training": training} if takes else {}
            inputs, found = cell(inputs, given, **extra)
            found = found if isinstance(found, list | tuple) else [found]
            new_states.append(list(found) if nested else found[0])
        return inputs, new_states

    def get_initial_state(self, batch_size: Any = None) -> list[Any]:
        """Returns the states at the start, a list for each cell."""
        found = []
        for cell in self.cells:
            if hasattr(cell, "get_initial_state"):
                found.append(cell.get_initial_state(batch_size=batch_size))
                continue
            sizes = cell.state_size
            sizes = sizes if isinstance(sizes, list | tuple) else [sizes]
            found.append([tf.zeros((batch_size, s), self.compute_dtype) for s in sizes])
        return found

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make equal cells."""
        cells = [registry.serialize_keras_object(cell) for cell in self.cells]
        return {**super().get_config(), "cells": cells}

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        """Makes cells from what `get_config` returned."""
        config = dict(config)
        cells = [
            registry.deserialize_keras_object(cell, custom_objects)
            for cell in config.pop("cells")
        ]
        return cls(cells, **config)
