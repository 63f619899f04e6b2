"""The plain recurrent cell."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.layers.rnn.base_cell import BaseCell


class SimpleRNNCell(BaseCell):
    """Computes `activation(x @ kernel + h @ recurrent_kernel + bias)`.

    Args:
        units: the size of the state and the output.
        activation: the activation.
        use_bias: whether there is a bias.
        kernel_initializer: the first value of the inputs' kernel.
        recurrent_initializer: the first value of the state's kernel.
        bias_initializer: the first value of the bias.
        dropout: how much of the inputs is dropped in training.
        recurrent_dropout: how much of the state is dropped in training.
        seed: where the random numbers start.
        **kwargs: `name`, `dtype` and the like.

    Example:
        >>> cell = SimpleRNNCell(2)
        >>> output, states = cell(tf.ones((1, 3)), [tf.zeros((1, 2))])
        >>> output.shape
        TensorShape([1, 2])
    """

    def __init__(
        self,
        units: int,
        activation: Any = "tanh",
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        recurrent_initializer: Any = "orthogonal",
        bias_initializer: Any = "zeros",
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
        arguments = {
            "activation": activation,
            "use_bias": use_bias,
            "kernel_initializer": kernel_initializer,
            "recurrent_initializer": recurrent_initializer,
            "bias_initializer": bias_initializer,
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

    def advance(self, projected: Any, states: Any, training: Any = False) -> Any:
        """Returns the output and the new states of one step."""
        state = states[0] if isinstance(states, list | tuple) else states
        dropped = self._dropped(state, "states", training)
        kernel = tf.cast(self.recurrent_kernel, projected.dtype)
        output = self.activation(projected + tf.matmul(dropped, kernel))
        return output, [output] if isinstance(states, list | tuple) else output
