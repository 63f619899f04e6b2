"""The layer that runs a cell over sequences."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.engine.call_context import call_signature
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.layers.rnn.base_cell import BaseCell
from tensorbrook._src.keras.layers.rnn.dropout_cell import DropoutCell
from tensorbrook._src.keras.layers.rnn.recurrence import run_recurrence
from tensorbrook._src.keras.layers.rnn.stacked_rnn_cells import StackedRNNCells
from tensorbrook._src.keras.layers.rnn.whole_sequence import visible_outputs
from tensorbrook._src.keras.saving import registry

FLAGS = (
    "return_sequences",
    "return_state",
    "go_backwards",
    "stateful",
    "unroll",
    "zero_output_for_mask",
)


class RNN(Layer):
    """Runs a recurrent cell over the time steps of sequences.

    Args:
        cell: a cell, or a list of cells to be stacked. A cell has a `state_size`,
            and its `call(inputs, states)` returns the output and the new states.
        return_sequences: whether to return the output of each time step.
        return_state: whether to return the last states, too.
        go_backwards: whether to start at the end of the sequences.
        stateful: whether the next batch starts where this one ended.
        unroll: whether to write the loop out.
        zero_output_for_mask: whether masked outputs are zeros.
        **kwargs: `name`, `dtype`, `input_shape` and the like.

    Raises:
        ValueError: when the cell lacks `call` or `state_size`.

    Example:
        >>> from tensorbrook import keras
        >>> layer = RNN(keras.layers.GRUCell(4), return_sequences=True)
        >>> layer(tf.ones((2, 5, 3))).shape
        TensorShape([2, 5, 4])
    """

    def __init__(
        self,
        cell: Any,
        return_sequences: bool = False,
        return_state: bool = False,
        go_backwards: bool = False,
        stateful: bool = False,
        unroll: bool = False,
        zero_output_for_mask: bool = False,
        **kwargs: Any,
    ) -> None:
        kwargs.pop("time_major", None)
        if isinstance(cell, list | tuple):
            cell = StackedRNNCells(cell)
        for name in ("call", "state_size"):
            if not hasattr(cell, name):
                raise ValueError(
                    f"RNN: the cell must have the attribute `{name}`. Received: "
                    f"cell={cell!r}."
                )
        super().__init__(**kwargs)
        self.cell = cell
        self.return_sequences = return_sequences
        self.return_state = return_state
        self.go_backwards = go_backwards
        self.stateful = stateful
        self.unroll = unroll
        self.zero_output_for_mask = zero_output_for_mask
        self.supports_masking = True
        self._kept_states: Any = None

    @property
    def states(self) -> Any:
        """The variables that keep the states of a stateful layer, or None."""
        return self._kept_states

    @property
    def state_size(self) -> Any:
        """The sizes of the states."""
        return self.cell.state_size

    def _output_dims(self) -> tuple[Any, ...]:
        """Returns the dimensions of the output of one time step of one sample."""
        size = getattr(self.cell, "output_size", None)
        if size is None:
            size = self.state_size
            size = size[0] if isinstance(size, list) else size
        return tuple(size) if isinstance(size, list | tuple) else (size,)

    def compute_output_shape(
        self, sequences_shape: Any, initial_state_shape: Any = None
    ) -> Any:
        """Returns the shape of the outputs, and of the states if they are returned."""
        batch, length = sequences_shape[:2]
        dims = self._output_dims()
        output = (batch, length, *dims) if self.return_sequences else (batch, *dims)
        if not self.return_state:
            return output
        return (output, *self._state_shapes(batch, sequences_shape))

    def _state_shapes(self, batch: Any, sequences_shape: Any) -> list[Any]:
        """Returns the shapes of the states."""
        sizes = self.state_size
        flat = tf.nest.flatten(sizes) if isinstance(sizes, list) else [sizes]
        dims = [tuple(s) if isinstance(s, tuple | list) else (s,) for s in flat]
        return [(batch, *item) for item in dims]

    def compute_mask(self, sequences: Any, mask: Any) -> Any:
        """Returns the masks of the outputs."""
        mask = tf.nest.flatten(mask)[0] if mask is not None else None
        output_mask = mask if self.return_sequences else None
        if not self.return_state:
            return output_mask
        sizes = self.state_size
        count = len(tf.nest.flatten(sizes)) if isinstance(sizes, list) else 1
        return [output_mask, *([None] * count)]

    def build(self, sequences_shape: Any, initial_state_shape: Any = None) -> None:
        """Builds the cell, and makes the kept states."""
        if isinstance(self.cell, Layer) and not self.cell.built:
            self.cell.build((sequences_shape[0], *sequences_shape[2:]))
            self.cell.built = True
        if self.stateful:
            if sequences_shape[0] is None:
                raise ValueError(
                    f"RNN layer '{self.name}' is stateful: it needs to know the batch "
                    "size. Pass `batch_shape` to the Input, or `batch_input_shape` to "
                    "the first layer."
                )
            start = self.get_initial_state(sequences_shape[0])
            self._kept_states = tf.nest.map_structure(self._state_variable, start)

    def _state_variable(self, value: Any) -> Any:
        """Returns a variable that keeps a state between batches."""
        return tf.Variable(value, trainable=False, name="rnn_state")

    def get_initial_state(self, batch_size: Any) -> Any:
        """Returns the states at the start of sequences.

        Args:
            batch_size: the number of sequences.
        """
        if hasattr(self.cell, "get_initial_state"):
            state = self.cell.get_initial_state(batch_size=batch_size)
        else:
            sizes = self.state_size
            sizes = sizes if isinstance(sizes, list | tuple) else [sizes]
            state = [tf.zeros((batch_size, s), self.compute_dtype) for s in sizes]
        return state if isinstance(state, list | tuple) else [state]

    def call(
        self,
        sequences: Any,
        initial_state: Any = None,
        mask: Any = None,
        training: Any = False,
    ) -> Any:
        """Computes the outputs."""
        if isinstance(mask, list | tuple):
            mask = mask[0]
        states = self._start(sequences, initial_state)
        self._draw_masks(sequences, states, training)
        try:
            last, outputs, states = self.inner_loop(sequences, states, mask, training)
        finally:
            self._forget_masks()
        if self.stateful:
            kept = tf.nest.flatten(self.states)
            for variable, value in zip(kept, tf.nest.flatten(states), strict=True):
                variable.assign(tf.cast(value, variable.dtype))
        output = outputs if self.return_sequences else last
        if self.return_state:
            return (output, *tf.nest.flatten(states))
        return output

    def _start(self, sequences: Any, initial_state: Any) -> Any:
        """Returns the states to start with."""
        if initial_state is None:
            if self.stateful:
                return tf.nest.map_structure(tf.convert_to_tensor, self.states)
            batch = sequences.shape[0]
            batch = tf.shape(sequences)[0] if batch is None else batch
            return self.get_initial_state(batch)
        if not isinstance(initial_state, list | tuple):
            initial_state = [initial_state]
        return tf.nest.map_structure(
            lambda state: tf.cast(tf.convert_to_tensor(state), self.compute_dtype),
            list(initial_state),
        )

    def _cells(self) -> list[Any]:
        """Returns the cells that may drop something."""
        cells = getattr(self.cell, "cells", None) or [self.cell]
        return [cell for cell in cells if isinstance(cell, DropoutCell)]

    def _draw_masks(self, sequences: Any, states: Any, training: Any) -> None:
        """Draws the dropout masks before the loop, which could not keep them."""
        self._forget_masks()
        if training and isinstance(self.cell, DropoutCell):
            self.cell.get_dropout_mask(sequences[:, 0])
            self.cell.get_recurrent_dropout_mask(tf.nest.flatten(states)[0])

    def _forget_masks(self) -> None:
        """Forgets the dropout masks of the last sequences."""
        for cell in self._cells():
            cell.reset_dropout_mask()
            cell.reset_recurrent_dropout_mask()

    def inner_loop(
        self, sequences: Any, initial_state: Any, mask: Any, training: Any = False
    ) -> tuple[Any, Any, Any]:
        """Returns the last output, all outputs and the last states.

        Args:
            sequences: of the shape (batch, time, ...).
            initial_state: the states to start with.
            mask: of the shape (batch, time), or None.
            training: whether to drop something.
        """
        projected = self._projected(sequences, training)
        if projected is not None:
            found = self._whole(projected, initial_state, mask, training)
            if found is not None:
                return found
        step, inputs = self._step_and_inputs(sequences, projected, training)
        return run_recurrence(
            step,
            inputs,
            initial_state,
            mask=mask,
            go_backwards=self.go_backwards,
            unroll=self.unroll,
            zero_output_for_mask=self.zero_output_for_mask,
            return_sequences=self.return_sequences,
        )

    def _projected(self, sequences: Any, training: Any) -> Any:
        """Returns what a cell of ours makes of all inputs at once, or None."""
        cell = self.cell
        if not isinstance(cell, BaseCell) or type(cell).call is not BaseCell.call:
            return None
        mask = cell.get_dropout_mask(sequences[:, 0]) if training else None
        return cell.project(sequences if mask is None else sequences * mask[:, None])

    def _whole(self, projected: Any, states: Any, mask: Any, training: Any) -> Any:
        """Returns what `inner_loop` does, by one operation, or None."""
        cell, backwards = self.cell, self.go_backwards
        found = cell.run_whole(projected, list(states), mask, backwards, training)
        if found is None:
            return None
        hiddens, last = found
        options = (self.zero_output_for_mask, self.return_sequences)
        return (*visible_outputs(hiddens, mask, backwards, *options), last)

    def _step_and_inputs(
        self, sequences: Any, projected: Any, training: Any
    ) -> tuple[Any, Any]:
        """Returns the function of one time step, and what it is fed with."""
        cell = self.cell
        if projected is not None:

            def advance(inputs: Any, states: Any) -> Any:
                return cell.advance(inputs, states, training)

            return advance, projected
        takes = call_signature(type(cell).call).has_training
        extra = {"training": training} if takes else {}

        def step(inputs: Any, states: Any) -> Any:
            output, new_states = cell(inputs, states, **extra)
            if not isinstance(new_states, list | tuple):
                new_states = [new_states]
            return output, new_states

        return step, sequences

    def reset_state(self, states: Any = None) -> None:
        """Sets the kept states of a stateful layer.

        Args:
            states: the new values; zeros by default.
        """
        if not self.stateful:
            raise ValueError(
                f"reset_state: the layer '{self.name}' is not stateful: it keeps no "
                "states between batches."
            )
        variables = tf.nest.flatten(self.states)
        values = [None] * len(variables) if states is None else tf.nest.flatten(states)
        for variable, value in zip(variables, values, strict=True):
            new = tf.zeros(variable.shape, variable.dtype) if value is None else value
            variable.assign(new)

    def reset_states(self, states: Any = None) -> None:
        """Sets the kept states; the old name of `reset_state`."""
        self.reset_state(states)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        config = {**super().get_config(), **{f: getattr(self, f) for f in FLAGS}}
        if type(self) is RNN or "cell" in self._given_names():
            config["cell"] = registry.serialize_keras_object(self.cell)
        return config

    def _given_names(self) -> tuple[str, ...]:
        """Returns the parameters of the constructor."""
        return call_signature(type(self).__init__).parameters

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        """Makes a layer from what `get_config` returned."""
        config = dict(config)
        if "cell" in config:
            cell = config.pop("cell")
            cell = registry.deserialize_keras_object(cell, custom_objects)
            return cls(cell, **config)
        return cls(**config)
