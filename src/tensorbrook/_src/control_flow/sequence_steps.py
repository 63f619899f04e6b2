"""Recurrent sequences written step by step, for arrays and for tensors alike.

One text of a step serves the reference kernel, XLA, and where somebody wants to see the
single operations: gradients of gradients, and graphs for others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tensorbrook._src.autodiff.tape import GradientTape
from tensorbrook._src.control_flow.loop import while_loop
from tensorbrook._src.control_flow.tensor_array import TensorArray
from tensorbrook._src.core.op import ShapeContext
from tensorbrook._src.core.shapes import Dims, merge_dims
from tensorbrook._src.ops import gather, matmul, rearrange, shape, unary

#: (states, inputs of the step) to (new states, outputs of the step).
Step = Callable[[Sequence[Any], Sequence[Any]], tuple[Sequence[Any], Sequence[Any]]]


class ArrayMaths:
    """What a step needs, for arrays of NumPy or JAX.

    Args:
        xp: `numpy` or `jax.numpy`.
    """

    def __init__(self, xp: Any) -> None:
        self.xp = xp
        self.tanh = xp.tanh
        self.matmul = xp.matmul
        self.transpose = xp.transpose
        self.reshape = xp.reshape

    def sigmoid(self, x: Any) -> Any:
        """1 / (1 + exp(-x)), without overflow."""
        return 0.5 * (self.xp.tanh(0.5 * x) + 1)

    def concat(self, parts: Sequence[Any], axis: int) -> Any:
        """The parts one behind the other."""
        return self.xp.concatenate(parts, axis)

    def where(self, flags: Any, new: Any, old: Any) -> Any:
        """New values where a flag is set."""
        return self.xp.where(flags, new, old)

    def flip(self, x: Any) -> Any:
        """The last comes first."""
        return self.xp.flip(x, 0)

    def scan(
        self, step: Step, states: Sequence[Any], inputs: Sequence[Any], widths: Any
    ) -> tuple[list[Any], list[Any]]:
        """Runs the steps over the first dimension; the states, and stacked outputs."""
        if self.xp is not np:
            from jax import lax

            scan: Any = lax.scan
            states, outputs = scan(step, tuple(states), tuple(inputs))
            return list(states), list(outputs)
        batch, kind = states[0].shape[0], states[0].dtype
        length = len(inputs[0])
        outputs = [np.empty((length, batch, width), kind) for width in widths]
        for place in range(length):
            at = [None if part is None else part[place] for part in inputs]
            states, made = step(states, at)
            for output, value in zip(outputs, made, strict=True):
                output[place] = value
        return list(states), outputs


class TensorMaths:
    """What a step needs, for tensors."""

    tanh = staticmethod(unary.tanh)
    sigmoid = staticmethod(unary.sigmoid)
    matmul = staticmethod(matmul.matmul)
    concat = staticmethod(shape.concat)
    transpose = staticmethod(shape.transpose)
    reshape = staticmethod(shape.reshape)
    where = staticmethod(gather.where)

    @staticmethod
    def flip(x: Any) -> Any:
        """The last comes first."""
        return rearrange.reverse(x, [0])

    @staticmethod
    def scan(
        step: Step, states: Sequence[Any], inputs: Sequence[Any], widths: Any
    ) -> tuple[list[Any], list[Any]]:
        """Runs the steps over the first dimension; the states, and stacked outputs."""
        dtype, batch = states[0].dtype, states[0].shape[0]
        length = shape.shape(inputs[0])[0]
        arrays = [
            TensorArray(dtype, size=length, element_shape=(batch, width))
            for width in widths
        ]
        count = len(states)

        def body(place: Any, *carried: Any) -> Any:
            at = [None if p is None else gather.gather(p, place) for p in inputs]
            new, made = step(carried[:count], at)
            pairs = zip(carried[count:], made, strict=True)
            return (
                place + 1,
                *new,
                *(array.write(place, value) for array, value in pairs),
            )

        found = while_loop(
            lambda place, *_: place < length, body, (0, *states, *arrays)
        )
        return list(found[1 : count + 1]), [
            array.stack() for array in found[count + 1 :]
        ]


def time_first(m: Any, x: Any, time_major: bool) -> Any:
    """(time, batch, ...), from the layout of a sequence or back to it."""
    if x is None or time_major:
        return x
    return m.transpose(x, (1, 0, *range(2, len(x.shape))))


def shifted(m: Any, first: Any, values: Any) -> Any:
    """What stood before each step: the first state, and then all but the last."""
    return m.concat([first[None], values[:-1]], 0)


def transposed_product(m: Any, left: Any, right: Any) -> Any:
    """The sum over all steps and samples of the outer products."""
    rows = [m.reshape(part, (-1, part.shape[-1])) for part in (left, right)]
    return m.matmul(m.transpose(rows[0], (1, 0)), rows[1])


def optional(values: Sequence[Any]) -> Any:
    """The only one of a list of one or none, or None."""
    return values[0] if values else None


def sequence_dims(c: ShapeContext, gates: int) -> tuple[Dims, Dims, Any]:
    """Dims of the hidden states and of one state, and the number of units.

    Args:
        c: Its first input is what enters the gates; its second is a state.
        gates: How many parts the last dimension of the first input has.
    """
    dims, state = c.shape(0), c.shape(1)
    c.check_rank(1, 2)
    if dims is not None and len(dims) != 3:
        raise c.fail(
            f"{c.op.name}: '{c.op.signature.inputs[0].name}' must have the dimensions "
            f"batch, time and {gates} times the units, got shape {list(dims)}"
        )
    units = None if state is None else state[1]
    if dims is None:
        return (None, None, units), state, units
    if dims[2] is not None:
        if dims[2] % gates or units not in (None, dims[2] // gates):
            raise c.fail(
                f"{c.op.name}: the last dimension of the sequence must be {gates} times "
                f"that of the state, got {dims[2]} and {units}"
            )
        units = dims[2] // gates
    batch = dims[1 if c.attrs["time_major"] else 0]
    state = merge_dims(state, (batch, units))
    return (*dims[:2], units), state, units


def gradient_by_steps(
    run: Callable[..., Sequence[Any]], inputs: Sequence[Any], dys: Sequence[Any]
) -> list[Any]:
    """The gradient of a function that is written in single operations.

    Args:
        run: Function of the inputs.
        inputs: Tensors; the others have no gradient.
        dys: A gradient, or None, for each output.
    """
    sources = [x for x in inputs if x is not None and x.dtype.is_floating]
    with GradientTape() as tape:
        tape.watch(sources)
        outputs = run(*inputs)
    kept = [pair for pair in zip(outputs, dys, strict=True) if pair[1] is not None]
    targets, seeds = [pair[0] for pair in kept], [pair[1] for pair in kept]
    found = iter(tape.gradient(targets, sources, output_gradients=seeds))
    return [
        next(found) if x is not None and x.dtype.is_floating else None for x in inputs
    ]
