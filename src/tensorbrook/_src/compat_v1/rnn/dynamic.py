"""`tf.nn.dynamic_rnn` and `tf.nn.bidirectional_dynamic_rnn`: a loop in the graph."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.rnn import whole
from tensorbrook._src.compat_v1.rnn.cell import zeros_of
from tensorbrook._src.compat_v1.variable_scope import variable_scope
from tensorbrook._src.control_flow.loop import while_loop
from tensorbrook._src.control_flow.tensor_array import TensorArray
from tensorbrook._src.core import nest
from tensorbrook._src.core.shapes import TensorShape
from tensorbrook._src.ops import (
    array_creation,
    cast,
    gather,
    rearrange,
    reduce,
    shape,
)
from tensorbrook._src.ops.constant import convert_to_tensor


def checked_cell(name: str, cell: Any) -> None:
    """Raises TypeError for what can't be a cell."""
    wanted = ("output_size", "state_size", "zero_state")
    missing = [member for member in wanted if not hasattr(type(cell), member)]
    if missing or not callable(cell):
        raise TypeError(
            f"The argument {name!r} ({cell}) is not an RNNCell: it lacks {missing}."
        )


def swapped(tensor: Any) -> Any:
    """Batch and time exchanged."""
    tensor = convert_to_tensor(tensor)
    rank = tensor.shape.ndims
    if rank is None:
        raise ValueError("dynamic_rnn: the rank of the inputs must be known.")
    return shape.transpose(tensor, [1, 0, *range(2, rank)])


def dynamic_rnn(
    cell: Any,
    inputs: Any,
    sequence_length: Any = None,
    initial_state: Any = None,
    dtype: Any = None,
    parallel_iterations: int | None = None,
    swap_memory: bool = False,
    time_major: bool = False,
    scope: Any = None,
) -> Any:
    """Runs a cell over sequences, in a loop of the graph.

    Args:
        cell: The cell.
        inputs: A tensor of shape (batch, time, ...), or a structure of them.
        sequence_length: The length of each sequence; after it outputs are zero and the
            state stays.
        initial_state: The first state; by default zeros.
        dtype: The type of the first state, where it isn't given.
        parallel_iterations: Accepted for compatibility.
        swap_memory: Accepted for compatibility.
        time_major: Whether inputs and outputs have the shape (time, batch, ...).
        scope: The variable scope; by default "rnn".

    Returns:
        The outputs of all steps, and the last state.

    Raises:
        ValueError: Neither the initial state nor its type is given.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default():
        ...     cell = tf.nn.rnn_cell.GRUCell(4)
        ...     outputs, state = tf.nn.dynamic_rnn(cell, tf.ones([2, 5, 3]), dtype="float32")
        ...     print(outputs.shape, state.shape)
        (2, 5, 4) (2, 4)
    """
    checked_cell("cell", cell)
    with variable_scope(scope or "rnn"):
        inputs = nest.map_structure(convert_to_tensor, inputs)
        steps, batch = _sizes(nest.flatten(inputs)[0], time_major)
        if initial_state is None:
            if dtype is None:
                raise ValueError("If there is no initial_state, you must give a dtype.")
            initial_state = cell.zero_state(batch, dtype)
        if sequence_length is not None:
            sequence_length = cast.cast(sequence_length, "int32")
        if whole.fits(cell, inputs):
            mask = _mask(sequence_length, steps, time_major)
            initial_state = nest.map_structure(convert_to_tensor, initial_state)
            sequence = whole.Sequence(time_major, mask)
            return whole.run(cell, inputs, initial_state, sequence)
        if not time_major:
            inputs = nest.map_structure(swapped, inputs)
        outputs, state = _loop(
            cell, inputs, initial_state, sequence_length, steps, batch, swap_memory
        )
        if not time_major:
            outputs = nest.map_structure(swapped, outputs)
    return outputs, state


def _sizes(tensor: Any, time_major: bool) -> tuple[Any, Any]:
    """Time and batch: numbers where they are known."""
    if tensor.shape.ndims is None:
        raise ValueError("dynamic_rnn: the rank of the inputs must be known.")
    known = tensor.shape.as_list()
    sizes = shape.shape(tensor)
    places = (0, 1) if time_major else (1, 0)
    return tuple(sizes[i] if known[i] is None else known[i] for i in places)  # type: ignore[return-value]


