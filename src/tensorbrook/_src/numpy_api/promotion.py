"""Which dtype NumPy would give: the rules of promotion, and arrays from any value."""

from __future__ import annotations

import numbers
from collections.abc import Iterator
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import cast as casts
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops.constant import convert_to_tensor

_SHORT = {
    np.dtype(np.float64): np.dtype(np.float32),
    np.dtype(np.complex128): np.dtype(np.complex64),
}


class Preferences:
    """What `experimental_enable_numpy_behavior` has chosen for the process."""

    prefer_float32 = False


def numpy_dtype(value: Any) -> np.dtype[Any]:
    """The NumPy dtype of a dtype in any spelling."""
    if isinstance(value, DType):
        return value.base_dtype.numpy_dtype
    return np.dtype(value)


def tensor_dtype(value: Any) -> DType:
    """The `tf.DType` of a dtype in any spelling; `int` and `float` have 64 bits."""
    return dtypes.as_dtype(numpy_dtype(value))


def default_float() -> DType:
    """The type of a float that nothing else decides."""
    return dtypes.float32 if Preferences.prefer_float32 else dtypes.float64


def is_inexact(dtype: DType) -> bool:
    """Whether NumPy counts a dtype as floating or complex: bfloat16 it doesn't."""
    return np.issubdtype(dtype.numpy_dtype, np.inexact)


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, list | tuple):
        for item in value:
            yield from _leaves(item)
    else:
        yield value


def _kind(value: Any) -> Any:
    """A number that stands for all Python numbers of its kind, or a NumPy dtype."""
    if isinstance(value, bool):
        return False
    if isinstance(value, int):
        return 0 if -(2**63) <= value < 2**63 else value
    if isinstance(value, np.generic):
        return value.dtype
    if isinstance(value, numbers.Real):
        return 0.0
    if isinstance(value, complex):
        return 0j
    if isinstance(value, DType | type | np.dtype):
        return numpy_dtype(value)
    if hasattr(value, "dtype"):
        return numpy_dtype(value.dtype)
    return np.asarray(value).dtype


def _promoted(values: Any) -> np.dtype[Any]:
    kinds: list[Any] = []
    for leaf in _leaves(list(values)):
        kind = _kind(leaf)
        if not any(type(kind) is type(known) and kind == known for known in kinds):
            kinds.append(kind)
    if not kinds:
        return default_float().numpy_dtype
    found = np.result_type(*kinds)
    if Preferences.prefer_float32 and not any(isinstance(k, np.dtype) for k in kinds):
        found = _SHORT.get(found, found)
    return found


def result_type(*arrays_and_dtypes: Any) -> DType:
    """The dtype that NumPy's rules give to a result of these arguments.

    Python numbers, also those in lists, adapt to the arrays beside them.

    Args:
        *arrays_and_dtypes: Arrays, numbers, lists, and dtypes.

    Returns:
        A `tf.DType`.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.result_type(tnp.int32, tnp.float32), tnp.result_type(tnp.float32, 1.5)
        (tf.float64, tf.float32)
    """
    return dtypes.as_dtype(_promoted(arrays_and_dtypes))


def promote_types(type1: Any, type2: Any) -> np.dtype[Any]:
    """The smallest dtype to which both others can be cast safely.

    Args:
        type1: A dtype.
        type2: A dtype.

    Returns:
        A NumPy dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.promote_types(tnp.int8, tnp.float16)
        dtype('float16')
    """
    return np.promote_types(numpy_dtype(type1), numpy_dtype(type2))


def finfo(dtype: Any) -> np.finfo[Any]:
    """The machine limits of a floating dtype.

    Args:
        dtype: A dtype in any spelling.

    Returns:
        NumPy's `finfo`.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.finfo(tnp.float32).max)
        3.4028234663852886e+38
    """
    return np.finfo(numpy_dtype(dtype))


def issubdtype(arg1: Any, arg2: Any) -> bool:
    """Whether a dtype stands below another in NumPy's hierarchy of types.

    Args:
        arg1: A dtype.
        arg2: A dtype or an abstract type such as `inexact`.

    Returns:
        True or False.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.issubdtype(tnp.float32, tnp.inexact)
        True
    """
    first = numpy_dtype(arg1) if isinstance(arg1, DType) else arg1
    second = numpy_dtype(arg2) if isinstance(arg2, DType) else arg2
    return bool(np.issubdtype(first, second))


def is_tensor_like(value: Any) -> bool:
    """Whether a value stands for a tensor: a tensor or a variable."""
    return hasattr(type(value), "__tf_tensor__")


def as_tensor(value: Any, dtype: Any = None) -> Any:
    """`value` as a tensor of the dtype that NumPy would give it, or of `dtype`."""
    if is_tensor_like(value):
        tensor = convert_to_tensor(value)
        return tensor if dtype is None else casts.cast(tensor, tensor_dtype(dtype))
    if isinstance(value, np.ndarray | np.generic) and dtype is None:
        return convert_to_tensor(_shortened(value))
    wanted = result_type(value) if dtype is None else tensor_dtype(dtype)
    if isinstance(value, list | tuple) and any(map(is_tensor_like, _leaves(value))):
        return shapes.stack([as_tensor(item, wanted) for item in value])
    if hasattr(value, "__array__") or wanted is dtypes.string:
        tensor = convert_to_tensor(value)
        return casts.cast(tensor, wanted)
    kind = wanted.numpy_dtype
    if kind.kind in "iu" and isinstance(value, int):
        return convert_to_tensor(value, wanted)
    array = np.asarray(value)
    return convert_to_tensor(array.astype(kind, copy=False), wanted)


def _shortened(value: Any) -> Any:
    """A float scalar becomes short where that is preferred; arrays stay."""
    if Preferences.prefer_float32 and isinstance(value, np.float64):
        return np.float32(value)
    return value


def operands(*values: Any) -> list[Any]:
    """The arguments as tensors of the one dtype that NumPy would compute in."""
    wanted = result_type(*values)
    return [as_tensor(value, wanted) for value in values]


def float_operands(*values: Any) -> list[Any]:
    """The same, in a floating or complex dtype."""
    return [to_inexact(tensor) for tensor in operands(*values)]


def to_inexact(value: Any) -> Any:
    """A tensor of a floating or complex dtype."""
    tensor = as_tensor(value)
    if is_inexact(tensor.dtype):
        return tensor
    return casts.cast(tensor, default_float())


def static_rank(tensor: Tensor, function: str) -> int:
    """The rank of a tensor whose rank must be known.

    Raises:
        ValueError: It isn't.
    """
    if tensor._dims is None:
        raise ValueError(f"{function} needs a tensor whose rank is known.")
    return len(tensor._dims)


def axis_of(axis: int, rank: int, function: str) -> int:
    """A non-negative axis.

    Raises:
        ValueError: There is no such axis.
    """
    if not -rank <= axis < rank:
        raise ValueError(
            f"{function}: axis {axis} is out of bounds for an array of {rank} "
            "dimensions."
        )
    return axis % rank
