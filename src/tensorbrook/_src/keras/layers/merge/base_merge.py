"""What the layers that merge several inputs have in common."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.ops.conversion import result_type


class Merge(Layer):
    """Merges inputs of shapes that broadcast."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True

    def build(self, input_shape: Any) -> None:
        """Checks the number of inputs."""
        many = isinstance(input_shape, list | tuple) and len(input_shape) >= 1
        if not many or not isinstance(input_shape[0], list | tuple):
            raise ValueError(
                "A merge layer should be called on a list of inputs. Received: "
                f"input_shape={input_shape} (not a list of shapes)."
            )
        self.compute_output_shape(input_shape)

    def merge(self, first: Any, second: Any) -> Any:
        """Returns two inputs merged; a subclass defines it."""
        raise NotImplementedError(f"{type(self).__name__} has no merge().")

    def call(self, inputs: Any) -> Any:
        """Computes the outputs."""
        inputs = of_one_type(inputs)
        ranks = [tensor.shape.rank for tensor in inputs]
        if None not in ranks and len(set(ranks)) > 1:
            inputs = [_of_rank(tensor, max(ranks)) for tensor in inputs]
        result = inputs[0]
        for tensor in inputs[1:]:
            result = self.merge(result, tensor)
        return result

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> Any:
        """Returns where all inputs are there."""
        masks = [mask for mask in previous_mask or [] if mask is not None]
        if not masks:
            return None
        result = masks[0]
        for mask in masks[1:]:
            result = tf.logical_or(result, mask)
        return result

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        batches = {shape[0] for shape in input_shape if shape} - {None}
        if len(batches) > 1:
            raise ValueError(
                f"{type(self).__name__}: the inputs must have the same batch size. "
                f"Received: input_shape={input_shape}."
            )
        result = tuple(input_shape[0])
        for shape in input_shape[1:]:
            result = _broadcast(result, tuple(shape))
        return result


def of_one_type(tensors: Any) -> list[Any]:
    """Casts tensors to the type that they have in common."""
    kinds = {tensor.dtype for tensor in tensors}
    if len(kinds) == 1:
        return list(tensors)
    wanted = result_type(*(kind.name for kind in kinds))
    return [tf.cast(tensor, wanted) for tensor in tensors]


def _of_rank(tensor: Any, rank: int) -> Any:
    """Adds dimensions of one after the batch."""
    while tensor.shape.rank < rank:
        tensor = tf.expand_dims(tensor, 1)
    return tensor


def _broadcast(first: tuple[Any, ...], second: tuple[Any, ...]) -> tuple[Any, ...]:
    """Returns the shape that two shapes broadcast to."""
    if len(first) > len(second):
        first, second = second, first
    gap = len(second) - len(first)
    padded = (*first[:1], *(1,) * gap, *first[1:]) if first else (1,) * len(second)
    found = []
    for one, other in zip(padded, second, strict=True):
        if one == 1 or other == 1:
            found.append(other if one == 1 else one)
        elif None in (one, other) or one == other:
            found.append(one if other is None else other)
        else:
            raise ValueError(
                "Inputs have incompatible shapes. Received shapes "
                f"{first} and {second}."
            )
    return tuple(
        None if first[:1] == (None,) and i == 0 else s for i, s in enumerate(found)
    )
