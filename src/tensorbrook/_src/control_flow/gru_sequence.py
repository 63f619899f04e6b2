"""Gated recurrent units over whole sequences as one operation, and their gradient."""

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
    "T: float|double, masks: int >= 0, reset_after: bool, go_backwards: bool, "
    "time_major: bool = False"
)


def _parts(values: Any, count: int) -> list[Any]:
    """The parts of the last dimension: update, reset, candidate and what is kept."""
    units = values.shape[-1] // count
    return [values[..., part * units : (part + 1) * units] for part in range(count)]


def _kept(m: Any, live: Any, new: Any, old: Any) -> Any:
    """New values where a step counts."""
    return new if live is None else m.where(live[:, None], new, old)


def _forward_step(
    m: Any, kernel: Any, bias: Any, reset_after: bool, states: Any, inputs: Any
) -> Any:
    (hidden,), (projected, live) = states, inputs
    units = hidden.shape[-1]
    update, reset, candidate = _parts(projected, 3)
    if reset_after:
        inner = m.matmul(hidden, kernel)
        inner = inner if bias is None else inner + bias
        own_update, own_reset, kept = _parts(inner, 3)
    else:
        both = m.matmul(hidden, kernel[:, : 2 * units])
        own_update, own_reset = _parts(both, 2)
    update, reset = m.sigmoid(update + own_update), m.sigmoid(reset + own_reset)
    if reset_after:
        candidate = m.tanh(candidate + reset * kept)
    else:
        kept = reset * hidden
        candidate = m.tanh(candidate + m.matmul(kept, kernel[:, 2 * units :]))
    new = _kept(m, live, update * hidden + (1 - update) * candidate, hidden)
    gates = m.concat([update, reset, candidate, kept], 1)
    return (new,), (new, _kept(m, live, gates, 0 * gates))


def run_forward(
    m: Any,
    projected: Any,
    hidden: Any,
    kernel: Any,
    bias: Any,
    mask: Any,
    reset_after: bool,
    go_backwards: bool,
    time_major: bool,
) -> list[Any]:
    """The outputs of `TensorbrookGRU`, step by step.

    Args:
        m: The functions to compute with.
        projected: What the inputs give to the gates, for all steps.
        hidden: The first state.
        kernel: The recurrent weights.
        bias: Added to the recurrent product, or None.
        mask: Which steps count, or None.
        reset_after: Whether the reset gate comes after the recurrent product.
        go_backwards: Whether the last step comes first.
        time_major: Whether time is the first dimension.
    """
    parts = [time_first(m, part, time_major) for part in (projected, mask)]
    if go_backwards:
        parts = [None if part is None else m.flip(part) for part in parts]
    units = hidden.shape[-1]
    states, made = m.scan(
        lambda states, inputs: _forward_step(
            m, kernel, bias, reset_after, states, inputs
        ),
        (hidden,),
        parts,
        (units, 4 * units),
    )
    return [*(time_first(m, part, time_major) for part in made), *states]


def _backward_step(
    m: Any, kernel: Any, reset_after: bool, states: Any, inputs: Any
) -> Any:
    (d_hidden,), (gates, before, live, dy) = states, inputs
    update, reset, candidate, kept = _parts(gates, 4)
    units = update.shape[-1]
    d_hidden = d_hidden if dy is None else d_hidden + dy
    d_candidate = d_hidden * (1 - update) * (1 - candidate * candidate)
    d_update = d_hidden * (before - candidate) * update * (1 - update)
    transposed = m.transpose(kernel, (1, 0))
    d_before = d_hidden * update
    if reset_after:
        d_reset = d_candidate * kept * reset * (1 - reset)
        d_inner = m.concat([d_update, d_reset, d_candidate * reset], 1)
        d_before = d_before + m.matmul(d_inner, transposed)
    else:
        product = m.matmul(d_candidate, transposed[2 * units :])
        d_reset = product * before * reset * (1 - reset)
        both = m.matmul(m.concat([d_update, d_reset], 1), transposed[: 2 * units])
        d_before = d_before + product * reset + both
        d_inner = m.concat([d_update, d_reset, d_candidate], 1)
    d_own = m.concat([d_update, d_reset, d_candidate], 1)
    made = [_kept(m, live, part, 0 * part) for part in (d_own, d_inner)]
    return (_kept(m, live, d_before, d_hidden),), made


