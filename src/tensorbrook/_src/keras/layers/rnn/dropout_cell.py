"""Dropout in recurrent cells: one mask for all time steps."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf


class DropoutCell:
    """What the cells with dropout have in common.

    A mask is drawn at the first step of a sequence and kept until
    `reset_dropout_mask`, so that all steps drop the same places.
    """

    dropout: float
    recurrent_dropout: float
    seed_generator: Any
    _masks: dict[str, Any]

    def get_dropout_mask(self, step_input: Any) -> Any:
        """Returns the mask of the inputs, or None without dropout."""
        return self._mask("inputs", self.dropout, step_input)

    def get_recurrent_dropout_mask(self, step_input: Any) -> Any:
        """Returns the mask of the states, or None without dropout."""
        return self._mask("states", self.recurrent_dropout, step_input)

    def reset_dropout_mask(self) -> None:
        """Forgets the mask of the inputs."""
        self._known_masks().pop("inputs", None)

    def reset_recurrent_dropout_mask(self) -> None:
        """Forgets the mask of the states."""
        self._known_masks().pop("states", None)

    def _known_masks(self) -> dict[str, Any]:
        """Returns the masks of the current sequence."""
        return self.__dict__.setdefault("_masks", {})

    def _mask(self, kind: str, rate: float, values: Any) -> Any:
        """Returns the mask of this kind, drawn at its first use."""
        if not 0 < rate < 1:
            return None
        masks = self._known_masks()
        if kind not in masks:
            masks[kind] = tf.nn.experimental.stateless_dropout(
                tf.ones_like(values), rate=rate, seed=self.seed_generator.next()
            )
        return masks[kind]

    def _dropped(self, values: Any, kind: str, training: Any) -> Any:
        """Returns inputs or states with their mask applied in training."""
        if not training:
            return values
        mask = (
            self.get_dropout_mask(values)
            if kind == "inputs"
            else self.get_recurrent_dropout_mask(values)
        )
        return values if mask is None else values * mask


def between_zero_and_one(rate: float) -> float:
    """Returns a dropout rate, cut to the range from 0 to 1."""
    return min(1.0, max(0.0, rate))
