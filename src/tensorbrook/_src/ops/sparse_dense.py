"""Sparse tensors together with dense ones: products, quotients, sums, softmax."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import (
    array_creation,
    complex_numbers,
    gather,
    matmul,
    reduce,
    scatter,
    segment,
    shape,
    sparse_reduce,
)
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.elementwise import widened
from tensorbrook._src.ops.sparse_kernels import (
    check_parts,
    check_ranks,
    check_within,
    invalid,
    numbers,
)
from tensorbrook._src.ops.sparse_tensor import (
    SparseTensor,
    SparseTensorValue,
    as_sparse,
)

_PIECE = 1 << 18  # elements of products that are summed at once

# --- element by element --------------------------------------------------------------


def _cwise_dims(c: ShapeContext) -> Dims:
    check_parts(c, c.op.name, prefix="sp_")
    return c.shape(1)


def _spread(xp: Any, indices: Any, dense_shape: Any, dense: Any) -> Any:
    """The elements of `dense`, broadcast to the sparse shape, where values stand."""
    dims = tuple(int(n) for n in dense_shape)
    padded = (1,) * (len(dims) - dense.ndim) + dense.shape
    if dense.ndim > len(dims) or any(
        n not in (1, wanted) for n, wanted in zip(padded, dims, strict=True)
    ):
        raise invalid(
            "SparseDenseBinaryOpShared broadcasts dense to sparse only; got incompatible "
            f"shapes: {numbers(dense_shape)} vs. {numbers(dense.shape)}"
        )
    if xp is np:
        check_within(indices, dense_shape)
    return xp.broadcast_to(dense, dims)[tuple(indices.T)]


def _cwise(function: Callable[[Any, Any, Any], Any]) -> Any:
    def kernel(xp: Any, indices: Any, values: Any, dense_shape: Any, dense: Any) -> Any:
        other = _spread(xp, indices, dense_shape, dense)
        return function(xp, values, other).astype(values.dtype)

    return kernel


def _quotient(xp: Any, a: Any, b: Any) -> Any:
    if a.dtype.kind not in "iu":
        return a / b
    if xp is np and not np.all(b):
        raise invalid("SparseDenseCwiseDiv: integer division by zero")
    return xp.trunc(a / b)


def _cwise_gradient(slopes: Callable[..., tuple[Any, Any]]) -> Any:
    """The gradient, given the derivatives by the value and by the dense element."""

    def gradient(op: Any, dy: Any) -> list[Any]:
        indices, values, dense_shape, dense = op.inputs
        rank = shape.size(dense_shape)
        dense_dims = shape.shape(dense, out_type=dtypes.int64)
        missing = rank - shape.rank(dense)
        ones = array_creation.ones(shape.expand_dims(missing, 0), dtype=dtypes.int64)
        padded = shape.concat([ones, dense_dims], 0)
        # an axis of length 1 is read everywhere: its index is always 0
        places = indices * (padded // dense_shape)
        whole = shape.reshape(dense, padded)
        read = gather.gather_nd(whole, places)
        by_value, by_dense = slopes(values, read)
        spread = scatter.scatter_nd(places, dy * complex_numbers.conj(by_dense), padded)
        return [
            None,
            dy * complex_numbers.conj(by_value),
            None,
            shape.reshape(spread, dense_dims),
        ]

    return gradient


def _cwise_record(
    name: str,
    function: Callable[[Any, Any, Any], Any],
    slopes: Callable[..., tuple[Any, Any]],
) -> Op:
    return Op(
        f"SparseDenseCwise{name}",
        "sp_indices: int64, sp_values: T, sp_shape: int64, dense: T -> output: T | "
        "T: numeric",
        shape=_cwise_dims,
        reference=_cwise(function),
        gradient=_cwise_gradient(slopes),
    )


cwise_add_op = _cwise_record(
    "Add",
    lambda xp, a, b: a + b,
    lambda a, b: (array_creation.ones_like(a), array_creation.ones_like(b)),
)
cwise_mul_op = _cwise_record("Mul", lambda xp, a, b: a * b, lambda a, b: (b, a))
cwise_div_op = _cwise_record("Div", _quotient, lambda a, b: (1 / b, -a / (b * b)))


def multiply(sparse: SparseTensor, dense: Any) -> SparseTensor:
    """`sparse * dense`, where the dense tensor is broadcast to the sparse one."""
    return _with_dense(cwise_mul_op, sparse, dense)


def divide(sparse: SparseTensor, dense: Any) -> SparseTensor:
    """`sparse / dense`, where the dense tensor is broadcast to the sparse one."""
    return _with_dense(cwise_div_op, sparse, dense)


def _with_dense(op: Op, sparse: SparseTensor, dense: Any) -> SparseTensor:
    other = convert_to_tensor(dense, dtype=sparse.dtype)
    found = op(sparse.indices, sparse.values, sparse.dense_shape, other)
    return sparse.with_values(found)


def _sum_dims(c: ShapeContext) -> Dims:
    check_parts(c, "SparseTensorDenseAdd", prefix="a_")
    return c.shape(3)


def _sum(xp: Any, indices: Any, values: Any, dense_shape: Any, dense: Any) -> Any:
    if dense.ndim != len(dense_shape):
        raise invalid(
            f"Two operands have different ranks; received: {len(dense_shape)} and "
            f"{dense.ndim}"
        )
    if dense.shape != tuple(int(n) for n in dense_shape):
        raise invalid(
            f"Dimensions of the sparse and the dense operand don't match: "
            f"{numbers(dense_shape)} and {numbers(dense.shape)}"
        )
    places = tuple(indices.T)
    if xp is not np:
        return dense.at[places].add(values)
    check_within(indices, dense_shape)
    total = dense.copy()
    np.add.at(total, places, values)
    return total


add_dense_op = Op(
    "SparseTensorDenseAdd",
    "a_indices: Tindices, a_values: T, a_shape: Tindices, b: T -> output: T | "
    "T: numeric, Tindices: index",
    shape=_sum_dims,
    reference=_sum,
    gradient=lambda op, dy: [None, gather.gather_nd(dy, op.inputs[0]), None, dy],
)


# --- matrix products -----------------------------------------------------------------


def _product_dims(c: ShapeContext) -> Dims:
    name = "SparseTensorDenseMatMul"
    check_parts(c, name, prefix="a_")
    check_ranks(c, name, (3, "b", 2))
    a, b = c.value_as_shape(2), c.shape(3)
    left: Any = (None, None) if a is None else a
    right: Any = (None, None) if b is None else b
    if len(left) != 2:
        raise c.fail(f"{name}: a sparse matrix has 2 axes, got shape {list(left)}")
    left = left[::-1] if c.attrs["adjoint_a"] else left
    right = right[::-1] if c.attrs["adjoint_b"] else right
    if None not in (left[1], right[0]) and left[1] != right[0]:
        raise c.fail(
            "Cannot multiply A and B because inner dimension does not match: "
            f"{left[1]} vs. {right[0]}.  Did you forget a transpose?  Dimensions of A: "
            f"{list(a or ())}.  Dimensions of B: {list(b or ())}"
        )
    return (left[0], right[1])


def _product(
    xp: Any,
    indices: Any,
    values: Any,
    dense_shape: Any,
    b: Any,
    adjoint_a: bool,
    adjoint_b: bool,
) -> Any:
    if xp is np:
        check_within(indices, dense_shape)
    rows, columns = indices[:, 0], indices[:, 1]
    count = int(dense_shape[0])
    if adjoint_a:
        rows, columns, count = columns, rows, int(dense_shape[1])
        values = values.conj()
    if adjoint_b:
        b = b.conj().T
    wide, right = widened(values), widened(b)
    if xp is not np:
        terms = wide[:, None] * right[columns]
        return segment.combine(xp, "add", terms, rows, count).astype(b.dtype)
    if (np.diff(rows) < 0).any():
        order = np.argsort(rows, kind="stable")
        rows, columns, wide = rows[order], columns[order], wide[order]
    return _row_sums(rows, columns, wide, right, count).astype(b.dtype)


def _row_sums(rows: Any, columns: Any, values: Any, b: Any, count: int) -> Any:
    """Sums of rows of `b` by sorted rows, a piece at a time that stays in the cache."""
    total = np.zeros((count, b.shape[1]), np.result_type(values, b))
    size = max(_PIECE // max(b.shape[1], 1), 1)
    for start in range(0, len(rows), size):
        piece = slice(start, start + size)
        terms = values[piece, None] * b[columns[piece]]
        own = rows[piece]
        begins = np.concatenate([[0], np.flatnonzero(np.diff(own)) + 1])
        total[own[begins]] += np.add.reduceat(terms, begins, axis=0)
    return total


def _product_gradient(op: Any, dy: Any) -> list[Any]:
    indices, values, dense_shape, b = op.inputs
    adjoint_a, adjoint_b = op.attrs["adjoint_a"], op.attrs["adjoint_b"]
    by_b = product_op(
        indices, values, dense_shape, dy, adjoint_a=not adjoint_a, adjoint_b=False
    )
    rows, columns = indices[:, 0], indices[:, 1]
    if adjoint_a:
        rows, columns = columns, rows
    right = _adjoint(b) if adjoint_b else b
    terms = gather.gather(dy, rows) * complex_numbers.conj(
        gather.gather(right, columns)
    )
    by_values = reduce.reduce_sum(terms, axis=1)
    if adjoint_a:
        by_values = complex_numbers.conj(by_values)
    return [None, by_values, None, _adjoint(by_b) if adjoint_b else by_b]


def _adjoint(matrix: Any) -> Any:
    return shape.transpose(matrix, conjugate=matrix.dtype.is_complex)


product_op = Op(
    "SparseTensorDenseMatMul",
    "a_indices: Tindices, a_values: T, a_shape: int64, b: T -> product: T | "
    "adjoint_a: bool = False, adjoint_b: bool = False, T: type, Tindices: index = int64",
    shape=_product_dims,
    reference=_product,
    gradient=_product_gradient,
)


def sparse_dense_matmul(
    sp_a: Any,
    b: Any,
    adjoint_a: bool = False,
    adjoint_b: bool = False,
    name: str | None = None,
) -> Tensor:
    """Multiplies a sparse and a dense matrix.

    Args:
        sp_a: A sparse matrix; or a dense one, if `b` is sparse.
        b: A dense matrix; or a sparse one, if `sp_a` is dense.
        adjoint_a: Whether to transpose and conjugate the first.
        adjoint_b: Whether to transpose and conjugate the second.
        name: Name of the node in a graph.

    Returns:
        A dense matrix.

    Raises:
        TypeError: None or both of the matrices are sparse.
        tf.errors.InvalidArgumentError: The inner dimensions differ.

    Example:
        >>> import tensorbrook as tf
        >>> s = tf.SparseTensor([[0, 1]], [5.0], [2, 2])
        >>> tf.sparse.sparse_dense_matmul(s, [[1.0], [2.0]]).numpy()
        array([[10.],
               [ 0.]], dtype=float32)
    """
    if isinstance(b, SparseTensor | SparseTensorValue):
        if isinstance(sp_a, SparseTensor | SparseTensorValue):
            raise TypeError(
                "tf.sparse.sparse_dense_matmul: one of the matrices must be dense; both "
                "are sparse."
            )
        turned = sparse_dense_matmul(
            b, sp_a, adjoint_a=not adjoint_b, adjoint_b=not adjoint_a, name=name
        )
        return _adjoint(turned)  # type: ignore[no-any-return]
    sparse = as_sparse(sp_a, "tf.sparse.sparse_dense_matmul: one of the matrices")
    return product_op(  # type: ignore[no-any-return]
        sparse.indices,
        sparse.values,
        sparse.dense_shape,
        convert_to_tensor(b, dtype_hint=sparse.dtype),
        adjoint_a=adjoint_a,
        adjoint_b=adjoint_b,
        name=name,
    )


def sampled_addmm(
    indices: Any,
    values: Any,
    dense_shape: Any,
    mat1: Any,
    mat2: Any,
    beta: Any = 1.0,
    alpha: Any = 1.0,
    output_type: Any = dtypes.float32,
) -> tuple[Any, Any, Any]:
    """Adds `alpha * mat1 @ mat2` to a sparse matrix, at its stored places only.

    Args:
        indices: Where the values stand.
        values: The values.
        dense_shape: The shape of the whole.
        mat1: A dense matrix, or a batch of them.
        mat2: A dense matrix, or a batch of them.
        beta: A factor of the sparse matrix.
        alpha: A factor of the product.
        output_type: The type of the result.

    Returns:
        Indices, values and shape of a sparse matrix.

    Example:
        >>> import tensorbrook as tf
        >>> left, right = [[1.0, 2.0]], [[3.0], [4.0]]
        >>> tf.sparse.sampled_addmm([[0, 0]], [5.0], [1, 1], left, right)[1].numpy()
        array([16.], dtype=float32)
    """
    from tensorbrook._src.ops import cast

    places = convert_to_tensor(indices)
    stored = cast.cast(values, output_type)
    left = cast.cast(mat1, output_type)
    right = cast.cast(mat2, output_type)
    product = gather.gather_nd(matmul.matmul(left, right), places)
    scale = cast.cast(alpha, output_type)
    found = product * scale + stored * cast.cast(beta, output_type)
    return places, found, convert_to_tensor(dense_shape)


# --- softmax -------------------------------------------------------------------------


def _softmax_dims(c: ShapeContext) -> Dims:
    check_parts(c, "SparseSoftmax", prefix="sp_")
    dims = c.shape(2)
    if dims is not None and dims[0] is not None and dims[0] < 2:
        raise c.fail(f"Input should have rank >= 2, but received rank {dims[0]}")
    return c.shape(1)


def _softmax(xp: Any, indices: Any, values: Any, dense_shape: Any) -> Any:
    lengths = [int(n) for n in dense_shape[:-1]]
    rows = sparse_reduce.flat_places(xp, indices[:, :-1], lengths)
    count = int(np.prod(lengths))
    wide = widened(values)
    largest = segment.combine(xp, "max", wide, rows, count)
    powers = xp.exp(wide - largest[rows])
    total = segment.combine(xp, "add", powers, rows, count)
    return (powers / total[rows]).astype(values.dtype)


def _softmax_gradient(op: Any, dy: Any) -> list[Any]:
    indices, _, dense_shape = op.inputs
    y = op.outputs[0]
    inner = sparse_reduce.sum_op(indices, dy * y, dense_shape, [-1], keep_dims=True)
    return [None, cwise_add_op(indices, dy, dense_shape, -inner) * y, None]


softmax_op = Op(
    "SparseSoftmax",
    "sp_indices: int64, sp_values: T, sp_shape: int64 -> output: T | "
    "T: {half, float32, float64}",
    shape=_softmax_dims,
    reference=_softmax,
    gradient=_softmax_gradient,
)


def softmax(sp_input: Any, name: str | None = None) -> SparseTensor:
    """Computes the softmax of the stored values of each row.

    Args:
        sp_input: A sparse tensor of at least two axes.
        name: Name of the node in a graph.

    Returns:
        A sparse tensor with the same indices; what isn't stored counts as minus
        infinity.

    Example:
        >>> import tensorbrook as tf
        >>> s = tf.SparseTensor([[0, 1], [0, 2]], [1.0, 1.0], [1, 3])
        >>> tf.sparse.softmax(s).values.numpy()
        array([0.5, 0.5], dtype=float32)
    """
    sparse = as_sparse(sp_input, "tf.sparse.softmax: `sp_input`")
    found = softmax_op(sparse.indices, sparse.values, sparse.dense_shape, name=name)
    return sparse.with_values(found)
