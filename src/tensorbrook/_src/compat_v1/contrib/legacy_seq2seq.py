"""`tf.contrib.legacy_seq2seq`: decoders over lists of steps, and models of buckets.

Attention is that of Vinyals and others, "Grammar as a Foreign Language" (2015).
"""

from __future__ import annotations

import copy
import weakref
from collections.abc import Callable
from typing import Any

from tensorbrook._src.compat_v1.contrib.legacy_losses import (
    sequence_loss,
    sequence_loss_by_example,
)
from tensorbrook._src.compat_v1.rnn.static import static_rnn
from tensorbrook._src.compat_v1.variable_scope import get_variable, variable_scope
from tensorbrook._src.control_flow.conditional import cond
from tensorbrook._src.core import nest
from tensorbrook._src.core.scopes import name_scope
from tensorbrook._src.ops import (
    array_creation,
    matmul,
    nn_losses,
    reduce,
    shape,
    softmax,
    sort,
    unary,
)
from tensorbrook._src.ops.constant import stop_gradient

Loop = Callable[[Any, int], Any]


_encoders: weakref.WeakKeyDictionary[Any, Any] = weakref.WeakKeyDictionary()


def _encoder_of(cell: Any) -> Any:
    """A cell like this one with variables of its own; the same for all buckets."""
    if cell not in _encoders:
        _encoders[cell] = copy.deepcopy(cell)
    return _encoders[cell]


def _linear(parts: list[Any], size: int, name: str) -> Any:
    """A dense layer over tensors side by side."""
    joined = shape.concat(parts, 1) if len(parts) > 1 else parts[0]
    with variable_scope(name):
        width = joined.shape.as_list()[1]
        kernel = get_variable("kernel", [width, size], joined.dtype)
        bias = get_variable("bias", [size], joined.dtype)
        return matmul.matmul(joined, kernel) + bias


def rnn_decoder(
    decoder_inputs: Any,
    initial_state: Any,
    cell: Any,
    loop_function: Loop | None = None,
    scope: Any = None,
) -> tuple[list[Any], Any]:
    """Runs a cell over steps; `loop_function` makes an input of the output before.

    Args:
        decoder_inputs: The inputs of the steps.
        initial_state: The state at the beginning.
        cell: The cell.
        loop_function: From an output and the number of the step to the next input.
        scope: The scope of the variables, "rnn_decoder" by default.

    Returns:
        The outputs, and the last state.
    """
    with variable_scope(scope or "rnn_decoder") as inside:
        state, outputs, before = initial_state, [], None
        for number, given in enumerate(decoder_inputs):
            if number:
                inside.reuse_variables()
            item = given
            if loop_function is not None and before is not None:
                item = loop_function(before, number)
            output, state = cell(item, state)
            outputs.append(output)
            before = output if loop_function is not None else None
    return outputs, state


def basic_rnn_seq2seq(
    encoder_inputs: Any,
    decoder_inputs: Any,
    cell: Any,
    dtype: Any = "float32",
    scope: Any = None,
) -> tuple[list[Any], Any]:
    """An encoder whose last state a decoder begins with.

    Args:
        encoder_inputs: The inputs of the encoder's steps.
        decoder_inputs: The inputs of the decoder's steps.
        cell: The cell; the encoder uses a copy.
        dtype: The type of the state.
        scope: The scope of the variables.

    Returns:
        The outputs, and the last state.
    """
    with variable_scope(scope or "basic_rnn_seq2seq"):
        _, state = static_rnn(_encoder_of(cell), encoder_inputs, dtype=dtype)
        return rnn_decoder(decoder_inputs, state, cell)


def tied_rnn_seq2seq(
    encoder_inputs: Any,
    decoder_inputs: Any,
    cell: Any,
    loop_function: Loop | None = None,
    dtype: Any = "float32",
    scope: Any = None,
) -> tuple[list[Any], Any]:
    """As `basic_rnn_seq2seq`; encoder and decoder share their variables."""
    with variable_scope("combined_tied_rnn_seq2seq"):
        name = scope or "tied_rnn_seq2seq"
        _, state = static_rnn(cell, encoder_inputs, dtype=dtype, scope=name)
        with variable_scope(name, reuse=True) as inside:
            return rnn_decoder(decoder_inputs, state, cell, loop_function, inside)


