"""Products of the vectors in two inputs."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.layers.merge.base_merge import Merge


class Dot(Merge):
    """Multiplies and sums two inputs along an axis of each.

    Args:
        axes: the axis of both, or one for each.
        normalize: whether to scale the vectors to norm one first.
        **kwargs: `name`, `dtype` and the like.
    """

    def __init__(self, axes: Any, normalize: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        pair = isinstance(axes, list | tuple) and len(axes) == 2
        if isinstance(axes, str) or not (isinstance(axes, int) or pair):
            problem = TypeError if isinstance(axes, str) else ValueError
            raise problem(
                "Dot: `axes` must be an integer, or two of them. Received: "
                f"axes={axes!r}."
            )
        self.axes = axes
        self.normalize = normalize
        self.supports_masking = False

    def _axes_of(self, ranks: tuple[int, int]) -> tuple[int, int]:
        """Returns the axis of each input, from zero."""
        given = self.axes
        pair = (given, given) if isinstance(given, int) else tuple(given)
        return pair[0] % ranks[0], pair[1] % ranks[1]

    def call(self, inputs: Any) -> tf.Tensor:
        """Computes the outputs."""
        first, second = inputs
        ranks = (first.shape.rank, second.shape.rank)
        one, other = self._axes_of(ranks)
        if self.normalize:
            first = tf.math.l2_normalize(first, axis=one)
            second = tf.math.l2_normalize(second, axis=other)
        letters = "abcdefghijklmn"
        left = "z" + letters[: ranks[0] - 1]
        right = "z" + letters[ranks[0] - 1 : ranks[0] + ranks[1] - 2]
        right = right.replace(right[other], left[one])
        kept = [c for c in left[1:] + right[1:] if c != left[one]]
        result = tf.einsum(f"{left},{right}->z{''.join(kept)}", first, second)
        return tf.expand_dims(result, -1) if not kept else result

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        first, second = (tuple(shape) for shape in input_shape)
        one, other = self._axes_of((len(first), len(second)))
        if None not in (first[one], second[other]) and first[one] != second[other]:
            raise ValueError(
                f"Dot: the sizes along the axes differ, {first[one]} and "
                f"{second[other]}. Received: input_shape={input_shape}, axes="
                f"{self.axes}."
            )
        kept = [s for i, s in enumerate(first) if i not in (0, one)]
        kept += [s for i, s in enumerate(second) if i not in (0, other)]
        return (first[0], *(kept or [1]))

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        more = {"axes": self.axes, "normalize": self.normalize}
        return {**super().get_config(), **more}


def dot(inputs: Any, axes: Any = -1, **kwargs: Any) -> Any:
    """Returns the products of the vectors in two inputs.

    Args:
        inputs: two tensors.
        axes: the axis of both, or one for each.
        **kwargs: arguments of the layer.
    """
    return Dot(axes=axes, **kwargs)(inputs)
