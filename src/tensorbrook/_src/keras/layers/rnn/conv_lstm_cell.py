"""The cell with a long short-term memory of images."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend import config
from tensorbrook._src.keras.backend.random import SeedGenerator
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.layers.arguments import set_arguments
from tensorbrook._src.keras.layers.conv.conv_arguments import (
    as_padding,
    as_tuple,
    output_dims,
)
from tensorbrook._src.keras.layers.rnn.dropout_cell import (
    DropoutCell,
    between_zero_and_one,
)


class ConvLSTMCell(DropoutCell, Layer):
    """One step of a long short-term memory whose products are convolutions.

    Args:
        rank: how many image dimensions there are.
        filters: how many channels come out.
        kernel_size: the size of the window.
        arguments: the other arguments, by name; see `ConvLSTM2D`.
        **kwargs: `name`, `dtype` and the like.
    """

    def __init__(
        self,
        rank: int,
        filters: int,
        kernel_size: Any,
        arguments: dict[str, Any],
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.rank = rank
        self.filters = filters
        self.kernel_size = as_tuple(kernel_size, rank, "kernel_size")
        given = dict(arguments)
        self.strides = as_tuple(given.pop("strides"), rank, "strides")
        self.padding = as_padding(given.pop("padding"))
        layout = given.pop("data_format")
        self.data_format = config.standardize_data_format(layout)
        dilation = given.pop("dilation_rate")
        self.dilation_rate = as_tuple(dilation, rank, "dilation_rate")
        set_arguments(self, **given)
        self.dropout = between_zero_and_one(self.dropout)
        self.recurrent_dropout = between_zero_and_one(self.recurrent_dropout)
        self.seed_generator = SeedGenerator(self.seed)
        self.state_size: Any = None

    def build(self, inputs_shape: Any, states_shape: Any = None) -> None:
        """Makes the kernels and the bias."""
        last = self.data_format == "channels_last"
        channels = inputs_shape[-1 if last else 1]
        if channels is None:
            raise ValueError(
                "ConvLSTM: the channel dimension of the input must be known. "
                f"Received: inputs_shape={inputs_shape}."
            )
        self.kernel = self.add_weight(
            shape=(*self.kernel_size, channels, self.filters * 4),
            name="kernel",
            initializer=self.kernel_initializer,
            regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
        )
        self.recurrent_kernel = self.add_weight(
            shape=(*self.kernel_size, self.filters, self.filters * 4),
            name="recurrent_kernel",
            initializer=self.recurrent_initializer,
            regularizer=self.recurrent_regularizer,
            constraint=self.recurrent_constraint,
        )
        self.bias = None
        if self.use_bias:
            self.bias = self.add_weight(
                shape=(self.filters * 4,),
                name="bias",
                initializer=self._bias_start(),
                regularizer=self.bias_regularizer,
                constraint=self.bias_constraint,
            )
        self.state_size = [self.state_dims(inputs_shape)] * 2

    def _bias_start(self) -> Any:
        """Returns the initializer of the bias: ones for the forget gate if wanted."""
        if not self.unit_forget_bias:
            return self.bias_initializer
        initializer, count = self.bias_initializer, self.filters

        def start(shape: Any, dtype: Any = None, **kwargs: Any) -> Any:
            parts = [
                initializer((count,), dtype=dtype),
                tf.ones((count,), dtype),
                initializer((count * 2,), dtype=dtype),
            ]
            return tf.concat(parts, axis=0)

        return start

    def state_dims(self, inputs_shape: Any) -> tuple[Any, ...]:
        """Returns the dimensions of a state, without the batch.

        Args:
            inputs_shape: the shape of the inputs of one time step.
        """
        dims = output_dims(
            inputs_shape,
            self.kernel_size,
            self.strides,
            self.dilation_rate,
            self.padding,
            self.data_format,
        )
        last = self.data_format == "channels_last"
        return (*dims, self.filters) if last else (self.filters, *dims)

    def call(self, inputs: Any, states: Any, training: Any = False) -> Any:
        """Computes the output and the new states."""
        hidden, carry = states
        inputs = self._dropped(inputs, "inputs", training)
        hidden = self._dropped(hidden, "states", training)
        entry = tf.keras.ops.conv(
            inputs,
            tf.cast(self.kernel, inputs.dtype),
            self.strides,
            self.padding,
            self.data_format,
            self.dilation_rate,
        )
        axis = -1 if self.data_format == "channels_last" else 1
        if self.bias is not None:
            shape = [1] * len(entry.shape)
            shape[axis] = -1
            entry += tf.reshape(tf.cast(self.bias, entry.dtype), shape)
        kernel = tf.cast(self.recurrent_kernel, inputs.dtype)
        entry += tf.keras.ops.conv(hidden, kernel, 1, "same", self.data_format)
        gates = tf.split(entry, 4, axis=axis)
        opening = self.recurrent_activation(gates[0])
        forget = self.recurrent_activation(gates[1])
        carry = forget * carry + opening * self.activation(gates[2])
        output = self.recurrent_activation(gates[3]) * self.activation(carry)
        return output, [output, carry]