def _next_input(table: Any, projection: Any, gradients: bool) -> Loop:
    """Embeds the best symbol of the output before."""

    def chosen(before: Any, number: int) -> Any:
        if projection is not None:
            before = matmul.matmul(before, projection[0]) + projection[1]
        found = nn_losses.embedding_lookup(table, sort.argmax(before, 1))
        return found if gradients else stop_gradient(found)

    return chosen


def embedding_rnn_decoder(
    decoder_inputs: Any,
    initial_state: Any,
    cell: Any,
    num_symbols: int,
    embedding_size: int,
    output_projection: Any = None,
    feed_previous: bool = False,
    update_embedding_for_previous: bool = True,
    scope: Any = None,
) -> tuple[list[Any], Any]:
    """A decoder over symbols.

    Args:
        decoder_inputs: The symbols of the steps, vectors of integers.
        initial_state: The state at the beginning.
        cell: The cell.
        num_symbols: How many symbols there are.
        embedding_size: How long their vectors are.
        output_projection: Weights and biases that make scores of outputs.
        feed_previous: Whether each step gets the best symbol of the one before.
        update_embedding_for_previous: Whether gradients reach such symbols' vectors.
        scope: The scope of the variables.

    Returns:
        The outputs, and the last state.
    """
    with variable_scope(scope or "embedding_rnn_decoder"):
        table = get_variable("embedding", [num_symbols, embedding_size])
        loop = _next_input(table, output_projection, update_embedding_for_previous)
        steps = [nn_losses.embedding_lookup(table, item) for item in decoder_inputs]
        return rnn_decoder(steps, initial_state, cell, loop if feed_previous else None)


def attention_decoder(
    decoder_inputs: Any,
    initial_state: Any,
    attention_states: Any,
    cell: Any,
    output_size: int | None = None,
    num_heads: int = 1,
    loop_function: Loop | None = None,
    dtype: Any = None,
    scope: Any = None,
    initial_state_attention: bool = False,
) -> tuple[list[Any], Any]:
    """A decoder that looks at the steps of an encoder.

    Args:
        decoder_inputs: The inputs of the steps.
        initial_state: The state at the beginning.
        attention_states: What it looks at, of shape (batch, time, size).
        cell: The cell.
        output_size: The size of the outputs; by default that of the cell's.
        num_heads: How many ways of looking there are.
        loop_function: From an output and the number of the step to the next input.
        dtype: Accepted for compatibility.
        scope: The scope of the variables, "attention_decoder" by default.
        initial_state_attention: Whether it looks before the first step.

    Returns:
        The outputs, and the last state.

    Raises:
        ValueError: There is no input or no head, or the sizes aren't known.
    """
    if not decoder_inputs:
        raise ValueError("Must provide at least 1 input to attention decoder.")
    if num_heads < 1:
        raise ValueError("With less than 1 heads, use a non-attention decoder.")
    if attention_states.shape.as_list()[2] is None:
        raise ValueError(
            f"Shape[2] of attention_states must be known {attention_states.shape}"
        )
    size = output_size or cell.output_size
    with variable_scope(scope or "attention_decoder") as inside:
        look = _Attention(attention_states, num_heads)
        state, outputs, before = initial_state, [], None
        seen = look(state) if initial_state_attention else look.nothing()
        for number, given in enumerate(decoder_inputs):
            if number:
                inside.reuse_variables()
            item = given
            if loop_function is not None and before is not None:
                item = loop_function(before, number)
            width = item.shape.as_list()[1]
            entered = _linear([item, *seen], width, "input")
            output, state = cell(entered, state)
            if not (number == 0 and initial_state_attention):
                seen = look(state)
            else:
                with variable_scope(inside, reuse=True):
                    seen = look(state)
            output = _linear([output, *seen], size, "AttnOutputProjection")
            outputs.append(output)
            before = output if loop_function is not None else None
    return outputs, state


