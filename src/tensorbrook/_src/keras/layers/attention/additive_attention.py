"""Attention by sums."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.layers.attention.attention import Attention


class AdditiveAttention(Attention):
    """Mixes values; the scores are `sum(scale * tanh(query + key))`.

    Args:
        use_scale: whether the scores have factors that are learned.
        dropout: how much of the shares is dropped in training.
        **kwargs: `seed`, `name`, `dtype` and the like.
    """

    def __init__(
        self, use_scale: bool = True, dropout: float = 0.0, **kwargs: Any
    ) -> None:
        super().__init__(use_scale=use_scale, dropout=dropout, **kwargs)

    def build(self, input_shape: Any) -> None:
        """Makes the factors of the scores."""
        self._check(input_shape)
        if self.use_scale:
            self.scale = self.add_weight(
                name="scale",
                shape=(input_shape[0][-1],),
                initializer="glorot_uniform",
            )

    def _calculate_scores(self, query: Any, key: Any) -> Any:
        """Returns how well each key fits each query."""
        both = tf.tanh(tf.expand_dims(query, -2) + tf.expand_dims(key, -3))
        return tf.reduce_sum(self._scaled(both, self.scale), -1)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        config = super().get_config()
        config.pop("score_mode")
        return config
