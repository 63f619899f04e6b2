"""Elements in another order: reversed, rolled, repeated, moved between axes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import array_creation, cast, gather, shape
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.rules import brackets, same_as

_BLOCK_LAYOUT = "data_format: {'NHWC', 'NCHW', 'NCHW_VECT_C'} = 'NHWC'"


def _axes_in_range(c: ShapeContext) -> Dims:
    dims, value = c.shape(0), c.value(1)
    if dims is not None and value is not None:
        found = []
        for axis in value.reshape(-1).tolist():
            if not -len(dims) <= axis < len(dims):
                raise c.fail(
                    f"'axis'[0] = {axis} is out of valid range [0, {len(dims) - 1}]"
                )
            found.append(axis % len(dims))
        if len(set(found)) != len(found):
            raise c.fail(f"axis {found[0]} specified more than once.")
    return dims


reverse_op = Op(
    "ReverseV2",
    "tensor: T, axis: Tidx -> output: T | Tidx: index = int32",
    shape=_axes_in_range,
    reference=lambda xp, tensor, axis: xp.flip(
        tensor, tuple(int(a) for a in np.asarray(axis).reshape(-1))
    ),
    gradient=lambda op, dy: [reverse(dy, op.inputs[1]), None],
)


def _roll_axes(c: ShapeContext) -> Dims:
    dims, value = c.shape(0), c.value(2)
    if dims is not None and not dims:
        raise c.fail("input must be 1-D or higher")
    if None not in (c.shape(1), c.shape(2)) and c.shape(1) != c.shape(2):
        raise c.fail(
            f"Roll: `shift` and `axis` must have one shape, got {c.shape(1)} and "
            f"{c.shape(2)}."
        )
    if dims is not None and value is not None:
        for axis in value.reshape(-1).tolist():
            if not -len(dims) <= axis < len(dims):
                raise c.fail(f"axis {axis} is out of range")
    return dims


def _roll(xp: Any, input: Any, shift: Any, axis: Any) -> Any:
    return xp.roll(
        input,
        tuple(int(n) for n in np.asarray(shift).reshape(-1)),
        tuple(int(n) for n in np.asarray(axis).reshape(-1)),
    )


roll_op = Op(
    "Roll",
    "input: T, shift: Tshift, axis: Taxis -> output: T | Tshift: index, Taxis: index",
    shape=_roll_axes,
    reference=_roll,
    gradient=lambda op, dy: [roll(dy, -op.inputs[1], op.inputs[2]), None, None],
)


def _reverse_sequence(
    xp: Any, input: Any, seq_lengths: Any, seq_dim: int, batch_dim: int
) -> Any:
    moved = xp.moveaxis(input, (batch_dim, seq_dim), (0, 1))
    steps = xp.arange(moved.shape[1])[None, :]
    lengths = seq_lengths[:, None]
    order = xp.where(steps < lengths, lengths - 1 - steps, steps)
    order = xp.reshape(order, order.shape + (1,) * (moved.ndim - 2))
    found = xp.take_along_axis(moved, xp.broadcast_to(order, moved.shape), axis=1)
    return xp.moveaxis(found, (0, 1), (batch_dim, seq_dim))


reverse_sequence_op = Op(
    "ReverseSequence",
    "input: T, seq_lengths: Tlen -> output: T | seq_dim: int, batch_dim: int = 0, "
    "Tlen: index = int64",
    shape=same_as(0),
    reference=_reverse_sequence,
    gradient=lambda op, dy: [
        reverse_sequence_op(  # type: ignore[has-type]
            dy,
            op.inputs[1],
            seq_dim=op.attrs["seq_dim"],
            batch_dim=op.attrs["batch_dim"],
        ),
        None,
    ],
)


def _bitcast_dims(c: ShapeContext) -> Dims:
    dims, target, source = c.shape(0), c.attrs["type"], c.inputs[0].dtype
    if dims is None or source.size == target.size:
        return dims
    if source.size > target.size:
        return (*dims, source.size // target.size)
    if not dims or dims[-1] not in (None, target.size // source.size):
        raise c.fail(
            f"Cannot bitcast from {source.name} to {target.name}: the last axis of "
            f"{brackets(dims)} must be {target.size // source.size}"
        )
    return dims[:-1]


def _bitcast(xp: Any, input: Any, type: Any) -> Any:
    target = type.numpy_dtype
    data = np.asarray(input, order="C") if xp is np else input
    if data.dtype.itemsize == target.itemsize:
        return data.view(target)
    if data.dtype.itemsize > target.itemsize:
        return data[..., None].view(target)
    return data.view(target)[..., 0]


bitcast_op = Op(
    "Bitcast",
    "input: T -> output: type | T: numeric|quantized, type: numeric|quantized",
    shape=_bitcast_dims,
    reference=_bitcast,
    gradient=NOT_DIFFERENTIABLE,
    elementwise=True,
)


def _image_dims(c: ShapeContext) -> list[int | None] | None:
    """Batch, height, width, channels of the input, or None."""
    dims, layout = c.shape(0), c.attrs["data_format"]
    if layout == "NCHW_VECT_C":
        raise NotImplementedError(f"{c.op.name}: the layout NCHW_VECT_C is missing.")
    if dims is None:
        return None
    if len(dims) != 4:
        raise c.fail(f"Input rank should be: 4 instead of: {len(dims)}")
    return [dims[axis] for axis in _LAST[layout]]


_LAST = {"NHWC": (0, 1, 2, 3), "NCHW": (0, 2, 3, 1)}
_BACK = {"NHWC": (0, 1, 2, 3), "NCHW": (0, 3, 1, 2)}


def _blocks_out(c: ShapeContext) -> Dims:
    dims, size = _image_dims(c), c.attrs["block_size"]
    if dims is None or None in dims:
        return (None,) * 4
    batch, height, width, depth = dims
    if height % size or width % size:  # type: ignore[operator]
        raise c.fail(
            f"Image width {width} and height {height} should be divisible by block_size: {size}"
        )
    made = (batch, height // size, width // size, depth * size * size)  # type: ignore[operator]
    return tuple(made[axis] for axis in _BACK[c.attrs["data_format"]])


def _blocks_in(c: ShapeContext) -> Dims:
    dims, size = _image_dims(c), c.attrs["block_size"]
    if dims is None or None in dims:
        return (None,) * 4
    batch, height, width, depth = dims
    if depth % (size * size):  # type: ignore[operator]
        raise c.fail(
            f"Input depth dimension {depth} should be divisible by: {size * size}"
        )
    made = (batch, height * size, width * size, depth // (size * size))  # type: ignore[operator]
    return tuple(made[axis] for axis in _BACK[c.attrs["data_format"]])


def _space_to_depth(xp: Any, input: Any, block_size: int, data_format: str) -> Any:
    s, last = block_size, xp.transpose(input, _LAST[data_format])
    b, h, w, d = last.shape
    cut = xp.reshape(last, (b, h // s, s, w // s, s, d))
    deep = xp.transpose(cut, (0, 1, 3, 2, 4, 5))
    flat = xp.reshape(deep, (b, h // s, w // s, s * s * d))
    return xp.transpose(flat, _BACK[data_format])


def _depth_to_space(xp: Any, input: Any, block_size: int, data_format: str) -> Any:
    s, last = block_size, xp.transpose(input, _LAST[data_format])
    b, h, w, d = last.shape
    cut = xp.reshape(last, (b, h, w, s, s, d // (s * s)))
    wide = xp.transpose(cut, (0, 1, 3, 2, 4, 5))
    flat = xp.reshape(wide, (b, h * s, w * s, d // (s * s)))
    return xp.transpose(flat, _BACK[data_format])


def _layout_of(op: Any) -> dict[str, Any]:
    return {name: op.attrs[name] for name in ("block_size", "data_format")}


space_to_depth_op = Op(
    "SpaceToDepth",
    f"input: T -> output: T | block_size: int >= 2, {_BLOCK_LAYOUT}",
    shape=_blocks_out,
    reference=_space_to_depth,
    gradient=lambda op, dy: [depth_to_space_op(dy, **_layout_of(op))],  # type: ignore[has-type]
)
depth_to_space_op = Op(
    "DepthToSpace",
    f"input: T -> output: T | block_size: int >= 2, {_BLOCK_LAYOUT}",
    shape=_blocks_in,
    reference=_depth_to_space,
    gradient=lambda op, dy: [space_to_depth_op(dy, **_layout_of(op))],
)


def reverse(tensor: Any, axis: Any, name: str | None = None) -> Tensor:
    """A tensor with the order along some axes turned round.

    Example:
        >>> import tensorbrook as tf
        >>> tf.reverse([1, 2, 3], [0]).numpy()
        array([3, 2, 1], dtype=int32)
    """
    return reverse_op(tensor, axis, name=name)  # type: ignore[no-any-return]


def roll(input: Any, shift: Any, axis: Any, name: str | None = None) -> Tensor:
    """A tensor shifted along axes; what falls off comes in at the other end.

    Example:
        >>> import tensorbrook as tf
        >>> tf.roll([1, 2, 3], 1, 0).numpy()
        array([3, 1, 2], dtype=int32)
    """
    return roll_op(input, shift, axis, name=name)  # type: ignore[no-any-return]


def reverse_sequence(
    input: Any,
    seq_lengths: Any,
    seq_axis: int | None = None,
    batch_axis: int | None = None,
    name: str | None = None,
) -> Tensor:
    """The first `seq_lengths[i]` elements of each sequence turned round.

    Example:
        >>> import tensorbrook as tf
        >>> tf.reverse_sequence([[1, 2, 3]], [2], seq_axis=1).numpy()
        array([[2, 1, 3]], dtype=int32)
    """
    return reverse_sequence_op(  # type: ignore[no-any-return]
        input, seq_lengths, seq_dim=seq_axis or 0, batch_dim=batch_axis or 0, name=name
    )


def bitcast(input: Any, type: Any, name: str | None = None) -> Tensor:
    """The bits of a tensor read as another type.

    Args:
        input: A tensor.
        type: The type to read as; a smaller one adds an axis.
        name: Name of the node in a graph.

    Returns:
        A tensor of that type.

    Raises:
        errors.InvalidArgumentError: The sizes don't fit.

    Example:
        >>> import tensorbrook as tf
        >>> tf.bitcast(1.0, tf.int32).numpy()
        np.int32(1065353216)
    """
    return bitcast_op(input, type=dtypes.as_dtype(type), name=name)  # type: ignore[no-any-return]


def space_to_depth(
    input: Any, block_size: int, data_format: str = "NHWC", name: str | None = None
) -> Tensor:
    """Blocks of an image moved into its channels.

    Example:
        >>> import tensorbrook as tf
        >>> tf.nn.space_to_depth(tf.ones([1, 2, 2, 1]), 2).shape
        TensorShape([1, 1, 1, 4])
    """
    return space_to_depth_op(
        input, block_size=block_size, data_format=data_format, name=name
    )  # type: ignore[no-any-return]


def depth_to_space(
    input: Any, block_size: int, data_format: str = "NHWC", name: str | None = None
) -> Tensor:
    """Channels of an image moved into blocks.

    Example:
        >>> import tensorbrook as tf
        >>> tf.nn.depth_to_space(tf.ones([1, 1, 1, 4]), 2).shape
        TensorShape([1, 2, 2, 1])
    """
    return depth_to_space_op(
        input, block_size=block_size, data_format=data_format, name=name
    )  # type: ignore[no-any-return]


def repeat(
    input: Any, repeats: Any, axis: int | None = None, name: str | None = None
) -> Tensor:
    """Each element, or slice along an axis, several times.

    Args:
        input: A tensor.
        repeats: How often: one number, or one for each element.
        axis: The axis; by default the tensor is flattened.
        name: Accepted for compatibility.

    Returns:
        A tensor of the same dtype.

    Raises:
        ValueError: There are more or fewer numbers than elements.
        TypeError: The numbers aren't integers.

    Example:
        >>> import tensorbrook as tf
        >>> tf.repeat([1, 2], [2, 1]).numpy()
        array([1, 1, 2], dtype=int32)
    """
    tensor = convert_to_tensor(input)
    if axis is None:
        tensor, axis = shape.reshape(tensor, [-1]), 0
    rank = len(tensor._dims)  # type: ignore[arg-type, attr-defined]
    if not -rank <= axis < rank:
        raise ValueError(f"tf.repeat: axis {axis} is out of range for rank {rank}.")
    axis %= rank
    counts = convert_to_tensor(repeats, dtype_hint=dtypes.int32)
    _check_repeats(counts, tensor._dims[axis])  # type: ignore[index, attr-defined]
    from tensorbrook._src.ops import binary, cumulative, sort

    counts = binary.maximum(counts, array_creation.zeros_like(counts))
    if counts._dims in ((), (1,)):
        return _repeat_all(tensor, counts, axis)
    size = shape.shape(tensor)[axis]  # type: ignore[index]
    counts = shape.broadcast_to(shape.reshape(counts, [-1]), shape.reshape(size, [1]))
    ends = cumulative.cumsum(counts)
    total = ends[-1] if rank else counts[0]  # type: ignore[index]
    places = sort.searchsorted(ends, array_creation.range(total), side="right")
    return gather.gather(tensor, places, axis=axis)


def _repeat_all(tensor: Any, count: Any, axis: int) -> Tensor:
    """Each slice along an axis equally often: copies beside each other, as one axis."""
    if count.dtype is not dtypes.int64:
        count = cast.cast(count, dtypes.int32)
    after = len(tensor._dims) - axis - 1
    ones, many = array_creation.ones([axis + 1], count.dtype), shape.reshape(count, [1])
    multiples = [ones, many, array_creation.ones([after], count.dtype)]
    spread = shape.expand_dims(tensor, axis + 1)
    copies = shape.tile(spread, shape.concat(multiples, 0))  # type: ignore[arg-type]
    dims = shape.shape(tensor, count.dtype)
    size: Any = dims[axis : axis + 1]  # type: ignore[index]
    parts = [dims[:axis], size * many, dims[axis + 1 :]]  # type: ignore[index]
    return shape.reshape(copies, shape.concat(parts, 0))  # type: ignore[arg-type]


def _check_repeats(counts: Any, length: int | None) -> None:
    if not counts.dtype.is_integer:
        raise TypeError(
            f"tf.repeat: `repeats` must be integers, not {counts.dtype.name}."
        )
    dims = counts._dims
    if dims is None:
        return
    if len(dims) > 1:
        raise ValueError(f"tf.repeat: `repeats` must be a vector, got shape {dims}.")
    if dims and None not in (length, dims[0]) and dims[0] not in (1, length):
        raise ValueError(
            f"Dimensions {length} and {dims[0]} are not compatible: tf.repeat needs one "
            "number, or one for each element along the axis."
        )


def sequence_mask(
    lengths: Any, maxlen: Any = None, dtype: Any = dtypes.bool, name: str | None = None
) -> Tensor:
    """Rows that are true up to a length.

    Args:
        lengths: Integers of any shape.
        maxlen: The length of the rows; by default the largest length.
        dtype: The dtype of the result.
        name: Accepted for compatibility.

    Returns:
        A tensor with one axis more.

    Example:
        >>> import tensorbrook as tf
        >>> tf.sequence_mask([1, 3]).numpy()
        array([[ True, False, False],
               [ True,  True,  True]])
    """
    from tensorbrook._src.ops import binary, reduce

    counts = convert_to_tensor(lengths)
    if maxlen is None:
        maxlen = binary.maximum(
            reduce.reduce_max(counts), convert_to_tensor(0, counts.dtype)
        )
    longest = convert_to_tensor(maxlen)
    if longest._dims not in ((), None):
        raise ValueError(
            f"tf.sequence_mask: `maxlen` must be a scalar, got shape {longest._dims}."
        )
    if longest.dtype is dtypes.string:
        raise TypeError(f"tf.sequence_mask: `maxlen` must be a number, got {maxlen!r}.")
    steps = array_creation.range(longest)
    marks = cast.cast(steps, counts.dtype) < shape.expand_dims(counts, -1)
    return cast.cast(marks, dtype)  # type: ignore[no-any-return]


def meshgrid(*args: Any, indexing: str = "xy", name: str | None = None) -> list[Tensor]:
    """Coordinates of a grid, from those of its axes.

    Args:
        *args: Vectors.
        indexing: "xy" (the first two axes are swapped) or "ij".
        name: Accepted for compatibility.

    Returns:
        One tensor for each vector.

    Raises:
        ValueError: The indexing is unknown.

    Example:
        >>> import tensorbrook as tf
        >>> tf.meshgrid([1, 2], [3])[0].numpy()
        array([[1, 2]], dtype=int32)
    """
    if indexing not in ("xy", "ij"):
        raise ValueError(
            f"Argument `indexing` parameter must be either 'xy' or 'ij', got '{indexing}'"
        )
    rank = len(args)
    vectors = [shape.reshape(convert_to_tensor(a), [-1]) for a in args]
    order = list(range(rank))
    if indexing == "xy" and rank > 1:
        order[0], order[1] = 1, 0
    sizes: list[Any] = [None] * rank
    for place, vector in zip(order, vectors, strict=True):
        sizes[place] = shape.size(vector)
    target = shape.stack(sizes) if sizes else []  # type: ignore[var-annotated]
    made = []
    for place, vector in zip(order, vectors, strict=True):
        view = [1] * rank
        view[place] = -1
        made.append(shape.broadcast_to(shape.reshape(vector, view), target))
    return made


def eye(
    num_rows: Any,
    num_columns: Any = None,
    batch_shape: Any = None,
    dtype: Any = dtypes.float32,
    name: str | None = None,
) -> Tensor:
    """Identity matrices.

    Args:
        num_rows: The number of rows.
        num_columns: The number of columns; by default that of the rows.
        batch_shape: The shape of a batch of them.
        dtype: The dtype.
        name: Accepted for compatibility.

    Returns:
        A tensor of shape `batch_shape + [num_rows, num_columns]`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.eye(2).numpy()
        array([[1., 0.],
               [0., 1.]], dtype=float32)
    """
    rows = array_creation.range(convert_to_tensor(num_rows))
    columns = (
        rows
        if num_columns is None
        else array_creation.range(convert_to_tensor(num_columns))
    )
    from tensorbrook._src.ops import comparison

    marks = comparison.equal(shape.expand_dims(rows, 1), shape.expand_dims(columns, 0))
    found = cast.cast(marks, dtype)
    if batch_shape is None:
        return found  # type: ignore[no-any-return]
    heads = convert_to_tensor(batch_shape, dtype_hint=dtypes.int32)
    return shape.broadcast_to(found, shape.concat([heads, shape.shape(found)], 0))


def linspace(
    start: Any, stop: Any, num: Any, name: str | None = None, axis: int = 0
) -> Tensor:
    """Evenly spaced numbers from `start` to `stop`, both included.

    Args:
        start: The first number; a tensor gives several sequences.
        stop: The last number.
        num: How many.
        name: Accepted for compatibility.
        axis: The axis of the result that the numbers go along.

    Returns:
        A tensor; float64 where both ends are integers.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linspace(0.0, 1.0, 3).numpy()
        array([0. , 0.5, 1. ], dtype=float32)
    """
    from tensorbrook._src.ops import binary

    first = convert_to_tensor(start)
    last = convert_to_tensor(stop, dtype=first.dtype)
    if first.dtype.is_integer:
        first, last = (cast.cast(end, dtypes.float64) for end in (first, last))
    count = cast.cast(convert_to_tensor(num), dtypes.int64)
    known = count._static_value()
    if known is not None and known < 0:
        raise errors.InvalidArgumentError(
            None, None, f"tf.linspace: `num` must not be negative, got {int(known)}."
        )
    sizes = shape.shape(first + last)
    first, last = shape.broadcast_to(first, sizes), shape.broadcast_to(last, sizes)
    rank = len(first._dims)  # type: ignore[arg-type, attr-defined]
    axis = axis % (rank + 1)
    steps = binary.maximum(count - 1, convert_to_tensor(1, dtypes.int64))
    delta = (last - first) / cast.cast(steps, first.dtype)
    inner = cast.cast(
        array_creation.range(convert_to_tensor(1, dtypes.int64), steps), first.dtype
    )
    view = [1] * (rank + 1)
    view[axis] = -1
    begin = shape.expand_dims(first, axis)
    middle = begin + shape.expand_dims(delta, axis) * shape.reshape(inner, view)
    everything = shape.concat([begin, middle, shape.expand_dims(last, axis)], axis)
    whole = shape.shape(everything)
    target = shape.concat(
        [
            whole[:axis],
            shape.reshape(cast.cast(count, dtypes.int32), [1]),
            whole[axis + 1 :],
        ],
        0,
    )
    return _front(everything, target, rank + 1)


def _front(tensor: Any, sizes: Any, rank: int) -> Any:
    from tensorbrook._src.ops import slicing

    return slicing.slice(tensor, [0] * rank, sizes)


def unravel_index(indices: Any, dims: Any, name: str | None = None) -> Tensor:
    """Coordinates of flat indices in a tensor of shape `dims`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.unravel_index([5], [2, 3]).numpy()
        array([[1],
               [2]], dtype=int32)
    """
    return unravel_index_op(indices, dims, name=name)  # type: ignore[no-any-return]


def _unraveled(xp: Any, indices: Any, dims: Any) -> Any:
    sizes = tuple(int(n) for n in dims)
    total = math.prod(sizes)
    if xp is np and indices.size and not 0 <= indices.min() <= indices.max() < total:
        raise ValueError(f"index is out of bound as with dims {list(sizes)}")
    return xp.stack(xp.unravel_index(indices, sizes)).astype(indices.dtype)


def _unravel_dims(c: ShapeContext) -> Dims:
    c.vector(1)
    dims, sizes = c.shape(0), c.shape(1)
    if dims is None or sizes is None:
        return None
    return (sizes[0], *dims)


unravel_index_op = Op(
    "UnravelIndex",
    "indices: Tidx, dims: Tidx -> output: Tidx | Tidx: index = int32",
    shape=_unravel_dims,
    reference=_unraveled,
    gradient=NOT_DIFFERENTIABLE,
)


def broadcast_static_shape(shape_x: Any, shape_y: Any) -> Any:
    """The shape that tensors of two static shapes have after broadcasting.

    Example:
        >>> import tensorbrook as tf
        >>> tf.broadcast_static_shape(tf.TensorShape([1, 2]), tf.TensorShape([3, 1]))
        TensorShape([3, 2])
    """
    from tensorbrook._src.core.shapes import TensorShape, as_dims, broadcast_dims

    return TensorShape(broadcast_dims(as_dims(shape_x), as_dims(shape_y)))


def broadcast_dynamic_shape(shape_x: Any, shape_y: Any) -> Tensor:
    """As `broadcast_static_shape`, for shapes that are integer vectors.

    Example:
        >>> import tensorbrook as tf
        >>> tf.broadcast_dynamic_shape([1, 2], [3, 1]).numpy()
        array([3, 2], dtype=int32)
    """
    first = convert_to_tensor(shape_x, dtype_hint=dtypes.int32)
    zeros = array_creation.zeros(first, dtypes.bool)
    other = array_creation.zeros(
        convert_to_tensor(shape_y, dtype_hint=first.dtype), dtypes.bool
    )
    from tensorbrook._src.ops import comparison

    return cast.cast(shape.shape(comparison.logical_or(zeros, other)), first.dtype)  # type: ignore[no-any-return]
