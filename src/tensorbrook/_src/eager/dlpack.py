"""Tensors that share their memory with other libraries (`tf.experimental.dlpack`)."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.eager import backend
from tensorbrook._src.eager.tensor import EagerTensor, tensor_of

_CPU = (1, 0)  # DLPack's numbers for the memory of the CPU


class _Capsule:
    """Offers a capsule in the way in which NumPy asks for one."""

    def __init__(self, capsule: Any) -> None:
        self._capsule = capsule

    def __dlpack__(self, **options: Any) -> Any:
        return self._capsule

    def __dlpack_device__(self) -> tuple[int, int]:
        return _CPU


def to_dlpack(tf_tensor: Any) -> Any:
    """A DLPack capsule that shares the memory of a tensor.

    Args:
        tf_tensor: An eager tensor.

    Returns:
        A capsule; it may be used once.

    Raises:
        errors.InvalidArgumentError: It is no eager tensor, or its dtype can't be shared.

    Example:
        >>> import tensorbrook as tf
        >>> capsule = tf.experimental.dlpack.to_dlpack(tf.constant([1.0, 2.0]))
        >>> tf.experimental.dlpack.from_dlpack(capsule).numpy()
        array([1., 2.], dtype=float32)
    """
    if not isinstance(tf_tensor, EagerTensor):
        raise errors.InvalidArgumentError(
            None,
            None,
            "The argument to `to_dlpack` must be an eager tensor, not "
            f"{type(tf_tensor).__name__}.",
        )
    if tf_tensor.dtype.numpy_dtype.hasobject:
        raise errors.InvalidArgumentError(
            None,
            None,
            f"to_dlpack: a tensor of dtype {tf_tensor.dtype.name} can't be shared.",
        )
    if backend.native is not None:
        return backend.native.to_dlpack(tf_tensor)
    return tf_tensor.__dlpack__()


def from_dlpack(dlcapsule: Any) -> EagerTensor:
    """A tensor that shares the memory of a DLPack capsule.

    Args:
        dlcapsule: A capsule that wasn't used yet, or an object with `__dlpack__`.

    Returns:
        A tensor; it must not be changed from outside as long as it is in use.

    Raises:
        errors.InvalidArgumentError: The capsule was used already.
        TypeError: It is no capsule.

    Example:
        >>> import numpy as np
        >>> import tensorbrook as tf
        >>> tf.experimental.dlpack.from_dlpack(np.arange(3.0)).numpy()
        array([0., 1., 2.])
    """
    capsule = dlcapsule
    if hasattr(capsule, "__dlpack__"):
        capsule = capsule.__dlpack__()
    elif type(capsule).__name__ != "PyCapsule":
        raise TypeError(f"from_dlpack needs a DLPack capsule. Received: {dlcapsule!r}.")
    elif '"dltensor' not in repr(capsule):
        raise errors.InvalidArgumentError(
            None,
            None,
            f"from_dlpack: {capsule!r} is no DLPack capsule, or it was used already.",
        )
    if backend.native is not None:
        made: EagerTensor = backend.native.from_dlpack(capsule)
        return made
    array = np.from_dlpack(_Capsule(capsule))
    return tensor_of(array, dtypes.as_dtype(array.dtype))
