"""The loop of the recurrent layers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorbrook as tf

# A loop of the graph takes Python for each step, forwards and backwards.
_LONGEST_UNROLLED = 400


def run_recurrence(
    step: Callable[[Any, list[Any]], tuple[Any, list[Any]]],
    inputs: Any,
    states: Any,
    mask: Any = None,
    go_backwards: bool = False,
    unroll: bool = False,
    zero_output_for_mask: bool = False,
    return_sequences: bool = True,
) -> tuple[Any, Any, Any]:
    """Calls a step for each time step.

    Where the mask says that nothing is there, the states stay, and the output is
    the last one, or zeros.

    Args:
        step: takes the inputs of a time step and the states; returns the outputs
            and the new states.
        inputs: of the shape (batch, time, ...), or a structure of such tensors.
        states: a nested structure of tensors.
        mask: of the shape (batch, time), or None.
        go_backwards: whether to start at the end.
        unroll: whether to write the loop out.
        zero_output_for_mask: whether masked outputs are zeros.
        return_sequences: whether all outputs are needed.

    Returns:
        The last output, all outputs (batch, time, ...) or None, and the states.
    """
    timed = tf.nest.map_structure(time_major, inputs)
    flags = None if mask is None else time_major(mask)
    if go_backwards:
        timed = tf.nest.map_structure(lambda part: tf.reverse(part, [0]), timed)
        flags = None if flags is None else tf.reverse(flags, [0])
    loop = _Loop(step, states, zero_output_for_mask, return_sequences)
    length = tf.nest.flatten(timed)[0].shape[0]
    short = length is not None and length <= _LONGEST_UNROLLED
    if length is not None and (unroll or short or tf.executing_eagerly()):
        last, outputs, states = loop.written_out(timed, flags, length)
    else:
        last, outputs, states = loop.drawn(timed, flags)
    return last, None if outputs is None else time_major(outputs), states


def time_major(tensor: Any) -> Any:
    """Exchanges the first two dimensions."""
    return tf.transpose(tensor, [1, 0, *range(2, tensor.shape.rank)])


class _Loop:
    """One run over the time steps.

    Args:
        step: see `run_recurrence`.
        states: the states at the start.
        zero_output_for_mask: see `run_recurrence`.
        return_sequences: see `run_recurrence`.
    """

    def __init__(
        self,
        step: Callable[[Any, Any], tuple[Any, Any]],
        states: Any,
        zero_output_for_mask: bool,
        return_sequences: bool,
    ) -> None:
        self.step = step
        self.structure = states
        self.zero_output_for_mask = zero_output_for_mask
        self.return_sequences = return_sequences

    def advance(
        self, inputs: Any, flags: Any, previous: Any, states: list[Any]
    ) -> tuple[Any, list[Any]]:
        """Runs one step; returns its output and the flat states."""
        packed = tf.nest.pack_sequence_as(self.structure, states)
        output, new_states = self.step(inputs, packed)
        flat = tf.nest.flatten(new_states)
        if flags is None:
            return output, flat
        if previous is None or self.zero_output_for_mask:
            previous = tf.zeros_like(output)
        pairs = zip(flat, states, strict=True)
        kept = [_chosen(flags, new, old) for new, old in pairs]
        return _chosen(flags, output, previous), kept

    def written_out(self, timed: Any, flags: Any, length: int) -> Any:
        """Runs the steps one after the other in Python."""
        parts = [tf.unstack(part, length) for part in tf.nest.flatten(timed)]
        marks = [None] * length if flags is None else tf.unstack(flags, length)
        states = tf.nest.flatten(self.structure)
        output: Any = None
        outputs = []
        for values, mark in zip(zip(*parts, strict=True), marks, strict=True):
            inputs = tf.nest.pack_sequence_as(timed, list(values))
            output, states = self.advance(inputs, mark, output, states)
            if self.return_sequences:
                outputs.append(output)
        whole = tf.stack(outputs) if self.return_sequences else None
        return output, whole, tf.nest.pack_sequence_as(self.structure, states)

    def drawn(self, timed: Any, flags: Any) -> Any:
        """Runs the steps as a loop of the graph."""
        flat_inputs = tf.nest.flatten(timed)
        length = tf.shape(flat_inputs[0])[0]
        first = tf.nest.pack_sequence_as(timed, [part[0] for part in flat_inputs])
        states = tf.nest.flatten(self.structure)
        sample, _ = self.step(first, self.structure)
        array = None
        if self.return_sequences:
            array = tf.TensorArray(
                sample.dtype, size=length, element_shape=sample.shape
            )

        def body(time: Any, kept: Any, previous: Any, *old: Any) -> Any:
            at = [tf.gather(part, time) for part in flat_inputs]
            inputs = tf.nest.pack_sequence_as(timed, at)
            mark = None if flags is None else tf.gather(flags, time)
            output, new = self.advance(inputs, mark, previous, list(old))
            kept = kept.write(time, output) if self.return_sequences else kept
            return (time + 1, kept, output, *new)

        start = array if self.return_sequences else tf.constant(0)
        _, kept, output, *final = tf.while_loop(
            lambda time, *rest: time < length,
            body,
            (tf.constant(0), start, tf.zeros_like(sample), *states),
            maximum_iterations=length,
        )
        whole = kept.stack() if self.return_sequences else None
        return output, whole, tf.nest.pack_sequence_as(self.structure, final)


def _chosen(flags: Any, new: Any, old: Any) -> Any:
    """Returns new values where the flag is set, old ones elsewhere."""
    flags = tf.cast(flags, tf.bool)
    missing = new.shape.rank - flags.shape.rank
    shape = tf.concat([tf.shape(flags), [1] * missing], 0)
    return tf.where(tf.reshape(flags, shape), new, old)
