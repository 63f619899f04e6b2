"""Optimizer updates by signs, and Adam with the largest second moment so far."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.ops.training import update_op


def _signed(xp: Any, m: Any, beta: Any, grad: Any) -> tuple[Any, Any]:
    """The new mean, and whether it and the gradient point the same way."""
    m = m * beta + grad * (1 - beta)
    return m, xp.sign(grad) * xp.sign(m)


def _add_sign(
    xp: Any,
    var: Any,
    m: Any,
    lr: Any,
    alpha: Any,
    sign_decay: Any,
    beta: Any,
    grad: Any,
) -> tuple[Any, ...]:
    m, agreement = _signed(xp, m, beta, grad)
    return var - lr * (alpha + sign_decay * agreement) * grad, m


def _power_sign(
    xp: Any,
    var: Any,
    m: Any,
    lr: Any,
    logbase: Any,
    sign_decay: Any,
    beta: Any,
    grad: Any,
) -> tuple[Any, ...]:
    m, agreement = _signed(xp, m, beta, grad)
    return var - lr * xp.exp(logbase * sign_decay * agreement) * grad, m


def _amsgrad(
    xp: Any,
    var: Any,
    m: Any,
    v: Any,
    vhat: Any,
    beta1_power: Any,
    beta2_power: Any,
    lr: Any,
    beta1: Any,
    beta2: Any,
    epsilon: Any,
    grad: Any,
) -> tuple[Any, ...]:
    alpha = lr * xp.sqrt(1 - beta2_power) / (1 - beta1_power)
    m = m + (grad - m) * (1 - beta1)
    v = v + (grad * grad - v) * (1 - beta2)
    vhat = xp.maximum(vhat, v)
    return var - alpha * m / (xp.sqrt(vhat) + epsilon), m, v, vhat


resource_apply_add_sign_op = update_op(
    "ResourceApplyAddSign", 1, "lr alpha sign_decay beta grad", _add_sign
)
resource_apply_power_sign_op = update_op(
    "ResourceApplyPowerSign", 1, "lr logbase sign_decay beta grad", _power_sign
)
resource_apply_adam_with_amsgrad_op = update_op(
    "ResourceApplyAdamWithAmsgrad",
    3,
    "beta1_power beta2_power lr beta1 beta2 epsilon grad",
    _amsgrad,
)
