"""What the dense recurrent cells have in common."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend.random import SeedGenerator
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.layers.arguments import describe_arguments, set_arguments
from tensorbrook._src.keras.layers.rnn.dropout_cell import (
    DropoutCell,
    between_zero_and_one,
)

CELL_ARGUMENTS = (
    "units",
    "activation",
    "use_bias",
    "kernel_initializer",
    "recurrent_initializer",
    "bias_initializer",
    "kernel_regularizer",
    "recurrent_regularizer",
    "bias_regularizer",
    "kernel_constraint",
    "recurrent_constraint",
    "bias_constraint",
    "dropout",
    "recurrent_dropout",
    "seed",
)


class BaseCell(DropoutCell, Layer):
    """A cell with a kernel for the inputs and one for the state.

    A step is `project`, which needs the inputs only, and then `advance`. So a
    layer can project all time steps at once.

    Args:
        units: the size of the state.
        arguments: the other arguments, by name.
        **kwargs: `name`, `dtype` and the like.
    """

    gates = 1

    def __init__(self, units: int, arguments: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if units <= 0:
            raise ValueError(
                f"{type(self).__name__}: `units` must be a positive integer. "
                f"Received: units={units}."
            )
        self.units = units
        set_arguments(self, **arguments)
        self.dropout = between_zero_and_one(self.dropout)
        self.recurrent_dropout = between_zero_and_one(self.recurrent_dropout)
        self.seed_generator = SeedGenerator(self.seed)
        self.state_size: Any = units
        self.output_size = units

    def build(self, input_shape: Any) -> None:
        """Makes the kernels and the bias."""
        width = self.units * self.gates
        self.kernel = self.add_weight(
            shape=(input_shape[-1], width),
            name="kernel",
            initializer=self.kernel_initializer,
            regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
        )
        self.recurrent_kernel = self.add_weight(
            shape=(self.units, width),
            name="recurrent_kernel",
            initializer=self.recurrent_initializer,
            regularizer=self.recurrent_regularizer,
            constraint=self.recurrent_constraint,
        )
        self.bias = None
        if self.use_bias:
            self.bias = self.add_weight(
                shape=self._bias_shape(width),
                name="bias",
                initializer=self._bias_start(),
                regularizer=self.bias_regularizer,
                constraint=self.bias_constraint,
            )

    def _bias_shape(self, width: int) -> tuple[int, ...]:
        """Returns the shape of the bias."""
        return (width,)

    def _bias_start(self) -> Any:
        """Returns the initializer of the bias."""
        return self.bias_initializer

    def project(self, inputs: Any) -> Any:
        """Returns the part of a step that depends on the inputs only.

        Args:
            inputs: of the shape (batch, features) or (batch, time, features).
        """
        kernel = tf.cast(self.kernel, inputs.dtype)
        if inputs.shape.rank == 2:
            outputs = tf.matmul(inputs, kernel)
        else:
            outputs = tf.tensordot(inputs, kernel, [[inputs.shape.rank - 1], [0]])
        bias = self._input_bias()
        if bias is None:
            return outputs
        return tf.nn.bias_add(outputs, tf.cast(bias, inputs.dtype))

    def _input_bias(self) -> Any:
        """Returns the bias that belongs to the inputs."""
        return self.bias

    def advance(self, projected: Any, states: Any, training: Any = False) -> Any:
        """Returns the output and the new states of one step.

        Args:
            projected: what `project` returned for the inputs of the step.
            states: the states before the step.
            training: whether to drop some of the state.
        """
        raise NotImplementedError(f"{type(self).__name__} has no advance().")

    def run_whole(
        self, projected: Any, states: Any, mask: Any, go_backwards: bool, training: Any
    ) -> Any:
        """Returns the states after each step and the last ones, or None.

        Args:
            projected: what `project` returned for whole sequences.
            states: the states to start with.
            mask: of the shape (batch, time), or None.
            go_backwards: whether to start at the end of the sequences.
            training: whether to drop some of the state.
        """
        return None

    def call(self, inputs: Any, states: Any, training: Any = False) -> Any:
        """Computes the output and the new states."""
        inputs = self._dropped(inputs, "inputs", training)
        return self.advance(self.project(inputs), states, training)

    def get_initial_state(self, batch_size: Any = None) -> list[Any]:
        """Returns states of zeros.

        Args:
            batch_size: the number of samples.
        """
        sizes = self.state_size
        sizes = sizes if isinstance(sizes, list) else [sizes]
        return [tf.zeros((batch_size, size), self.compute_dtype) for size in sizes]

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal cell."""
        own = describe_arguments(self, *CELL_ARGUMENTS)
        return {**super().get_config(), **own}
