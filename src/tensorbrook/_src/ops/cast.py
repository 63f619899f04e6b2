"""Changing the element type of tensors."""

from __future__ import annotations

import builtins
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.op import Op
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.rules import same_as


def _cast(xp: Any, x: Any, DstT: Any, Truncate: builtins.bool) -> Any:  # noqa: N803
    target = DstT.numpy_dtype
    if x.dtype.kind == "O" or target.kind == "O":
        raise errors.UnimplementedError(
            None,
            None,
            "Cast between strings and numbers is not supported: use "
            "tf.strings.to_number or tf.strings.as_string.",
        )
    if x.dtype.kind == "c" and not DstT.is_complex:
        x = x != 0 if DstT.is_bool else x.real
    if xp is np and x.dtype.kind == "f" and DstT.is_unsigned and DstT.size < 8:
        # Negative numbers wrap around, as they do on the way through an integer.
        return x.astype(np.int64).astype(target)
    return x.astype(target)


def _cast_gradient(op: Any, dy: Any) -> list[Any]:
    source, target = op.inputs[0].dtype.base_dtype, dy.dtype.base_dtype
    smooth = all(dtype.is_floating or dtype.is_complex for dtype in (source, target))
    return [cast(dy, source) if smooth else None]


cast_op = Op(
    "Cast",
    "x: SrcT -> y: DstT | DstT: type, Truncate: bool = False",
    shape=same_as(0),
    reference=_cast,
    forwards=lambda c, dims: 0 if c.attrs["SrcT"] is c.attrs["DstT"] else None,
    gradient=_cast_gradient,
    partial_value=lambda c: c.value_as_shape(0),
    elementwise=True,
)


def cast(x: Any, dtype: Any, name: str | None = None) -> Any:
    """Converts the elements of `x` to another type.

    Fractions are cut off towards zero, a complex number loses its imaginary part, and
    everything but zero becomes True.

    Args:
        x: A tensor; of a sparse tensor or IndexedSlices the values are converted.
        dtype: The type to convert to.
        name: Name of the node in a graph.

    Returns:
        A tensor of type `dtype`; `x` itself if it has that type.

    Raises:
        TypeError: `x` can't be converted.

    Example:
        >>> import tensorbrook as tf
        >>> tf.cast([1.8, -2.2], tf.int32).numpy()
        array([ 1, -2], dtype=int32)
    """
    from tensorbrook._src.ops.indexed_slices import IndexedSlices

    wanted = dtypes.as_dtype(dtype).base_dtype
    if isinstance(x, Tensor) and x.dtype is wanted:
        return x
    if isinstance(x, IndexedSlices):
        return IndexedSlices(cast(x.values, wanted), x.indices, x.dense_shape)
    if hasattr(x, "with_values"):
        return x.with_values(cast(x.values, wanted, name))
    x = convert_to_tensor(x)
    if x.dtype.base_dtype is wanted:
        return x
    return cast_op(x, DstT=wanted, name=name)


def saturate_cast(value: Any, dtype: Any, name: str | None = None) -> Any:
    """Converts `value` to another type; what doesn't fit becomes the nearest that does.

    Args:
        value: A tensor.
        dtype: The type to convert to.
        name: Name of the node in a graph.

    Returns:
        A tensor of type `dtype`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.saturate_cast([-3, 7, 300], tf.uint8).numpy()
        array([  0,   7, 255], dtype=uint8)
    """
    from tensorbrook._src.ops import clip, complex_numbers

    value = convert_to_tensor(value)
    wanted = dtypes.as_dtype(dtype).base_dtype
    if value.dtype.is_complex and not wanted.is_complex:
        value = complex_numbers.real(value)
    source = value.dtype.base_dtype
    if source.is_complex or source.is_bool or wanted.is_complex or wanted.is_bool:
        return cast(value, wanted, name)
    low, high = _bounds(source, wanted)
    if low > source.min or high < source.max:
        value = clip.clip_by_value(value, low, high)
    return cast(value, wanted, name)


def _bounds(source: dtypes.DType, wanted: dtypes.DType) -> tuple[Any, Any]:
    """The range of `wanted`, in numbers of `source` that don't exceed it."""
    if source.is_integer and wanted.is_integer:
        low, high = (
            max(int(source.min), int(wanted.min)),
            min(int(source.max), int(wanted.max)),
        )
        return source.as_numpy_dtype(low), source.as_numpy_dtype(high)
    kind = source.as_numpy_dtype
    if source.is_integer:
        return kind(source.min), kind(source.max)
    lowest = max(float(source.min), float(wanted.min))
    highest = min(float(source.max), float(wanted.max))
    top = kind(highest)
    if float(top) > highest or (
        wanted.is_integer and int(float(top)) > int(wanted.max)
    ):
        top = np.nextafter(top, kind(0))
    return kind(lowest), top
