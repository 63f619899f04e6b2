"""What is known of a symbolic tensor before the run: its value, or a shape it stands for.

Constants are known, so are shapes that inference found, and small stateless computations
on known values are carried out by the reference kernels. The records say how partly
known vectors pass through (`Op.partial_value`).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import errors
from tensorbrook._src.core.op import ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.eager.kernels import execute_reference
from tensorbrook._src.eager.tensor import EagerTensor, tensor_of
from tensorbrook._src.graph.tensor import SymbolicTensor

_MAX_ELEMENTS = 4096  # larger values aren't computed for the sake of shapes
_UNKNOWN = object()


def constant_value(tensor: Any) -> Any:
    """The NumPy value of a tensor where it is known before the run, else None."""
    known = constant_tensor(tensor)
    return None if known is None else known._array()


def constant_tensor(tensor: Any) -> EagerTensor | None:
    """The eager tensor that equals `tensor`, where it is known before the run."""
    if isinstance(tensor, EagerTensor):
        return tensor if tensor.dtype.is_numpy_compatible else None
    if not isinstance(tensor, SymbolicTensor):
        return None
    cached = tensor.__dict__.get("_constant", _UNKNOWN)
    if cached is not _UNKNOWN:
        return cached  # type: ignore[no-any-return]
    found = _compute(tensor)
    if found is not None or not _may_change(tensor):
        tensor.__dict__["_constant"] = found
    return found


def _may_change(tensor: SymbolicTensor) -> bool:
    """Whether more may become known: `set_shape` can refine what shape ops see."""
    return tensor.op.record.partial_value is not None


def _compute(tensor: SymbolicTensor) -> EagerTensor | None:
    op = tensor.op
    record = op.record
    if "value" in op.attrs and not op.inputs and not record.stateful:
        return op.attrs["value"]  # type: ignore[no-any-return]
    if record.partial_value is not None and tensor.dtype.is_integer:
        dims = partial_value(tensor)
        if dims is not None and None not in dims:
            array = np.array(dims, tensor.dtype.numpy_dtype).reshape(
                _known(tensor._dims)
            )
            return tensor_of(array, tensor.dtype)
    if (
        record.stateful
        or record.on_tensors
        or not op.inputs
        or not _small(tensor._dims)
    ):
        return None
    inputs = [constant_tensor(item) for item in op.inputs]
    if any(item is None for item in inputs):
        return None
    try:
        return execute_reference(record, inputs, op.attrs)[tensor.value_index]  # type: ignore[arg-type]
    except (errors.OpError, NotImplementedError):
        return None  # the run itself will report it


def _known(dims: Dims) -> Any:
    return -1 if dims is None or None in dims else dims


def _small(dims: Dims) -> bool:
    if dims is None:
        return False
    size = 1
    for dim in dims:
        if dim is None:
            return False
        size *= dim
    return size <= _MAX_ELEMENTS


def partial_value(tensor: Any) -> Dims:
    """The known numbers of an integer vector or scalar, unknown ones as None."""
    if not tensor.dtype.is_integer:
        return None
    if (
        isinstance(tensor, SymbolicTensor)
        and tensor.op.record.partial_value is not None
    ):
        return tensor.op.record.partial_value(context_of(tensor.op))
    known = constant_tensor(tensor)
    if known is not None:
        return tuple(int(number) for number in known._array().reshape(-1).tolist())
    dims = tensor._dims
    if dims is not None and len(dims) <= 1 and None not in dims:
        return (None,) * (dims[0] if dims else 1)
    return None


def value_as_shape(tensor: Any) -> Dims:
    """The dims that an integer vector stands for; -1 means unknown."""
    known = constant_tensor(tensor)
    if known is not None and known._array().ndim == 0 and known._array() == -1:
        return None  # a scalar -1 stands for a shape of unknown rank
    dims = partial_value(tensor)
    if dims is None:
        return None
    return tuple(None if dim is None or dim == -1 else dim for dim in dims)


def context_of(op: Any) -> ShapeContext:
    """The shape context of a node."""
    return ShapeContext(op.record, op.inputs, op.attrs, constant_value, value_as_shape)


def get_static_value(tensor: Any, partial: bool = False) -> Any:
    """The value of a tensor if it is known without running the graph.

    Args:
        tensor: A tensor; anything else is returned as it is.
        partial: Accepted for compatibility.

    Returns:
        A NumPy array, or None where the value isn't known yet.

    Example:
        >>> import tensorbrook as tf
        >>> tf.get_static_value(tf.constant([1, 2]))
        array([1, 2], dtype=int32)
    """
    if not hasattr(type(tensor), "__tf_tensor__"):
        return tensor
    return constant_value(tensor)
