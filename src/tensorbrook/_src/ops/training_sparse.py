"""Optimizer updates of some rows: the records of `training` with indices.

Equal indices are updated one after another, as TensorFlow's kernels do.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from tensorbrook._src.core.op import (
    NOT_DIFFERENTIABLE,
    Op,
    ShapeContext,
    unsupported,
)
from tensorbrook._src.core.shapes import Dims, compatible
from tensorbrook._src.ops import training
from tensorbrook._src.ops.rules import brackets
from tensorbrook._src.ops.state import (
    check_held,
    check_slots,
    exclusive,
    handle_dims,
    read_value,
)

_ONE_BY_ONE = unsupported("rows with equal indices are updated one after another")


def _rounds(indices: np.ndarray[Any, Any]) -> Iterator[np.ndarray[Any, Any]]:
    """Positions in `indices`, in rounds that meet no row twice."""
    seen: dict[int, int] = {}
    turns = np.zeros(indices.size, np.int64)
    for position, row in enumerate(indices.tolist()):
        turns[position] = seen.get(row, 0)
        seen[row] = seen.get(row, 0) + 1
    for turn in range(int(turns.max()) + 1 if turns.size else 0):
        yield np.flatnonzero(turns == turn)


def _checked(gradient: int) -> Any:
    """The gradient must have the rows of the indices and the variable's other dims."""

    def rule(c: ShapeContext) -> list[Dims]:
        check_held(c, "T")
        check_slots(c)
        for index, tensor in enumerate(c.inputs):
            if index not in (gradient, gradient + 1) and not tensor.dtype.holds_objects:
                c.check_rank(index, 0)
        dims, grad, indices = (
            handle_dims(c.inputs[0]),
            c.shape(gradient),
            c.shape(gradient + 1),
        )
        if indices is not None and len(indices) != 1:
            raise c.fail(f"indices must be one-dimensional, got {brackets(indices)}")
        if dims is None or grad is None or indices is None:
            return []
        if not dims:
            raise c.fail("var must be at least 1 dimensional")
        if not compatible((*indices, *dims[1:]), grad):
            raise c.fail(
                f"grad must have shape {brackets((*indices, *dims[1:]))}, got "
                f"{brackets(grad)}"
            )
        return []

    return rule


def _sparse_op(name: str, hyper: str, update: training.Update, extra: str = "") -> Op:
    """A record that updates rows; `hyper` names the inputs after the slots, in order."""
    slots = training.SLOT_NAMES.get(f"ResourceApply{name}", ())
    resources = ["var", *slots]
    inputs = [f"{slot}: resource" for slot in resources]
    words = hyper.split()
    for word in words:
        inputs.append(f"{word}: T")
        if word == "grad":
            inputs.append("indices: Tindices")
    gradient = len(resources) + words.index("grad")

    @exclusive
    def kernel(xp: Any, *arguments: Any, use_locking: bool, **options: Any) -> None:
        cells = arguments[: len(resources)]
        rest = list(arguments[len(resources) :])
        place = words.index("grad")
        grad, indices = rest[place], rest.pop(place + 1)
        old = [read_value(cell) for cell in cells]
        values = [np.array(tensor._array()) for tensor in old]
        _check_indices(indices, values[0].shape[0])
        for positions in _rounds(indices):
            rows = indices[positions]
            rest[place] = grad[positions]
            new = update(xp, *(value[rows] for value in values), *rest, **options)
            for value, part in zip(values, new, strict=True):
                value[rows] = part
        for cell, tensor, value in zip(cells, old, values, strict=True):
            cell.assign(tensor._like(value))

    return Op(
        f"ResourceSparseApply{name}",
        f"{', '.join(inputs)} -> | use_locking: bool = False{extra}, T: numeric, "
        "Tindices: index",
        shape=_checked(gradient),
        reference=kernel,
        gradient=NOT_DIFFERENTIABLE,
        xla=_ONE_BY_ONE,
        stateful=True,
    )


def _check_indices(indices: np.ndarray[Any, Any], count: int) -> None:
    wrong = np.flatnonzero((indices < 0) | (indices >= count))
    if wrong.size:
        raise ValueError(
            f"indices[{wrong[0]}] = {indices[wrong[0]]} is not in [0, {count})"
        )


resource_sparse_apply_momentum_op = _sparse_op(
    "Momentum", "lr grad momentum", training.momentum_step, training.NESTEROV
)
resource_sparse_apply_keras_momentum_op = _sparse_op(
    "KerasMomentum", "lr grad momentum", training.keras_momentum_step, training.NESTEROV
)
resource_sparse_apply_adagrad_op = _sparse_op(
    "Adagrad", "lr grad", training.adagrad_step, training.SLOTS
)
resource_sparse_apply_adagrad_v2_op = _sparse_op(
    "AdagradV2", "lr epsilon grad", training.adagrad_v2_step, training.SLOTS
)
resource_sparse_apply_adadelta_op = _sparse_op(
    "Adadelta", "lr rho epsilon grad", training.adadelta_step
)
resource_sparse_apply_rms_prop_op = _sparse_op(
    "RMSProp", "lr rho momentum epsilon grad", training.rms_prop_step
)
resource_sparse_apply_centered_rms_prop_op = _sparse_op(
    "CenteredRMSProp", "lr rho momentum epsilon grad", training.centered_rms_prop_step
)
resource_sparse_apply_ftrl_op = _sparse_op(
    "Ftrl", "grad lr l1 l2 lr_power", training.ftrl_step, training.LINEAR
)
resource_sparse_apply_ftrl_v2_op = _sparse_op(
    "FtrlV2",
    "grad lr l1 l2 l2_shrinkage lr_power",
    training.ftrl_v2_step,
    training.LINEAR,
)
resource_sparse_apply_proximal_adagrad_op = _sparse_op(
    "ProximalAdagrad", "lr l1 l2 grad", training.proximal_adagrad_step
)
resource_sparse_apply_proximal_gradient_descent_op = _sparse_op(
    "ProximalGradientDescent", "alpha l1 l2 grad", training.proximal_sgd_step
)
