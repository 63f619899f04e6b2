"""The cells: a plain one, GRU, and the LSTMs."""

from __future__ import annotations

import collections
from typing import Any

from tensorbrook._src.compat_v1 import initializers
from tensorbrook._src.compat_v1.rnn.cell import RNNCell
from tensorbrook._src.compat_v1.variable_scope import variable_scope
from tensorbrook._src.ops import clip, matmul, normalize, shape, split, unary
from tensorbrook._src.ops.constant import convert_to_tensor

LSTMStateTuple = collections.namedtuple("LSTMStateTuple", ("c", "h"))
LSTMStateTuple.__doc__ = """The state of an LSTM cell: the memory c and the output h."""


def _activation(given: Any) -> Any:
    """A function for an activation that may be given by its name; tanh by default."""
    if given is None:
        return unary.tanh
    if isinstance(given, str):
        from tensorbrook._src.keras import activations

        return activations.get(given)
    return given


def _depth(inputs_shape: Any) -> int:
    depth = inputs_shape.as_list()[-1]
    if depth is None:
        raise ValueError(
            f"Expected inputs.shape[-1] to be known, saw shape: {inputs_shape}"
        )
    return int(depth)


class _UnitsCell(RNNCell):
    """A cell whose state and output have `num_units` elements."""

    def __init__(
        self, num_units: int, activation: Any, reuse: Any, name: Any, dtype: Any
    ) -> None:
        super().__init__(_reuse=reuse, name=name, dtype=dtype)
        self._num_units = num_units
        self._activation = _activation(activation)

    @property
    def state_size(self) -> Any:
        """`num_units`."""
        return self._num_units

    @property
    def output_size(self) -> Any:
        """`num_units`."""
        return self._num_units

    def _affine(self, parts: list[Any], kernel: Any, bias: Any) -> Any:
        joined = shape.concat(parts, 1)
        return normalize.bias_add(matmul.matmul(joined, kernel), bias)


