"""The plain recurrent layer."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.layers.rnn.base_cell import CELL_ARGUMENTS
from tensorbrook._src.keras.layers.rnn.cell_layer import CellLayer, of_cell
from tensorbrook._src.keras.layers.rnn.simple_rnn_cell import SimpleRNNCell


class SimpleRNN(CellLayer):
    """A fully connected recurrent layer: each output is fed back.

    Args:
        units: the size of the output.
        activation: the activation.
        use_bias: whether there is a bias.
        dropout: how much of the inputs is dropped in training.
        recurrent_dropout: how much of the state is dropped in training.
        return_sequences: whether to return the output of each time step.
        return_state: whether to return the last states, too.
        go_backwards: whether to start at the end of the sequences.
        stateful: whether the next batch starts where this one ended.
        unroll: whether to write the loop out.
        seed: where the random numbers start.
        **kwargs: `name`, `dtype`, `input_shape` and the like; the initializers,
            regularizers and constraints are those of `SimpleRNNCell`.

    Example:
        >>> import tensorbrook as tf
        >>> SimpleRNN(4)(tf.ones((2, 5, 3))).shape
        TensorShape([2, 4])
    """

    own_names = CELL_ARGUMENTS

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
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        recurrent_constraint: Any = None,
        bias_constraint: Any = None,
        dropout: float = 0.0,
        recurrent_dropout: float = 0.0,
        return_sequences: bool = False,
        return_state: bool = False,
        go_backwards: bool = False,
        stateful: bool = False,
        unroll: bool = False,
        seed: Any = None,
        **kwargs: Any,
    ) -> None:
        arguments = {
            "units": units,
            "activation": activation,
            "use_bias": use_bias,
            "kernel_initializer": kernel_initializer,
            "recurrent_initializer": recurrent_initializer,
            "bias_initializer": bias_initializer,
            "kernel_regularizer": kernel_regularizer,
            "recurrent_regularizer": recurrent_regularizer,
            "bias_regularizer": bias_regularizer,
            "activity_regularizer": activity_regularizer,
            "kernel_constraint": kernel_constraint,
            "recurrent_constraint": recurrent_constraint,
            "bias_constraint": bias_constraint,
            "dropout": dropout,
            "recurrent_dropout": recurrent_dropout,
            "return_sequences": return_sequences,
            "return_state": return_state,
            "go_backwards": go_backwards,
            "stateful": stateful,
            "unroll": unroll,
            "seed": seed,
        }
        super().__init__(SimpleRNNCell, arguments, **kwargs)

    seed = of_cell("seed")
    units = of_cell("units")
    activation = of_cell("activation")
    use_bias = of_cell("use_bias")
    kernel_initializer = of_cell("kernel_initializer")
    recurrent_initializer = of_cell("recurrent_initializer")
    bias_initializer = of_cell("bias_initializer")
    kernel_regularizer = of_cell("kernel_regularizer")
    recurrent_regularizer = of_cell("recurrent_regularizer")
    bias_regularizer = of_cell("bias_regularizer")
    kernel_constraint = of_cell("kernel_constraint")
    recurrent_constraint = of_cell("recurrent_constraint")
    bias_constraint = of_cell("bias_constraint")
    dropout = of_cell("dropout")
    recurrent_dropout = of_cell("recurrent_dropout")
