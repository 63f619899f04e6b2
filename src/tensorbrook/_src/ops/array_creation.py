"""Tensors from nothing: zeros, ones, ranges, one-hot rows."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import reduce
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.rules import from_input, same_as

zeros_like_op = Op(
    "ZerosLike",
    "x: T -> y: T",
    shape=same_as(0),
    reference=lambda xp, x: (
        np.full(x.shape, b"", object) if x.dtype == object else xp.zeros_like(x)
    ),
    gradient=lambda op, dy: [None],
    shapes_only=True,
    elementwise=True,
)

ones_like_op = Op(
    "OnesLike",
    "x: T -> y: T | T: {bfloat16, half, float, double, int8, uint8, int16, uint16, int32, "
    "uint32, int64, uint64, complex64, complex128, bool}",
    shape=same_as(0),
    reference=lambda xp, x: xp.ones_like(x),
    gradient=lambda op, dy: [None],
    shapes_only=True,
    elementwise=True,
)


def _filled_dims(c: ShapeContext) -> Dims:
    if c.rank(1) not in (0, None):
        raise c.fail(f"Fill: `value` must be a scalar, got shape {c.shape(1)}.")
    return from_input(0)(c)


fill_op = Op(
    "Fill",
    "dims: index_type, value: T -> output: T | index_type: index = int32",
    shape=_filled_dims,
    reference=lambda xp, dims, value: xp.full(tuple(int(d) for d in dims), value),
    gradient=lambda op, dy: [None, reduce.reduce_sum(dy)],
    sized_by_values=True,
)


def _range_dims(c: ShapeContext) -> Dims:
    values = [c.value(index) for index in (0, 1, 2)]
    if any(value is None for value in values):
        return (None,)
    if any(value.size != 1 for value in values):  # type: ignore[union-attr]
        raise c.fail("Range: start, limit and delta must be scalars")
    start, limit, delta = (value.reshape(-1)[0] for value in values)  # type: ignore[union-attr]
    if delta == 0:
        raise c.fail("Requires delta != 0: 0")
    if (delta > 0 and start > limit) or (delta < 0 and start < limit):
        sign = "<=" if delta > 0 else ">="
        raise c.fail(
            f"Requires start {sign} limit when delta {'>' if delta > 0 else '<'} 0: {start}/{limit}"
        )
    if np.asarray(start).dtype.kind in "iu":
        return (-(-(int(limit) - int(start)) // int(delta)),)
    return (int(np.ceil(np.abs((limit - start) / delta))),)


def _range_kernel(xp: Any, start: Any, limit: Any, delta: Any) -> Any:
    if start.dtype.kind in "iu":
        return xp.arange(int(start), int(limit), int(delta), dtype=start.dtype)
    count = int(np.ceil(np.abs((float(limit) - float(start)) / float(delta))))
    return (start + xp.arange(count).astype(start.dtype) * delta).astype(start.dtype)


range_op = Op(
    "Range",
    "start: Tidx, limit: Tidx, delta: Tidx -> output: Tidx | Tidx: {bfloat16, half, float, "
    "double, int8, int16, int32, int64, uint16, uint32} = int32",
    shape=_range_dims,
    reference=_range_kernel,
    gradient=NOT_DIFFERENTIABLE,
    sized_by_values=True,
)


def _one_hot_dims(c: ShapeContext) -> Dims:
    dims, count = c.shape(0), c.number(1)
    if dims is None:
        return None
    axis = c.attrs["axis"]
    if not -1 <= axis <= len(dims):
        raise c.fail(
            f"Expected axis to be -1 or between [0, {len(dims) + 1}), but received: {axis}"
        )
    place = len(dims) if axis == -1 else axis
    if count is not None and count < 0:
        raise c.fail(f"depth must be non-negative, got: {count}")
    return (*dims[:place], count, *dims[place:])


def _one_hot_kernel(
    xp: Any, indices: Any, depth: Any, on_value: Any, off_value: Any, axis: int
) -> Any:
    marks = xp.expand_dims(indices, -1) == xp.arange(int(depth))
    made = xp.where(marks, on_value, off_value)
    return made if axis == -1 else xp.moveaxis(made, -1, axis)


def _one_hot_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops import binary

    indices, depth = op.inputs[:2]
    marks = one_hot_op(
        indices,
        depth,
        convert_to_tensor(1, dtype=dy.dtype),
        convert_to_tensor(0, dtype=dy.dtype),
        axis=op.attrs["axis"],
    )
    on = reduce.reduce_sum(binary.multiply(dy, marks))
    return [None, None, on, reduce.reduce_sum(dy) - on]


one_hot_op = Op(
    "OneHot",
    "indices: TI, depth: int32, on_value: T, off_value: T -> output: T | axis: int = -1, "
    "TI: {uint8, int8, int32, int64} = int64",
    shape=_one_hot_dims,
    reference=_one_hot_kernel,
    gradient=_one_hot_gradient,
    sized_by_values=True,
)


def _filled_with(value: int, shape: Any, dtype: Any, name: str | None) -> Tensor:
    kind = dtypes.as_dtype(dtype).base_dtype
    start: Any = value
    if kind is dtypes.string:
        start = ""
    elif kind.is_bool:
        start = bool(value)
    if isinstance(shape, int):
        shape = [shape]
    parts = shape if isinstance(shape, list | tuple) else (shape,)
    if any(isinstance(part, str | bytes | float) for part in parts):
        raise TypeError(f"A shape must be made of integers, got {shape!r}.")
    if hasattr(shape, "_dims") and not hasattr(type(shape), "__tf_tensor__"):
        shape = list(shape._dims)
    dims = convert_to_tensor(shape, dtype_hint=dtypes.int32)
    return fill_op(dims, convert_to_tensor(start, dtype=kind), name=name)  # type: ignore[no-any-return]


def zeros(
    shape: Any, dtype: Any = dtypes.float32, name: str | None = None, layout: Any = None
) -> Tensor:
    """A tensor of zeros (False, empty strings).

    Args:
        shape: The shape.
        dtype: The dtype.
        name: Name of the node in a graph.
        layout: Accepted for compatibility.

    Returns:
        A tensor.

    Example:
        >>> import tensorbrook as tf
        >>> tf.zeros([2]).numpy()
        array([0., 0.], dtype=float32)
    """
    return _filled_with(0, shape, dtype, name)


def ones(
    shape: Any, dtype: Any = dtypes.float32, name: str | None = None, layout: Any = None
) -> Tensor:
    """A tensor of ones (True).

    Args:
        shape: The shape.
        dtype: The dtype.
        name: Name of the node in a graph.
        layout: Accepted for compatibility.

    Returns:
        A tensor.

    Raises:
        TypeError: `dtype` is string.

    Example:
        >>> import tensorbrook as tf
        >>> tf.ones([2], tf.int32).numpy()
        array([1, 1], dtype=int32)
    """
    if dtypes.as_dtype(dtype) is dtypes.string:
        raise TypeError("tf.ones: there is no string that counts as one.")
    return _filled_with(1, shape, dtype, name)


def fill(dims: Any, value: Any, name: str | None = None, layout: Any = None) -> Tensor:
    """A tensor that holds `value` everywhere.

    Args:
        dims: The shape.
        value: A scalar.
        name: Name of the node in a graph.
        layout: Accepted for compatibility.

    Returns:
        A tensor.

    Example:
        >>> import tensorbrook as tf
        >>> tf.fill([2], 7).numpy()
        array([7, 7], dtype=int32)
    """
    return fill_op(convert_to_tensor(dims, dtype_hint=dtypes.int32), value, name=name)  # type: ignore[no-any-return]


def zeros_like(
    input: Any, dtype: Any = None, name: str | None = None, layout: Any = None
) -> Tensor:
    """Zeros in the shape of a tensor.

    Example:
        >>> import tensorbrook as tf
        >>> tf.zeros_like([1, 2]).numpy()
        array([0, 0], dtype=int32)
    """
    return _like(input, dtype, name, zeros_like_op, 0)


def ones_like(
    input: Any, dtype: Any = None, name: str | None = None, layout: Any = None
) -> Tensor:
    """Ones in the shape of a tensor.

    Example:
        >>> import tensorbrook as tf
        >>> tf.ones_like([1.5, 2]).numpy()
        array([1., 1.], dtype=float32)
    """
    return _like(input, dtype, name, ones_like_op, 1)


def _like(input: Any, dtype: Any, name: str | None, op: Op, value: int) -> Tensor:
    tensor = convert_to_tensor(input)
    if dtype is None or dtypes.as_dtype(dtype) is tensor.dtype:
        return op(tensor, name=name)  # type: ignore[no-any-return]
    from tensorbrook._src.ops import shape

    return _filled_with(value, shape.shape(tensor), dtype, name)


def range(
    start: Any,
    limit: Any = None,
    delta: Any = 1,
    dtype: Any = None,
    name: str = "range",
) -> Tensor:
    """Numbers from `start` up to, but not including, `limit`.

    Args:
        start: The first number; alone, the limit of a range that starts at 0.
        limit: The end, which is not reached.
        delta: The step.
        dtype: The dtype; by default the widest of those of the arguments.
        name: Name of the node in a graph.

    Returns:
        A vector.

    Raises:
        errors.InvalidArgumentError: The step is zero or leads away from the limit.

    Example:
        >>> import tensorbrook as tf
        >>> tf.range(2, 8, 3).numpy()
        array([2, 5], dtype=int32)
    """
    if limit is None:
        start, limit = 0, start
    wanted = None if dtype is None else dtypes.as_dtype(dtype)
    parts = [
        convert_to_tensor(value, dtype_hint=wanted) for value in (start, limit, delta)
    ]
    from tensorbrook._src.ops import cast

    if wanted is None:
        order = [
            dtypes.int32,
            dtypes.int64,
            dtypes.float16,
            dtypes.bfloat16,
            dtypes.float32,
            dtypes.float64,
        ]
        known = [part.dtype for part in parts if part.dtype in order]
        wanted = max(known, key=order.index) if known else parts[0].dtype
    return range_op(*(cast.cast(part, wanted) for part in parts), name=name)  # type: ignore[no-any-return]


def one_hot(
    indices: Any,
    depth: Any,
    on_value: Any = None,
    off_value: Any = None,
    axis: int | None = None,
    dtype: Any = None,
    name: str | None = None,
) -> Tensor:
    """Rows that are `on_value` at the index and `off_value` elsewhere.

    Args:
        indices: Integers; one out of range gives a row without `on_value`.
        depth: The length of the rows.
        on_value: By default 1.
        off_value: By default 0.
        axis: Where the new axis goes; by default last.
        dtype: The dtype; by default that of the values, or float32.
        name: Name of the node in a graph.

    Returns:
        A tensor with one axis more.

    Raises:
        TypeError: The values have different dtypes.

    Example:
        >>> import tensorbrook as tf
        >>> tf.one_hot([1, 0], 2).numpy()
        array([[0., 1.],
               [1., 0.]], dtype=float32)
    """
    given = [
        convert_to_tensor(v, dtype_hint=dtype)
        for v in (on_value, off_value)
        if v is not None
    ]
    kinds = {value.dtype for value in given}
    if dtype is not None:
        kinds.add(dtypes.as_dtype(dtype))
    if len(kinds) > 1:
        raise TypeError(
            "tf.one_hot: on_value, off_value and dtype must agree, got "
            f"{sorted(kind.name for kind in kinds)}."
        )
    kind = kinds.pop() if kinds else dtypes.float32
    on = convert_to_tensor(1 if on_value is None else on_value, dtype=kind)
    off = convert_to_tensor(0 if off_value is None else off_value, dtype=kind)
    places = convert_to_tensor(indices, dtype_hint=dtypes.int32)
    return one_hot_op(
        places, depth, on, off, axis=-1 if axis is None else axis, name=name
    )  # type: ignore[no-any-return]