class _Attention:
    """What several heads see of states, given a query."""

    def __init__(self, states: Any, heads: int) -> None:
        self._states = states
        self._heads = heads
        self._size = states.shape.as_list()[2]
        self._keys, self._weights = [], []
        for head in range(heads):
            kernel = get_variable(f"AttnW_{head}", [self._size, self._size])
            self._keys.append(matmul.matmul(states, kernel))
            self._weights.append(get_variable(f"AttnV_{head}", [self._size]))

    def nothing(self) -> list[Any]:
        """What is seen before anything was looked at."""
        rows = shape.shape(self._states)[0]
        zeros = array_creation.zeros(shape.stack([rows, self._size]))
        zeros.set_shape([None, self._size])
        return [zeros] * self._heads

    def __call__(self, query: Any) -> list[Any]:
        parts = nest.flatten(query)
        seen = []
        for head in range(self._heads):
            wanted = _linear(parts, self._size, f"Attention_{head}")
            keys = self._keys[head] + shape.expand_dims(wanted, 1)
            scores = reduce.reduce_sum(self._weights[head] * unary.tanh(keys), 2)
            shares = shape.expand_dims(softmax.softmax(scores), 2)
            seen.append(reduce.reduce_sum(shares * self._states, 1))
        return seen


def embedding_attention_decoder(
    decoder_inputs: Any,
    initial_state: Any,
    attention_states: Any,
    cell: Any,
    num_symbols: int,
    embedding_size: int,
    num_heads: int = 1,
    output_size: int | None = None,
    output_projection: Any = None,
    feed_previous: bool = False,
    update_embedding_for_previous: bool = True,
    dtype: Any = None,
    scope: Any = None,
    initial_state_attention: bool = False,
) -> tuple[list[Any], Any]:
    """`attention_decoder` over symbols; the rest as `embedding_rnn_decoder`."""
    with variable_scope(scope or "embedding_attention_decoder"):
        table = get_variable("embedding", [num_symbols, embedding_size])
        loop = _next_input(table, output_projection, update_embedding_for_previous)
        steps = [nn_losses.embedding_lookup(table, item) for item in decoder_inputs]
        return attention_decoder(
            steps,
            initial_state,
            attention_states,
            cell,
            output_size,
            num_heads,
            loop if feed_previous else None,
            initial_state_attention=initial_state_attention,
        )


def _embedded(cell: Any, inputs: Any, symbols: int, size: int, dtype: Any) -> Any:
    """A copy of the cell over embedded symbols."""
    table = get_variable("embedding", [symbols, size])
    steps = [nn_losses.embedding_lookup(table, item) for item in inputs]
    return static_rnn(_encoder_of(cell), steps, dtype=dtype)


class _WithScores:
    """A cell whose outputs are turned into scores of symbols."""

    def __init__(self, cell: Any, size: int) -> None:
        self._cell, self.output_size = cell, size
        self.state_size = cell.state_size

    def __call__(self, inputs: Any, state: Any) -> tuple[Any, Any]:
        output, state = self._cell(inputs, state)
        return _linear([output], self.output_size, "output_projection"), state


def _either(feed_previous: Any, decode: Callable[[bool], Any]) -> Any:
    """Decodes with or without feeding back, which a tensor may decide."""
    if isinstance(feed_previous, bool):
        return decode(feed_previous)
    structure: list[Any] = []

    def branch(feeds: bool, reuse: bool | None) -> list[Any]:
        with variable_scope("", reuse=reuse) if reuse else name_scope("decode"):
            outputs, state = decode(feeds)
        structure[:] = [state]
        return [*outputs, *nest.flatten(state)]

    made = cond(feed_previous, lambda: branch(True, None), lambda: branch(False, True))
    count = len(made) - len(nest.flatten(structure[0]))
    return list(made[:count]), nest.pack_sequence_as(structure[0], made[count:])


