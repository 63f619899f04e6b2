"""Tensors that stay in the process between runs of a session, under a handle."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from tensorbrook._src.core import errors
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, unsupported
from tensorbrook._src.ops.rules import scalar

_kept: dict[str, np.ndarray[Any, Any]] = {}
_numbers = itertools.count(1)


class TensorHandle:
    """What a run returns for `tf.get_session_handle`: the name of a kept tensor.

    Attributes:
        handle: The name, to be fed to what `tf.get_session_tensor` returns.
    """

    def __init__(self, handle: str) -> None:
        self.handle = handle

    def eval(self) -> Any:
        """The value.

        Raises:
            errors.InvalidArgumentError: It has been deleted.
        """
        return _find(self.handle)

    def delete(self) -> None:
        """Frees the tensor."""
        _kept.pop(self.handle, None)

    def get_raw_handle(self) -> str:
        """The name; the tensor stays even if this object goes away."""
        return self.handle

    def __str__(self) -> str:
        return self.handle


def _find(handle: Any) -> np.ndarray[Any, Any]:
    name = handle.decode() if isinstance(handle, bytes) else str(handle)
    if name not in _kept:
        raise errors.InvalidArgumentError(
            None, None, f"The tensor with handle '{name}' is not in the session store."
        )
    return _kept[name]


def _keep(xp: Any, value: Any) -> Any:
    name = f"session_tensor_{next(_numbers)}"
    _kept[name] = np.array(value)
    return TensorHandle(name)


def _delete(xp: Any, handle: Any) -> None:
    _find(handle.item())
    del _kept[handle.item().decode()]


_LOCAL = unsupported("the tensor is kept by name in this process")

get_session_handle_op = Op(
    "GetSessionHandleV2",
    "value: T -> handle: resource | T: type",
    shape=scalar,
    reference=_keep,
    gradient=NOT_DIFFERENTIABLE,
    xla=_LOCAL,
    stateful=True,
)
get_session_tensor_op = Op(
    "GetSessionTensor",
    "handle: string -> value: dtype | dtype: type",
    shape=lambda c: None,
    reference=lambda xp, handle, dtype: _find(handle.item()),
    gradient=NOT_DIFFERENTIABLE,
    xla=_LOCAL,
    stateful=True,
)
delete_session_tensor_op = Op(
    "DeleteSessionTensor",
    "handle: string ->",
    shape=lambda c: [],
    reference=_delete,
    gradient=NOT_DIFFERENTIABLE,
    xla=_LOCAL,
    stateful=True,
)
