"""Functions that move values and make tensors."""

from __future__ import annotations

import builtins
import math
from typing import Any

import numpy as np

import tensorbrook as tf
from tensorbrook._src.keras.backend import config
from tensorbrook._src.keras.backend.keras_tensor import KerasTensor
from tensorbrook._src.keras.ops.conversion import (
    as_axes,
    cast_to,
    dtype_name,
    dynamic_shape,
    float_type,
    operation,
    result_type,
    same_type,
    static_shape,
    tensor,
)


@operation
def append(x1: Any, x2: Any, axis: int | None = None) -> Any:
    """Puts `x2` behind `x1` along an axis; flattens them without one."""
    parts = same_type(x1, x2)
    if axis is None:
        parts, axis = [tf.reshape(part, [-1]) for part in parts], 0
    return tf.concat(parts, axis)


def arange(start: Any, stop: Any = None, step: Any = None, dtype: Any = None) -> Any:
    """Returns numbers at equal distances.

    Args:
        start: the first number; the end if it stands alone.
        stop: the end, which is left out.
        step: the distance, 1 by default.
        dtype: the type of the result.

    Example:
        >>> arange(3)
        <tf.Tensor: shape=(3,), dtype=int32, numpy=array([0, 1, 2], dtype=int32)>
    """
    if stop is None:
        start, stop = 0, start
    step = 1 if step is None else step
    kind = dtype or result_type(*(item for item in (start, stop, step)))
    work = "float32" if kind in ("bool", "float16", "bfloat16") else kind
    ends = [tensor(item, work) for item in (start, stop, step)]
    return cast_to(tf.range(*ends), kind)


@operation
def array(x: Any, dtype: Any = None) -> Any:
    """Returns `x` as a tensor."""
    return tensor(x, dtype)


@operation
def array_split(x: Any, indices_or_sections: Any, axis: int = 0) -> Any:
    """Cuts a tensor into parts of nearly equal size.

    Args:
        x: a tensor.
        indices_or_sections: how many parts, or where to cut.
        axis: the axis to cut.
    """
    x = tensor(x)
    if not isinstance(indices_or_sections, int):
        return split(x, indices_or_sections, axis)
    size = static_shape(x)[axis]
    if size is None:
        raise ValueError("array_split: the size of the axis must be known.")
    least, more = divmod(size, indices_or_sections)
    return tf.split(
        x,
        [least + 1] * more + [least] * (indices_or_sections - more),
        axis=axis,
    )


@operation
def broadcast_to(x: Any, shape: Any) -> Any:
    """Repeats a tensor to fill a shape."""
    return tf.broadcast_to(tensor(x), shape)


@operation
def concatenate(xs: Any, axis: int = 0) -> Any:
    """Joins tensors along an axis."""
    return tf.concat(same_type(*xs), axis)


@operation
def cross(
    x1: Any,
    x2: Any,
    axisa: int = -1,
    axisb: int = -1,
    axisc: int = -1,
    axis: int | None = None,
) -> Any:
    """Computes the cross product of vectors of two or three dimensions.

    Args:
        x1: a tensor.
        x2: a tensor.
        axisa: the axis of the vectors of `x1`.
        axisb: the axis of the vectors of `x2`.
        axisc: the axis of the vectors of the result.
        axis: all three.
    """
    if axis is not None:
        axisa = axisb = axisc = axis
    first, second = same_type(x1, x2)
    a = tf.unstack(first, axis=axisa)
    b = tf.unstack(second, axis=axisb)
    if len(a) == len(b) == 2:
        return a[0] * b[1] - a[1] * b[0]
    a = a if len(a) == 3 else [*a, tf.zeros_like(a[0])]
    b = b if len(b) == 3 else [*b, tf.zeros_like(b[0])]
    parts = [a[i - 2] * b[i - 1] - a[i - 1] * b[i - 2] for i in builtins.range(3)]
    return tf.stack(parts, axis=axisc)


@operation
def diag(x: Any, k: int = 0) -> Any:
    """Makes a matrix of a diagonal, or takes the diagonal of a matrix."""
    x = tensor(x)
    if len(x.shape) == 1:
        return tf.linalg.diag(x, k=k)
    return diagonal(x, offset=k)


@operation
def diagflat(x: Any, k: int = 0) -> Any:
    """Makes a matrix with a flattened tensor as its diagonal."""
    return tf.linalg.diag(tf.reshape(tensor(x), [-1]), k=k)


