"""Attention by several heads."""

from __future__ import annotations

import string
from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend.keras_tensor import KerasTensor
from tensorbrook._src.keras.engine.layer import Layer, get_mask
from tensorbrook._src.keras.layers.arguments import (
    describe_arguments,
    positive,
    set_arguments,
)
from tensorbrook._src.keras.layers.attention.attention_mask import (
    masked_softmax,
    merged_mask,
)
from tensorbrook._src.keras.layers.core.einsum_dense import EinsumDense
from tensorbrook._src.keras.layers.regularize.dropout import Dropout

_NAMES = (
    "num_heads",
    "key_dim",
    "value_dim",
    "dropout",
    "use_bias",
    "attention_axes",
    "kernel_initializer",
    "bias_initializer",
    "kernel_regularizer",
    "bias_regularizer",
    "activity_regularizer",
    "kernel_constraint",
    "bias_constraint",
    "use_gate",
    "seed",
    "sliding_window",
)


class MultiHeadAttention(Layer):
    """Lets several heads look at other places, and puts what they saw together.

    Args:
        num_heads: how many heads there are.
        key_dim: the size of queries and keys of each head.
        value_dim: the size of values of each head, `key_dim` by default.
        dropout: how much of the shares is dropped in training.
        use_bias: whether the projections have biases.
        output_shape: the size of the outputs; by default that of the query.
        attention_axes: the axes to look along; by default all but batch, heads
            and features.
        sliding_window: how far to look.
        flash_attention: kept for compatibility.
        kernel_initializer: the kernels' first value.
        bias_initializer: the biases' first value.
        kernel_regularizer: a penalty on the kernels.
        bias_regularizer: a penalty on the biases.
        activity_regularizer: a penalty on the projections.
        kernel_constraint: applied to the kernels after each update.
        bias_constraint: applied to the biases after each update.
        use_gate: whether a sigmoid of the query gates what the heads saw.
        seed: where the random numbers start.
        **kwargs: `name`, `dtype` and the like.

    Example:
        >>> layer = MultiHeadAttention(num_heads=2, key_dim=4)
        >>> layer(tf.ones((1, 3, 8)), tf.ones((1, 5, 8))).shape
        TensorShape([1, 3, 8])
    """

    def __init__(
        self,
        num_heads: int,
        key_dim: int,
        value_dim: int | None = None,
        dropout: float = 0.0,
        use_bias: bool = True,
        output_shape: Any = None,
        attention_axes: Any = None,
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
        self.supports_masking = True
        self.num_heads = positive(self, "num_heads", num_heads)
        positive(self, "key_dim", key_dim)
        self.key_dim = key_dim
        self.value_dim = value_dim or key_dim
        self.dropout = dropout
        self.use_bias = use_bias
        self._given_output_shape = output_shape
        self.attention_axes = attention_axes
        if isinstance(attention_axes, int):
            self.attention_axes = (attention_axes,)
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

    def _projection(self, rank: int, size: int, name: str, **more: Any) -> EinsumDense:
        """Returns the layer that gives each head its part of the features."""
        free = string.ascii_lowercase[: rank - 1]
        heads = string.ascii_lowercase[rank : rank + 2]
        feature = string.ascii_lowercase[rank - 1]
        return EinsumDense(
            f"{free}{feature},{feature}{heads}->{free}{heads}",
            output_shape=[None] * (rank - 2) + [self.num_heads, size],
            bias_axes=heads if self.use_bias else None,
            name=name,
            **self._shared_arguments(),
            **more,
        )

    def _shared_arguments(self) -> dict[str, Any]:
        """Returns the arguments of all projections, with new initializers."""
        found = {"dtype": self.dtype_policy}
        for name in ("kernel_initializer", "bias_initializer"):
            given = getattr(self, name)
            found[name] = type(given).from_config(given.get_config())
        for name in _NAMES[8:13]:
            found[name] = getattr(self, name)
        return found

    def build(self, query_shape: Any, value_shape: Any, key_shape: Any = None) -> None:
        """Makes the projections."""
        key_shape = value_shape if key_shape is None else key_shape
        if tuple(value_shape[1:-1]) != tuple(key_shape[1:-1]):
            raise ValueError(
                "MultiHeadAttention: all dimensions of value and key but the last "
                f"must be equal. Received: value_shape={value_shape}, "
                f"key_shape={key_shape}."
            )
        rank = len(query_shape)
        self._query_dense = self._projection(rank, self.key_dim, "query")
        self._query_dense.build(query_shape)
        self._key_dense = self._projection(len(key_shape), self.key_dim, "key")
        self._key_dense.build(key_shape)
        if self.use_gate:
            self._gate_dense = self._projection(
                rank, self.value_dim, "gate", activation="sigmoid"
            )
            self._gate_dense.build(query_shape)
        self._value_dense = self._projection(len(value_shape), self.value_dim, "value")
        self._value_dense.build(value_shape)
        if self.attention_axes is None:
            self.attention_axes = tuple(range(1, len(value_shape) - 1))
        self._plan_products(len(value_shape) + 1)
        self._dropout_layer = Dropout(
            self.dropout, dtype=self.dtype_policy, seed=self.seed
        )
        self._output_dense = self._output_projection(query_shape)
        self._output_dense.build((*query_shape[:-1], self.num_heads, self.value_dim))

    def _output_projection(self, query_shape: Any) -> EinsumDense:
        """Returns the layer that puts together what the heads saw."""
        shape = self._given_output_shape
        shape = [query_shape[-1]] if shape is None else shape
        shape = [shape] if isinstance(shape, int) else list(shape)
        rank = len(query_shape)
        letters = string.ascii_lowercase
        free, heads = letters[: rank - 1], letters[rank : rank + 2]
        targets = letters[rank + 2 : rank + 2 + len(shape)]
        return EinsumDense(
            f"{free}{heads},{heads}{targets}->{free}{targets}",
            output_shape=[None] * (rank - 2) + shape,
            bias_axes=targets if self.use_bias else None,
            name="attention_output",
            **self._shared_arguments(),
        )

    def _plan_products(self, rank: int) -> None:
        """Finds the equations of scores and mixtures for projections of this rank."""
        axes = [axis % (rank - 1) for axis in self.attention_axes]
        letters = string.ascii_lowercase
        value = letters[:rank]
        batch = [i for i in range(rank) if i not in axes and i != rank - 1]
        fresh = iter(letters[rank:])
        query = "".join(next(fresh) if i in axes else value[i] for i in range(rank))
        kept = "".join(value[i] for i in batch)
        from_axes = "".join(query[i] for i in axes)
        to_axes = "".join(value[i] for i in axes)
        product = f"{kept}{from_axes}{to_axes}"
        self._score_equation = f"{value},{query}->{product}"
        mixed = "".join(query[i] if i != rank - 1 else value[i] for i in range(rank))
        self._mix_equation = f"{product},{value}->{mixed}"
        self._score_axes = list(range(-len(axes), 0))

    @property
    def query_dense(self) -> EinsumDense:
        """The projection of the query."""
        return self._query_dense

    @property
    def key_dense(self) -> EinsumDense:
        """The projection of the key."""
        return self._key_dense

    @property
    def value_dense(self) -> EinsumDense:
        """The projection of the value."""
        return self._value_dense

    @property
    def output_dense(self) -> EinsumDense:
        """The projection of what the heads saw."""
        return self._output_dense

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
            None if key is value else _or_own(key_mask, key),
            attention_mask,
            use_causal_mask,
            self.sliding_window,
        )
        gate = self._gate_dense(query) if self.use_gate else None
        mixed, shares = self._compute_attention(
            self._query_dense(query),
            self._key_dense(key),
            self._value_dense(value),
            mask,
            training,
            return_attention_scores,
        )
        mixed = mixed if gate is None else mixed * gate
        output = self._output_dense(mixed)
        return (output, shares) if return_attention_scores else output

    def _compute_attention(
        self,
        query: Any,
        key: Any,
        value: Any,
        attention_mask: Any = None,
        training: Any = None,
        return_attention_scores: bool = False,
    ) -> tuple[Any, Any]:
        """Returns what the heads saw, and the shares."""
        scale = self.key_dim**-0.5
        plain = not return_attention_scores and self.dropout == 0
        mask = attention_mask
        while mask is not None and len(mask.shape) < len(query.shape):
            mask = tf.expand_dims(mask, -len(self.attention_axes) * 2 - 1)
        if plain and len(query.shape) == 4:
            found = tf.keras.ops.dot_product_attention(
                query, key, value, mask=mask, scale=scale
            )
            return found, None
        scores = tf.einsum(self._score_equation, key, query * scale)
        shares = masked_softmax(scores, mask, self._score_axes)
        used = self._dropout_layer(shares, training=training)
        return tf.einsum(self._mix_equation, used, value), shares

    def compute_mask(self, query: Any, mask: Any = None, *args: Any) -> Any:
        """Returns the mask of the query."""
        return mask

    def compute_output_shape(
        self, query_shape: Any, value_shape: Any = None, key_shape: Any = None
    ) -> Any:
        """Returns the shape of the outputs."""
        shape = self._given_output_shape
        if shape is None:
            return tuple(query_shape)
        shape = (shape,) if isinstance(shape, int) else tuple(shape)
        return (*query_shape[:-1], *shape)

    def compute_output_spec(
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
        """Returns symbolic outputs."""
        output = KerasTensor(self.compute_output_shape(query.shape), self.compute_dtype)
        if not return_attention_scores:
            return output
        lengths = (query.shape[0], self.num_heads, query.shape[1], value.shape[1])
        return output, KerasTensor(lengths, self.compute_dtype)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        own = describe_arguments(self, *_NAMES)
        own["output_shape"] = self._given_output_shape
        return {**super().get_config(), **own}


def _or_own(mask: Any, tensor: Any) -> Any:
    """Returns a mask that was given, or the one that a tensor carries."""
    return get_mask(tensor) if mask is None else mask
