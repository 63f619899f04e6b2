"""What the layers with a long short-term memory of images have in common."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.engine.input_spec import InputSpec
from tensorbrook._src.keras.layers.arguments import describe_arguments
from tensorbrook._src.keras.layers.rnn.conv_lstm_cell import ConvLSTMCell
from tensorbrook._src.keras.layers.rnn.rnn import FLAGS, RNN

_NAMES = (
    "filters",
    "kernel_size",
    "strides",
    "padding",
    "data_format",
    "dilation_rate",
    "activation",
    "recurrent_activation",
    "use_bias",
    "kernel_initializer",
    "recurrent_initializer",
    "bias_initializer",
    "unit_forget_bias",
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


class ConvLSTM(RNN):
    """Runs a convolutional long short-term memory over sequences of images.

    Args:
        rank: how many image dimensions there are.
        filters: how many channels come out.
        kernel_size: the size of the window.
        arguments: the arguments of the cell and the flags of the layer, by name.
        **kwargs: `name`, `dtype`, `input_shape` and the like.
    """

    def __init__(
        self,
        rank: int,
        filters: int,
        kernel_size: Any,
        arguments: dict[str, Any],
        **kwargs: Any,
    ) -> None:
        flags = {f: arguments.pop(f) for f in FLAGS if f in arguments}
        penalty = arguments.pop("activity_regularizer")
        cell = ConvLSTMCell(
            rank,
            filters,
            kernel_size,
            arguments,
            name="conv_lstm_cell",
            dtype=kwargs.get("dtype"),
            trainable=kwargs.get("trainable", True),
        )
        super().__init__(cell, **flags, activity_regularizer=penalty, **kwargs)
        self.input_spec = InputSpec(ndim=rank + 3)

    def _output_dims_of(self, sequences_shape: Any) -> tuple[Any, ...]:
        """Returns the dimensions of a state for sequences of this shape."""
        step = (sequences_shape[0], *sequences_shape[2:])
        return self.cell.state_dims(step)

    def compute_output_shape(
        self, sequences_shape: Any, initial_state_shape: Any = None
    ) -> Any:
        """Returns the shape of the outputs, and of the states if they are returned."""
        batch, length = sequences_shape[:2]
        dims = self._output_dims_of(sequences_shape)
        output = (batch, length, *dims) if self.return_sequences else (batch, *dims)
        state = (batch, *dims)
        return (output, state, state) if self.return_state else output

    def get_initial_state(self, batch_size: Any) -> list[Any]:
        """Returns states of zeros.

        Args:
            batch_size: the number of sequences.
        """
        dims = self.cell.state_size[0]
        return [tf.zeros((batch_size, *dims), self.compute_dtype) for _ in range(2)]

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        config = {
            **super().get_config(),
            **describe_arguments(self.cell, *_NAMES),
            **describe_arguments(self, "activity_regularizer"),
        }
        config.pop("cell", None)
        config.pop("unroll", None)
        config.pop("zero_output_for_mask", None)
        return config
