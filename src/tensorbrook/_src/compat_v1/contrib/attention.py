"""`tf.contrib.seq2seq`: attention over a memory, and the cell that uses it."""

from __future__ import annotations

import collections
from typing import Any

from tensorbrook._src.compat_v1 import initializers
from tensorbrook._src.compat_v1.layers.core import Dense
from tensorbrook._src.compat_v1.rnn.cell import RNNCell
from tensorbrook._src.compat_v1.variable_scope import get_variable, variable_scope
from tensorbrook._src.core import dtypes, nest
from tensorbrook._src.core.shapes import TensorShape
from tensorbrook._src.ops import (
    array_creation,
    cast,
    gather,
    matmul,
    rearrange,
    reduce,
    shape,
    softmax,
    unary,
)
from tensorbrook._src.ops.constant import convert_to_tensor


class AttentionMechanism:
    """Base of the mechanisms: how well each place of a memory fits a query.

    Args:
        num_units: The size in which query and memory are compared.
        memory: What is looked at, of shape (batch, time, depth).
        memory_sequence_length: The length of each sequence.
        probability_fn: A function from scores to weights; by default softmax.
        score_mask_value: The score of places after the end.
        name: Name of the variable scope.
    """

    def __init__(
        self,
        num_units: int,
        memory: Any,
        memory_sequence_length: Any,
        probability_fn: Any,
        score_mask_value: Any,
        name: str,
    ) -> None:
        self._num_units = num_units
        self._probability = probability_fn or softmax.softmax
        self._masked = float("-inf") if score_mask_value is None else score_mask_value
        self._name = name
        memory = convert_to_tensor(memory)
        self._mask: Any = None
        if memory_sequence_length is not None:
            longest = shape.shape(memory)[1]
            self._mask = rearrange.sequence_mask(memory_sequence_length, longest)
            memory = memory * cast.cast(shape.expand_dims(self._mask, -1), memory.dtype)
        self.values = memory
        layer = Dense(num_units, use_bias=False, name="memory_layer")
        self.keys = layer(memory)

    @property
    def batch_size(self) -> Any:
        """How many sequences there are."""
        return shape.shape(self.keys)[0]

    @property
    def alignments_size(self) -> Any:
        """How many places the memory has."""
        known = self.keys.shape.as_list()[1]
        return shape.shape(self.keys)[1] if known is None else known

    state_size = alignments_size

    def initial_alignments(self, batch_size: Any, dtype: Any) -> Any:
        """The first weights: zeros."""
        return array_creation.zeros(
            shape.stack([batch_size, self.alignments_size]), dtype
        )

    initial_state = initial_alignments

    def _score(self, query: Any) -> Any:
        raise NotImplementedError(f"{type(self).__name__} must define _score.")

    def __call__(self, query: Any, state: Any) -> tuple[Any, Any]:
        """The weights of the places for a query, twice: they are the state, too."""
        with variable_scope(None, self._name):
            score = self._score(query)
            if self._mask is not None:
                low = array_creation.zeros_like(score) + self._masked
                score = gather.where(self._mask, score, low)
            weights = self._probability(score)
        return weights, weights


class BahdanauAttention(AttentionMechanism):
    """Attention by a small network (additive attention).

    Args:
        num_units: The size of the network.
        memory: What is looked at, of shape (batch, time, depth).
        memory_sequence_length: The length of each sequence.
        normalize: Whether the network's vector is normalised.
        probability_fn: A function from scores to weights; by default softmax.
        score_mask_value: The score of places after the end.
        dtype: Accepted for compatibility.
        name: Name of the variable scope.
    """

    def __init__(
        self,
        num_units: int,
        memory: Any,
        memory_sequence_length: Any = None,
        normalize: bool = False,
        probability_fn: Any = None,
        score_mask_value: Any = None,
        dtype: Any = None,
        name: str = "BahdanauAttention",
    ) -> None:
        super().__init__(
            num_units,
            memory,
            memory_sequence_length,
            probability_fn,
            score_mask_value,
            name,
        )
        self._query_layer = Dense(num_units, use_bias=False, name="query_layer")
        self._normalize = normalize
        self._weights: tuple[Any, ...] = ()

    def _score(self, query: Any) -> Any:
        together = self.keys + shape.expand_dims(self._query_layer(query), 1)
        if not self._weights:
            self._weights = self._made()
        v, *others = self._weights
        if not self._normalize:
            return reduce.reduce_sum(v * unary.tanh(together), [2])
        g, b = others
        unit = g * v * unary.rsqrt(reduce.reduce_sum(unary.square(v)))
        return reduce.reduce_sum(unit * unary.tanh(together + b), [2])

    def _made(self) -> tuple[Any, ...]:
        v = get_variable("attention_v", [self._num_units])
        if not self._normalize:
            return (v,)
        scale = initializers.Constant((1.0 / self._num_units) ** 0.5)
        g = get_variable("attention_g", [], initializer=scale)
        b = get_variable(
            "attention_b", [self._num_units], initializer=initializers.Zeros()
        )
        return v, g, b