def _mask(lengths: Any, steps: Any, time_major: bool) -> Any:
    """Which steps count, in the layout of the inputs; None where all do."""
    if lengths is None:
        return None
    times = array_creation.range(steps)
    if time_major:
        return shape.expand_dims(times, 1) < shape.expand_dims(lengths, 0)
    return shape.expand_dims(times, 0) < shape.expand_dims(lengths, 1)


def _loop(
    cell: Any,
    inputs: Any,
    initial_state: Any,
    lengths: Any,
    steps: Any,
    batch: Any,
    swap_memory: bool,
) -> Any:
    """The outputs with time first, and the last state."""
    flat = nest.flatten(inputs)
    arrays = [
        TensorArray(item.dtype, size=steps, element_shape=item.shape[1:]).unstack(item)
        for item in flat
    ]
    initial_state = nest.map_structure(convert_to_tensor, initial_state)
    dtype = nest.flatten(initial_state)[0].dtype
    zeros = zeros_of(cell.output_size, batch, dtype)
    sizes = nest.flatten(nest.map_structure(lambda item: item.shape, zeros))
    collected = [TensorArray(dtype, size=steps, element_shape=size) for size in sizes]

    def body(time: Any, state: Any, *outputs: Any) -> Any:
        read = [array.read(time) for array in arrays]
        for item, source in zip(read, flat, strict=True):
            item.set_shape(source.shape[1:])
        output, new_state = cell(nest.pack_sequence_as(inputs, read), state)
        if lengths is not None:
            done = time >= lengths
            output = nest.map_structure(lambda z, o: _rows(done, z, o), zeros, output)
            new_state = nest.map_structure(
                lambda old, new: _rows(done, old, new), state, new_state
            )
        nest.assert_same_structure(state, new_state)
        written = [
            array.write(time, item)
            for array, item in zip(outputs, nest.flatten(output), strict=True)
        ]
        return (time + 1, new_state, *written)

    _, state, *collected = while_loop(
        lambda time, *_: time < steps,
        body,
        (convert_to_tensor(0), initial_state, *collected),
        shape_invariants=None,
        swap_memory=swap_memory,
    )
    stacked = [array.stack() for array in collected]
    for item, size in zip(stacked, sizes, strict=True):
        known = steps if isinstance(steps, int) else None
        item.set_shape(TensorShape([known]).concatenate(size))
    return nest.pack_sequence_as(zeros, stacked), state


def _rows(done: Any, old: Any, new: Any) -> Any:
    """Rows of `old` where the sequence has ended, else of `new`."""
    rank = new.shape.ndims
    if rank == 0:
        return new
    chosen = gather.where(shape.reshape(done, [-1] + [1] * (rank - 1)), old, new)
    chosen.set_shape(new.shape)
    return chosen


def bidirectional_dynamic_rnn(
    cell_fw: Any,
    cell_bw: Any,
    inputs: Any,
    sequence_length: Any = None,
    initial_state_fw: Any = None,
    initial_state_bw: Any = None,
    dtype: Any = None,
    parallel_iterations: int | None = None,
    swap_memory: bool = False,
    time_major: bool = False,
    scope: Any = None,
) -> Any:
    """Runs one cell forwards and another backwards over sequences.

    Args:
        cell_fw: The cell that goes forwards.
        cell_bw: The cell that goes backwards.
        inputs: A tensor of shape (batch, time, ...).
        sequence_length: The length of each sequence.
        initial_state_fw: The first state of the one; by default zeros.
        initial_state_bw: The first state of the other; by default zeros.
        dtype: The type of the first states, where they aren't given.
        parallel_iterations: Accepted for compatibility.
        swap_memory: Accepted for compatibility.
        time_major: Whether inputs and outputs have the shape (time, batch, ...).
        scope: The variable scope; by default "bidirectional_rnn".

    Returns:
        The pair of outputs and the pair of last states.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default():
        ...     cells = [tf.nn.rnn_cell.GRUCell(4) for _ in range(2)]
        ...     outputs, _ = tf.nn.bidirectional_dynamic_rnn(
        ...         *cells, tf.ones([2, 5, 3]), dtype=tf.float32
        ...     )
        ...     outputs[1].shape
        TensorShape([2, 5, 4])
    """
    checked_cell("cell_fw", cell_fw)
    checked_cell("cell_bw", cell_bw)
    options = {
        "sequence_length": sequence_length,
        "dtype": dtype,
        "swap_memory": swap_memory,
        "time_major": time_major,
    }
    time, batch = (0, 1) if time_major else (1, 0)

    def reversed_in_time(values: Any) -> Any:
        if sequence_length is None:
            return rearrange.reverse(values, [time])
        return rearrange.reverse_sequence(values, sequence_length, time, batch)

    with variable_scope(scope or "bidirectional_rnn"):
        with variable_scope("fw") as forwards:
            outputs_fw, state_fw = dynamic_rnn(
                cell_fw,
                inputs,
                initial_state=initial_state_fw,
                scope=forwards,
                **options,
            )
        with variable_scope("bw") as backwards:
            outputs_bw, state_bw = dynamic_rnn(
                cell_bw,
                nest.map_structure(reversed_in_time, inputs),
                initial_state=initial_state_bw,
                scope=backwards,
                **options,
            )
        outputs_bw = nest.map_structure(reversed_in_time, outputs_bw)
    return (outputs_fw, outputs_bw), (state_fw, state_bw)