class BasicRNNCell(_UnitsCell):
    """`output = new state = tanh(W [input, state] + b)`.

    Args:
        num_units: The size of the state.
        activation: The function; by default tanh.
        reuse: Whether the variables are there already.
        name: Name of the cell.
        dtype: The type of the variables.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default():
        ...     cell = tf.nn.rnn_cell.BasicRNNCell(2)
        ...     output, state = cell(tf.ones([1, 3]), cell.zero_state(1, tf.float32))
        ...     output.shape
        TensorShape([1, 2])
    """

    def __init__(
        self,
        num_units: int,
        activation: Any = None,
        reuse: Any = None,
        name: str | None = None,
        dtype: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(num_units, activation, reuse, name, dtype)

    def build(self, input_shape: Any) -> None:
        """Makes kernel and bias."""
        depth = _depth(input_shape) + self._num_units
        self._kernel = self.add_weight("kernel", [depth, self._num_units])
        self._bias = self.add_weight(
            "bias", [self._num_units], initializer=initializers.Zeros()
        )

    def call(self, inputs: Any, state: Any) -> Any:  # type: ignore[override]
        """Output and new state, which are the same."""
        output = self._activation(
            self._affine([inputs, state], self._kernel, self._bias)
        )
        return output, output


class GRUCell(_UnitsCell):
    """A gated recurrent unit.

    Args:
        num_units: The size of the state.
        activation: The function of the candidate; by default tanh.
        reuse: Whether the variables are there already.
        kernel_initializer: First values of the kernels.
        bias_initializer: First values of the biases; by default 1 for the gates.
        name: Name of the cell.
        dtype: The type of the variables.
    """

    def __init__(
        self,
        num_units: int,
        activation: Any = None,
        reuse: Any = None,
        kernel_initializer: Any = None,
        bias_initializer: Any = None,
        name: str | None = None,
        dtype: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(num_units, activation, reuse, name, dtype)
        self._kernel_initializer = kernel_initializer
        self._bias_initializer = bias_initializer

    def build(self, input_shape: Any) -> None:
        """Makes the kernels and biases of gates and candidate."""
        units, depth = self._num_units, _depth(input_shape)
        first = self._bias_initializer
        kernel = {"initializer": self._kernel_initializer}
        self._gate_kernel = self.add_weight(
            "gates/kernel", [depth + units, 2 * units], **kernel
        )
        self._gate_bias = self.add_weight(
            "gates/bias",
            [2 * units],
            initializer=initializers.Constant(1.0) if first is None else first,
        )
        self._candidate_kernel = self.add_weight(
            "candidate/kernel", [depth + units, units], **kernel
        )
        self._candidate_bias = self.add_weight(
            "candidate/bias",
            [units],
            initializer=initializers.Zeros() if first is None else first,
        )

    def call(self, inputs: Any, state: Any) -> Any:  # type: ignore[override]
        """Output and new state, which are the same."""
        gates = self._affine([inputs, state], self._gate_kernel, self._gate_bias)
        r, u = split.split(unary.sigmoid(gates), 2, axis=1)
        candidate = self._activation(
            self._affine(
                [inputs, r * state], self._candidate_kernel, self._candidate_bias
            )
        )
        new = u * state + (1 - u) * candidate
        return new, new


class BasicLSTMCell(_UnitsCell):
    """A long short-term memory without peepholes, clipping or projection.

    Args:
        num_units: The size of memory and output.
        forget_bias: Added to the bias of the forget gate.
        state_is_tuple: Whether the state is a pair (c, h) or both side by side.
        activation: The function; by default tanh.
        reuse: Whether the variables are there already.
        name: Name of the cell.
        dtype: The type of the variables.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.nn.rnn_cell.BasicLSTMCell(3).state_size
        LSTMStateTuple(c=3, h=3)
    """

    def __init__(
        self,
        num_units: int,
        forget_bias: float = 1.0,
        state_is_tuple: bool = True,
        activation: Any = None,
        reuse: Any = None,
        name: str | None = None,
        dtype: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(num_units, activation, reuse, name, dtype)
        self._forget_bias = forget_bias
        self._state_is_tuple = state_is_tuple

    @property
    def state_size(self) -> Any:
        """The pair of sizes, or their sum."""
        if not self._state_is_tuple:
            return 2 * self._num_units
        return LSTMStateTuple(self._num_units, self._num_units)

    def build(self, input_shape: Any) -> None:
        """Makes kernel and bias."""
        units = self._num_units
        self._kernel = self.add_weight(
            "kernel", [_depth(input_shape) + units, 4 * units]
        )
        self._bias = self.add_weight(
            "bias", [4 * units], initializer=initializers.Zeros()
        )

    def call(self, inputs: Any, state: Any) -> Any:  # type: ignore[override]
        """The output and the new state."""
        c, h = state if self._state_is_tuple else split.split(state, 2, axis=1)
        gates = self._affine([inputs, h], self._kernel, self._bias)
        i, j, f, o = split.split(gates, 4, axis=1)
        kept = c * unary.sigmoid(f + self._forget_bias)
        new_c = kept + unary.sigmoid(i) * self._activation(j)
        new_h = self._activation(new_c) * unary.sigmoid(o)
        if self._state_is_tuple:
            return new_h, LSTMStateTuple(new_c, new_h)
        return new_h, shape.concat([new_c, new_h], 1)


class LSTMCell(_UnitsCell):
    """A long short-term memory with peepholes, clipping and projection at will.

    Args:
        num_units: The size of the memory.
        use_peepholes: Whether gates see the memory.
        cell_clip: The largest absolute value in the memory, or None.
        initializer: First values of the kernels.
        num_proj: The size of the output, where it is projected.
        proj_clip: The largest absolute value of the projection, or None.
        num_unit_shards: Accepted for compatibility.
        num_proj_shards: Accepted for compatibility.
        forget_bias: Added to the bias of the forget gate.
        state_is_tuple: Whether the state is a pair (c, h) or both side by side.
        activation: The function; by default tanh.
        reuse: Whether the variables are there already.
        name: Name of the cell.
        dtype: The type of the variables.
    """

    def __init__(
        self,
        num_units: int,
        use_peepholes: bool = False,
        cell_clip: float | None = None,
        initializer: Any = None,
        num_proj: int | None = None,
        proj_clip: float | None = None,
        num_unit_shards: Any = None,
        num_proj_shards: Any = None,
        forget_bias: float = 1.0,
        state_is_tuple: bool = True,
        activation: Any = None,
        reuse: Any = None,
        name: str | None = None,
        dtype: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(num_units, activation, reuse, name, dtype)
        self._use_peepholes = use_peepholes
        self._cell_clip = cell_clip
        self._initializer = initializer
        self._num_proj = num_proj
        self._proj_clip = proj_clip
        self._forget_bias = forget_bias
        self._state_is_tuple = state_is_tuple
        self._peepholes: list[Any] = []

    @property
    def output_size(self) -> Any:
        """The size of the output."""
        return self._num_proj or self._num_units

    @property
    def state_size(self) -> Any:
        """The pair of sizes, or their sum."""
        if not self._state_is_tuple:
            return self._num_units + self.output_size
        return LSTMStateTuple(self._num_units, self.output_size)

    def build(self, input_shape: Any) -> None:
        """Makes kernel, bias, peepholes and projection."""
        units, start = self._num_units, {"initializer": self._initializer}
        depth = _depth(input_shape) + self.output_size
        self._kernel = self.add_weight("kernel", [depth, 4 * units], **start)
        self._bias = self.add_weight(
            "bias", [4 * units], initializer=initializers.Zeros()
        )
        if self._use_peepholes:
            self._peepholes = [
                self.add_weight(f"w_{gate}_diag", [units], **start) for gate in "fio"
            ]
        if self._num_proj is not None:
            self._projection = self.add_weight(
                "projection/kernel", [units, self._num_proj], **start
            )

    def call(self, inputs: Any, state: Any) -> Any:  # type: ignore[override]
        """The output and the new state."""
        if self._state_is_tuple:
            c, h = state
        else:
            c, h = state[:, : self._num_units], state[:, self._num_units :]
        gates = self._affine([inputs, h], self._kernel, self._bias)
        i, j, f, o = split.split(gates, 4, axis=1)
        f = f + self._forget_bias
        if self._use_peepholes:
            f, i = f + self._peepholes[0] * c, i + self._peepholes[1] * c
        new_c = unary.sigmoid(f) * c + unary.sigmoid(i) * self._activation(j)
        if self._cell_clip is not None:
            new_c = clip.clip_by_value(new_c, -self._cell_clip, self._cell_clip)
        if self._use_peepholes:
            o = o + self._peepholes[2] * new_c
        output = unary.sigmoid(o) * self._activation(new_c)
        if self._num_proj is not None:
            output = matmul.matmul(output, self._projection)
            if self._proj_clip is not None:
                output = clip.clip_by_value(output, -self._proj_clip, self._proj_clip)
        if self._state_is_tuple:
            return output, LSTMStateTuple(new_c, output)
        return output, shape.concat([new_c, output], 1)


class MultiRNNCell(RNNCell):
    """Cells one above the other.

    Args:
        cells: The cells, from the inputs upwards.
        state_is_tuple: Whether the state is a tuple of states or all side by side.

    Raises:
        ValueError: There is no cell.
        TypeError: `cells` isn't a list.
    """

    def __init__(self, cells: Any, state_is_tuple: bool = True) -> None:
        super().__init__()
        if not cells:
            raise ValueError("Must specify at least one cell for MultiRNNCell.")
        if not isinstance(cells, list | tuple):
            raise TypeError(f"cells must be a list or tuple, but saw: {cells}.")
        self._cells = list(cells)
        self._state_is_tuple = state_is_tuple

    @property
    def state_size(self) -> Any:
        """The sizes of the cells' states, or their sum."""
        sizes = tuple(cell.state_size for cell in self._cells)
        return sizes if self._state_is_tuple else sum(sizes)

    @property
    def output_size(self) -> Any:
        """The size of the output of the uppermost cell."""
        return self._cells[-1].output_size

    def zero_state(self, batch_size: Any, dtype: Any) -> Any:
        """States of zeros."""
        if self._state_is_tuple:
            return tuple(cell.zero_state(batch_size, dtype) for cell in self._cells)
        return super().zero_state(batch_size, dtype)

    @property
    def trainable_variables(self) -> list[Any]:
        """The trainable variables of all cells."""
        return [item for cell in self._cells for item in cell.trainable_variables]

    @property
    def non_trainable_variables(self) -> list[Any]:
        """The other variables of all cells."""
        return [item for cell in self._cells for item in cell.non_trainable_variables]

    def call(self, inputs: Any, state: Any) -> Any:  # type: ignore[override]
        """The output of the uppermost cell and the new states."""
        at, states = 0, []
        for number, cell in enumerate(self._cells):
            with variable_scope(f"cell_{number}"):
                if self._state_is_tuple:
                    own = state[number]
                else:
                    own = state[:, at : at + cell.state_size]
                    at += cell.state_size
                inputs, new = cell(inputs, own)
                states.append(new)
        if self._state_is_tuple:
            return inputs, tuple(states)
        return inputs, shape.concat(states, 1)
