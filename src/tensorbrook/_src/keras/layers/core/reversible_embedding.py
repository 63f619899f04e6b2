"""A table of vectors that also works backwards."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend.keras_tensor import KerasTensor
from tensorbrook._src.keras.layers.arguments import describe_arguments
from tensorbrook._src.keras.layers.core.embedding import Embedding


class ReversibleEmbedding(Embedding):
    """Turns numbers into vectors, and with `reverse=True` vectors into logits.

    Args:
        input_dim: how many numbers there are.
        output_dim: the size of a vector.
        tie_weights: whether both directions share the table.
        embeddings_initializer: the table's first value.
        embeddings_regularizer: a penalty on the table.
        embeddings_constraint: applied to the table after each update.
        mask_zero: whether number 0 means that nothing is there.
        reverse_dtype: the type of the computation backwards.
        logit_soft_cap: a bound that logits approach.
        **kwargs: `name`, `dtype` and the like.
    """

    _is_adaptable = True

    def __init__(
        self,
        input_dim: int,
        output_dim: int,
        tie_weights: bool = True,
        embeddings_initializer: Any = "uniform",
        embeddings_regularizer: Any = None,
        embeddings_constraint: Any = None,
        mask_zero: bool = False,
        reverse_dtype: Any = None,
        logit_soft_cap: float | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            input_dim,
            output_dim,
            embeddings_initializer=embeddings_initializer,
            embeddings_regularizer=embeddings_regularizer,
            embeddings_constraint=embeddings_constraint,
            mask_zero=mask_zero,
            **kwargs,
        )
        self.tie_weights = tie_weights
        self.reverse_dtype = reverse_dtype
        self.logit_soft_cap = logit_soft_cap

    def build(self, input_shape: Any = None) -> None:
        """Makes the table, and the one for the way back."""
        super().build(input_shape)
        if not self.tie_weights:
            self.reverse_embeddings = self.add_weight(
                name="reverse_embeddings",
                shape=(self.output_dim, self.input_dim),
                initializer=self.embeddings_initializer,
                regularizer=self.embeddings_regularizer,
                constraint=self.embeddings_constraint,
            )

    def call(self, inputs: Any, reverse: bool = False) -> Any:
        """Looks up the vectors, or computes the logits."""
        if not reverse:
            return super().call(inputs)
        kind = self.reverse_dtype or self.compute_dtype
        values = tf.cast(inputs, kind)
        if self.tie_weights:
            table = tf.transpose(tf.cast(self.embeddings, kind))
        else:
            table = tf.cast(self.reverse_embeddings, kind)
        logits = tf.tensordot(values, table, [[len(values.shape) - 1], [0]])
        if self.logit_soft_cap is None:
            return logits
        return tf.tanh(logits / self.logit_soft_cap) * self.logit_soft_cap

    def compute_output_shape(self, input_shape: Any, reverse: bool = False) -> Any:
        """Returns the shape of the outputs."""
        if reverse:
            return (*input_shape[:-1], self.input_dim)
        return super().compute_output_shape(input_shape)

    def compute_output_spec(self, inputs: Any, reverse: bool = False) -> Any:
        """Returns symbolic outputs."""
        kind = (self.reverse_dtype if reverse else None) or self.compute_dtype
        return KerasTensor(self.compute_output_shape(inputs.shape, reverse), kind)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {
            **super().get_config(),
            **describe_arguments(
                self, "tie_weights", "reverse_dtype", "logit_soft_cap"
            ),
        }
