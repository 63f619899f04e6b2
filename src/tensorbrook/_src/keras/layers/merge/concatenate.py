"""Inputs one after the other."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.layers.merge.base_merge import Merge, of_one_type


class Concatenate(Merge):
    """Puts inputs one after the other.

    Args:
        axis: along which dimension.
        **kwargs: `name`, `dtype` and the like.
    """

    def __init__(self, axis: int = -1, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.axis = axis

    def call(self, inputs: Any) -> tf.Tensor:
        """Computes the outputs."""
        return tf.concat(of_one_type(inputs), axis=self.axis)

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> Any:
        """Returns the masks one after the other."""
        if previous_mask is None or all(mask is None for mask in previous_mask):
            return None
        masks = []
        for tensor, mask in zip(inputs, previous_mask, strict=True):
            if mask is None:
                masks.append(tf.ones_like(tensor, dtype=tf.bool))
                continue
            while mask.shape.rank < tensor.shape.rank:
                mask = tf.expand_dims(mask, -1)
            masks.append(tf.broadcast_to(mask, tf.shape(tensor)))
        return tf.reduce_all(tf.concat(masks, axis=self.axis), axis=-1)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs.

        Raises:
            ValueError: when the other dimensions differ.
        """
        result = list(input_shape[0])
        ranks = {len(shape) for shape in input_shape}
        if len(ranks) > 1 or not -len(result) <= self.axis < len(result):
            raise ValueError(
                "Concatenate: the inputs must have the same number of dimensions, and "
                f"the axis {self.axis} among them. Received: input_shape={input_shape}."
            )
        axis = self.axis % len(result)
        for shape in input_shape[1:]:
            for place, (known, size) in enumerate(zip(result, shape, strict=True)):
                if place == axis:
                    continue
                if None not in (known, size) and known != size:
                    raise ValueError(
                        "A `Concatenate` layer requires inputs with matching shapes "
                        "except for the concatenation axis. Received: "
                        f"input_shape={input_shape}"
                    )
                result[place] = size if known is None else known
        sizes = [shape[axis] for shape in input_shape]
        result[axis] = None if None in sizes else sum(sizes)
        return tuple(result)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {**super().get_config(), "axis": self.axis}


def concatenate(inputs: Any, axis: int = -1, **kwargs: Any) -> Any:
    """Returns inputs one after the other.

    Args:
        inputs: tensors.
        axis: along which dimension.
        **kwargs: arguments of the layer.
    """
    return Concatenate(axis=axis, **kwargs)(inputs)
