"""Attention by products."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend.keras_tensor import KerasTensor
from tensorbrook._src.keras.backend.random import SeedGenerator
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.layers.arguments import describe_arguments

_MODES = ("dot", "concat")


class Attention(Layer):
    """Mixes values by how well their keys fit a query.

    Called with `[query, value]` or `[query, value, key]`, each of the shape
    (batch, length, size).

    Args:
        use_scale: whether the scores have a factor that is learned.
        score_mode: `"dot"` or `"concat"`.
        dropout: how much of the shares is dropped in training.
        seed: where the random numbers start.
        **kwargs: `name`, `dtype` and the like.

    Example:
        >>> Attention()([tf.ones((1, 2, 4)), tf.ones((1, 3, 4))]).shape
        TensorShape([1, 2, 4])
    """

    def __init__(
        self,
        use_scale: bool = False,
        score_mode: str = "dot",
        dropout: float = 0.0,
        seed: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if score_mode not in _MODES:
            raise ValueError(
                f"Attention: `score_mode` must be one of {_MODES}. Received: "
                f"score_mode={score_mode!r}."
            )
        self.use_scale = use_scale
        self.score_mode = score_mode
        self.dropout = dropout
        self.seed = seed
        if dropout > 0:
            self.seed_generator = SeedGenerator(seed)
        self.scale: Any = None
        self.concat_score_weight: Any = None
        self.supports_masking = True

    def build(self, input_shape: Any) -> None:
        """Makes the factors of the scores."""
        self._check(input_shape)
        if self.use_scale:
            self.scale = self.add_weight(name="scale", shape=(), initializer="ones")
        if self.score_mode == "concat":
            self.concat_score_weight = self.add_weight(
                name="concat_score_weight", shape=(), initializer="ones"
            )

    def _check(self, inputs: Any) -> None:
        """Raises unless the inputs are a list of two or three."""
        if not isinstance(inputs, list | tuple) or len(inputs) not in (2, 3):
            raise ValueError(
                f"{type(self).__name__} layer accepts inputs list of length 2 or 3, "
                "namely [query, value] or [query, value, key]. Received: "
                f"inputs={inputs}."
            )

    def _calculate_scores(self, query: Any, key: Any) -> Any:
        """Returns how well each key fits each query."""
        if self.score_mode == "dot":
            scores = tf.matmul(query, key, transpose_b=True)
            return self._scaled(scores, self.scale)
        both = tf.expand_dims(query, -2) + tf.expand_dims(key, -3)
        total = tf.reduce_sum(tf.tanh(self._scaled(both, self.scale)), -1)
        return self._scaled(total, self.concat_score_weight)

    def _scaled(self, values: Any, factor: Any) -> Any:
        return values if factor is None else values * tf.cast(factor, values.dtype)

    def call(
        self,
        inputs: Any,
        mask: Any = None,
        training: Any = False,
        return_attention_scores: bool = False,
        use_causal_mask: bool = False,
    ) -> Any:
        """Computes the mixtures, and the shares if they are wanted."""
        self._check(inputs)
        query, value = inputs[:2]
        key = inputs[2] if len(inputs) == 3 else value
        masks = list(mask) if mask is not None else [None, None]
        scores = self._calculate_scores(query, key)
        seen = masks[1]
        if seen is not None:
            seen = tf.expand_dims(tf.cast(seen, tf.bool), -2)
        if use_causal_mask:
            rows, columns = tf.shape(scores)[-2], tf.shape(scores)[-1]
            before = tf.range(columns)[None, :] <= tf.range(rows)[:, None]
            seen = before if seen is None else seen & before
        if seen is not None:
            far = 65504.0 if scores.dtype.name == "float16" else 1.0e9
            scores = tf.where(seen, scores, scores - tf.cast(far, scores.dtype))
        shares = tf.nn.softmax(scores)
        if training and self.dropout > 0:
            dropped = tf.nn.experimental.stateless_dropout
            shares = dropped(shares, rate=self.dropout, seed=self.seed_generator.next())
        result = tf.matmul(shares, value)
        if masks[0] is not None:
            there = tf.expand_dims(tf.cast(masks[0], tf.bool), -1)
            result = tf.where(there, result, tf.zeros_like(result))
        return (result, shares) if return_attention_scores else result

    def compute_mask(self, inputs: Any, mask: Any = None) -> Any:
        """Returns the mask of the query."""
        return None if mask is None or mask[0] is None else mask[0]

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        return (*input_shape[0][:-1], input_shape[1][-1])

    def compute_output_spec(
        self,
        inputs: Any,
        mask: Any = None,
        return_attention_scores: bool = False,
        training: Any = None,
        use_causal_mask: bool = False,
    ) -> Any:
        """Returns symbolic outputs."""
        self._check(inputs)
        query, value = inputs[:2]
        shape = (*query.shape[:-1], value.shape[-1])
        result = KerasTensor(shape, self.compute_dtype)
        if not return_attention_scores:
            return result
        lengths = (query.shape[0], query.shape[1], inputs[-1].shape[1])
        return result, KerasTensor(lengths, self.compute_dtype)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        own = describe_arguments(self, "use_scale", "score_mode", "dropout", "seed")
        return {**super().get_config(), **own}