@operation
def diagonal(x: Any, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Any:
    """Takes diagonals.

    Args:
        x: a tensor.
        offset: how far from the main diagonal.
        axis1: the axis of the rows.
        axis2: the axis of the columns.
    """
    x = tensor(x)
    rank = len(x.shape)
    pair = [axis1 % rank, axis2 % rank]
    rest = [a for a in builtins.range(rank) if a not in pair]
    moved = tf.transpose(x, [*rest, *pair])
    kind = dtype_name(moved)
    work = tf.cast(moved, "int32") if kind == "bool" else moved
    return cast_to(tf.linalg.diag_part(work, k=offset), kind)


@operation
def diff(a: Any, n: int = 1, axis: int = -1) -> Any:
    """Takes differences of neighbours along an axis, `n` times."""
    a = tensor(a)
    for _ in builtins.range(n):
        size = static_shape(a)[axis]
        upper = tf.gather(a, tf.range(1, size), axis=axis)
        a = upper - tf.gather(a, tf.range(0, size - 1), axis=axis)
    return a


@operation
def split(x: Any, indices_or_sections: Any, axis: int = 0) -> Any:
    """Cuts a tensor into parts.

    Args:
        x: a tensor.
        indices_or_sections: how many equal parts, or where to cut.
        axis: the axis to cut.
    """
    x = tensor(x)
    if isinstance(indices_or_sections, int):
        return tf.split(x, indices_or_sections, axis=axis)
    size = static_shape(x)[axis]
    cuts = [0, *(int(np.asarray(i)) for i in indices_or_sections), size]
    cuts = [cut + size if cut < 0 else builtins.min(cut, size) for cut in cuts]
    lengths = [
        builtins.max(0, end - start) for start, end in zip(cuts, cuts[1:], strict=False)
    ]
    return tf.split(x, lengths, axis=axis)


@operation
def hsplit(x: Any, indices_or_sections: Any) -> Any:
    """Cuts a tensor into columns."""
    x = tensor(x)
    return split(x, indices_or_sections, 0 if len(x.shape) == 1 else 1)


@operation
def vsplit(x: Any, indices_or_sections: Any) -> Any:
    """Cuts a tensor into rows."""
    return split(x, indices_or_sections, 0)


@operation
def dsplit(x: Any, indices_or_sections: Any) -> Any:
    """Cuts a tensor along the third axis."""
    return split(x, indices_or_sections, 2)


@operation
def hstack(xs: Any) -> Any:
    """Puts tensors side by side."""
    parts = [_of_rank(part, 1) for part in same_type(*xs)]
    return tf.concat(parts, 0 if len(parts[0].shape) == 1 else 1)


@operation
def vstack(xs: Any) -> Any:
    """Puts tensors on top of each other."""
    return tf.concat([_of_rank(part, 2) for part in same_type(*xs)], 0)


@operation
def dstack(xs: Any) -> Any:
    """Puts tensors behind each other, along the third axis."""
    parts = []
    for part in same_type(*xs):
        rank = len(part.shape)
        if rank < 2:
            part = tf.reshape(part, [1, -1])
        parts.append(part if rank > 2 else tf.expand_dims(part, -1))
    return tf.concat(parts, 2)


def _of_rank(x: Any, rank: int) -> Any:
    """Adds dimensions of one before the others."""
    missing = rank - len(x.shape)
    return tf.reshape(x, [1] * missing + dynamic_shape(x)) if missing > 0 else x


def empty(shape: Any, dtype: Any = None) -> Any:
    """Returns a tensor of this shape, of zeros."""
    return tf.zeros(shape, dtype or config.floatx())


@operation
def empty_like(x: Any, dtype: Any = None) -> Any:
    """Returns a tensor of the shape of `x`, of zeros."""
    return zeros_like(x, dtype)


def eye(N: Any, M: Any = None, k: int = 0, dtype: Any = None) -> Any:
    """Returns a matrix with ones on a diagonal.

    Args:
        N: the number of rows.
        M: the number of columns, that of rows by default.
        k: how far the diagonal is from the main one.
        dtype: the type.
    """
    columns = N if M is None else M
    rows = tf.range(N)[:, None]
    return cast_to(tf.equal(rows + k, tf.range(columns)[None, :]), dtype)


def identity(n: Any, dtype: Any = None) -> Any:
    """Returns a square matrix with ones on the diagonal."""
    return eye(n, dtype=dtype)


@operation
def expand_dims(x: Any, axis: Any) -> Any:
    """Adds dimensions of one."""
    x = tensor(x)
    axes = as_axes(axis) or []
    rank = len(x.shape) + len(axes)
    for place in sorted(a % rank for a in axes):
        x = tf.expand_dims(x, place)
    return x


@operation
def squeeze(x: Any, axis: Any = None) -> Any:
    """Leaves out dimensions of one."""
    x = tensor(x)
    static = static_shape(x)
    axes = as_axes(axis)
    for place in axes or ():
        if static[place] not in (1, None):
            raise ValueError(
                f"squeeze: axis {place} of x.shape={static} is not of size 1."
            )
    return tf.squeeze(x, axes)


@operation
def flip(x: Any, axis: Any = None) -> Any:
    """Turns around along axes."""
    x = tensor(x)
    axes = as_axes(axis)
    return tf.reverse(x, list(builtins.range(len(x.shape))) if axes is None else axes)


@operation
def fliplr(x: Any) -> Any:
    """Turns the columns around."""
    return flip(x, 1)


@operation
def flipud(x: Any) -> Any:
    """Turns the rows around."""
    return flip(x, 0)


def full(shape: Any, fill_value: Any, dtype: Any = None) -> Any:
    """Returns a tensor filled with a value."""
    kind = dtype or result_type(fill_value)
    return tf.broadcast_to(tensor(fill_value, kind), shape)


@operation
def full_like(x: Any, fill_value: Any, dtype: Any = None) -> Any:
    """Returns a tensor of the shape of `x`, filled with a value."""
    x = tensor(x)
    return tf.broadcast_to(tensor(fill_value, dtype or x.dtype), tf.shape(x))


@operation
def get_item(x: Any, key: Any) -> Any:
    """Returns `x[key]`."""
    return tensor(x)[key]


def geomspace(
    start: Any,
    stop: Any,
    num: int = 50,
    endpoint: bool = True,
    dtype: Any = None,
    axis: int = 0,
) -> Any:
    """Returns numbers at equal ratios; see `linspace`."""
    kind = dtype or float_type(start, stop)
    logs = [tf.math.log(tensor(item, kind)) for item in (start, stop)]
    return cast_to(tf.exp(linspace(*logs, num, endpoint, dtype=kind, axis=axis)), kind)


@operation
def linspace(
    start: Any,
    stop: Any,
    num: int = 50,
    endpoint: bool = True,
    retstep: bool = False,
    dtype: Any = None,
    axis: int = 0,
) -> Any:
    """Returns numbers at equal distances.

    Args:
        start: the first numbers.
        stop: the last numbers.
        num: how many.
        endpoint: whether `stop` is one of them.
        retstep: whether to return the distance, too.
        dtype: the type.
        axis: the axis of the result along which they stand.
    """
    kind = dtype or float_type(start, stop)
    work = kind if "float" in str(kind) else "float32"
    first, last = tensor(start, work), tensor(stop, work)
    gaps = builtins.max(num - 1 if endpoint else num, 1)
    step = (last - first) / gaps
    count = tf.range(num, dtype="int32")
    shape = [num] + [1] * builtins.max(len(first.shape), len(last.shape))
    found = first + tf.reshape(tf.cast(count, work), shape) * step
    if axis not in (0,):
        found = moveaxis(found, 0, axis)
    found = cast_to(found, kind)
    return (found, step) if retstep else found


def logspace(
    start: Any,
    stop: Any,
    num: int = 50,
    endpoint: bool = True,
    base: float = 10,
    dtype: Any = None,
    axis: int = 0,
) -> Any:
    """Returns powers of `base` at equal ratios; see `linspace`."""
    kind = dtype or float_type(start, stop)
    found = linspace(start, stop, num, endpoint, dtype=kind, axis=axis)
    return tf.pow(tensor(base, found.dtype), found)


@operation
def meshgrid(*x: Any, indexing: str = "xy") -> Any:
    """Returns the coordinates of a grid."""
    return tf.meshgrid(*[tensor(part) for part in x], indexing=indexing)


@operation
def moveaxis(x: Any, source: Any, destination: Any) -> Any:
    """Moves axes to other places."""
    x = tensor(x)
    rank = len(x.shape)
    sources = [a % rank for a in as_axes(source)]
    targets = [a % rank for a in as_axes(destination)]
    order = [a for a in builtins.range(rank) if a not in sources]
    for target, origin in sorted(zip(targets, sources, strict=True)):
        order.insert(target, origin)
    return tf.transpose(x, order)


@operation
def ndim(x: Any) -> Any:
    """Returns the number of dimensions."""
    return tf.rank(tensor(x))


@operation
def nonzero(x: Any) -> Any:
    """Returns where values are not zero, an index tensor for each dimension."""
    x = tensor(x)
    found = tf.where(tf.not_equal(x, tf.cast(0, x.dtype)))
    return tuple(cast_to(part, "int32") for part in tf.unstack(found, axis=1))


def ones(shape: Any, dtype: Any = None) -> Any:
    """Returns a tensor of ones."""
    return tf.ones(shape, dtype or config.floatx())


@operation
def ones_like(x: Any, dtype: Any = None) -> Any:
    """Returns a tensor of the shape of `x`, of ones."""
    return tf.ones_like(tensor(x), dtype=dtype)


def zeros(shape: Any, dtype: Any = None) -> Any:
    """Returns a tensor of zeros."""
    return tf.zeros(shape, dtype or config.floatx())


@operation
def zeros_like(x: Any, dtype: Any = None) -> Any:
    """Returns a tensor of the shape of `x`, of zeros."""
    return tf.zeros_like(tensor(x), dtype=dtype)


@operation
def pad(
    x: Any, pad_width: Any, mode: str = "constant", constant_values: Any = None
) -> Any:
    """Adds values around a tensor.

    Args:
        x: a tensor.
        pad_width: how many before and after, for each axis, or once for all.
        mode: `"constant"`, `"reflect"` or `"symmetric"`.
        constant_values: the value for the mode `"constant"`.
    """
    x = tensor(x)
    rank = len(x.shape)
    widths = np.broadcast_to(np.asarray(pad_width, dtype="int64"), (rank, 2)).tolist()
    if constant_values is not None and mode != "constant":
        raise ValueError(
            "pad: `constant_values` belongs to the mode 'constant'. Received: "
            f"mode={mode!r}."
        )
    fill = 0 if constant_values is None else constant_values
    if mode == "constant":
        return tf.pad(x, widths, constant_values=tensor(fill, x.dtype))
    return tf.pad(x, widths, mode=mode.upper())


@operation
def ravel(x: Any) -> Any:
    """Flattens."""
    return tf.reshape(tensor(x), [-1])


@operation
def repeat(x: Any, repeats: Any, axis: int | None = None) -> Any:
    """Repeats each value along an axis; flattens without one."""
    x = tensor(x)
    if axis is None:
        x, axis = tf.reshape(x, [-1]), 0
    static = static_shape(x)[axis]
    found = tf.repeat(x, repeats, axis=axis)
    if isinstance(repeats, int) and static is not None:
        shape = list(static_shape(x))
        shape[axis] = static * repeats
        found.set_shape(shape)
    return found


@operation
def reshape(x: Any, newshape: Any) -> Any:
    """Gives the values another shape."""
    shape = (newshape,) if isinstance(newshape, int) else newshape
    return tf.reshape(tensor(x), [-1 if d is None else d for d in shape])


@operation
def roll(x: Any, shift: Any, axis: Any = None) -> Any:
    """Moves values along axes; what leaves at one end comes in at the other."""
    x = tensor(x)
    if axis is not None:
        return tf.roll(x, shift, axis)
    return tf.reshape(tf.roll(tf.reshape(x, [-1]), shift, 0), tf.shape(x))


@operation
def rot90(array: Any, k: int = 1, axes: Any = (0, 1)) -> Any:
    """Turns a tensor by `k` quarters in the plane of two axes."""
    x = tensor(array)
    rank = len(x.shape)
    first, second = (axis % rank for axis in axes)
    if rank < 2 or first == second:
        raise ValueError(
            "rot90: `axes` must be two different axes of a tensor of two dimensions "
            f"or more. Received: x.shape={x.shape}, axes={axes}."
        )
    order = list(builtins.range(rank))
    order[first], order[second] = order[second], order[first]
    k %= 4
    if k == 0:
        return x
    if k == 2:
        return tf.reverse(x, [first, second])
    if k == 1:
        return tf.transpose(tf.reverse(x, [second]), order)
    return tf.reverse(tf.transpose(x, order), [second])


def shape(x: Any) -> Any:
    """Returns the dimensions: numbers where they are known, else tensors."""
    if isinstance(x, KerasTensor):
        return x.shape
    return tuple(dynamic_shape(tensor(x)))


@operation
def size(x: Any) -> Any:
    """Returns the number of values."""
    return tf.size(tensor(x))


@operation
def stack(x: Any, axis: int = 0) -> Any:
    """Puts tensors together along a new axis."""
    return tf.stack(same_type(*x), axis=axis)


@operation
def unstack(x: Any, num: int | None = None, axis: int = 0) -> Any:
    """Takes a tensor apart along an axis."""
    return tf.unstack(tensor(x), num=num, axis=axis)


@operation
def swapaxes(x: Any, axis1: int, axis2: int) -> Any:
    """Exchanges two axes."""
    x = tensor(x)
    order = list(builtins.range(len(x.shape)))
    order[axis1], order[axis2] = order[axis2], order[axis1]
    return tf.transpose(x, order)


@operation
def tile(x: Any, repeats: Any) -> Any:
    """Repeats the whole tensor along each axis."""
    x = tensor(x)
    counts = [repeats] if isinstance(repeats, int) else list(repeats)
    rank = len(x.shape)
    x = _of_rank(x, len(counts))
    return tf.tile(x, [1] * (rank - len(counts)) + counts)


@operation
def transpose(x: Any, axes: Any = None) -> Any:
    """Reorders the axes; turns their order around by default."""
    return tf.transpose(tensor(x), axes)


def tri(N: int, M: int | None = None, k: int = 0, dtype: Any = None) -> Any:
    """Returns a matrix with ones on and below a diagonal."""
    columns = N if M is None else M
    below = tf.range(columns)[None, :] <= tf.range(N)[:, None] + k
    return cast_to(below, dtype)


@operation
def tril(x: Any, k: int = 0) -> Any:
    """Keeps what is on and below a diagonal."""
    x = tensor(x)
    rows, columns = dynamic_shape(x)[-2:]
    below = tf.range(columns)[None, :] <= tf.range(rows)[:, None] + k
    return tf.where(below, x, tf.zeros_like(x))


@operation
def triu(x: Any, k: int = 0) -> Any:
    """Keeps what is on and above a diagonal."""
    x = tensor(x)
    rows, columns = dynamic_shape(x)[-2:]
    above = tf.range(columns)[None, :] >= tf.range(rows)[:, None] + k
    return tf.where(above, x, tf.zeros_like(x))


@operation
def vander(x: Any, N: int | None = None, increasing: bool = False) -> Any:
    """Returns the powers of a vector's values as the columns of a matrix."""
    x = tensor(x)
    count = static_shape(x)[0] if N is None else N
    powers = tf.range(count) if increasing else tf.range(count - 1, -1, -1)
    if not x.dtype.is_floating and not x.dtype.is_complex:
        return tf.pow(x[:, None], tf.cast(powers, x.dtype)[None, :])
    columns = [
        tf.pow(x, tf.constant(int(p), x.dtype)) if p else tf.ones_like(x)
        for p in (
            builtins.range(count) if increasing else builtins.range(count - 1, -1, -1)
        )
    ]
    return tf.stack(columns, axis=1)


@operation
def view(x: Any, dtype: Any = None) -> Any:
    """Reads the bytes of a tensor as another type."""
    x = tensor(x)
    if dtype is None or dtype_name(x) == str(tf.as_dtype(dtype).name):
        return x
    kind = tf.as_dtype(dtype)
    if kind.size == x.dtype.size:
        return tf.bitcast(x, kind)
    if kind.size < x.dtype.size:
        found = tf.bitcast(x, kind)
        return tf.reshape(found, [*dynamic_shape(x)[:-1], -1])
    ratio = kind.size // x.dtype.size
    parts = tf.reshape(x, [*dynamic_shape(x)[:-1], -1, ratio])
    return tf.bitcast(parts, kind)


@operation
def trace(x: Any, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Any:
    """Adds up a diagonal; see `diagonal`."""
    found = diagonal(x, offset, axis1, axis2)
    if dtype_name(found) in ("bool", "int8", "int16"):
        found = tf.cast(found, "int32")
    return tf.reduce_sum(found, -1)


def prod_of(shape: Any) -> int:
    """Returns how many values a shape holds."""
    return math.prod(shape)
