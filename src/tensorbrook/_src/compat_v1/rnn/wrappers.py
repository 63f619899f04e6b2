"""Cells around cells: dropout, residual connections, devices."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.rnn.cell import RNNCell
from tensorbrook._src.core import nest
from tensorbrook._src.core.scopes import device
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import dropout as dropouts
from tensorbrook._src.ops import random, unary
from tensorbrook._src.ops.constant import convert_to_tensor


class _Wrapper(RNNCell):
    """A cell that stands before another one and shares its variables."""

    def __init__(self, cell: Any) -> None:
        super().__init__()
        self._cell = cell

    @property
    def wrapped_cell(self) -> Any:
        """The cell inside."""
        return self._cell

    @property
    def state_size(self) -> Any:
        """The size of the state of the cell inside."""
        return self._cell.state_size

    @property
    def output_size(self) -> Any:
        """The size of the output of the cell inside."""
        return self._cell.output_size

    def zero_state(self, batch_size: Any, dtype: Any) -> Any:
        """The zero state of the cell inside."""
        return self._cell.zero_state(batch_size, dtype)

    @property
    def trainable_variables(self) -> list[Any]:
        """Those of the cell inside."""
        return self._cell.trainable_variables  # type: ignore[no-any-return]

    @property
    def non_trainable_variables(self) -> list[Any]:
        """Those of the cell inside."""
        return self._cell.non_trainable_variables  # type: ignore[no-any-return]

    def __call__(self, inputs: Any, state: Any, scope: Any = None) -> Any:  # type: ignore[override]
        return self._cell(inputs, state, scope)


class DropoutWrapper(_Wrapper):
    """Dropout on inputs, outputs and states of a cell.

    Args:
        cell: The cell.
        input_keep_prob: The probability that an input stays.
        output_keep_prob: The probability that an output stays.
        state_keep_prob: The probability that an element of the state stays.
        variational_recurrent: Whether all steps share one decision.
        input_size: The shape of an input; needed for a shared decision on inputs.
        dtype: The type; needed for a shared decision.
        seed: Seed of the operations.
        dropout_state_filter_visitor: Which parts of the state get dropout; by default
            not the memory of an LSTM.
    """

    def __init__(
        self,
        cell: Any,
        input_keep_prob: Any = 1.0,
        output_keep_prob: Any = 1.0,
        state_keep_prob: Any = 1.0,
        variational_recurrent: bool = False,
        input_size: Any = None,
        dtype: Any = None,
        seed: int | None = None,
        dropout_state_filter_visitor: Any = None,
    ) -> None:
        super().__init__(cell)
        self._keep = {
            "input": input_keep_prob,
            "output": output_keep_prob,
            "state": state_keep_prob,
        }
        self._seed = seed
        self._filter = dropout_state_filter_visitor or _not_the_memory
        self._noise: dict[str, Any] = {}
        if variational_recurrent:
            if dtype is None:
                raise ValueError(
                    "When variational_recurrent=True, dtype must be provided"
                )
            sizes = {"output": cell.output_size, "state": cell.state_size}
            if _drops(input_keep_prob):
                if input_size is None:
                    raise ValueError(
                        "When variational_recurrent=True and input_keep_prob < 1.0 or is "
                        "unknown, input_size must be provided"
                    )
                sizes["input"] = input_size
            for place, size in sizes.items():
                self._noise[place] = nest.map_structure(
                    lambda part: random.uniform([1, int(part)], seed=seed, dtype=dtype),
                    size,
                )

    def __call__(self, inputs: Any, state: Any, scope: Any = None) -> Any:
        if _drops(self._keep["input"]):
            inputs = self._dropped("input", inputs)
        output, new_state = self._cell(inputs, state, scope)
        if _drops(self._keep["state"]):
            new_state = self._dropped_state(new_state)
        if _drops(self._keep["output"]):
            output = self._dropped("output", output)
        return output, new_state

    def _dropped(self, place: str, values: Any) -> Any:
        noise = self._noise.get(place)
        if noise is None:
            return nest.map_structure(lambda v: self._drop(place, v, None), values)
        return nest.map_structure(lambda v, n: self._drop(place, v, n), values, noise)

    def _drop(self, place: str, values: Any, noise: Any) -> Any:
        values = convert_to_tensor(values)
        keep = self._keep[place]
        if noise is None:
            return dropouts.dropout(values, 1 - keep, None, self._seed)
        return values / keep * unary.floor(keep + noise)

    def _dropped_state(self, state: Any) -> Any:
        noise = self._noise.get("state")
        if noise is None:
            noise = nest.map_structure(lambda _: None, state)
        return _visit(
            self._filter,
            state,
            noise,
            lambda v, n: self._drop("state", v, n),
        )


def _drops(keep: Any) -> bool:
    return isinstance(keep, Tensor) or float(keep) < 1.0


def _not_the_memory(substate: Any) -> Any:
    """Everything but the memory `c` of an LSTM."""
    if hasattr(substate, "_fields") and substate._fields == ("c", "h"):
        return type(substate)(c=False, h=True)
    return True


def _visit(which: Any, state: Any, noise: Any, drop: Any) -> Any:
    """Applies `drop` to those parts of a state that `which` chooses."""
    chosen = which(state)
    if isinstance(state, list | tuple):
        flags = [chosen] * len(state) if isinstance(chosen, bool) else list(chosen)
        parts = [
            (
                _visit(which, part, n, drop)
                if isinstance(part, list | tuple)
                else drop(part, n)
            )
            if flag
            else part
            for flag, part, n in zip(flags, state, noise, strict=True)
        ]
        return type(state)(*parts) if hasattr(state, "_fields") else type(state)(parts)
    return drop(state, noise) if chosen else state


class ResidualWrapper(_Wrapper):
    """Adds the inputs to the outputs of a cell.

    Args:
        cell: The cell.
        residual_fn: A function of inputs and outputs instead of the sum.
    """

    def __init__(self, cell: Any, residual_fn: Any = None) -> None:
        super().__init__(cell)
        self._residual_fn = residual_fn

    def __call__(self, inputs: Any, state: Any, scope: Any = None) -> Any:
        outputs, state = self._cell(inputs, state, scope)
        if self._residual_fn is not None:
            return self._residual_fn(inputs, outputs), state
        return nest.map_structure(lambda i, o: i + o, inputs, outputs), state


class DeviceWrapper(_Wrapper):
    """Runs a cell on a device.

    Args:
        cell: The cell.
        device: Name of the device.
    """

    def __init__(self, cell: Any, device: Any) -> None:
        super().__init__(cell)
        self._device = device

    def __call__(self, inputs: Any, state: Any, scope: Any = None) -> Any:
        with device(self._device):
            return self._cell(inputs, state, scope)
