"""Conditional accumulators: gradients of several workers, until there are enough."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np

from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, unsupported
from tensorbrook._src.core.shapes import Dims, compatible
from tensorbrook._src.ops.by_reference import (
    ReferenceOp,
    handle_to,
    target_of,
    with_string_handle,
)
from tensorbrook._src.ops.rules import brackets, scalar
from tensorbrook._src.ops.staging import wait_for_others

_OUTSIDE = unsupported("accumulators live outside of compiled functions")
_HOW = (
    "dtype: numeric, shape: shape, container: string = '', shared_name: string = '', "
    "reduction_type: {'MEAN', 'SUM'} = 'MEAN'"
)


class Accumulator:
    """Adds gradients up; those of an earlier step than its own are dropped.

    Args:
        dtype: The dtype of the gradients.
        dims: Their shape.
        mean: Whether their mean is taken, not their sum.
    """

    def __init__(self, dtype: DType, dims: Dims, mean: bool) -> None:
        self.count = 0
        self.step = 0
        self._dtype = dtype
        self._dims = dims
        self._mean = mean
        self._total: Any = None
        self._row_dims: tuple[int, ...] = ()
        self._changed = threading.Condition()

    def apply(self, step: int, gradient: Any) -> None:
        """Takes a gradient.

        Raises:
            ValueError: It has another dtype or shape.
        """
        self._check_kind(gradient, gradient.shape)
        with self._changed:
            if step < self.step:
                return
            first = self._total is None
            self._total = np.array(gradient) if first else self._total + gradient
            self.count += 1
            self._changed.notify_all()

    def take(self, required: int, dtype: DType) -> Any:
        """The mean or the sum, once there are enough; it begins anew.

        Raises:
            ValueError: The number isn't positive, or the dtype another one.
        """
        if required < 1:
            raise ValueError(f"num_required must be at least 1, got {required}.")
        if dtype is not self._dtype:
            raise ValueError(
                f"The accumulator holds {self._dtype.name}, asked for {dtype.name}."
            )
        with self._changed:
            while self.count < required:
                wait_for_others(self._changed)
            total, count = self._total, self.count
            self._total, self.count = None, 0
            self.step += 1
            return self._result(total, count)

    def set_step(self, step: int) -> None:
        """Gradients of earlier steps are dropped from now on."""
        with self._changed:
            self.step = step

    def _result(self, total: Any, count: int) -> Any:
        made = total / count if self._mean else total
        return np.asarray(made).astype(self._dtype.numpy_dtype)

    def _check_kind(self, gradient: Any, dims: Dims) -> None:
        if gradient.dtype != self._dtype.numpy_dtype:
            raise ValueError(
                f"The accumulator holds {self._dtype.name}, got {gradient.dtype}."
            )
        if not compatible(self._dims, dims):
            raise ValueError(
                f"Shape mismatch: expected {brackets(self._dims)}, got {brackets(dims)}"
            )


class SparseAccumulator(Accumulator):
    """Adds up gradients of which only some rows are given; each row has its own mean."""

    def apply_rows(self, step: int, places: Any, values: Any, dims: Any) -> None:
        """Takes the rows of a gradient.

        Raises:
            ValueError: Their number, dtype or shape is wrong.
        """
        if places.ndim != 1 or not values.ndim or len(places) != len(values):
            raise ValueError(
                f"A sparse gradient needs a vector of indices and a row for each, got "
                f"shapes {brackets(places.shape)} and {brackets(values.shape)}."
            )
        known = tuple(dims.tolist()) or self._dims or (None,)
        self._check_kind(values, (known[0], *values.shape[1:]))
        if not compatible(known[1:], values.shape[1:]):
            raise ValueError(
                f"Shape mismatch: expected {brackets(known[1:])}, got "
                f"{brackets(values.shape[1:])}"
            )
        outside = (places < 0) | (places >= (np.inf if known[0] is None else known[0]))
        if outside.any():
            wrong = int(places[outside][0])
            raise ValueError(f"The index {wrong} is not in [0, {known[0]}).")
        with self._changed:
            if step < self.step:
                return
            rows = self._total = self._total or {}
            for place, row in zip(places.tolist(), values, strict=True):
                total, count = rows.get(place, (0, 0))
                rows[place] = total + row, count + 1
            self._row_dims = values.shape[1:]
            self.count += 1
            self._changed.notify_all()

    def _result(self, total: Any, count: int) -> Any:
        places = np.array(sorted(total), np.int64)
        kind = self._dtype.numpy_dtype
        made = np.zeros((len(places), *self._row_dims), kind)
        for index, place in enumerate(places.tolist()):
            row, times = total[place]
            made[index] = row / times if self._mean else row
        dims = self._dims or (-1, *self._row_dims)
        sizes = [-1 if dim is None else dim for dim in dims]
        return places, made, np.array(sizes, np.int64)


def _maker(name: str, kind: type[Accumulator], op_kind: type[Op] = Op) -> Op:
    """A record that makes an accumulator, one for each node and session."""
    refers = op_kind is ReferenceOp

    def kernel(
        xp: Any,
        dtype: DType,
        shape: Dims,
        reduction_type: str,
        state: dict[str, Any],
        **names: str,
    ) -> Any:
        if "accumulator" not in state:
            state["accumulator"] = kind(dtype, shape, reduction_type == "MEAN")
        made = state["accumulator"]
        return handle_to(made) if refers else made

    return op_kind(
        name,
        f"-> handle: {'Ref(string)' if refers else 'resource'} | {_HOW}",
        shape=(lambda c: (2,)) if refers else scalar,
        reference=kernel,
        gradient=NOT_DIFFERENTIABLE,
        xla=_OUTSIDE,
        stateful=True,
        kernel_state=lambda attrs: {},
    )


def _op(name: str, signature: str, kernel: Any, shape: Any) -> Op:
    return Op(
        name,
        signature,
        shape=shape,
        reference=kernel,
        gradient=NOT_DIFFERENTIABLE,
        xla=_OUTSIDE,
        stateful=True,
    )


resource_conditional_accumulator_op = _maker(
    "ResourceConditionalAccumulator", Accumulator
)
resource_apply_op = _op(
    "ResourceAccumulatorApplyGradient",
    "handle: resource, local_step: int64, gradient: dtype -> | dtype: numeric",
    lambda xp, handle, local_step, gradient: handle.apply(int(local_step), gradient),
    lambda c: [],
)
resource_take_op = _op(
    "ResourceAccumulatorTakeGradient",
    "handle: resource, num_required: int32 -> average: dtype | dtype: numeric",
    lambda xp, handle, num_required, dtype: handle.take(int(num_required), dtype),
    lambda c: None,
)
resource_count_op = _op(
    "ResourceAccumulatorNumAccumulated",
    "handle: resource -> num_accumulated: int32",
    lambda xp, handle: np.int32(handle.count),
    scalar,
)
resource_set_step_op = _op(
    "ResourceAccumulatorSetGlobalStep",
    "handle: resource, new_global_step: int64 ->",
    lambda xp, handle, new_global_step: handle.set_step(int(new_global_step)),
    lambda c: [],
)

conditional_accumulator_op = _maker("ConditionalAccumulator", Accumulator, ReferenceOp)
apply_op = with_string_handle(
    "AccumulatorApplyGradient", "ResourceAccumulatorApplyGradient"
)
take_op = with_string_handle(
    "AccumulatorTakeGradient", "ResourceAccumulatorTakeGradient"
)
count_op = with_string_handle(
    "AccumulatorNumAccumulated", "ResourceAccumulatorNumAccumulated"
)
set_step_op = with_string_handle(
    "AccumulatorSetGlobalStep", "ResourceAccumulatorSetGlobalStep"
)

sparse_conditional_accumulator_op = _maker(
    "SparseConditionalAccumulator", SparseAccumulator, ReferenceOp
)


def _apply_rows(
    xp: Any,
    handle: Any,
    local_step: Any,
    places: Any,
    values: Any,
    dims: Any,
    has_known_shape: bool,
) -> None:
    known = dims if has_known_shape else dims[:0]
    target_of(handle).apply_rows(int(local_step), places, values, known)


def _take_rows(xp: Any, handle: Any, num_required: Any, dtype: DType) -> Any:
    return target_of(handle).take(int(num_required), dtype)


sparse_apply_op = ReferenceOp(
    "SparseAccumulatorApplyGradient",
    "handle: Ref(string), local_step: int64, gradient_indices: int64, "
    "gradient_values: dtype, gradient_shape: int64 -> | dtype: numeric, "
    "has_known_shape: bool",
    shape=lambda c: [],
    reference=_apply_rows,
    gradient=NOT_DIFFERENTIABLE,
    xla=_OUTSIDE,
    stateful=True,
)
sparse_take_op = ReferenceOp(
    "SparseAccumulatorTakeGradient",
    "handle: Ref(string), num_required: int32 -> indices: int64, values: dtype, "
    "shape: int64 | dtype: numeric",
    shape=lambda c: [(None,), None, (None,)],
    reference=_take_rows,
    gradient=NOT_DIFFERENTIABLE,
    xla=_OUTSIDE,
    stateful=True,
)
