"""Layers of recurrent cells that run both ways, as `tf.contrib.rnn` stacks them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tensorbrook._src.compat_v1.rnn.dynamic import bidirectional_dynamic_rnn
from tensorbrook._src.compat_v1.rnn.static import static_bidirectional_rnn
from tensorbrook._src.compat_v1.variable_scope import variable_scope
from tensorbrook._src.ops import shape

_SCOPE = "stack_bidirectional_rnn"


def stack_bidirectional_rnn(
    cells_fw: Sequence[Any],
    cells_bw: Sequence[Any],
    inputs: Any,
    initial_states_fw: Any = None,
    initial_states_bw: Any = None,
    dtype: Any = None,
    sequence_length: Any = None,
    scope: Any = None,
) -> tuple[Any, tuple[Any, ...], tuple[Any, ...]]:
    """Layers of cells that run both ways over a list of inputs.

    Args:
        cells_fw: The cells that run forwards, one for each layer.
        cells_bw: Those that run backwards.
        inputs: A list of tensors of shape (batch, features).
        initial_states_fw: First states of the forward cells, one for each layer.
        initial_states_bw: Those of the backward cells.
        dtype: The type of the states, where no first states are given.
        sequence_length: How many steps each example has.
        scope: A variable scope, or its name.

    Returns:
        The outputs of the last layer as a list, and the last states of both directions,
        one for each layer.

    Raises:
        ValueError: The numbers of cells or states differ.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> rnn = tf.contrib.rnn
        >>> with tf.Graph().as_default():
        ...     cells = [[rnn.GRUCell(3), rnn.GRUCell(4)] for _ in range(2)]
        ...     outputs, _, _ = rnn.stack_bidirectional_rnn(
        ...         *cells, [tf.zeros([2, 5])] * 6, dtype=tf.float32)
        ...     len(outputs), outputs[0].shape.as_list()
        (6, [2, 8])
    """
    _check(cells_fw, cells_bw, initial_states_fw, initial_states_bw)
    states_fw, states_bw = [], []
    outputs = inputs
    with variable_scope(scope or _SCOPE):
        for layer, (forward, backward) in enumerate(
            zip(cells_fw, cells_bw, strict=True)
        ):
            with variable_scope(f"cell_{layer}"):
                outputs, last_fw, last_bw = static_bidirectional_rnn(
                    forward,
                    backward,
                    outputs,
                    _of_layer(initial_states_fw, layer),
                    _of_layer(initial_states_bw, layer),
                    dtype,
                    sequence_length,
                )
            states_fw.append(last_fw)
            states_bw.append(last_bw)
    return outputs, tuple(states_fw), tuple(states_bw)


def stack_bidirectional_dynamic_rnn(
    cells_fw: Sequence[Any],
    cells_bw: Sequence[Any],
    inputs: Any,
    initial_states_fw: Any = None,
    initial_states_bw: Any = None,
    dtype: Any = None,
    sequence_length: Any = None,
    parallel_iterations: int | None = None,
    time_major: bool = False,
    scope: Any = None,
    swap_memory: bool = False,
) -> tuple[Any, tuple[Any, ...], tuple[Any, ...]]:
    """Layers of cells that run both ways over a tensor of inputs.

    Args:
        cells_fw: The cells that run forwards, one for each layer.
        cells_bw: Those that run backwards.
        inputs: A tensor of shape (batch, time, features).
        initial_states_fw: First states of the forward cells, one for each layer.
        initial_states_bw: Those of the backward cells.
        dtype: The type of the states, where no first states are given.
        sequence_length: How many steps each example has.
        parallel_iterations: Accepted for compatibility.
        time_major: Whether the time comes first.
        scope: A variable scope, or its name.
        swap_memory: Accepted for compatibility.

    Returns:
        The outputs of the last layer, both directions side by side, and the last states
        of both directions, one for each layer.

    Raises:
        ValueError: The numbers of cells or states differ.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> rnn = tf.contrib.rnn
        >>> with tf.Graph().as_default():
        ...     cells = [[rnn.GRUCell(3), rnn.GRUCell(4)] for _ in range(2)]
        ...     outputs, _, _ = rnn.stack_bidirectional_dynamic_rnn(
        ...         *cells, tf.zeros([2, 6, 5]), dtype=tf.float32)
        ...     outputs.shape.as_list()
        [2, 6, 8]
    """
    _check(cells_fw, cells_bw, initial_states_fw, initial_states_bw)
    states_fw, states_bw = [], []
    outputs = inputs
    with variable_scope(scope or _SCOPE):
        for layer, (forward, backward) in enumerate(
            zip(cells_fw, cells_bw, strict=True)
        ):
            with variable_scope(f"cell_{layer}"):
                both, (last_fw, last_bw) = bidirectional_dynamic_rnn(
                    forward,
                    backward,
                    outputs,
                    sequence_length,
                    _of_layer(initial_states_fw, layer),
                    _of_layer(initial_states_bw, layer),
                    dtype,
                    parallel_iterations,
                    swap_memory,
                    time_major,
                )
            outputs = shape.concat(list(both), 2)
            states_fw.append(last_fw)
            states_bw.append(last_bw)
    return outputs, tuple(states_fw), tuple(states_bw)


def _of_layer(states: Any, layer: int) -> Any:
    return None if states is None else states[layer]


def _check(
    cells_fw: Sequence[Any], cells_bw: Sequence[Any], first_fw: Any, first_bw: Any
) -> None:
    count = len(cells_fw)
    if count == 0 or len(cells_bw) != count:
        raise ValueError(
            "Forward and Backward cells must have the same depth, at least one layer. "
            f"Received: {count} and {len(cells_bw)}."
        )
    for name, states in (("fw", first_fw), ("bw", first_bw)):
        if states is not None and len(states) != count:
            raise ValueError(
                f"initial_states_{name} must have one state for each of the {count} "
                f"layers. Received: {len(states)}."
            )
