"""Resource variables: records of the ops that read and write them."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.op import (
    NOT_DIFFERENTIABLE,
    Op,
    ShapeContext,
    unsupported,
)
from tensorbrook._src.core.shapes import Dims, compatible
from tensorbrook._src.ops.rules import scalar

variables_are_arguments = unsupported(
    "variables become arguments of the lowered function"
)


_changing = threading.RLock()


def exclusive(kernel: Callable[..., Any]) -> Callable[..., Any]:
    """A kernel that changes variables, by one thread at a time: no change is lost."""

    @functools.wraps(kernel)
    def run(*args: Any, **attrs: Any) -> Any:
        with _changing:
            return kernel(*args, **attrs)

    return run


def handle_dims(tensor: Any) -> Dims:
    """The static dims of the variable behind a handle."""
    return getattr(resource_of(tensor), "dims", None)


def resource_of(tensor: Any) -> Any:
    """The resource behind an eager handle, or what is known of a symbolic one's."""
    described = getattr(tensor, "handle_data", None)
    if described is None and hasattr(type(tensor), "_array"):
        return tensor._array()
    return described


def check_held(c: ShapeContext, attr: str) -> None:
    """The variables among the inputs hold the type that the attribute says."""
    for tensor in c.inputs:
        if tensor.dtype is not dtypes.resource:
            continue
        held = getattr(resource_of(tensor), "dtype", None)
        if held is not None and held is not c.attrs[attr]:
            raise c.fail(
                f"{c.op.name}: Trying to use a variable with wrong dtype. Expected "
                f"{c.attrs[attr].name} got {held.name}"
            )


def check_slots(c: ShapeContext) -> None:
    """Every slot has the shape of the variable, which comes first."""
    dims = handle_dims(c.inputs[0])
    for tensor in c.inputs[1:]:
        if tensor.dtype is dtypes.resource and not compatible(
            dims, handle_dims(tensor)
        ):
            raise c.fail(
                f"{c.op.name}: var and its slots do not have the same shape: "
                f"{_text(dims)} {_text(handle_dims(tensor))}"
            )


def _read_shape(c: ShapeContext) -> Dims:
    check_held(c, "dtype")
    return handle_dims(c.inputs[0])


def _checked_assign(c: ShapeContext) -> list[Dims]:
    resource, given = resource_of(c.inputs[0]), c.inputs[1].dtype
    held = getattr(resource, "dtype", None)
    if resource is not None and held is not given:
        known = held.name if held is not None else "a variable"
        raise c.fail(
            f"Trying to assign variable with wrong dtype. Expected {known} "
            f"got {given.name}"
        )
    dims, value = handle_dims(c.inputs[0]), c.shape(1)
    if not compatible(dims, value):
        raise c.fail(
            f"Trying to assign variable with wrong shape. Expected {_text(dims)} got "
            f"{_text(value)}"
        )
    return []


def _text(dims: Dims) -> str:
    if dims is None:
        return "<unknown>"
    return "[" + ",".join("?" if dim is None else str(dim) for dim in dims) + "]"


def read_value(resource: Any) -> Any:
    """The current tensor of a variable.

    Raises:
        errors.FailedPreconditionError: The variable has no value yet.
    """
    if not resource.is_initialized:
        raise errors.FailedPreconditionError(
            None,
            None,
            f"Attempting to use uninitialized value {resource.name}: initialise the "
            "variable before it is read, e.g. by "
            "`sess.run(tf.global_variables_initializer())`.",
        )
    return resource.read()


def _read(xp: Any, resource: Any, **attrs: Any) -> Any:
    return read_value(resource._array())


def _assign(xp: Any, resource: Any, value: Any, **attrs: Any) -> None:
    resource._array().assign(value)


def _assign_with(combine: Any) -> Any:
    @exclusive
    def kernel(xp: Any, resource: Any, value: Any, **attrs: Any) -> None:
        variable = resource._array()
        old = read_value(variable)
        if not (old.dtype.is_integer or old.dtype.is_floating or old.dtype.is_complex):
            raise errors.UnimplementedError(
                None, None, f"A variable of {old.dtype.name} can't be added to."
            )
        variable.assign(old._like(combine(old._array(), value._array())))

    return kernel


var_handle_op = Op(
    "VarHandleOp",
    "-> resource: resource | container: string = '', shared_name: string = '', "
    "debug_name: string = '', dtype: type, shape: shape, "
    "allowed_devices: list(string) = []",
    shape=scalar,
    reference=lambda xp, **attrs: _no_session(**attrs),
    gradient=NOT_DIFFERENTIABLE,
    xla=variables_are_arguments,
    stateful=True,
)


def _no_session(**attrs: Any) -> Any:
    raise errors.FailedPreconditionError(
        None, None, f"The variable {attrs['shared_name']} exists only in a session."
    )


read_variable_op = Op(
    "ReadVariableOp",
    "resource: resource -> value: dtype | dtype: type",
    shape=_read_shape,
    reference=_read,
    gradient=lambda op, dy: [dy],
    stateful=True,
    on_tensors=True,
)

assign_variable_op = Op(
    "AssignVariableOp",
    "resource: resource, value: dtype -> | validate_shape: bool = False",
    shape=_checked_assign,
    reference=_assign,
    gradient=NOT_DIFFERENTIABLE,
    stateful=True,
    on_tensors=True,
)

assign_add_variable_op = Op(
    "AssignAddVariableOp",
    "resource: resource, value: dtype ->",
    shape=_checked_assign,
    reference=_assign_with(lambda old, value: old + value),
    gradient=NOT_DIFFERENTIABLE,
    stateful=True,
    on_tensors=True,
)

assign_sub_variable_op = Op(
    "AssignSubVariableOp",
    "resource: resource, value: dtype ->",
    shape=_checked_assign,
    reference=_assign_with(lambda old, value: old - value),
    gradient=NOT_DIFFERENTIABLE,
    stateful=True,
    on_tensors=True,
)

var_is_initialized_op = Op(
    "VarIsInitializedOp",
    "resource: resource -> is_initialized: bool",
    shape=scalar,
    reference=lambda xp, resource: np.bool_(resource.is_initialized),
    gradient=NOT_DIFFERENTIABLE,
    xla=variables_are_arguments,
    stateful=True,
)

destroy_resource_op = Op(
    "DestroyResourceOp",
    "resource: resource -> | ignore_lookup_error: bool = True",
    shape=lambda c: [],
    reference=lambda xp, resource, ignore_lookup_error: resource.reset(),
    gradient=NOT_DIFFERENTIABLE,
    xla=variables_are_arguments,
    stateful=True,
)
