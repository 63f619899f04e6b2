"""Attention by several heads that share keys and values."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend.keras_tensor import KerasTensor
from tensorbrook._src.keras.engine.layer import Layer, get_mask
from tensorbrook._src.keras.layers.arguments import describe_arguments, set_arguments
from tensorbrook._src.keras.layers.attention.attention_mask import (
    masked_softmax,
    merged_mask,
)
from tensorbrook._src.keras.layers.core.einsum_dense import EinsumDense
from tensorbrook._src.keras.layers.regularize.dropout import Dropout

_WEIGHTS = (
    "kernel_initializer",
    "bias_initializer",
    "kernel_regularizer",
    "bias_regularizer",
    "activity_regularizer",
    "kernel_constraint",
    "bias_constraint",
)


class GroupQueryAttention(Layer):
    """Lets several heads look at other places; groups of them share keys and values.

    Args:
        head_dim: the size of each head.
        num_query_heads: how many heads there are.
        num_key_value_heads: how many pairs of keys and values there are.
        dropout: how much of the shares is dropped in training.
        use_bias: whether the projections have biases.
        sliding_window: how far to look.
        flash_attention: kept for compatibility.
        use_gate: whether a sigmoid of the query gates what the heads saw.
        seed: where the random numbers start.
        **kwargs: `name`, `dtype` and the like; initializers, regularizers and
            constraints are those of `MultiHeadAttention`.

    Raises:
        ValueError: when the heads cannot be grouped.
    """

    def __init__(
        self,
        head_dim: int,
        num_query_heads: int,
        num_key_value_heads: int,
        dropout: float = 0.0,
        use_bias: bool = True,
        sliding_window: int | None = None,
        flash_attention: bool | None = None,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        use_gate: bool = False,
        seed: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if num_query_heads % num_key_value_heads:
            raise ValueError(
                "GroupQueryAttention: `num_query_heads` must be a multiple of "
                f"`num_key_value_heads`. Received: {num_query_heads} and "
                f"{num_key_value_heads}."
            )
        self.supports_masking = True
        self.head_dim = head_dim
        self.num_query_heads = num_query_heads
        self.num_key_value_heads = num_key_value_heads
        self.dropout = dropout
        self.use_bias = use_bias
        self.sliding_window = sliding_window
        self.use_gate = use_gate
        self.seed = seed
        set_arguments(
            self,
            kernel_initializer=kernel_initializer,
            bias_initializer=bias_initializer,
            kernel_regularizer=kernel_regularizer,
            bias_regularizer=bias_regularizer,
            activity_regularizer=activity_regularizer,
            kernel_constraint=kernel_constraint,
            bias_constraint=bias_constraint,
        )

    def _dense(self, equation: str, shape: Any, axes: str, **more: Any) -> EinsumDense:
        """Returns a projection."""
        shared = {name: getattr(self, name) for name in _WEIGHTS[2:]}
        for name in _WEIGHTS[:2]:
            given = getattr(self, name)
            shared[name] = type(given).from_config(given.get_config())
        return EinsumDense(
            equation,
            output_shape=shape,
            bias_axes=axes if self.use_bias else None,
            dtype=self.dtype_policy,
            **shared,
            **more,
        )

    def build(self, query_shape: Any, value_shape: Any, key_shape: Any = None) -> None:
        """Makes the projections."""
        key_shape = value_shape if key_shape is None else key_shape
        many = (None, self.num_query_heads, self.head_dim)
        few = (None, self.num_key_value_heads, self.head_dim)
        queries = ("bqm,muh->bquh", many, "uh")
        keys = ("bkm,mvh->bkvh", few, "vh")
        self._query_dense = self._dense(*queries, name="query")
        self._query_dense.build(query_shape)
        self._key_dense = self._dense(*keys, name="key")
        self._key_dense.build(key_shape)
        if self.use_gate:
            self._gate_dense = self._dense(*queries, name="gate", activation="sigmoid")
            self._gate_dense.build(query_shape)
        self._value_dense = self._dense(*keys, name="value")
        self._value_dense.build(value_shape)
        self._dropout_layer = Dropout(
            self.dropout, dtype=self.dtype_policy, seed=self.seed
        )
        self._output_dense = self._dense(
            "bquh,uhm->bqm", (None, query_shape[-1]), "m", name="attention_output"
        )
        self._output_dense.build((None, None, self.num_query_heads, self.head_dim))

    def call(
        self,
        query: Any,
        value: Any,
        key: Any = None,
        query_mask: Any = None,
        value_mask: Any = None,
        key_mask: Any = None,
        attention_mask: Any = None,
        return_attention_scores: bool = False,
        training: Any = None,
        use_causal_mask: bool = False,
    ) -> Any:
        """Computes the outputs, and the shares if they are wanted."""
        key = value if key is None else key
        mask = merged_mask(
            query,
            value,
            get_mask(query) if query_mask is None else query_mask,
            get_mask(value) if value_mask is None else value_mask,
            key_mask,
            attention_mask,
            use_causal_mask,
            self.sliding_window,
        )
        mask = mask if mask is None or len(mask.shape) == 4 else tf.expand_dims(mask, 1)
        gate = self._gate_dense(query) if self.use_gate else None
        times = self.num_query_heads // self.num_key_value_heads
        queries = self._query_dense(query)
        keys = tf.repeat(self._key_dense(key), times, axis=2)
        values = tf.repeat(self._value_dense(value), times, axis=2)
        scale = self.head_dim**-0.5
        if not return_attention_scores and self.dropout == 0:
            shares = None
            mixed = tf.keras.ops.dot_product_attention(
                queries, keys, values, mask=mask, scale=scale
            )
        else:
            scores = tf.einsum("bquh,bkuh->buqk", queries * scale, keys)
            shares = masked_softmax(scores, mask, [-1])
            used = self._dropout_layer(shares, training=training)
            mixed = tf.einsum("buqk,bkuh->bquh", used, values)
        output = self._output_dense(mixed if gate is None else mixed * gate)
        return (output, shares) if return_attention_scores else output

    def compute_output_shape(
        self, query_shape: Any, value_shape: Any = None, key_shape: Any = None
    ) -> Any:
        """Returns the shape of the outputs."""
        return tuple(query_shape)

    def compute_output_spec(
        self,
        query: Any,
        value: Any,
        *args: Any,
        return_attention_scores: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Returns symbolic outputs."""
        output = KerasTensor(query.shape, self.compute_dtype)
        if not return_attention_scores:
            return output
        lengths = (
            query.shape[0],
            self.num_query_heads,
            query.shape[1],
            value.shape[1],
        )
        return output, KerasTensor(lengths, self.compute_dtype)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        own = describe_arguments(
            self,
            "head_dim",
            "num_query_heads",
            "num_key_value_heads",
            "use_bias",
            "dropout",
            *_WEIGHTS,
            "use_gate",
            "seed",
            "sliding_window",
        )
        return {**super().get_config(), **own}
