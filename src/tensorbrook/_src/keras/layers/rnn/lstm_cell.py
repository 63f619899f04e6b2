"""The cell with a long short-term memory."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.layers.arguments import describe_arguments
from tensorbrook._src.keras.layers.rnn import whole_sequence
from tensorbrook._src.keras.layers.rnn.base_cell import BaseCell


class LSTMCell(BaseCell):
    """One step of a long short-term memory.

    The gates stand in the kernels in the order input, forget, candidate, output.

    Args:
        units: the size of the state and the output.
        activation: of the candidate and the output.
        recurrent_activation: of the gates.
        use_bias: whether there is a bias.
        kernel_initializer: the first value of the inputs' kernel.
        recurrent_initializer: the first value of the state's kernel.
        bias_initializer: the first value of the bias.
        unit_forget_bias: whether the forget gate's bias starts with one.
        dropout: how much of the inputs is dropped in training.
        recurrent_dropout: how much of the state is dropped in training.
        seed: where the random numbers start.
        **kwargs: `name`, `dtype` and the like.
    """

    gates = 4

    def __init__(
        self,
        units: int,
        activation: Any = "tanh",
        recurrent_activation: Any = "sigmoid",
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        recurrent_initializer: Any = "orthogonal",
        bias_initializer: Any = "zeros",
        unit_forget_bias: bool = True,
        kernel_regularizer: Any = None,
        recurrent_regularizer: Any = None,
        bias_regularizer: Any = None,
        kernel_constraint: Any = None,
        recurrent_constraint: Any = None,
        bias_constraint: Any = None,
        dropout: float = 0.0,
        recurrent_dropout: float = 0.0,
        seed: Any = None,
        **kwargs: Any,
    ) -> None:
        self.implementation = kwargs.pop("implementation", 2)
        arguments = {
            "activation": activation,
            "recurrent_activation": recurrent_activation,
            "use_bias": use_bias,
            "kernel_initializer": kernel_initializer,
            "recurrent_initializer": recurrent_initializer,
            "bias_initializer": bias_initializer,
            "unit_forget_bias": unit_forget_bias,
            "kernel_regularizer": kernel_regularizer,
            "recurrent_regularizer": recurrent_regularizer,
            "bias_regularizer": bias_regularizer,
            "kernel_constraint": kernel_constraint,
            "recurrent_constraint": recurrent_constraint,
            "bias_constraint": bias_constraint,
            "dropout": dropout,
            "recurrent_dropout": recurrent_dropout,
            "seed": seed,
        }
        super().__init__(units, arguments, **kwargs)
        self.state_size = [units, units]

    def _bias_start(self) -> Any:
        """Returns the initializer of the bias: ones for the forget gate if wanted."""
        if not self.unit_forget_bias:
            return self.bias_initializer
        initializer, units = self.bias_initializer, self.units

        def start(shape: Any, dtype: Any = None, **kwargs: Any) -> Any:
            parts = [
                initializer((units,), dtype=dtype),
                tf.ones((units,), dtype),
                initializer((units * 2,), dtype=dtype),
            ]
            return tf.concat(parts, axis=0)

        return start

    def advance(self, projected: Any, states: Any, training: Any = False) -> Any:
        """Returns the output and the new states of one step."""
        hidden, carry = states
        dropped = self._dropped(hidden, "states", training)
        kernel = tf.cast(self.recurrent_kernel, projected.dtype)
        gates = tf.split(projected + tf.matmul(dropped, kernel), 4, axis=-1)
        entry = self.recurrent_activation(gates[0])
        forget = self.recurrent_activation(gates[1])
        carry = forget * carry + entry * self.activation(gates[2])
        output = self.recurrent_activation(gates[3]) * self.activation(carry)
        return output, [output, carry]

    def run_whole(
        self, projected: Any, states: Any, mask: Any, go_backwards: bool, training: Any
    ) -> Any:
        """Returns the states after each step and the last ones, or None."""
        own = type(self).advance is LSTMCell.advance
        drops = training and self.recurrent_dropout > 0
        if drops or not own or not whole_sequence.fits(self, projected, states):
            return None
        kind = projected.dtype
        hiddens, _, _, *last = tf.raw_ops.TensorbrookLSTM(
            projected=whole_sequence.widened(projected),
            hidden=whole_sequence.widened(states[0]),
            carry=whole_sequence.widened(states[1]),
            kernel=whole_sequence.widened(tf.cast(self.recurrent_kernel, kind)),
            mask=whole_sequence.batch_mask(mask),
            go_backwards=go_backwards,
        )
        return tf.cast(hiddens, kind), [tf.cast(state, kind) for state in last]

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal cell."""
        names = ("recurrent_activation", "unit_forget_bias")
        return {**super().get_config(), **describe_arguments(self, *names)}
