"""Long short-term memory over whole sequences as one operation, and its gradient."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tensorbrook._src.control_flow.sequence_steps import (
    ArrayMaths,
    TensorMaths,
    gradient_by_steps,
    optional,
    sequence_dims,
    shifted,
    time_first,
    transposed_product,
)
from tensorbrook._src.core.op import Op, ShapeContext
from tensorbrook._src.core.shapes import Dims

_ATTRS = (
    "T: float|double, masks: int >= 0, go_backwards: bool, time_major: bool = False"
)


def _gates(values: Any) -> list[Any]:
    """The four parts: input, forget, candidate, output."""
    units = values.shape[-1] // 4
    return [values[..., part * units : (part + 1) * units] for part in range(4)]


def _forward_step(m: Any, kernel: Any, states: Any, inputs: Any) -> Any:
    (hidden, carry), (projected, live) = states, inputs
    entry, forget, candidate, out = _gates(projected + m.matmul(hidden, kernel))
    entry, forget, out = m.sigmoid(entry), m.sigmoid(forget), m.sigmoid(out)
    candidate = m.tanh(candidate)
    new_carry = forget * carry + entry * candidate
    new_hidden = out * m.tanh(new_carry)
    gates = m.concat([entry, forget, candidate, out], 1)
    if live is not None:
        flags = live[:, None]
        new_carry = m.where(flags, new_carry, carry)
        new_hidden = m.where(flags, new_hidden, hidden)
        gates = m.where(flags, gates, 0 * gates)
    return (new_hidden, new_carry), (new_hidden, new_carry, gates)


def run_forward(
    m: Any,
    projected: Any,
    hidden: Any,
    carry: Any,
    kernel: Any,
    mask: Any,
    go_backwards: bool,
    time_major: bool,
) -> list[Any]:
    """The outputs of `TensorbrookLSTM`, step by step.

    Args:
        m: The functions to compute with.
        projected: What the inputs give to the gates, for all steps.
        hidden: The first state.
        carry: The first memory.
        kernel: The recurrent weights.
        mask: Which steps count, or None.
        go_backwards: Whether the last step comes first.
        time_major: Whether time is the first dimension.
    """
    parts = [time_first(m, part, time_major) for part in (projected, mask)]
    if go_backwards:
        parts = [None if part is None else m.flip(part) for part in parts]
    units = hidden.shape[-1]
    states, made = m.scan(
        lambda states, inputs: _forward_step(m, kernel, states, inputs),
        (hidden, carry),
        parts,
        (units, units, 4 * units),
    )
    return [*(time_first(m, part, time_major) for part in made), *states]


def _backward_step(m: Any, kernel: Any, states: Any, inputs: Any) -> Any:
    (d_hidden, d_carry), (gates, carry, before, live, dy) = states, inputs
    entry, forget, candidate, out = _gates(gates)
    d_hidden = d_hidden if dy is None else d_hidden + dy
    bent = m.tanh(carry)
    total = d_carry + d_hidden * out * (1 - bent * bent)
    parts = [
        total * candidate * entry * (1 - entry),
        total * before * forget * (1 - forget),
        total * entry * (1 - candidate * candidate),
        d_hidden * bent * out * (1 - out),
    ]
    d_gates = m.concat(parts, 1)
    new_carry = total * forget
    if live is None:
        new_hidden = 0 * d_hidden
    else:
        flags = live[:, None]
        d_gates = m.where(flags, d_gates, 0 * d_gates)
        new_carry = m.where(flags, new_carry, d_carry)
        new_hidden = m.where(flags, 0 * d_hidden, d_hidden)
    transposed = m.transpose(kernel, (1, 0))
    return (new_hidden + m.matmul(d_gates, transposed), new_carry), (d_gates,)


def run_backward(
    m: Any,
    hiddens: Any,
    carries: Any,
    gates: Any,
    hidden: Any,
    carry: Any,
    kernel: Any,
    mask: Any,
    dys: Any,
    d_hidden: Any,
    d_carry: Any,
    go_backwards: bool,
    time_major: bool,
) -> list[Any]:
    """The outputs of `TensorbrookLSTMGrad`, step by step.

    Args:
        m: The functions to compute with.
        hiddens: What the forward pass gave, as are `carries` and `gates`.
        carries: See `hiddens`.
        gates: See `hiddens`.
        hidden: The first state.
        carry: The first memory.
        kernel: The recurrent weights.
        mask: Which steps count, or None.
        dys: The gradient of the hidden states, or None.
        d_hidden: The gradient of the last state, or None.
        d_carry: The gradient of the last memory, or None.
        go_backwards: Whether the last step comes first.
        time_major: Whether time is the first dimension.
    """
    states = [0 * hidden if d is None else d for d in (d_hidden, d_carry)]
    given = (hiddens, carries, gates, mask, dys)
    hiddens, carries, gates, mask, dys = (time_first(m, x, time_major) for x in given)
    if go_backwards and mask is not None:
        mask = m.flip(mask)
    parts = [gates, carries, shifted(m, carry, carries), mask, dys]
    parts = [None if part is None else m.flip(part) for part in parts]
    states, (d_gates,) = m.scan(
        lambda states, inputs: _backward_step(m, kernel, states, inputs),
        states,
        parts,
        (4 * hidden.shape[-1],),
    )
    d_gates = m.flip(d_gates)
    d_kernel = transposed_product(m, shifted(m, hidden, hiddens), d_gates)
    d_projected = m.flip(d_gates) if go_backwards else d_gates
    return [time_first(m, d_projected, time_major), *states, d_kernel]


def _forward(
    xp: Any,
    projected: Any,
    hidden: Any,
    carry: Any,
    kernel: Any,
    mask: Any,
    go_backwards: bool,
    time_major: bool,
    **attrs: Any,
) -> tuple[Any, ...]:
    given = (projected, hidden, carry, kernel, optional(mask))
    return tuple(run_forward(ArrayMaths(xp), *given, go_backwards, time_major))


def _backward(
    xp: Any,
    hiddens: Any,
    carries: Any,
    gates: Any,
    hidden: Any,
    carry: Any,
    kernel: Any,
    mask: Any,
    dys: Any,
    d_hidden: Any,
    d_carry: Any,
    go_backwards: bool,
    time_major: bool,
    **attrs: Any,
) -> tuple[Any, ...]:
    given = (hiddens, carries, gates, hidden, carry, kernel)
    rest: Any = [optional(part) for part in (mask, dys, d_hidden, d_carry)]
    flags: Any = (go_backwards, time_major)
    return tuple(run_backward(ArrayMaths(xp), *given, *rest, *flags))


def _gradient(op: Any, *dys: Any) -> Sequence[Any]:
    projected, hidden, carry, kernel, *mask = op.inputs
    backwards, time_major = op.attrs["go_backwards"], op.attrs["time_major"]
    d_hiddens, d_carries, d_gates, d_hidden, d_carry = dys
    if d_carries is None and d_gates is None:
        given = [[] if d is None else [d] for d in (d_hiddens, d_hidden, d_carry)]
        found = lstm_gradient_op(
            *op.outputs[:3],
            *(hidden, carry, kernel, mask),
            *given,
            go_backwards=backwards,
            time_major=time_major,
        )
        return [*found, *[None] * len(mask)]
    return gradient_by_steps(lambda *inputs: _steps(inputs, op.attrs), op.inputs, dys)


def _steps(inputs: Sequence[Any], attrs: dict[str, Any]) -> list[Any]:
    flags: Any = attrs["go_backwards"], attrs["time_major"]
    given: Any = (*inputs[:4], optional(inputs[4:]))
    return run_forward(TensorMaths, *given, *flags)


def _steps_back(inputs: Sequence[Any], attrs: dict[str, Any]) -> list[Any]:
    rest = iter(inputs[6:])
    counts = [attrs[name] for name in ("masks", "dys", "states", "memories")]
    optionals: Any = [next(rest) if count else None for count in counts]
    flags: Any = attrs["go_backwards"], attrs["time_major"]
    return run_backward(TensorMaths, *inputs[:6], *optionals, *flags)


def _second_gradient(op: Any, *dys: Any) -> Sequence[Any]:
    return gradient_by_steps(
        lambda *inputs: _steps_back(inputs, op.attrs), op.inputs, dys
    )


def _dims(c: ShapeContext) -> list[Dims]:
    hiddens, state, _ = sequence_dims(c, 4)
    return [hiddens, hiddens, c.shape(0), state, state]


def _gradient_dims(c: ShapeContext) -> list[Dims]:
    return [c.shape(2), c.shape(3), c.shape(4), c.shape(5)]


lstm_op = Op(
    "TensorbrookLSTM",
    "projected: T, hidden: T, carry: T, kernel: T, mask: masks * bool "
    f"-> hiddens: T, carries: T, gates: T, last_hidden: T, last_carry: T | {_ATTRS}",
    shape=_dims,
    reference=_forward,
    gradient=_gradient,
    missing_gradients=True,
    expansion=_steps,
)

lstm_gradient_op = Op(
    "TensorbrookLSTMGrad",
    "hiddens: T, carries: T, gates: T, hidden: T, carry: T, kernel: T, "
    "mask: masks * bool, dy: dys * T, d_last_hidden: states * T, "
    "d_last_carry: memories * T "
    "-> d_projected: T, d_hidden: T, d_carry: T, d_kernel: T "
    f"| {_ATTRS}, dys: int >= 0, states: int >= 0, memories: int >= 0",
    shape=_gradient_dims,
    reference=_backward,
    gradient=_second_gradient,
    missing_gradients=True,
    expansion=_steps_back,
)