def raw_rnn(
    cell: Any,
    loop_fn: Any,
    parallel_iterations: int | None = None,
    swap_memory: bool = False,
    scope: Any = None,
) -> Any:
    """Runs a cell with inputs and states that a function chooses at each step.

    Args:
        cell: The cell.
        loop_fn: A function `(time, output, state, loop_state)` that returns `(finished,
            next_input, next_state, emitted_output, next_loop_state)`. It is called first
            with time 0 and None for output, state and loop state.
        parallel_iterations: Accepted for compatibility.
        swap_memory: Accepted for compatibility.
        scope: The variable scope; by default "rnn".

    Returns:
        TensorArrays of the emitted outputs, the last state, the last loop state.

    Raises:
        TypeError: `loop_fn` isn't callable.
    """
    checked_cell("cell", cell)
    if not callable(loop_fn):
        raise TypeError(f"raw_rnn: loop_fn must be callable, got {loop_fn!r}.")
    with variable_scope(scope or "rnn"):
        time = convert_to_tensor(0)
        done, next_input, state, emitted, loop_state = loop_fn(time, None, None, None)
        has_loop_state = loop_state is not None
        loop_state = loop_state if has_loop_state else convert_to_tensor(0)
        next_input = nest.map_structure(convert_to_tensor, next_input)
        state = nest.map_structure(convert_to_tensor, state)
        batch = shape.shape(nest.flatten(next_input)[0])[0]
        known = nest.flatten(next_input)[0].shape.as_list()[0]
        batch = batch if known is None else known
        if emitted is None:
            dtype = nest.flatten(state)[0].dtype
            zeros = zeros_of(cell.output_size, batch, dtype)
        else:
            zeros = nest.map_structure(lambda item: _zero_rows(item, batch), emitted)
        arrays = nest.map_structure(
            lambda item: TensorArray(
                item.dtype, size=0, dynamic_size=True, element_shape=item.shape
            ),
            zeros,
        )

        def body(
            time: Any, done: Any, current: Any, arrays: Any, state: Any, loop_state: Any
        ) -> Any:
            output, cell_state = cell(current, state)
            following = time + 1
            next_done, next_input, new_state, emit, next_loop = loop_fn(
                following, output, cell_state, loop_state if has_loop_state else None
            )
            emit = nest.map_structure(
                lambda z, o: _rows(done, z, o), zeros, output if emit is None else emit
            )
            new_state = nest.map_structure(
                lambda old, new: _rows(done, old, new), state, new_state
            )
            arrays = nest.map_structure(lambda a, e: a.write(time, e), arrays, emit)
            next_loop = loop_state if next_loop is None else next_loop
            return following, done | next_done, next_input, arrays, new_state, next_loop

        _, _, _, arrays, state, loop_state = while_loop(
            lambda time, done, *_: ~reduce.reduce_all(done),
            body,
            (time, done, next_input, arrays, state, loop_state),
            swap_memory=swap_memory,
        )
        return arrays, state, loop_state if has_loop_state else None


def _zero_rows(item: Any, batch: Any) -> Any:
    """Zeros for every row of the batch, like one emitted row."""
    item = convert_to_tensor(item)
    rows = shape.reshape(convert_to_tensor(batch), [1])
    made = array_creation.zeros(shape.concat([rows, shape.shape(item)], 0), item.dtype)
    known = batch if isinstance(batch, int) else None
    made.set_shape(TensorShape([known]).concatenate(item.shape))
    return made
