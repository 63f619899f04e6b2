"""Products of matrices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.complex_numbers import conj
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.elementwise import in_float32
from tensorbrook._src.ops.rules import brackets

#: The product of two plain eager tensors, or NotImplemented; `wiring` puts it here.
quick: Callable[[Any, Any], Any] | None = None

_TYPES = (
    "bfloat16|half|float|double|int16|int32|int64|uint8|uint16|uint32|uint64|complex64|"
    "complex128"
)


def _flipped(dims: Any, flip: bool) -> Any:
    return (*dims[:-2], dims[-1], dims[-2]) if flip else dims


def _matrix_dims(c: ShapeContext) -> Dims:
    a, b = c.shape(0), c.shape(1)
    for index, dims in enumerate((a, b)):
        if dims is not None and len(dims) != 2:
            least = "ndims must be >= 2" if len(dims) < 2 else "is not a matrix"
            raise c.fail(f"In[{index}] {least}: {len(dims)}")
    a = (None, None) if a is None else a
    b = (None, None) if b is None else b
    left = _flipped(a, c.attrs["transpose_a"])
    right = _flipped(b, c.attrs["transpose_b"])
    if None not in (left[1], right[0]) and left[1] != right[0]:
        raise c.fail(
            f"Matrix size-incompatible: In[0]: {brackets(a)}, In[1]: {brackets(b)}"
        )
    return (left[0], right[1])


def _batch_dims(c: ShapeContext) -> Dims:
    a, b = c.shape(0), c.shape(1)
    if a is None or b is None:
        return None
    for index, dims in enumerate((a, b)):
        if len(dims) < 2:
            raise c.fail(f"In[{index}] ndims must be >= 2: {len(dims)}")
    left, right = _flipped(a, c.attrs["adj_x"]), _flipped(b, c.attrs["adj_y"])
    if None not in (left[-1], right[-2]) and left[-1] != right[-2]:
        raise c.fail(
            f"Matrix size-incompatible: In[0]: {brackets(a)}, In[1]: {brackets(b)}"
        )
    size = max(len(a), len(b)) - 2
    heads = [(1,) * (size - len(d) + 2) + d[:-2] for d in (a, b)]
    batch: list[int | None] = []
    for x, y in zip(*heads, strict=True):
        if x == 1:
            batch.append(y)
        elif y in (1, x) or y is None:
            batch.append(x)
        elif x is None:
            batch.append(y)
        else:
            raise c.fail(
                "In[0] and In[1] must have compatible batch dimensions: "
                f"{brackets(a)} vs. {brackets(b)}"
            )
    return (*batch, left[-2], right[-1])


def _turned(xp: Any, x: Any, flip: bool, conjugate: bool) -> Any:
    if not flip:
        return x
    x = xp.swapaxes(x, -1, -2)
    return xp.conj(x) if conjugate and x.dtype.kind == "c" else x


def _matmul(
    xp: Any,
    a: Any,
    b: Any,
    transpose_a: bool,
    transpose_b: bool,
    grad_a: bool = False,
    grad_b: bool = False,
) -> Any:
    return xp.matmul(
        _turned(xp, a, transpose_a, False), _turned(xp, b, transpose_b, False)
    )


def _batch_matmul(
    xp: Any,
    x: Any,
    y: Any,
    adj_x: bool,
    adj_y: bool,
    grad_x: bool = False,
    grad_y: bool = False,
) -> Any:
    return xp.matmul(_turned(xp, x, adj_x, True), _turned(xp, y, adj_y, True))


def _matmul_gradient(op: Any, dy: Any) -> list[Any]:
    a, b = conj(op.inputs[0]), conj(op.inputs[1])
    flip_a, flip_b = op.attrs["transpose_a"], op.attrs["transpose_b"]

    def product(x: Any, y: Any, flip_x: bool, flip_y: bool) -> Any:
        return matmul_op(x, y, transpose_a=flip_x, transpose_b=flip_y)

    if not flip_a and not flip_b:
        return [product(dy, b, False, True), product(a, dy, True, False)]
    if not flip_a:
        return [product(dy, b, False, False), product(dy, a, True, False)]
    if not flip_b:
        return [product(b, dy, False, True), product(a, dy, False, False)]
    return [product(b, dy, True, True), product(dy, a, True, True)]


def _batch_matmul_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops.binary import unbroadcast

    x, y = op.inputs
    adj_x, adj_y = op.attrs["adj_x"], op.attrs["adj_y"]

    def product(a: Any, b: Any, flip_a: bool, flip_b: bool) -> Any:
        return batch_matmul_v2_op(a, b, adj_x=flip_a, adj_y=flip_b)

    if not adj_x and not adj_y:
        found = product(dy, y, False, True), product(x, dy, True, False)
    elif not adj_x:
        found = product(dy, y, False, False), product(dy, x, True, False)
    elif not adj_y:
        found = product(y, dy, False, True), product(x, dy, False, False)
    else:
        found = product(y, dy, True, True), product(dy, x, True, True)
    return [unbroadcast(found[0], x), unbroadcast(found[1], y)]


def _as(x: Any, dtype: Any) -> Any:
    if x.dtype.kind == "c" and not dtype.is_complex:
        raise TypeError(f"complex numbers don't fit into {dtype.name}")
    return x.astype(dtype.numpy_dtype)


batch_matmul_v3_op = Op(
    "BatchMatMulV3",
    "x: Ta, y: Tb -> output: Tout | adj_x: bool = False, adj_y: bool = False, "
    f"grad_x: bool = False, grad_y: bool = False, Ta: {_TYPES}|int8, "
    f"Tb: {_TYPES}|int8, Tout: {_TYPES}",
    shape=_batch_dims,
    reference=lambda xp, x, y, Tout, **flips: _batch_matmul(
        xp, _as(x, Tout), _as(y, Tout), **flips
    ),
    gradient=NOT_DIFFERENTIABLE,
)

matmul_op = Op(
    "MatMul",
    "a: T, b: T -> product: T | transpose_a: bool = False, transpose_b: bool = False, "
    f"grad_a: bool = False, grad_b: bool = False, T: {_TYPES}",
    shape=_matrix_dims,
    reference=in_float32(_matmul),
    gradient=_matmul_gradient,
)

batch_matmul_v2_op = Op(
    "BatchMatMulV2",
    "x: T, y: T -> output: T | adj_x: bool = False, adj_y: bool = False, "
    f"grad_x: bool = False, grad_y: bool = False, T: {_TYPES}",
    shape=_batch_dims,
    reference=in_float32(_batch_matmul),
    gradient=_batch_matmul_gradient,
)


def matmul(
    a: Any,
    b: Any,
    transpose_a: bool = False,
    transpose_b: bool = False,
    adjoint_a: bool = False,
    adjoint_b: bool = False,
    a_is_sparse: bool = False,
    b_is_sparse: bool = False,
    output_type: Any = None,
    grad_a: bool = False,
    grad_b: bool = False,
    name: str | None = None,
) -> Tensor:
    """The product of the matrices in the last two axes of `a` and `b`.

    Args:
        a: A tensor of rank 2 or more.
        b: A tensor of the same dtype; the leading axes are broadcast.
        transpose_a: Whether to transpose the matrices of `a` first.
        transpose_b: Whether to transpose the matrices of `b` first.
        adjoint_a: Whether to conjugate and transpose the matrices of `a` first.
        adjoint_b: Whether to conjugate and transpose the matrices of `b` first.
        a_is_sparse: Accepted for compatibility.
        b_is_sparse: Accepted for compatibility.
        output_type: The dtype of the result, where it is to differ.
        grad_a: Accepted for compatibility.
        grad_b: Accepted for compatibility.
        name: Name of the node in a graph.

    Returns:
        A tensor of the dtype of `a`.

    Raises:
        ValueError: Both transpose and adjoint were asked for.
        errors.InvalidArgumentError: The inner dimensions differ.

    Example:
        >>> import tensorbrook as tf
        >>> tf.matmul([[1, 2]], [[3], [4]]).numpy()
        array([[11]], dtype=int32)
    """
    plain = not (transpose_a or transpose_b or adjoint_a or adjoint_b or output_type)
    if plain and quick is not None:
        product = quick(a, b)
        if product is not NotImplemented:
            return product  # type: ignore[no-any-return]
    if transpose_a and adjoint_a:
        raise ValueError("Only one of `transpose_a` and `adjoint_a` can be True.")
    if transpose_b and adjoint_b:
        raise ValueError("Only one of `transpose_b` and `adjoint_b` can be True.")
    x = a if isinstance(a, Tensor) else convert_to_tensor(a, name="a")
    y = b
    if not isinstance(b, Tensor):
        y = convert_to_tensor(b, dtype_hint=x.dtype, name="b")
    product = _product(
        x,
        y,
        bool(transpose_a),
        bool(transpose_b),
        bool(adjoint_a),
        bool(adjoint_b),
        name,
    )
    if output_type is not None:
        from tensorbrook._src.ops import cast

        return cast.cast(product, output_type)  # type: ignore[no-any-return]
    return product


def _product(
    x: Any,
    y: Any,
    transpose_a: bool,
    transpose_b: bool,
    adjoint_a: bool,
    adjoint_b: bool,
    name: str | None,
) -> Tensor:
    dims, other = x._dims, y._dims  # type: ignore[attr-defined]
    if dims is None or other is None or len(dims) > 2 or len(other) > 2:
        x = conj(x) if transpose_a and x.dtype.is_complex else x
        y = conj(y) if transpose_b and y.dtype.is_complex else y
        return batch_matmul_v2_op(  # type: ignore[no-any-return]
            x,
            y,
            adj_x=transpose_a or adjoint_a,
            adj_y=transpose_b or adjoint_b,
            name=name,
        )
    x = conj(x) if adjoint_a else x
    y = conj(y) if adjoint_b else y
    return matmul_op(  # type: ignore[no-any-return]
        x,
        y,
        transpose_a=transpose_a or adjoint_a,
        transpose_b=transpose_b or adjoint_b,
        name=name,
    )


def matvec(
    a: Any,
    b: Any,
    transpose_a: bool = False,
    adjoint_a: bool = False,
    a_is_sparse: bool = False,
    b_is_sparse: bool = False,
    name: str | None = None,
) -> Tensor:
    """The product of the matrices of `a` and the vectors of `b`.

    Args:
        a: A tensor of rank 2 or more.
        b: A tensor of rank 1 or more.
        transpose_a: Whether to transpose the matrices first.
        adjoint_a: Whether to conjugate and transpose the matrices first.
        a_is_sparse: Accepted for compatibility.
        b_is_sparse: Accepted for compatibility.
        name: Name of the node in a graph.

    Returns:
        A tensor of vectors.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.matvec([[1, 2], [3, 4]], [1, 1]).numpy()
        array([3, 7], dtype=int32)
    """
    from tensorbrook._src.ops import shape

    vector = shape.expand_dims(convert_to_tensor(b), -1)
    product = matmul(a, vector, transpose_a=transpose_a, adjoint_a=adjoint_a)
    return shape.squeeze(product, axis=[-1], name=name)


def tensordot(a: Any, b: Any, axes: Any, name: str | None = None) -> Tensor:
    """Contracts axes of `a` with axes of `b`.

    Args:
        a: A tensor.
        b: A tensor of the same dtype.
        axes: A number of axes (the last of `a`, the first of `b`), or a pair of lists.
        name: Name of the node in a graph.

    Returns:
        A tensor with the axes that are left, those of `a` first.

    Raises:
        ValueError: The axes don't fit.

    Example:
        >>> import tensorbrook as tf
        >>> int(tf.tensordot([1, 2], [3, 4], axes=1))
        11
    """
    from tensorbrook._src.ops import shape

    x = convert_to_tensor(a)
    y = convert_to_tensor(b, dtype_hint=x.dtype)
    if x._dims is None or y._dims is None:
        return _unknown_tensordot(x, y, axes, name)
    left, right = _contracted(axes, len(x._dims), len(y._dims))
    free_x = [i for i in range(len(x._dims)) if i not in left]
    free_y = [i for i in range(len(y._dims)) if i not in right]
    dims_x, dims_y = _sizes(x), _sizes(y)
    inner = _number_of([dims_x[i] for i in left], [dims_y[i] for i in right])
    rows = _number_of([dims_x[i] for i in free_x])
    columns = _number_of([dims_y[i] for i in free_y])
    first = shape.transpose(x, [*free_x, *left])
    second = shape.transpose(y, [*right, *free_y])
    product = matmul(
        shape.reshape(first, shape.stack([rows, inner])),
        shape.reshape(second, shape.stack([inner, columns])),
    )
    parts = [dims_x[i] for i in free_x] + [dims_y[i] for i in free_y]
    known = all(isinstance(part, int) for part in parts)
    target = parts if known else shape.stack(parts)
    return shape.reshape(product, target, name=name)


def _unknown_tensordot(x: Any, y: Any, axes: Any, name: str | None) -> Tensor:
    """Contracts a number of axes of tensors of unknown rank."""
    from tensorbrook._src.ops import reduce, shape

    if not isinstance(axes, int | np.integer):
        raise NotImplementedError(
            "tf.tensordot: lists of axes need tensors whose ranks are known."
        )
    sizes_x, sizes_y = shape.shape(x), shape.shape(y)
    cut = shape.rank(x) - int(axes)
    outer, rest = sizes_x[:cut], sizes_y[int(axes) :]
    inner = reduce.reduce_prod(sizes_x[cut:])
    product = matmul(
        shape.reshape(x, shape.stack([reduce.reduce_prod(outer), inner])),
        shape.reshape(y, shape.stack([inner, reduce.reduce_prod(rest)])),
    )
    return shape.reshape(product, shape.concat([outer, rest], 0), name=name)


def _sizes(tensor: Any) -> list[Any]:
    """The lengths of the axes: numbers where they are known, else tensors."""
    from tensorbrook._src.ops import shape

    dims = tensor._dims
    if None not in dims:
        return list(dims)
    sizes = shape.shape(tensor)
    return [sizes[i] if dim is None else dim for i, dim in enumerate(dims)]


def _number_of(*choices: list[Any]) -> Any:
    """The product of sizes, from the first list of which all are known, if there is one."""
    for sizes in choices:
        if all(isinstance(size, int) for size in sizes):
            return int(np.prod(sizes, dtype=int))
    total = choices[0][0]
    for size in choices[0][1:]:
        total = total * size
    return total


def _contracted(axes: Any, rank_a: int, rank_b: int) -> tuple[list[int], list[int]]:
    if isinstance(axes, int | np.integer):
        if axes < 0 or axes > min(rank_a, rank_b):
            raise ValueError(
                f"`axes` must be between 0 and the ranks {rank_a} and {rank_b}, "
                f"got {axes}."
            )
        return list(range(rank_a - axes, rank_a)), list(range(axes))
    pair = np.asarray(axes).tolist() if not isinstance(axes, list | tuple) else axes
    if len(pair) != 2:
        raise ValueError(f"`axes` must be an integer or have length 2, got {axes}.")
    found = [
        [item] if isinstance(item, int) else [int(i) for i in item] for item in pair
    ]
    left = [i % rank_a for i in found[0]]
    right = [i % rank_b for i in found[1]]
    if len(left) != len(right):
        raise ValueError(
            "Different number of contraction axes in `a` and `b`: "
            f"{len(left)} != {len(right)}."
        )
    return left, right
