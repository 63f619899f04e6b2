"""Optimizer updates: one record applies one step to a variable and its slots.

The formulas are those of TensorFlow's `ResourceApply*` kernels.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops.state import (
    check_held,
    check_slots,
    exclusive,
    handle_dims,
    read_value,
)

Update = Callable[..., tuple[Any, ...]]


def _checked(slots: int, gradient: int) -> Callable[[ShapeContext], list[Dims]]:
    """The gradient must have the shape of the variable."""

    def rule(c: ShapeContext) -> list[Dims]:
        check_held(c, "T")
        check_slots(c)
        for index in range(slots + 1, len(c.inputs)):
            if index != gradient:
                c.check_rank(index, 0)
        dims, found = handle_dims(c.inputs[0]), c.shape(gradient)
        if None not in (dims, found) and None not in (*dims, *found) and dims != found:  # type: ignore[misc]
            raise c.fail(
                f"var and grad do not have the same shape{list(dims)} {list(found)}"  # type: ignore[arg-type]
            )  # type: ignore[arg-type]
        return []

    return rule


def update_op(name: str, slots: int, hyper: str, update: Update, extra: str = "") -> Op:
    """A record that replaces a variable and `slots` further ones.

    `update(xp, variable, *slots, *hyperparameters, gradient)` returns their new values.
    """
    names = ["var", *SLOT_NAMES.get(name, ())]
    hyperparameters = hyper.split()
    inputs = [f"{slot}: resource" for slot in names]
    inputs += [f"{item}: T" for item in hyperparameters if item != "grad"]
    position = hyperparameters.index("grad")
    inputs.insert(len(names) + position, "grad: T")
    attrs = f"use_locking: bool = False{extra}, T: numeric"

    @exclusive
    def kernel(xp: Any, *arguments: Any, **options: Any) -> None:
        resources = arguments[: slots + 1]
        rest = [xp.asarray(value) for value in arguments[slots + 1 :]]
        options.pop("use_locking", None)
        old = [read_value(resource) for resource in resources]
        new = update(xp, *(tensor._array() for tensor in old), *rest, **options)
        for resource, tensor, value in zip(resources, old, new, strict=True):
            resource.assign(tensor._like(value))

    return Op(
        name,
        f"{', '.join(inputs)} -> | {attrs}",
        shape=_checked(slots, len(names) + position),
        reference=kernel,
        gradient=NOT_DIFFERENTIABLE,
        stateful=True,
    )


SLOT_NAMES: dict[str, tuple[str, ...]] = {
    "ResourceApplyMomentum": ("accum",),
    "ResourceApplyKerasMomentum": ("accum",),
    "ResourceApplyAdam": ("m", "v"),
    "ResourceApplyAdaMax": ("m", "v"),
    "ResourceApplyAdagrad": ("accum",),
    "ResourceApplyAdagradV2": ("accum",),
    "ResourceApplyAdadelta": ("accum", "accum_update"),
    "ResourceApplyRMSProp": ("ms", "mom"),
    "ResourceApplyCenteredRMSProp": ("mg", "ms", "mom"),
    "ResourceApplyFtrl": ("accum", "linear"),
    "ResourceApplyFtrlV2": ("accum", "linear"),
    "ResourceApplyProximalAdagrad": ("accum",),
    "ResourceApplyAddSign": ("m",),
    "ResourceApplyPowerSign": ("m",),
    "ResourceApplyAdamWithAmsgrad": ("m", "v", "vhat"),
}


def _sgd(xp: Any, var: Any, alpha: Any, delta: Any) -> tuple[Any, ...]:
    return (var - alpha * delta,)


def momentum_step(
    xp: Any, var: Any, accum: Any, lr: Any, grad: Any, momentum: Any, use_nesterov: bool
) -> tuple[Any, ...]:
    """Momentum, perhaps looking ahead."""
    accum = accum * momentum + grad
    step = grad + momentum * accum if use_nesterov else accum
    return var - lr * step, accum


def keras_momentum_step(
    xp: Any, var: Any, accum: Any, lr: Any, grad: Any, momentum: Any, use_nesterov: bool
) -> tuple[Any, ...]:
    """Momentum with the learning rate inside the slot."""
    accum = accum * momentum - grad * lr
    step = accum * momentum - grad * lr if use_nesterov else accum
    return var + step, accum


def _adam(
    xp: Any,
    var: Any,
    m: Any,
    v: Any,
    beta1_power: Any,
    beta2_power: Any,
    lr: Any,
    beta1: Any,
    beta2: Any,
    epsilon: Any,
    grad: Any,
    use_nesterov: bool,
) -> tuple[Any, ...]:
    alpha = lr * xp.sqrt(1 - beta2_power) / (1 - beta1_power)
    m = m + (grad - m) * (1 - beta1)
    v = v + (grad * grad - v) * (1 - beta2)
    top = m * beta1 + (1 - beta1) * grad if use_nesterov else m
    return var - alpha * top / (xp.sqrt(v) + epsilon), m, v


def _adamax(
    xp: Any,
    var: Any,
    m: Any,
    v: Any,
    beta1_power: Any,
    lr: Any,
    beta1: Any,
    beta2: Any,
    epsilon: Any,
    grad: Any,
) -> tuple[Any, ...]:
    m = m + (grad - m) * (1 - beta1)
    v = xp.maximum(beta2 * v, xp.abs(grad))
    return var - lr / (1 - beta1_power) * m / (v + epsilon), m, v


def adagrad_step(
    xp: Any, var: Any, accum: Any, lr: Any, grad: Any, update_slots: bool
) -> tuple[Any, ...]:
    """Adagrad."""
    if update_slots:
        accum = accum + grad * grad
    return var - lr * grad / xp.sqrt(accum), accum


def adagrad_v2_step(
    xp: Any, var: Any, accum: Any, lr: Any, epsilon: Any, grad: Any, update_slots: bool
) -> tuple[Any, ...]:
    """Adagrad with an epsilon."""
    if update_slots:
        accum = accum + grad * grad
    return var - lr * grad / (xp.sqrt(accum) + epsilon), accum


def adadelta_step(
    xp: Any,
    var: Any,
    accum: Any,
    accum_update: Any,
    lr: Any,
    rho: Any,
    epsilon: Any,
    grad: Any,
) -> tuple[Any, ...]:
    """Adadelta."""
    accum = accum * rho + grad * grad * (1 - rho)
    step = xp.sqrt(accum_update + epsilon) / xp.sqrt(accum + epsilon) * grad
    return var - step * lr, accum, accum_update * rho + step * step * (1 - rho)


def rms_prop_step(
    xp: Any,
    var: Any,
    ms: Any,
    mom: Any,
    lr: Any,
    rho: Any,
    momentum: Any,
    epsilon: Any,
    grad: Any,
) -> tuple[Any, ...]:
    """RMSProp."""
    ms = ms + (grad * grad - ms) * (1 - rho)
    mom = mom * momentum + grad * lr / xp.sqrt(epsilon + ms)
    return var - mom, ms, mom


def centered_rms_prop_step(
    xp: Any,
    var: Any,
    mg: Any,
    ms: Any,
    mom: Any,
    lr: Any,
    rho: Any,
    momentum: Any,
    epsilon: Any,
    grad: Any,
) -> tuple[Any, ...]:
    """RMSProp around the mean of the gradients."""
    ms = ms + (grad * grad - ms) * (1 - rho)
    mg = mg + (grad - mg) * (1 - rho)
    mom = mom * momentum + grad * lr / xp.sqrt(ms - mg * mg + epsilon)
    return var - mom, mg, ms, mom


def ftrl_step(
    xp: Any,
    var: Any,
    accum: Any,
    linear: Any,
    grad: Any,
    lr: Any,
    l1: Any,
    l2: Any,
    lr_power: Any,
    multiply_linear_by_lr: bool,
) -> tuple[Any, ...]:
    """FTRL."""
    return ftrl_v2_step(
        xp, var, accum, linear, grad, lr, l1, l2, 0.0, lr_power, multiply_linear_by_lr
    )


def ftrl_v2_step(
    xp: Any,
    var: Any,
    accum: Any,
    linear: Any,
    grad: Any,
    lr: Any,
    l1: Any,
    l2: Any,
    l2_shrinkage: Any,
    lr_power: Any,
    multiply_linear_by_lr: bool,
) -> tuple[Any, ...]:
    """FTRL with shrinkage."""
    shrunk = grad + 2 * l2_shrinkage * var
    new_accum = accum + grad * grad
    old_power, new_power = accum ** (-lr_power), new_accum ** (-lr_power)
    if multiply_linear_by_lr:
        linear = linear + shrunk * lr - (new_power - old_power) * var
        quadratic = new_power + 2 * l2 * lr
        edge = xp.clip(linear, -l1 * lr, l1 * lr)
    else:
        linear = linear + shrunk - (new_power - old_power) / lr * var
        quadratic = new_power / lr + 2 * l2
        edge = xp.clip(linear, -l1, l1)
    return (edge - linear) / quadratic, new_accum, linear


def _proximal(xp: Any, var: Any, step: Any, l1: Any, l2: Any, rate: Any) -> Any:
    moved = var - step
    shrunk = xp.sign(moved) * xp.maximum(xp.abs(moved) - rate * l1, 0)
    return xp.where(l1 > 0, shrunk, moved) / (1 + rate * l2)


def proximal_sgd_step(
    xp: Any, var: Any, alpha: Any, l1: Any, l2: Any, delta: Any
) -> tuple[Any, ...]:
    """Gradient descent, then shrinking towards zero."""
    return (_proximal(xp, var, alpha * delta, l1, l2, alpha),)


def proximal_adagrad_step(
    xp: Any, var: Any, accum: Any, lr: Any, l1: Any, l2: Any, grad: Any
) -> tuple[Any, ...]:
    """Adagrad, then shrinking towards zero."""
    accum = accum + grad * grad
    rate = lr / xp.sqrt(accum)
    return _proximal(xp, var, rate * grad, l1, l2, rate), accum


NESTEROV = ", use_nesterov: bool = False"
SLOTS = ", update_slots: bool = True"
LINEAR = ", multiply_linear_by_lr: bool = False"

resource_apply_momentum_op = update_op(
    "ResourceApplyMomentum", 1, "lr grad momentum", momentum_step, NESTEROV
)
resource_apply_keras_momentum_op = update_op(
    "ResourceApplyKerasMomentum", 1, "lr grad momentum", keras_momentum_step, NESTEROV
)
resource_apply_adam_op = update_op(
    "ResourceApplyAdam",
    2,
    "beta1_power beta2_power lr beta1 beta2 epsilon grad",
    _adam,
    NESTEROV,
)
resource_apply_ada_max_op = update_op(
    "ResourceApplyAdaMax", 2, "beta1_power lr beta1 beta2 epsilon grad", _adamax
)
resource_apply_adagrad_op = update_op(
    "ResourceApplyAdagrad", 1, "lr grad", adagrad_step, SLOTS
)
resource_apply_adagrad_v2_op = update_op(
    "ResourceApplyAdagradV2", 1, "lr epsilon grad", adagrad_v2_step, SLOTS
)
resource_apply_adadelta_op = update_op(
    "ResourceApplyAdadelta", 2, "lr rho epsilon grad", adadelta_step
)
resource_apply_rms_prop_op = update_op(
    "ResourceApplyRMSProp", 2, "lr rho momentum epsilon grad", rms_prop_step
)
resource_apply_centered_rms_prop_op = update_op(
    "ResourceApplyCenteredRMSProp",
    3,
    "lr rho momentum epsilon grad",
    centered_rms_prop_step,
)
resource_apply_ftrl_op = update_op(
    "ResourceApplyFtrl", 2, "grad lr l1 l2 lr_power", ftrl_step, LINEAR
)
resource_apply_ftrl_v2_op = update_op(
    "ResourceApplyFtrlV2",
    2,
    "grad lr l1 l2 l2_shrinkage lr_power",
    ftrl_v2_step,
    LINEAR,
)
resource_apply_proximal_adagrad_op = update_op(
    "ResourceApplyProximalAdagrad", 1, "lr l1 l2 grad", proximal_adagrad_step
)


def _kernel_of(update: Update) -> Callable[..., None]:
    @exclusive
    def kernel(xp: Any, resource: Any, *rest: Any, use_locking: bool) -> None:
        old = read_value(resource)
        (new,) = update(xp, old._array(), *rest)
        resource.assign(old._like(new))

    return kernel


resource_apply_gradient_descent_op = Op(
    "ResourceApplyGradientDescent",
    "var: resource, alpha: T, delta: T -> | use_locking: bool = False, T: numeric",
    shape=_checked(0, 2),
    reference=_kernel_of(_sgd),
    gradient=NOT_DIFFERENTIABLE,
    stateful=True,
)

resource_apply_proximal_gradient_descent_op = Op(
    "ResourceApplyProximalGradientDescent",
    "var: resource, alpha: T, l1: T, l2: T, delta: T -> | use_locking: bool = False, "
    "T: numeric",
    shape=_checked(0, 4),
    reference=_kernel_of(proximal_sgd_step),
    gradient=NOT_DIFFERENTIABLE,
    stateful=True,
)
