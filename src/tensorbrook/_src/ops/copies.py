"""Copies, and changes of copies: what older graphs did in place."""

from __future__ import annotations

import math
import pathlib
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops.by_reference import RemovedOp
from tensorbrook._src.ops.gather import gather_nd
from tensorbrook._src.ops.rules import from_input, same_as, scalar
from tensorbrook._src.ops.scatter import apply_nd, check_updates

_SPEC = "tensor_name: string = '', debug_ops_spec: list(string) = []"


def _copy(name: str, signature: str, stateful: bool = False) -> Op:
    return Op(
        name,
        signature,
        shape=same_as(0),
        reference=lambda xp, x, **attrs: x,
        gradient=lambda op, dy: [dy],
        stateful=stateful,
    )


copy_op = _copy("Copy", f"input: T -> output: T | {_SPEC}")
copy_host_op = _copy("CopyHost", f"input: T -> output: T | {_SPEC}")
deep_copy_op = _copy("DeepCopy", "x: T -> y: T", stateful=True)
snapshot_op = _copy("Snapshot", "input: T -> output: T")
debug_gradient_identity_op = _copy("DebugGradientIdentity", "input: T -> output: T")


def _no_cuda(xp: Any, tensor: Any) -> Any:
    raise errors.FailedPreconditionError(
        None,
        None,
        "CheckPinned: there is no CUDA whose pinned memory could be checked.",
    )


check_pinned_op = Op(
    "CheckPinned",
    "tensor: T -> output: T",
    shape=same_as(0),
    reference=_no_cuda,
    gradient=NOT_DIFFERENTIABLE,
    xla=unsupported("it asks where a buffer lies"),
)
sync_device_op = Op(
    "SyncDevice",
    "->",
    shape=lambda c: [],
    reference=lambda xp: None,
    gradient=NOT_DIFFERENTIABLE,
    stateful=True,
)


def _device_index(xp: Any, device_names: tuple[str, ...]) -> Any:
    place = device_names.index("CPU") if "CPU" in device_names else len(device_names)
    return np.int32(place)


device_index_op = Op(
    "DeviceIndex",
    "-> index: int32 | device_names: list(string)",
    shape=scalar,
    reference=_device_index,
    gradient=NOT_DIFFERENTIABLE,
    stateful=True,
)


def _blank(xp: Any, dims: Any, dtype: DType) -> Any:
    filler = b"" if dtype is dtypes.string else 0
    return np.full(dims, filler, dtype.numpy_dtype)


def _of_known_shape(xp: Any, dtype: DType, shape: Dims) -> Any:
    if shape is None or None in shape:
        raise ValueError(f"The shape must be fully known, got {shape}.")
    return _blank(xp, shape, dtype)


fake_param_op = Op(
    "FakeParam",
    "-> output: dtype | dtype: type, shape: shape",
    shape=lambda c: c.attrs["shape"],
    reference=_of_known_shape,
    gradient=NOT_DIFFERENTIABLE,
)


def _unfed(xp: Any, dtype: DType, shape: Dims) -> Any:
    raise ValueError("You must feed a value for the placeholder.")


placeholder_v2_op = RemovedOp(
    "PlaceholderV2",
    "-> output: dtype | dtype: type, shape: shape",
    replacement="Placeholder",
    shape=lambda c: c.attrs["shape"],
    reference=_unfed,
    gradient=NOT_DIFFERENTIABLE,
    stateful=True,
)
empty_op = Op(
    "Empty",
    "shape: int32 -> output: dtype | dtype: type, init: bool = False",
    shape=from_input(0),
    reference=lambda xp, shape, dtype, init: _blank(xp, tuple(shape.tolist()), dtype),
    gradient=NOT_DIFFERENTIABLE,
    stateful=True,
)


