"""A table of vectors."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras import constraints, regularizers
from tensorbrook._src.keras.backend.keras_tensor import KerasTensor
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.engine.tracing import shape_of
from tensorbrook._src.keras.initializers import lookup as initializers
from tensorbrook._src.keras.layers.arguments import positive
from tensorbrook._src.keras.quantizers.adapted_weight import AdaptedWeight, WeightSlot


class Embedding(AdaptedWeight, Layer):
    """Turns numbers into vectors.

    Args:
        input_dim: how many numbers there are.
        output_dim: the size of a vector.
        embeddings_initializer: the table's first value.
        embeddings_regularizer: a penalty on the table.
        embeddings_constraint: applied to the table after each update.
        mask_zero: whether number 0 means that nothing is there.
        weights: the table's value, instead of an initializer.
        **kwargs: `name`, `dtype`, `input_length` and the like.

    Example:
        >>> Embedding(10, 3)(tf.constant([[1, 2]])).shape
        TensorShape([1, 2, 3])
    """

    _is_adaptable = True
    _weight_name = "embeddings"
    _quantizes_inputs = False
    embeddings = WeightSlot("embeddings")

    preferred_input_dtype = "float32"

    def __init__(
        self,
        input_dim: int,
        output_dim: int,
        embeddings_initializer: Any = "uniform",
        embeddings_regularizer: Any = None,
        embeddings_constraint: Any = None,
        mask_zero: bool = False,
        weights: Any = None,
        lora_rank: int | None = None,
        lora_alpha: float | None = None,
        quantization_config: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self._adapt(lora_rank, lora_alpha, quantization_config)
        self.input_dim = positive(self, "input_dim", input_dim)
        self.output_dim = positive(self, "output_dim", output_dim)
        self.embeddings_initializer = initializers.get(embeddings_initializer)
        self.embeddings_regularizer = regularizers.get(embeddings_regularizer)
        self.embeddings_constraint = constraints.get(embeddings_constraint)
        self.mask_zero = mask_zero
        self.autocast = False
        self.supports_masking = mask_zero
        self._makes_mask = mask_zero
        if weights is not None:
            self.build()
            table = weights if isinstance(weights, list) else [weights]
            self.set_weights(table)

    def build(self, input_shape: Any = None) -> None:
        """Makes the table."""
        self.embeddings = self.add_weight(
            name="embeddings",
            shape=(self.input_dim, self.output_dim),
            initializer=self.embeddings_initializer,
            regularizer=self.embeddings_regularizer,
            constraint=self.embeddings_constraint,
        )
        self._after_build()

    def _reduced_axes(self) -> list[int]:
        """Returns the axis along which each vector has one scale."""
        return [-1]

    def _read_scale(self, scale: Any, shape: tuple[int, ...]) -> Any:
        """Returns a scale for each vector."""
        return tf.reshape(scale, [-1, 1])

    def _as_matrix(self, value: Any) -> Any:
        """Returns the table with its vectors as columns."""
        return tf.transpose(value)

    def _from_matrix(self, matrix: Any, like: Any) -> Any:
        """Returns the table with its vectors as rows."""
        return tf.transpose(matrix)

    def _turned(self, parts: Any) -> Any:
        """Returns the scales of groups, a row for each vector."""
        return tf.transpose(tf.convert_to_tensor(parts))

    def call(self, inputs: Any) -> tf.Tensor:
        """Looks up the vectors."""
        if inputs.dtype.name not in ("int32", "int64"):
            inputs = tf.cast(inputs, tf.int32)
        return tf.cast(tf.gather(self.embeddings, inputs), self.compute_dtype)

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> Any:
        """Returns where the number is not 0."""
        return tf.not_equal(inputs, 0) if self.mask_zero else None

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        return (*input_shape, self.output_dim)

    def compute_output_spec(self, inputs: Any, *args: Any, **kwargs: Any) -> Any:
        """Returns symbolic outputs."""
        shape = self.compute_output_shape(shape_of(inputs))
        return KerasTensor(shape, self.compute_dtype)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        serialize = initializers.serialize
        return {
            **super().get_config(),
            "input_dim": self.input_dim,
            "output_dim": self.output_dim,
            "embeddings_initializer": serialize(self.embeddings_initializer),
            "embeddings_regularizer": serialize(self.embeddings_regularizer),
            "activity_regularizer": serialize(self.activity_regularizer),
            "embeddings_constraint": serialize(self.embeddings_constraint),
            "mask_zero": self.mask_zero,
            **self._adapted_config(),
        }