class LuongAttention(AttentionMechanism):
    """Attention by a product (multiplicative attention).

    Args:
        num_units: The size of the query.
        memory: What is looked at, of shape (batch, time, depth).
        memory_sequence_length: The length of each sequence.
        scale: Whether scores get a learned factor.
        probability_fn: A function from scores to weights; by default softmax.
        score_mask_value: The score of places after the end.
        dtype: Accepted for compatibility.
        name: Name of the variable scope.
    """

    def __init__(
        self,
        num_units: int,
        memory: Any,
        memory_sequence_length: Any = None,
        scale: bool = False,
        probability_fn: Any = None,
        score_mask_value: Any = None,
        dtype: Any = None,
        name: str = "LuongAttention",
    ) -> None:
        super().__init__(
            num_units,
            memory,
            memory_sequence_length,
            probability_fn,
            score_mask_value,
            name,
        )
        self._scale = scale
        self._factor: Any = None

    def _score(self, query: Any) -> Any:
        products = matmul.matmul(
            shape.expand_dims(query, 1), self.keys, transpose_b=True
        )
        score = shape.squeeze(products, [1])
        if not self._scale:
            return score
        if self._factor is None:
            self._factor = get_variable(
                "attention_g", [], initializer=initializers.Ones()
            )
        return score * self._factor


class AttentionWrapperState(
    collections.namedtuple(
        "AttentionWrapperState",
        (
            "cell_state",
            "attention",
            "time",
            "alignments",
            "alignment_history",
            "attention_state",
        ),
    )
):
    """The state of an `AttentionWrapper`."""

    __slots__ = ()

    def clone(self, **kwargs: Any) -> AttentionWrapperState:
        """A copy with other parts, such as `cell_state`."""
        return self._replace(**kwargs)


class AttentionWrapper(RNNCell):
    """A cell that looks at a memory.

    Args:
        cell: The cell.
        attention_mechanism: How it looks.
        attention_layer_size: The size of the attention; by default that of the memory.
        alignment_history: Not supported.
        cell_input_fn: How input and attention are joined; by default side by side.
        output_attention: Whether the attention is the output; else that of the cell.
        initial_cell_state: The first state of the cell.
        name: Name of the cell.

    Raises:
        NotImplementedError: Several mechanisms or a history are asked for.
    """

    def __init__(
        self,
        cell: Any,
        attention_mechanism: Any,
        attention_layer_size: int | None = None,
        alignment_history: bool = False,
        cell_input_fn: Any = None,
        output_attention: bool = True,
        initial_cell_state: Any = None,
        name: str | None = None,
    ) -> None:
        super().__init__(name=name)
        if isinstance(attention_mechanism, list | tuple) or alignment_history:
            raise NotImplementedError(
                "AttentionWrapper: several mechanisms and alignment_history are not "
                "supported."
            )
        self._cell = cell
        self._mechanism = attention_mechanism
        self._layer: Any = None
        self._size = attention_mechanism.values.shape.as_list()[-1]
        if attention_layer_size is not None:
            self._layer = Dense(
                attention_layer_size, use_bias=False, name="attention_layer"
            )
            self._size = attention_layer_size
        self._join = cell_input_fn or (
            lambda inputs, attention: shape.concat([inputs, attention], -1)
        )
        self._output_attention = output_attention
        self._initial_cell_state = initial_cell_state

    @property
    def output_size(self) -> Any:
        """The size of the output."""
        return self._size if self._output_attention else self._cell.output_size

    @property
    def state_size(self) -> Any:
        """The sizes of the parts of the state."""
        places = self._mechanism.alignments_size
        return AttentionWrapperState(
            self._cell.state_size, self._size, TensorShape([]), places, (), places
        )

    def zero_state(self, batch_size: Any, dtype: Any) -> AttentionWrapperState:
        """A state of zeros; `clone(cell_state=...)` puts another one into it."""
        state = self._initial_cell_state
        if state is None:
            state = self._cell.zero_state(batch_size, dtype)
        rows = convert_to_tensor(batch_size)
        weights = self._mechanism.initial_alignments(rows, dtype)
        attention = array_creation.zeros(shape.stack([rows, self._size]), dtype)
        attention.set_shape([None, self._size])
        return AttentionWrapperState(
            state,
            attention,
            array_creation.zeros([], dtypes.int32),
            weights,
            (),
            weights,
        )

    @property
    def trainable_variables(self) -> list[Any]:
        """The trainable variables of the cell and of the layer."""
        layer = [] if self._layer is None else self._layer.trainable_variables
        return [*self._cell.trainable_variables, *layer]

    def call(self, inputs: Any, state: Any) -> Any:  # type: ignore[override]
        """The output and the new state."""
        output, cell_state = self._cell(
            self._join(inputs, state.attention), state.cell_state
        )
        weights, kept = self._mechanism(output, state.attention_state)
        found = matmul.matmul(shape.expand_dims(weights, 1), self._mechanism.values)
        context = shape.squeeze(found, [1])
        attention = context
        if self._layer is not None:
            attention = self._layer(shape.concat([output, context], 1))
        new = AttentionWrapperState(
            cell_state, attention, state.time + 1, weights, (), kept
        )
        return (attention if self._output_attention else output), new


def tile_batch(t: Any, multiplier: int, name: str | None = None) -> Any:
    """Repeats each row of tensors.

    Args:
        t: A tensor or a structure of them.
        multiplier: How often.
        name: Accepted for compatibility.

    Returns:
        Tensors in the same structure.
    """
    return nest.map_structure(lambda item: rearrange.repeat(item, multiplier, 0), t)