def _from_file(xp: Any, dtype: DType, shape: Dims, memory_region_name: str) -> Any:
    if shape is None or None in shape:
        raise ValueError(f"The shape must be fully known, got {shape}.")
    try:
        content = pathlib.Path(memory_region_name).read_bytes()
    except OSError as problem:
        raise errors.NotFoundError(
            None, None, f"{memory_region_name}; {problem.strerror}"
        ) from None
    kind = np.dtype(dtype.numpy_dtype)
    wanted = math.prod(shape) * kind.itemsize  # type: ignore[arg-type]
    if dtype is dtypes.string or len(content) < wanted:
        raise ValueError(
            f"The file {memory_region_name} has {len(content)} bytes; a tensor of "
            f"{dtype.name} and shape {list(shape)} can't be read from it."
        )
    return np.frombuffer(content[:wanted], kind).reshape(shape)  # type: ignore[arg-type]


immutable_const_op = Op(
    "ImmutableConst",
    "-> tensor: dtype | dtype: type, shape: shape, memory_region_name: string",
    shape=lambda c: c.attrs["shape"],
    reference=_from_file,
    gradient=NOT_DIFFERENTIABLE,
    xla=unsupported("it reads a file"),
    stateful=True,
)


def _rows(c: ShapeContext) -> Dims:
    x, places, values = c.shapes()
    if places is not None and len(places) != 1:
        raise c.fail(f"i must be a vector. {list(places)}")
    if x is None or values is None:
        return x
    if len(x) != len(values):
        raise c.fail(
            f"x and v shape doesn't match (ranks differ): {list(x)} vs. {list(values)}"
        )
    if not x:
        raise c.fail(f"{c.op.name}: x must have rows, got a scalar.")
    count = None if places is None else places[0]
    if None not in (count, values[0]) and count != values[0]:
        raise c.fail(
            f"i and x shape doesn't match at index 0: [{count}] vs. [{values[0]}]"
        )
    for axis, (mine, other) in enumerate(zip(x[1:], values[1:], strict=True), 1):
        if None not in (mine, other) and mine != other:
            raise c.fail(
                f"x and v shape doesn't match at index {axis}: {mine} vs. {other}"
            )
    return x


def _changed(name: str, how: Any) -> Op:
    """A record that changes rows of a copy; places wrap around, as in TensorFlow."""

    def kernel(xp: Any, x: Any, i: Any, v: Any) -> Any:
        if name != "InplaceUpdate" and x.dtype.kind in "bO":
            raise TypeError("truth values and strings are not added")
        if i.size and not len(x):
            raise ValueError(f"{name}: there are no rows to change.")
        made = np.array(x)
        for place, value in zip(i.tolist(), v, strict=True):
            row = place % len(x)
            made[row] = how(made[row], value)
        return made

    return Op(
        name,
        "x: T, i: int32, v: T -> y: T",
        shape=_rows,
        reference=kernel,
        gradient=NOT_DIFFERENTIABLE,
        xla=unsupported("rows are changed one after another"),
    )


inplace_update_op = _changed("InplaceUpdate", lambda old, new: new)
inplace_add_op = _changed("InplaceAdd", lambda old, new: old + new)
inplace_sub_op = _changed("InplaceSub", lambda old, new: old - new)


def _added(c: ShapeContext) -> Dims:
    check_updates(c, c.shape(0), c.shape(1), c.shape(2))
    return c.shape(0)


def _add(
    xp: Any,
    input: Any,
    indices: Any,
    updates: Any,
    bad_indices_policy: str,  # noqa: A002
) -> Any:
    return apply_nd(xp, input, indices, updates, "add")


scatter_nd_non_aliasing_add_op = Op(
    "ScatterNdNonAliasingAdd",
    "input: T, indices: Tindices, updates: T -> output: T | T: numeric|bool, "
    "Tindices: index, bad_indices_policy: string = ''",
    shape=_added,
    reference=_add,
    gradient=lambda op, dy: [dy, None, gather_nd(dy, op.inputs[1])],
)
