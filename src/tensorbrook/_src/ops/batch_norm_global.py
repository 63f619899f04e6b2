"""The batch normalization of the first graphs: one op for given statistics."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops.elementwise import widened
from tensorbrook._src.ops.rules import brackets

_ATTRS = "variance_epsilon: float, scale_after_normalization: bool, T: numeric"


def _images(c: ShapeContext) -> Dims:
    dims = c.shape(0)
    if dims is not None and len(dims) != 4:
        raise c.fail(f"{c.op.name}: input must be 4-dimensional, got {brackets(dims)}")
    return dims


def _normalized(
    xp: Any,
    t: Any,
    m: Any,
    v: Any,
    beta: Any,
    gamma: Any,
    variance_epsilon: float,
    scale_after_normalization: bool,
) -> Any:
    rate = 1 / xp.sqrt(widened(v) + variance_epsilon)
    if scale_after_normalization:
        rate = rate * widened(gamma)
    return ((widened(t) - widened(m)) * rate + widened(beta)).astype(t.dtype)


def _backward(
    xp: Any,
    t: Any,
    m: Any,
    v: Any,
    gamma: Any,
    backprop: Any,
    variance_epsilon: float,
    scale_after_normalization: bool,
) -> tuple[Any, ...]:
    dy, centred = widened(backprop), widened(t) - widened(m)
    rate = 1 / xp.sqrt(widened(v) + variance_epsilon)
    factor = widened(gamma) if scale_after_normalization else xp.ones_like(rate)
    axes = (0, 1, 2)
    by_beta = dy.sum(axis=axes)
    spread = (dy * centred).sum(axis=axes)
    by_gamma = spread * rate if scale_after_normalization else xp.zeros_like(rate)
    found = (
        dy * rate * factor,
        -by_beta * rate * factor,
        -0.5 * spread * factor * rate**3,
        by_beta,
        by_gamma,
    )
    return tuple(part.astype(t.dtype) for part in found)


def _options(op: Any) -> dict[str, Any]:
    names = ("variance_epsilon", "scale_after_normalization")
    return {name: op.attrs[name] for name in names}


def _gradient(op: Any, dy: Any) -> list[Any]:
    t, m, v, _, gamma = op.inputs
    return list(normalization_grad_op(t, m, v, gamma, dy, **_options(op)))


normalization_grad_op = Op(
    "BatchNormWithGlobalNormalizationGrad",
    "t: T, m: T, v: T, gamma: T, backprop: T -> dx: T, dm: T, dv: T, db: T, dg: T | "
    f"{_ATTRS}",
    shape=lambda c: [_images(c), c.shape(1), c.shape(1), c.shape(1), c.shape(1)],
    reference=_backward,
    gradient=NOT_DIFFERENTIABLE,
)
normalization_op = Op(
    "BatchNormWithGlobalNormalization",
    f"t: T, m: T, v: T, beta: T, gamma: T -> result: T | {_ATTRS}",
    shape=_images,
    reference=_normalized,
    gradient=_gradient,
)