def run_backward(
    m: Any,
    hiddens: Any,
    gates: Any,
    hidden: Any,
    kernel: Any,
    mask: Any,
    dys: Any,
    d_hidden: Any,
    reset_after: bool,
    go_backwards: bool,
    time_major: bool,
) -> list[Any]:
    """The outputs of `TensorbrookGRUGrad`, step by step.

    Args:
        m: The functions to compute with.
        hiddens: What the forward pass gave, as are `gates`.
        gates: See `hiddens`.
        hidden: The first state.
        kernel: The recurrent weights.
        mask: Which steps count, or None.
        dys: The gradient of the hidden states, or None.
        d_hidden: The gradient of the last state, or None.
        reset_after: Whether the reset gate comes after the recurrent product.
        go_backwards: Whether the last step comes first.
        time_major: Whether time is the first dimension.
    """
    units = hidden.shape[-1]
    given = (hiddens, gates, mask, dys)
    hiddens, gates, mask, dys = (time_first(m, x, time_major) for x in given)
    if go_backwards and mask is not None:
        mask = m.flip(mask)
    before = shifted(m, hidden, hiddens)
    parts = [None if x is None else m.flip(x) for x in (gates, before, mask, dys)]
    states, made = m.scan(
        lambda states, inputs: _backward_step(m, kernel, reset_after, states, inputs),
        (0 * hidden if d_hidden is None else d_hidden,),
        parts,
        (3 * units, 3 * units),
    )
    d_own, d_inner = (m.flip(part) for part in made)
    if reset_after:
        d_kernel = transposed_product(m, before, d_inner)
        rows = m.reshape(d_inner, (-1, 3 * units))
        d_bias = m.matmul(m.transpose(0 * rows[:, :1] + 1, (1, 0)), rows)[0]
    else:
        product = transposed_product(m, before, d_inner[..., : 2 * units])
        kept = gates[..., 3 * units :]
        own = transposed_product(m, kept, d_inner[..., 2 * units :])
        d_kernel = m.concat([product, own], 1)
        d_bias = 0 * d_kernel[0]
    d_own = m.flip(d_own) if go_backwards else d_own
    return [time_first(m, d_own, time_major), *states, d_kernel, d_bias]


def _forward(
    xp: Any,
    projected: Any,
    hidden: Any,
    kernel: Any,
    bias: Any,
    mask: Any,
    reset_after: bool,
    go_backwards: bool,
    time_major: bool,
    **attrs: Any,
) -> tuple[Any, ...]:
    given = (projected, hidden, kernel, optional(bias), optional(mask))
    flags = (reset_after, go_backwards, time_major)
    return tuple(run_forward(ArrayMaths(xp), *given, *flags))


def _backward(
    xp: Any,
    hiddens: Any,
    gates: Any,
    hidden: Any,
    kernel: Any,
    mask: Any,
    dy: Any,
    d_last: Any,
    reset_after: bool,
    go_backwards: bool,
    time_major: bool,
    **attrs: Any,
) -> tuple[Any, ...]:
    rest: Any = [optional(part) for part in (mask, dy, d_last)]
    flags: Any = (reset_after, go_backwards, time_major)
    return tuple(
        run_backward(ArrayMaths(xp), hiddens, gates, hidden, kernel, *rest, *flags)
    )


def _flags(attrs: dict[str, Any]) -> dict[str, Any]:
    names = ("reset_after", "go_backwards", "time_major")
    return {name: attrs[name] for name in names}


def _steps(inputs: Sequence[Any], attrs: dict[str, Any]) -> list[Any]:
    first = 3 + attrs["biases"]
    bias, mask = optional(inputs[3:first]), optional(inputs[first:])
    given: Any = (*inputs[:3], bias, mask)
    return run_forward(TensorMaths, *given, **_flags(attrs))


def _steps_back(inputs: Sequence[Any], attrs: dict[str, Any]) -> list[Any]:
    rest = iter(inputs[4:])
    counts = [attrs[name] for name in ("masks", "dys", "states")]
    optionals = [next(rest) if count else None for count in counts]
    return run_backward(TensorMaths, *inputs[:4], *optionals, **_flags(attrs))


def _gradient(op: Any, *dys: Any) -> Sequence[Any]:
    projected, hidden, kernel, *rest = op.inputs
    has_bias = op.attrs["biases"]
    mask = rest[has_bias:]
    d_hiddens, d_gates, d_last = dys
    if d_gates is None:
        found = gru_gradient_op(
            *op.outputs[:2],
            *(hidden, kernel, mask),
            *([] if d is None else [d] for d in (d_hiddens, d_last)),
            **_flags(op.attrs),
        )
        return [*found[: 3 + has_bias], *[None] * len(mask)]
    return gradient_by_steps(lambda *inputs: _steps(inputs, op.attrs), op.inputs, dys)


def _second_gradient(op: Any, *dys: Any) -> Sequence[Any]:
    return gradient_by_steps(
        lambda *inputs: _steps_back(inputs, op.attrs), op.inputs, dys
    )


def _dims(c: ShapeContext) -> list[Dims]:
    hiddens, state, units = sequence_dims(c, 3)
    gates = None if hiddens is None else (*hiddens[:2], units and 4 * units)
    return [hiddens, gates, state]


def _gradient_dims(c: ShapeContext) -> list[Dims]:
    hiddens, kernel = c.shape(0), c.shape(3)
    width = None if kernel is None else kernel[1]
    own = None if hiddens is None else (*hiddens[:2], width)
    return [own, c.shape(2), kernel, (width,)]


gru_op = Op(
    "TensorbrookGRU",
    "projected: T, hidden: T, kernel: T, bias: biases * T, mask: masks * bool "
    f"-> hiddens: T, gates: T, last: T | {_ATTRS}, biases: int >= 0",
    shape=_dims,
    reference=_forward,
    gradient=_gradient,
    missing_gradients=True,
    expansion=_steps,
)

gru_gradient_op = Op(
    "TensorbrookGRUGrad",
    "hiddens: T, gates: T, hidden: T, kernel: T, mask: masks * bool, dy: dys * T, "
    "d_last: states * T -> d_projected: T, d_hidden: T, d_kernel: T, d_bias: T "
    f"| {_ATTRS}, dys: int >= 0, states: int >= 0",
    shape=_gradient_dims,
    reference=_backward,
    gradient=_second_gradient,
    missing_gradients=True,
    expansion=_steps_back,
)
