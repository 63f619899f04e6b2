"""The shape family: what a tensor's shape is, and other shapes of the same elements."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims, merge_dims, num_elements
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.rules import brackets, same_as, same_dims, scalar
from tensorbrook._src.ops.sparse_tensor import SparseTensor

_MAX_ELEMENTS = 2**63 - 1


def _reshaped(c: ShapeContext) -> Dims:
    dims, wanted, value = c.shape(0), c.value_as_shape(1), c.value(1)
    if wanted is None:
        return None
    if value is None:
        return wanted
    numbers = [int(n) for n in value.reshape(-1)]
    if any(n < -1 for n in numbers):
        raise c.fail(
            f"Size {numbers.index(min(numbers))} must be non-negative, not {min(numbers)}"
        )
    open_axes = [i for i, n in enumerate(numbers) if n == -1]
    if len(open_axes) > 1:
        raise c.fail(
            f"Only one input size may be -1, not both {open_axes[0]} and {open_axes[1]}"
        )
    total = num_elements(dims)
    product = math.prod(n for n in numbers if n != -1)
    if product > _MAX_ELEMENTS:
        raise c.fail(
            f"Shape {brackets(wanted)} would have more than 2**63 - 1 elements"
        )
    if total is None:
        return wanted
    if open_axes:
        if product == 0 or total % product:
            raise c.fail(
                f"Input to reshape is a tensor with {total} values, but the requested shape "
                f"requires a multiple of {product}"
            )
        numbers[open_axes[0]] = total // product
    elif product != total:
        raise c.fail(
            f"Input to reshape is a tensor with {total} values, but the requested shape has "
            f"{product}"
        )
    return tuple(numbers)


def _like_input(op: Any, dy: Any) -> list[Any]:
    tensor = op.inputs[0]
    return [reshape(dy, _dims_tensor(tensor)), *[None] * (len(op.inputs) - 1)]


def _dims_tensor(tensor: Any) -> Any:
    return shape(tensor)


reshape_op = Op(
    "Reshape",
    "tensor: T, shape: Tshape -> output: T | Tshape: index = int32",
    shape=_reshaped,
    reference=lambda xp, tensor, shape: xp.reshape(
        tensor, tuple(int(n) for n in shape)
    ),
    keeps_elements=lambda c: True,
    gradient=_like_input,
    partial_value=lambda c: c.value_as_shape(0),
)


def _dims_of(c: ShapeContext) -> Dims:
    rank = c.rank()
    return (rank,)


shape_op = Op(
    "Shape",
    "input: T -> output: out_type | out_type: index = int32",
    shape=_dims_of,
    reference=lambda xp, input, out_type: np.array(input.shape, out_type.numpy_dtype),
    shapes_only=True,
    gradient=NOT_DIFFERENTIABLE,
    partial_value=lambda c: c.shape(0),
)

shape_n_op = Op(
    "ShapeN",
    "input: N * T -> output: N * out_type | N: int >= 1, out_type: index = int32",
    shape=lambda c: [(None if dims is None else len(dims),) for dims in c.shapes()],
    reference=lambda xp, input, out_type: [
        np.array(item.shape, out_type.numpy_dtype) for item in input
    ],
    shapes_only=True,
    gradient=NOT_DIFFERENTIABLE,
)

size_op = Op(
    "Size",
    "input: T -> output: out_type | out_type: index = int32",
    shape=scalar,
    reference=lambda xp, input, out_type: np.array(input.size, out_type.numpy_dtype),
    shapes_only=True,
    gradient=NOT_DIFFERENTIABLE,
    partial_value=lambda c: (num_elements(c.shape(0)),),
)

rank_op = Op(
    "Rank",
    "input: T -> output: int32",
    shape=scalar,
    reference=lambda xp, input: np.array(input.ndim, np.int32),
    shapes_only=True,
    gradient=NOT_DIFFERENTIABLE,
    partial_value=lambda c: (c.rank(),),
)


def _expanded(c: ShapeContext) -> Dims:
    dims, value = c.shape(0), c.value(1)
    if dims is None:
        return None
    if value is None:
        return (None,) * (len(dims) + 1)
    if value.size != 1:
        raise c.fail("'dim' input must be a tensor with a single value")
    axis = int(value.reshape(-1)[0])
    if not -len(dims) - 1 <= axis <= len(dims):
        raise c.fail(
            f"Tried to expand dim index {axis} for tensor with {len(dims)} dimensions."
        )
    axis %= len(dims) + 1
    return (*dims[:axis], 1, *dims[axis:])


expand_dims_op = Op(
    "ExpandDims",
    "input: T, dim: Tdim -> output: T | Tdim: index = int32",
    shape=_expanded,
    reference=lambda xp, input, dim: xp.expand_dims(
        input, int(np.asarray(dim).reshape(-1)[0])
    ),
    keeps_elements=lambda c: True,
    gradient=_like_input,
    partial_value=lambda c: c.value_as_shape(0) if c.rank() == 0 else None,
)


def _squeeze_axes(c: ShapeContext, dims: Any) -> list[int]:
    axes = c.attrs["squeeze_dims"]
    found = []
    for axis in axes:
        if not -len(dims) <= axis < len(dims):
            raise c.fail(
                f"Tried to squeeze dim index {axis} for tensor with {len(dims)} dimensions."
            )
        axis %= len(dims)
        if dims[axis] not in (1, None):
            raise c.fail(
                f"Can not squeeze dim[{axis}], expected a dimension of 1, got {dims[axis]}"
            )
        found.append(axis)
    return found


def _squeezed(c: ShapeContext) -> Dims:
    dims = c.shape(0)
    if dims is None:
        return None
    axes = _squeeze_axes(c, dims)
    if not axes:
        if None in dims:
            return None
        return tuple(dim for dim in dims if dim != 1)
    return tuple(dim for i, dim in enumerate(dims) if i not in axes)


squeeze_op = Op(
    "Squeeze",
    "input: T -> output: T | squeeze_dims: list(int) = []",
    shape=_squeezed,
    reference=lambda xp, input, squeeze_dims: xp.squeeze(
        input, axis=squeeze_dims or None
    ),
    keeps_elements=lambda c: True,
    gradient=_like_input,
    partial_value=lambda c: c.value_as_shape(0),
)


def _transposed(c: ShapeContext) -> Dims:
    dims, value = c.shape(0), c.vector(1)
    if value is None:
        count = c.shape(1)
        if dims is not None:
            return (None,) * len(dims)
        return None if count is None or count[0] is None else (None,) * count[0]
    order = [int(axis) for axis in value.reshape(-1)]
    if dims is None:
        return (None,) * len(order)
    if len(order) != len(dims):
        raise c.fail(
            f"transpose expects a vector of size {len(dims)}. But input(1) is a vector of "
            f"size {len(order)}"
        )
    places = [
        axis % len(dims) if -len(dims) <= axis < len(dims) else -1 for axis in order
    ]
    if sorted(places) != list(range(len(dims))):
        raise c.fail(f"{order} is not a permutation of the {len(dims)} axes")
    return tuple(dims[axis] for axis in places)


def _in_order(c: ShapeContext, dims: Dims) -> int | None:
    """The input, where no axis moves."""
    perm = c.value(1)
    return 0 if perm is not None and list(perm) == list(range(len(perm))) else None


transpose_op = Op(
    "Transpose",
    "x: T, perm: Tperm -> y: T | Tperm: index = int32",
    shape=_transposed,
    reference=lambda xp, x, perm: xp.transpose(x, tuple(int(axis) for axis in perm)),
    gradient=lambda op, dy: [transpose(dy, _inverse(op.inputs[1])), None],
    forwards=_in_order,
)


def _inverse(perm: Any) -> Any:
    from tensorbrook._src.ops import sort

    return sort.invert_permutation(perm)


def _concatenated(c: ShapeContext) -> Dims:
    shapes = [dims for dims in c.shapes()[:-1] if dims is not None]
    value = c.value(len(c.inputs) - 1)
    if not shapes:
        return None
    rank = len(shapes[0])
    if any(len(dims) != rank for dims in shapes):
        raise c.fail(
            "ConcatOp : Dimension mismatch: all inputs must have the same number of "
            f"dimensions, got shapes {[brackets(dims) for dims in shapes]}"
        )
    if rank == 0:
        raise c.fail("ConcatOp : Can't concatenate scalars (use tf.stack instead)")
    if value is None:
        return (None,) * rank
    if value.size != 1:
        raise c.fail(
            f"Concat dim tensor should be a scalar, but got shape {brackets(value.shape)}"
        )
    axis = int(value.reshape(-1)[0])
    if not -rank <= axis < rank:
        raise c.fail(
            f"ConcatOp : Expected concatenating dimensions in the range [{-rank}, {rank}), "
            f"but got {axis}"
        )
    return _joined(c, shapes, axis % rank, len(shapes) == len(c.inputs) - 1)


def _joined(c: ShapeContext, shapes: list[Any], axis: int, all_known: bool) -> Dims:
    dims: Dims = shapes[0]
    for index, other in enumerate(shapes[1:], 1):
        first = tuple(None if i == axis else d for i, d in enumerate(dims or ()))
        second = tuple(None if i == axis else d for i, d in enumerate(other))
        try:
            dims = merge_dims(first, second)
        except ValueError:
            raise c.fail(
                f"ConcatOp : Dimension {axis} in both shapes must be equal apart from the "
                f"axis: Dimensions of inputs should match: shape[0] = {brackets(shapes[0])} "
                f"vs. shape[{index}] = {brackets(other)}"
            ) from None
    lengths = [other[axis] for other in shapes]
    total = None if None in lengths or not all_known else sum(lengths)
    return tuple(total if i == axis else d for i, d in enumerate(dims or ()))


def _concat_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops import slicing

    values, axis = op.inputs[:-1], op.inputs[-1]
    if len(values) == 1:
        return [dy, None]
    offsets = concat_offset_op(axis, [shape(value) for value in values])
    pieces = [
        slicing.slice(dy, begin, shape(value))
        for begin, value in zip(offsets, values, strict=True)
    ]
    return [*pieces, None]


def _known_parts(c: ShapeContext) -> Dims:
    found: list[int | None] = []
    for index in range(len(c.inputs) - 1):
        part = c.value_as_shape(index)
        if part is None:
            return None
        found.extend(part)
    return tuple(found)


concat_op = Op(
    "ConcatV2",
    "values: N * T, axis: Tidx -> output: T | N: int >= 2, Tidx: index = int32",
    shape=_concatenated,
    reference=lambda xp, values, axis: xp.concatenate(
        values, axis=int(axis.reshape(-1)[0])
    ),
    gradient=_concat_gradient,
    partial_value=_known_parts,
)


def _offsets(xp: Any, concat_dim: Any, shape: list[Any]) -> list[Any]:
    axis = int(concat_dim) % max(len(shape[0]), 1)
    found, start = [], 0
    for dims in shape:
        offset = np.zeros(len(dims), dims.dtype)
        offset[axis] = start
        start += int(dims[axis])
        found.append(offset)
    return found


concat_offset_op = Op(
    "ConcatOffset",
    "concat_dim: int32, shape: N * shape_type -> offset: N * shape_type | N: int >= 2, "
    "shape_type: index = int32",
    shape=lambda c: [dims for dims in c.shapes()[1:]],
    reference=_offsets,
    gradient=NOT_DIFFERENTIABLE,
)


def _packed(c: ShapeContext) -> Dims:
    dims: Dims = None
    for index, other in enumerate(c.shapes()):
        try:
            dims = merge_dims(dims, other)
        except ValueError:
            raise c.fail(
                f"Shapes of all inputs must match: values[0].shape = {brackets(c.shape(0))} "
                f"!= values[{index}].shape = {brackets(other)}"
            ) from None
    if dims is None:
        return None
    axis = c.attrs["axis"]
    if not -len(dims) - 1 <= axis <= len(dims):
        raise c.fail(
            f"axis = {axis} not in [{-len(dims) - 1}, {len(dims) + 1}) while stacking"
        )
    axis %= len(dims) + 1
    return (*dims[:axis], c.attrs["N"], *dims[axis:])


def _packed_values(c: ShapeContext) -> Dims:
    found: list[int | None] = []
    for index in range(len(c.inputs)):
        part = c.value_as_shape(index)
        if part is None and c.shape(index) == ():
            part = (None,)  # a -1, which alone would stand for a whole shape
        if part is None or len(part) != 1:
            return None
        found.extend(part)
    return tuple(found)


stack_op = Op(
    "Pack",
    "values: N * T -> output: T | N: int >= 1, axis: int = 0",
    shape=_packed,
    reference=lambda xp, values, axis: xp.stack(values, axis=axis),
    gradient=lambda op, dy: unstack(dy, len(op.inputs), op.attrs["axis"]),
    partial_value=_packed_values,
)


def _unpacked(c: ShapeContext) -> list[Dims]:
    dims, count, axis = c.shape(0), c.attrs["num"], c.attrs["axis"]
    if dims is None:
        return [None] * count
    if not -len(dims) <= axis < len(dims):
        raise c.fail(
            f"axis = {axis} not in [{-len(dims)}, {len(dims)}) while unstacking"
        )
    axis %= len(dims)
    if dims[axis] not in (None, count):
        raise c.fail(
            f"Input shape axis {axis} must equal {count}, got shape {brackets(dims)}"
        )
    return [(*dims[:axis], *dims[axis + 1 :])] * count


unpack_op = Op(
    "Unpack",
    "value: T -> output: num * T | num: int >= 0, axis: int = 0",
    shape=_unpacked,
    reference=lambda xp, value, num, axis: [
        xp.squeeze(part, axis=axis)
        for part in xp.split(value, max(num, 1), axis=axis)[:num]
    ],
    gradient=lambda op, *dys: [stack_op(list(dys), axis=op.attrs["axis"])],
)


def _broadcast_target(c: ShapeContext) -> Dims:
    c.check_rank(1, 1)
    dims, wanted = c.shape(0), c.value_as_shape(1)
    if dims is None or wanted is None:
        return wanted
    value = c.vector(1)
    if value is not None and (value < 0).any():
        raise c.fail(f"Dimension {int(value.min())} must be >= 0")
    if len(dims) > len(wanted):
        raise c.fail(
            f"Rank of input ({len(dims)}) must be no greater than rank of output shape "
            f"({len(wanted)})."
        )
    for dim, target in zip(dims[::-1], wanted[::-1], strict=False):
        if dim not in (1, None, target) and target is not None:
            raise c.fail(
                f"Incompatible shapes: {brackets(dims)} vs. {brackets(wanted)}"
            )
    if value is not None and math.prod(int(n) for n in value) > _MAX_ELEMENTS:
        raise c.fail(
            f"Shape {brackets(wanted)} would have more than 2**63 - 1 elements"
        )
    return wanted


def _broadcast_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops.binary import unbroadcast

    return [unbroadcast(dy, op.inputs[0]), None]


broadcast_to_op = Op(
    "BroadcastTo",
    "input: T, shape: Tidx -> output: T | Tidx: index = int32",
    shape=_broadcast_target,
    reference=lambda xp, input, shape: xp.broadcast_to(
        input, tuple(int(n) for n in shape)
    ),
    forwards=same_dims,
    repeats=True,
    gradient=_broadcast_gradient,
    sized_by_values=True,
)


def _tiled(c: ShapeContext) -> Dims:
    dims, multiples = c.shape(0), c.value_as_shape(1)
    if dims is None:
        return None if multiples is None else (None,) * len(multiples)
    if multiples is None:
        return (None,) * len(dims)
    if len(multiples) != len(dims):
        raise c.fail(
            f"Expected multiples argument to be a vector of length {len(dims)} but got length "
            f"{len(multiples)}"
        )
    value = c.value(1)
    if value is not None and (value < 0).any():
        raise c.fail(f"Expected multiples[i] >= 0, but got {value.tolist()}")
    return tuple(
        None if d is None or m is None else d * m
        for d, m in zip(dims, multiples, strict=True)
    )


def _tile_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops import reduce

    tensor, multiples = op.inputs
    sizes = shape(tensor)
    pairs = reshape(transpose(stack_op([multiples, _same(sizes, multiples)])), [-1])
    split_up = reshape(dy, pairs)
    axes = list(range(0, 2 * len(tensor._dims), 2))
    return [reshape(reduce.reduce_sum(split_up, axes), sizes), None]


def _same(tensor: Any, like: Any) -> Any:
    from tensorbrook._src.ops import cast

    return cast.cast(tensor, like.dtype)


tile_op = Op(
    "Tile",
    "input: T, multiples: Tmultiples -> output: T | Tmultiples: index = int32",
    shape=_tiled,
    reference=lambda xp, input, multiples: xp.tile(
        input, tuple(int(n) for n in multiples)
    ),
    gradient=_tile_gradient,
    sized_by_values=True,
)


def shape(input: Any, out_type: Any = None, name: str | None = None) -> Tensor:
    """The shape of a tensor as an integer vector.

    Args:
        input: A tensor.
        out_type: int32 (the default) or int64.
        name: Name of the node in a graph.

    Returns:
        A vector with the lengths of the axes.

    Example:
        >>> import tensorbrook as tf
        >>> tf.shape([[1, 2, 3]]).numpy()
        array([1, 3], dtype=int32)
    """
    kind = dtypes.int32 if out_type is None else dtypes.as_dtype(out_type)
    if isinstance(input, SparseTensor):
        from tensorbrook._src.ops import cast

        return cast.cast(input.dense_shape, kind, name)  # type: ignore[no-any-return]
    return shape_op(input, out_type=kind, name=name)  # type: ignore[no-any-return]


def shape_n(input: Any, out_type: Any = None, name: str | None = None) -> list[Tensor]:
    """The shapes of several tensors as integer vectors.

    Example:
        >>> import tensorbrook as tf
        >>> [s.numpy().tolist() for s in tf.shape_n([[1, 2], [3]])]
        [[2], [1]]
    """
    kind = dtypes.int32 if out_type is None else dtypes.as_dtype(out_type)
    return shape_n_op(list(input), out_type=kind, name=name)  # type: ignore[no-any-return]


def size(input: Any, out_type: Any = None, name: str | None = None) -> Tensor:
    """The number of elements of a tensor, as an int32 or int64 scalar.

    Example:
        >>> import tensorbrook as tf
        >>> int(tf.size([[1, 2], [3, 4]]))
        4
    """
    kind = dtypes.int32 if out_type is None else dtypes.as_dtype(out_type)
    if isinstance(input, SparseTensor):
        from tensorbrook._src.ops import cast, reduce

        return reduce.reduce_prod(cast.cast(input.dense_shape, kind), name=name)
    return size_op(input, out_type=kind, name=name)  # type: ignore[no-any-return]


def rank(input: Any, name: str | None = None) -> Tensor:
    """The number of axes of a tensor, as an int32 scalar.

    Example:
        >>> import tensorbrook as tf
        >>> int(tf.rank([[1, 2], [3, 4]]))
        2
    """
    if isinstance(input, SparseTensor):
        return size_op(input.dense_shape, out_type=dtypes.int32, name=name)  # type: ignore[no-any-return]
    return rank_op(input, name=name)  # type: ignore[no-any-return]


def _shape_argument(value: Any) -> Any:
    if isinstance(value, int):
        value = [value]
    if hasattr(value, "_dims") and not hasattr(type(value), "__tf_tensor__"):
        value = list(value._dims)
    return convert_to_tensor(value, dtype_hint=dtypes.int32)


def reshape(tensor: Any, shape: Any, name: str | None = None) -> Tensor:
    """The elements of a tensor in another shape.

    Args:
        tensor: A tensor.
        shape: The new shape; one length may be -1 and follows from the others.
        name: Name of the node in a graph.

    Returns:
        A tensor of the same dtype.

    Raises:
        errors.InvalidArgumentError: The number of elements would change.

    Example:
        >>> import tensorbrook as tf
        >>> tf.reshape([1, 2, 3, 4], [2, -1]).numpy()
        array([[1, 2],
               [3, 4]], dtype=int32)
    """
    return reshape_op(tensor, _shape_argument(shape), name=name)  # type: ignore[no-any-return]


def expand_dims(input: Any, axis: Any, name: str | None = None) -> Tensor:
    """A tensor with an axis of length 1 put in at `axis`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.expand_dims([1, 2], 0).shape
        TensorShape([1, 2])
    """
    return expand_dims_op(input, axis, name=name)  # type: ignore[no-any-return]


def squeeze(input: Any, axis: Any = None, name: str | None = None) -> Tensor:
    """A tensor without axes of length 1: those in `axis`, or all of them.

    Example:
        >>> import tensorbrook as tf
        >>> tf.squeeze([[[1], [2]]]).shape
        TensorShape([2])
    """
    axes = () if axis is None else (axis,) if np.isscalar(axis) else tuple(axis)
    return squeeze_op(input, squeeze_dims=axes, name=name)  # type: ignore[no-any-return]


def transpose(
    a: Any, perm: Any = None, conjugate: bool = False, name: str | None = None
) -> Tensor:
    """A tensor with its axes in another order.

    Args:
        a: A tensor.
        perm: The new order; by default the axes are reversed.
        conjugate: Whether to conjugate as well.
        name: Name of the node in a graph.

    Returns:
        A tensor of the same dtype.

    Example:
        >>> import tensorbrook as tf
        >>> tf.transpose([[1, 2], [3, 4]]).numpy()
        array([[1, 3],
               [2, 4]], dtype=int32)
    """
    tensor = convert_to_tensor(a)
    if perm is None:
        if tensor._dims is None:
            from tensorbrook._src.ops import array_creation

            perm = array_creation.range(rank(tensor) - 1, -1, -1)
        else:
            perm = list(range(len(tensor._dims)))[::-1]
    order = convert_to_tensor(perm, dtype_hint=dtypes.int32)
    turned = transpose_op(tensor, order, name=name)
    if conjugate and tensor.dtype.is_complex:
        from tensorbrook._src.ops import complex_numbers

        return complex_numbers.conj(turned)  # type: ignore[no-any-return]
    return turned  # type: ignore[no-any-return]


def concat(values: Any, axis: Any, name: str | None = "concat") -> Tensor:
    """Tensors joined along an axis.

    Args:
        values: A list of tensors of one dtype, or a single tensor.
        axis: The axis along which their lengths may differ.
        name: Name of the node in a graph.

    Returns:
        A tensor.

    Raises:
        errors.InvalidArgumentError: Other lengths differ.

    Example:
        >>> import tensorbrook as tf
        >>> tf.concat([[1, 2], [3]], 0).numpy()
        array([1, 2, 3], dtype=int32)
    """
    if not isinstance(values, list | tuple):
        values = [values]
    if len(values) == 1:
        from tensorbrook._src.ops.constant import identity

        convert_to_tensor(axis, dtype=dtypes.int32)
        return identity(values[0], name=name)
    return concat_op(list(values), axis, name=name)  # type: ignore[no-any-return]


def stack(values: Any, axis: int = 0, name: str | None = "stack") -> Tensor:
    """Tensors of one shape stacked along a new axis.

    Args:
        values: A list of tensors of one shape and dtype.
        axis: Where the new axis goes.
        name: Name of the node in a graph.

    Returns:
        A tensor with one axis more.

    Raises:
        ValueError: `axis` is out of range.

    Example:
        >>> import tensorbrook as tf
        >>> tf.stack([[1, 2], [3, 4]], axis=1).numpy()
        array([[1, 3],
               [2, 4]], dtype=int32)
    """
    if axis == 0 and not _holds_tensors(values):
        try:
            return convert_to_tensor(values, name=name)
        except (TypeError, ValueError):
            return stack_op(list(values), axis=0, name=name)  # type: ignore[no-any-return]
    values = list(values)
    known = convert_to_tensor(values[0])._dims if values else None  # type: ignore[attr-defined]
    if known is not None and not -len(known) - 1 <= axis <= len(known):
        raise ValueError(
            f"Argument `axis` = {axis} not in range [{-len(known) - 1}, {len(known) + 1})"
        )
    return stack_op(values, axis=axis, name=name)  # type: ignore[no-any-return]


def _holds_tensors(values: Any) -> bool:
    if isinstance(values, list | tuple):
        return any(_holds_tensors(item) for item in values)
    return hasattr(type(values), "__tf_tensor__") or hasattr(
        type(values), "__tensorbrook_dispatch__"
    )


def unstack(
    value: Any, num: int | None = None, axis: int = 0, name: str | None = "unstack"
) -> list[Tensor]:
    """The slices of a tensor along an axis, as a list.

    Args:
        value: A tensor.
        num: The length of the axis, where it isn't known.
        axis: The axis.
        name: Name of the node in a graph.

    Returns:
        A list of tensors with one axis less.

    Raises:
        ValueError: The length of the axis is neither known nor given.

    Example:
        >>> import tensorbrook as tf
        >>> [int(t) for t in tf.unstack([1, 2, 3])]
        [1, 2, 3]
    """
    tensor = convert_to_tensor(value)
    if num is None:
        dims = tensor._dims  # type: ignore[attr-defined]
        if dims is None:
            raise ValueError(f"Cannot infer argument `num` from shape {tensor.shape}")
        if not -len(dims) <= axis < len(dims):
            raise ValueError(
                f"Argument `axis` = {axis} not in range [{-len(dims)}, {len(dims)})"
            )
        num = dims[axis]
        if num is None:
            raise ValueError(f"Cannot infer argument `num` from shape {tensor.shape}")
    return unpack_op(tensor, num=num, axis=axis, name=name)  # type: ignore[no-any-return]


def broadcast_to(input: Any, shape: Any, name: str | None = None) -> Tensor:
    """A tensor repeated along axes of length 1 until it has `shape`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.broadcast_to([1, 2], [2, 2]).numpy()
        array([[1, 2],
               [1, 2]], dtype=int32)
    """
    return broadcast_to_op(input, _shape_argument(shape), name=name)  # type: ignore[no-any-return]


def tile(input: Any, multiples: Any, name: str | None = None) -> Tensor:
    """A tensor repeated `multiples` times along each axis.

    Example:
        >>> import tensorbrook as tf
        >>> tf.tile([1, 2], [2]).numpy()
        array([1, 2, 1, 2], dtype=int32)
    """
    return tile_op(input, _shape_argument(multiples), name=name)  # type: ignore[no-any-return]