def embedding_rnn_seq2seq(
    encoder_inputs: Any,
    decoder_inputs: Any,
    cell: Any,
    num_encoder_symbols: int,
    num_decoder_symbols: int,
    embedding_size: int,
    output_projection: Any = None,
    feed_previous: Any = False,
    dtype: Any = None,
    scope: Any = None,
) -> tuple[list[Any], Any]:
    """Encoder and decoder over symbols; arguments as `embedding_rnn_decoder`."""
    with variable_scope(scope or "embedding_rnn_seq2seq"):
        _, state = _embedded(
            cell,
            encoder_inputs,
            num_encoder_symbols,
            embedding_size,
            dtype or "float32",
        )
        if output_projection is None:
            cell = _WithScores(cell, num_decoder_symbols)
        return _either(  # type: ignore[no-any-return]
            feed_previous,
            lambda feeds: embedding_rnn_decoder(
                decoder_inputs,
                state,
                cell,
                num_decoder_symbols,
                embedding_size,
                output_projection,
                feeds,
            ),
        )


def embedding_attention_seq2seq(
    encoder_inputs: Any,
    decoder_inputs: Any,
    cell: Any,
    num_encoder_symbols: int,
    num_decoder_symbols: int,
    embedding_size: int,
    num_heads: int = 1,
    output_projection: Any = None,
    feed_previous: Any = False,
    dtype: Any = None,
    scope: Any = None,
    initial_state_attention: bool = False,
) -> tuple[list[Any], Any]:
    """As `embedding_rnn_seq2seq`, with a decoder that looks at the encoder's outputs."""
    with variable_scope(scope or "embedding_attention_seq2seq"):
        outputs, state = _embedded(
            cell,
            encoder_inputs,
            num_encoder_symbols,
            embedding_size,
            dtype or "float32",
        )
        states = shape.stack(outputs, 1)
        size = None
        if output_projection is None:
            cell, size = _WithScores(cell, num_decoder_symbols), num_decoder_symbols
        return _either(  # type: ignore[no-any-return]
            feed_previous,
            lambda feeds: embedding_attention_decoder(
                decoder_inputs,
                state,
                states,
                cell,
                num_decoder_symbols,
                embedding_size,
                num_heads,
                size,
                output_projection,
                feeds,
                initial_state_attention=initial_state_attention,
            ),
        )


def model_with_buckets(
    encoder_inputs: Any,
    decoder_inputs: Any,
    targets: Any,
    weights: Any,
    buckets: Any,
    seq2seq: Callable[[Any, Any], Any],
    softmax_loss_function: Any = None,
    per_example_loss: bool = False,
    name: str | None = None,
) -> tuple[list[Any], list[Any]]:
    """A model for each pair of lengths; all share their variables.

    Args:
        encoder_inputs: The inputs of the encoder's steps.
        decoder_inputs: The inputs of the decoder's steps.
        targets: The class numbers of the decoder's steps.
        weights: The weights of the decoder's steps.
        buckets: Pairs of numbers of steps of encoder and decoder.
        seq2seq: From inputs of encoder and decoder to outputs and state.
        softmax_loss_function: A function of `labels` and `logits`.
        per_example_loss: Whether losses are vectors over the batch.
        name: Name scope of the nodes.

    Returns:
        Outputs and losses of each bucket.

    Raises:
        ValueError: A list is shorter than the last bucket.
    """
    for items, which, what in (
        (encoder_inputs, 0, "encoder_inputs"),
        (targets, 1, "targets"),
        (weights, 1, "weights"),
    ):
        if len(items) < buckets[-1][which]:
            raise ValueError(
                f"Length of {what} ({len(items)}) must be at least that of the last "
                f"bucket ({buckets[-1][which]})."
            )
    loss = sequence_loss_by_example if per_example_loss else sequence_loss
    found: list[Any] = []
    losses: list[Any] = []
    with name_scope(name or "model_with_buckets"):
        for number, (source, target) in enumerate(buckets):
            with variable_scope("", reuse=True if number else None):
                outputs, _ = seq2seq(encoder_inputs[:source], decoder_inputs[:target])
            found.append(outputs)
            losses.append(
                loss(
                    outputs,
                    targets[:target],
                    weights[:target],
                    softmax_loss_function=softmax_loss_function,
                )
            )
    return found, losses
