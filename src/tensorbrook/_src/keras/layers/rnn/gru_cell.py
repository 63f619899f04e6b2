"""The cell with gated recurrent units."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.layers.arguments import describe_arguments
from tensorbrook._src.keras.layers.rnn import whole_sequence
from tensorbrook._src.keras.layers.rnn.base_cell import BaseCell


class GRUCell(BaseCell):
    """One step of gated recurrent units.

    The gates stand in the kernels in the order update, reset, candidate.

    Args:
        units: the size of the state and the output.
        activation: of the candidate.
        recurrent_activation: of the gates.
        use_bias: whether there is a bias.
        kernel_initializer: the first value of the inputs' kernel.
        recurrent_initializer: the first value of the state's kernel.
        bias_initializer: the first value of the bias.
        dropout: how much of the inputs is dropped in training.
        recurrent_dropout: how much of the state is dropped in training.
        reset_after: whether the reset gate comes after the state's kernel.
        seed: where the random numbers start.
        **kwargs: `name`, `dtype` and the like.
    """

    gates = 3

    def __init__(
        self,
        units: int,
        activation: Any = "tanh",
        recurrent_activation: Any = "sigmoid",
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
        reset_after: bool = True,
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
            "kernel_regularizer": kernel_regularizer,
            "recurrent_regularizer": recurrent_regularizer,
            "bias_regularizer": bias_regularizer,
            "kernel_constraint": kernel_constraint,
            "recurrent_constraint": recurrent_constraint,
            "bias_constraint": bias_constraint,
            "dropout": dropout,
            "recurrent_dropout": recurrent_dropout,
            "reset_after": reset_after,
            "seed": seed,
        }
        super().__init__(units, arguments, **kwargs)

    def _bias_shape(self, width: int) -> tuple[int, ...]:
        """Returns the shape of the bias: with `reset_after` there are two."""
        return (2, width) if self.reset_after else (width,)

    def _input_bias(self) -> Any:
        """Returns the bias that belongs to the inputs."""
        return self.bias[0] if self.reset_after and self.use_bias else self.bias

    def advance(self, projected: Any, states: Any, training: Any = False) -> Any:
        """Returns the output and the new states of one step."""
        state = states[0] if isinstance(states, list | tuple) else states
        dropped = self._dropped(state, "states", training)
        kernel = tf.cast(self.recurrent_kernel, projected.dtype)
        entry = tf.split(projected, 3, axis=-1)
        if self.reset_after:
            inner = tf.matmul(dropped, kernel)
            if self.use_bias:
                inner = tf.nn.bias_add(inner, tf.cast(self.bias[1], inner.dtype))
            inner_update, inner_reset, inner_candidate = tf.split(inner, 3, axis=-1)
        else:
            both = tf.matmul(dropped, kernel[:, : 2 * self.units])
            inner_update, inner_reset = tf.split(both, 2, axis=-1)
        update = self.recurrent_activation(entry[0] + inner_update)
        reset = self.recurrent_activation(entry[1] + inner_reset)
        if self.reset_after:
            inner_candidate = reset * inner_candidate
        else:
            inner_candidate = tf.matmul(reset * dropped, kernel[:, 2 * self.units :])
        candidate = self.activation(entry[2] + inner_candidate)
        output = update * state + (1 - update) * candidate
        return output, [output] if isinstance(states, list | tuple) else output

    def run_whole(
        self, projected: Any, states: Any, mask: Any, go_backwards: bool, training: Any
    ) -> Any:
        """Returns the states after each step and the last ones, or None."""
        own = type(self).advance is GRUCell.advance
        drops = training and self.recurrent_dropout > 0
        if drops or not own or not whole_sequence.fits(self, projected, states):
            return None
        kind, bias = projected.dtype, []
        if self.reset_after and self.use_bias:
            bias = [whole_sequence.widened(tf.cast(self.bias[1], kind))]
        hiddens, _, last = tf.raw_ops.TensorbrookGRU(
            projected=whole_sequence.widened(projected),
            hidden=whole_sequence.widened(states[0]),
            kernel=whole_sequence.widened(tf.cast(self.recurrent_kernel, kind)),
            bias=bias,
            mask=whole_sequence.batch_mask(mask),
            reset_after=self.reset_after,
            go_backwards=go_backwards,
        )
        return tf.cast(hiddens, kind), [tf.cast(last, kind)]

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal cell."""
        names = ("recurrent_activation", "reset_after")
        return {**super().get_config(), **describe_arguments(self, *names)}
