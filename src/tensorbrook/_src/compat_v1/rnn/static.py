"""`tf.nn.static_rnn`: the graph has a copy of the cell for each step."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.rnn.dynamic import checked_cell
from tensorbrook._src.compat_v1.variable_scope import variable_scope
from tensorbrook._src.core import nest
from tensorbrook._src.core.scopes import control_dependencies
from tensorbrook._src.ops import array_creation, cast, gather, rearrange, shape
from tensorbrook._src.ops.constant import convert_to_tensor, identity


def static_rnn(
    cell: Any,
    inputs: Any,
    initial_state: Any = None,
    dtype: Any = None,
    sequence_length: Any = None,
    scope: Any = None,
) -> Any:
    """Runs a cell over a list of inputs.

    Args:
        cell: The cell.
        inputs: A list with a tensor of shape (batch, ...) for each step.
        initial_state: The first state; by default zeros.
        dtype: The type of the first state, where it isn't given.
        sequence_length: The length of each sequence; after it outputs are zero and the
            state stays.
        scope: The variable scope; by default "rnn".

    Returns:
        The list of outputs, and the last state.

    Raises:
        TypeError: `inputs` isn't a list.
        ValueError: It is empty, or neither the initial state nor its type is given.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default():
        ...     cell = tf.nn.rnn_cell.BasicRNNCell(4)
        ...     outputs, _ = tf.nn.static_rnn(cell, [tf.ones([2, 3])] * 5, dtype="float32")
        ...     len(outputs)
        5
    """
    checked_cell("cell", cell)
    if not isinstance(inputs, list | tuple):
        raise TypeError("inputs must be a sequence")
    if not inputs:
        raise ValueError("inputs must not be empty")
    with variable_scope(scope or "rnn") as opened:
        first = convert_to_tensor(nest.flatten(inputs)[0])
        known = first.shape.as_list()[0]
        batch = shape.shape(first)[0] if known is None else known
        if initial_state is None:
            if not dtype:
                raise ValueError(
                    "If no initial_state is provided, dtype must be specified"
                )
            initial_state = cell.zero_state(batch, dtype)
        state, outputs = initial_state, []
        for time, item in enumerate(inputs):
            if time > 0:
                opened.reuse_variables()
            output, new_state = cell(item, state)
            if sequence_length is not None:
                ended = cast.cast(sequence_length, "int32") <= time
                output, new_state = _ended(ended, output, state, new_state)
            state = new_state
            outputs.append(output)
    return outputs, state


def _ended(ended: Any, output: Any, state: Any, new_state: Any) -> tuple[Any, Any]:
    """Zeros and the old state for rows whose sequence has ended."""
    zeros = nest.map_structure(array_creation.zeros_like, output)
    return (
        nest.map_structure(lambda z, o: _chosen(ended, z, o), zeros, output),
        nest.map_structure(lambda old, new: _chosen(ended, old, new), state, new_state),
    )


def _chosen(ended: Any, old: Any, new: Any) -> Any:
    return gather.where(
        shape.reshape(ended, [-1] + [1] * (new.shape.ndims - 1)), old, new
    )


def static_bidirectional_rnn(
    cell_fw: Any,
    cell_bw: Any,
    inputs: Any,
    initial_state_fw: Any = None,
    initial_state_bw: Any = None,
    dtype: Any = None,
    sequence_length: Any = None,
    scope: Any = None,
) -> Any:
    """Runs one cell forwards and another backwards over a list of inputs.

    Args:
        cell_fw: The cell that goes forwards.
        cell_bw: The cell that goes backwards.
        inputs: A list with a tensor of shape (batch, ...) for each step.
        initial_state_fw: The first state of the one; by default zeros.
        initial_state_bw: The first state of the other; by default zeros.
        dtype: The type of the first states, where they aren't given.
        sequence_length: The length of each sequence.
        scope: The variable scope; by default "bidirectional_rnn".

    Returns:
        The outputs side by side, the last state of the one and of the other.
    """
    with variable_scope(scope or "bidirectional_rnn"):
        with variable_scope("fw") as forwards:
            outputs_fw, state_fw = static_rnn(
                cell_fw, inputs, initial_state_fw, dtype, sequence_length, forwards
            )
        with variable_scope("bw") as backwards:
            outputs_bw, state_bw = static_rnn(
                cell_bw,
                _reversed(inputs, sequence_length),
                initial_state_bw,
                dtype,
                sequence_length,
                backwards,
            )
    outputs = [
        shape.concat([one, other], 1)
        for one, other in zip(
            outputs_fw, _reversed(outputs_bw, sequence_length), strict=True
        )
    ]
    return outputs, state_fw, state_bw


def _reversed(steps: Any, lengths: Any) -> list[Any]:
    """The steps of each sequence in the other order."""
    if lengths is None:
        return list(reversed(steps))
    joined = shape.stack(list(steps))
    turned = rearrange.reverse_sequence(joined, lengths, 0, 1)
    return list(shape.unstack(turned, num=len(steps)))


def static_state_saving_rnn(
    cell: Any,
    inputs: Any,
    state_saver: Any,
    state_name: Any,
    sequence_length: Any = None,
    scope: Any = None,
) -> Any:
    """`static_rnn` whose state comes from, and goes back to, a state saver.

    Args:
        cell: The cell.
        inputs: A list with a tensor of shape (batch, ...) for each step.
        state_saver: An object with `state(name)` and `save_state(name, value)`.
        state_name: The name of the state, or names in its structure.
        sequence_length: The length of each sequence.
        scope: The variable scope.

    Returns:
        The list of outputs, and the last state.
    """

    initial = nest.map_structure(state_saver.state, state_name)
    outputs, state = static_rnn(cell, inputs, initial, None, sequence_length, scope)
    names, values = nest.flatten(state_name), nest.flatten(state)
    saves = [
        state_saver.save_state(name, value)
        for name, value in zip(names, values, strict=True)
    ]
    with control_dependencies(saves):
        outputs[-1] = nest.map_structure(identity, outputs[-1])
    return outputs, state
