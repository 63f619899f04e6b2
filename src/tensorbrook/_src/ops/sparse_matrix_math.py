"""Sums, products and softmax of sparse matrices."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops import complex_numbers, matmul, reduce, segment
from tensorbrook._src.ops.ragged_rows import spread
from tensorbrook._src.ops.rules import scalar, unknown
from tensorbrook._src.ops.sparse_matrix_convert import (
    csr_to_dense_op,
    dense_to_csr_op,
    indices_of,
)
from tensorbrook._src.ops.sparse_matrix_value import (
    KINDS,
    NO_VARIANTS,
    SparseMatrix,
    checked,
    summed,
)

_SIDES = (
    "transpose_a: bool = False, transpose_b: bool = False, adjoint_a: bool = False, "
    "adjoint_b: bool = False"
)


def _check_sides(c: ShapeContext) -> None:
    for side in "ab":
        if c.attrs[f"transpose_{side}"] and c.attrs[f"adjoint_{side}"]:
            raise c.fail(
                f"Only one of adjoint_{side} and transpose_{side} may be true."
            )


def _rows_times(found: SparseMatrix, dense: Any) -> Any:
    """The product with dense matrices, of which there are as many."""
    rows = dense[found.places[:, 0], found.places[:, 2]] * found.values[:, None]
    count = found.batch * found.rows
    sums = segment.combine(np, "add", rows, found.row_numbers(), count)
    return sums.reshape(found.batch, found.rows, dense.shape[-1])


def _times_dense(
    xp: Any,
    a: Any,
    b: Any,
    transpose_a: bool,
    transpose_b: bool,
    adjoint_a: bool,
    adjoint_b: bool,
    transpose_output: bool,
    conjugate_output: bool,
) -> Any:
    found = checked(a, "SparseMatrixMatMul").adjusted(transpose_a, adjoint_a)
    if len(found.dims) != b.ndim:
        raise ValueError(
            f"Ranks of a and b must match, saw: {len(found.dims)} vs. {b.ndim}."
        )
    if found.values.dtype != b.dtype:
        raise ValueError(f"a has entries of {found.values.dtype}, b of {b.dtype}.")
    if transpose_b or adjoint_b:
        b = np.swapaxes(np.conj(b) if adjoint_b else b, -1, -2)
    if found.columns != b.shape[-2] or found.dims[:-2] != b.shape[:-2]:
        raise ValueError(
            "Inner product dimensions of A and B do not agree. Shapes are: "
            f"{list(found.dims)} vs. {list(b.shape)}"
        )
    made = _rows_times(found, b.reshape(found.batch, *b.shape[-2:]))
    made = made.reshape(*found.dims[:-1], b.shape[-1])
    if transpose_output:
        made = np.swapaxes(made, -1, -2)
    return np.conj(made) if conjugate_output else made


def _times_dense_dims(c: ShapeContext) -> Dims:
    _check_sides(c)
    dims = c.shape(1)
    if dims is not None and len(dims) not in (2, 3):
        raise c.fail(f"SparseMatrixMatMul: b must have 2 or 3 axes, got {dims}.")
    return None if dims is None else (None,) * len(dims)


def _flipped(tensor: Any, transpose: bool, adjoint: bool) -> Any:
    from tensorbrook._src.ops import linalg_matrix

    if adjoint:
        return linalg_matrix.adjoint(tensor)
    return linalg_matrix.matrix_transpose(tensor) if transpose else tensor


def _product_gradients(op: Any, dy: Any, a: Any, b: Any) -> tuple[Any, Any]:
    """Gradients by dense factors, which the op transposes or not."""
    sides = {
        side: (op.attrs[f"transpose_{side}"], op.attrs[f"adjoint_{side}"])
        for side in "ab"
    }
    left, right = _flipped(a, *sides["a"]), _flipped(b, *sides["b"])
    by_a = matmul.matmul(dy, right, adjoint_b=True)
    by_b = matmul.matmul(left, dy, adjoint_a=True)
    return _flipped(by_a, *sides["a"]), _flipped(by_b, *sides["b"])


def _times_dense_gradient(op: Any, dy: Any) -> list[Any]:
    a, b = op.inputs
    if op.attrs["conjugate_output"]:
        dy = complex_numbers.conj(dy)
    dy = _flipped(dy, op.attrs["transpose_output"], False)
    whole = csr_to_dense_op(a, type=b.dtype)
    by_a, by_b = _product_gradients(op, dy, whole, b)
    return [dense_to_csr_op(by_a, indices_of(a, b.dtype)), by_b]


sparse_matrix_mat_mul_op = Op(
    "SparseMatrixMatMul",
    f"a: variant, b: T -> output: T | {_SIDES}, transpose_output: bool = False, "
    "conjugate_output: bool = False",
    shape=_times_dense_dims,
    reference=_times_dense,
    gradient=_times_dense_gradient,
    xla=NO_VARIANTS,
)


def _times_sparse(
    xp: Any,
    a: Any,
    b: Any,
    type: Any,  # noqa: A002
    transpose_a: bool,
    transpose_b: bool,
    adjoint_a: bool,
    adjoint_b: bool,
) -> SparseMatrix:
    name = "SparseMatrixSparseMatMul"
    left = checked(a, name, type).adjusted(transpose_a, adjoint_a)
    right = checked(b, name, type).adjusted(transpose_b, adjoint_b)
    if left.dims[:-2] != right.dims[:-2] or left.columns != right.rows:
        raise ValueError(
            "Inner product dimensions of A and B do not agree. Shapes are: "
            f"{list(left.dims)} vs. {list(right.dims)}"
        )
    lengths = np.bincount(right.row_numbers(), minlength=right.batch * right.rows)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    wanted = left.places[:, 0] * right.rows + left.places[:, 2]
    partners = spread(starts[wanted], starts[wanted + 1])
    mine = np.repeat(np.arange(len(wanted)), lengths[wanted])
    places = left.places[mine]
    places[:, 2] = right.places[partners, 2]
    values = left.values[mine] * right.values[partners]
    return summed(places, values, (*left.dims[:-1], right.columns))


def _times_sparse_dims(c: ShapeContext) -> Dims:
    _check_sides(c)
    return ()


def _times_sparse_gradient(op: Any, dy: Any) -> list[Any]:
    kind = op.attrs["type"]
    a, b, dy = (csr_to_dense_op(matrix, type=kind) for matrix in (*op.inputs, dy))
    return [
        dense_to_csr_op(by, indices_of(matrix, kind))
        for by, matrix in zip(_product_gradients(op, dy, a, b), op.inputs, strict=True)
    ]


sparse_matrix_sparse_mat_mul_op = Op(
    "SparseMatrixSparseMatMul",
    f"a: variant, b: variant -> c: variant | type: {KINDS}, {_SIDES}",
    shape=_times_sparse_dims,
    reference=_times_sparse,
    gradient=_times_sparse_gradient,
    xla=NO_VARIANTS,
)


def _added(xp: Any, a: Any, b: Any, alpha: Any, beta: Any) -> SparseMatrix:
    left, right = (checked(part, "SparseMatrixAdd") for part in (a, b))
    return left.like(left.values * alpha) + right.like(right.values * beta)


def _added_dims(c: ShapeContext) -> Dims:
    c.check_rank(2, 0)
    c.check_rank(3, 0)
    return ()


def _added_gradient(op: Any, dy: Any) -> list[Any]:
    """Gradients where the matrices have entries."""
    alpha, beta = op.inputs[2:]
    whole = csr_to_dense_op(dy, type=alpha.dtype)
    parts = [
        dense_to_csr_op(whole * factor, indices_of(matrix, alpha.dtype))
        for matrix, factor in zip(op.inputs[:2], (alpha, beta), strict=True)
    ]
    return [*parts, None, None]


sparse_matrix_add_op = Op(
    "SparseMatrixAdd",
    f"a: variant, b: variant, alpha: T, beta: T -> c: variant | T: {KINDS}",
    shape=_added_dims,
    reference=_added,
    gradient=_added_gradient,
    xla=NO_VARIANTS,
)


def _scaled(xp: Any, a: Any, b: Any) -> SparseMatrix:
    found = checked(a, "SparseMatrixMul")
    if b.ndim and b.shape != (found.batch, 1, 1):
        raise ValueError(
            "SparseMatrixMul: b must be a scalar or have a number for each matrix, shape "
            f"{(found.batch, 1, 1)}, got {b.shape}."
        )
    factor = b.reshape(-1)[found.places[:, 0]] if b.ndim else b
    return found.like(found.values * factor)


def _scaled_dims(c: ShapeContext) -> Dims:
    if c.rank(1) not in (None, 0, 3):
        raise c.fail(
            f"SparseMatrixMul: b must be a scalar or have 3 axes, got {c.shape(1)}."
        )
    return ()


def _scaled_gradient(op: Any, dy: Any) -> list[Any]:
    a, b = op.inputs
    whole = csr_to_dense_op(a, type=b.dtype) * csr_to_dense_op(dy, type=b.dtype)
    by_b = reduce.reduce_sum(whole, [1, 2], keepdims=True)
    if b._dims == ():
        by_b = reduce.reduce_sum(whole)
    return [sparse_matrix_mul_op(dy, b), by_b]


sparse_matrix_mul_op = Op(
    "SparseMatrixMul",
    "a: variant, b: T -> output: variant",
    shape=_scaled_dims,
    reference=_scaled,
    gradient=_scaled_gradient,
    xla=NO_VARIANTS,
)


def _by_row(kind: str, found: SparseMatrix, values: Any) -> Any:
    """For each entry what the entries of its row reduce to."""
    rows = found.row_numbers()
    count = found.batch * found.rows
    return segment.combine(np, kind, values, rows, count)[rows]


def _softmax(xp: Any, logits: Any, type: Any) -> SparseMatrix:  # noqa: A002
    found = checked(logits, "SparseMatrixSoftmax", type)
    powers = np.exp(found.values - _by_row("max", found, found.values))
    return found.like(powers / _by_row("add", found, powers))


sparse_matrix_softmax_op = Op(
    "SparseMatrixSoftmax",
    "logits: variant -> softmax: variant | type: {float32, float64}",
    shape=scalar,
    reference=_softmax,
    gradient=lambda op, dy: [
        sparse_matrix_softmax_grad_op(op.outputs[0], dy, type=op.attrs["type"])  # type: ignore[has-type]
    ],
    xla=NO_VARIANTS,
)


def _softmax_grad(
    xp: Any,
    softmax: Any,
    grad_softmax: Any,
    type: Any,  # noqa: A002
) -> SparseMatrix:
    found = checked(softmax, "SparseMatrixSoftmaxGrad", type)
    given = checked(grad_softmax, "SparseMatrixSoftmaxGrad", type)
    if given.dims != found.dims:
        raise ValueError(
            f"SparseMatrixSoftmaxGrad: the shapes {found.dims} and {given.dims} differ."
        )
    slopes = given.dense()[tuple(found.indices().T)]
    mean = _by_row("add", found, slopes * found.values)
    return found.like((slopes - mean) * found.values)


sparse_matrix_softmax_grad_op = Op(
    "SparseMatrixSoftmaxGrad",
    "softmax: variant, grad_softmax: variant -> gradient: variant | "
    "type: {float32, float64}",
    shape=scalar,
    reference=_softmax_grad,
    gradient=NOT_DIFFERENTIABLE,
    xla=NO_VARIANTS,
)


def _square(matrix: Any, name: str) -> SparseMatrix:
    found = checked(matrix, name)
    if found.rows != found.columns:
        raise ValueError(
            f"{name}: the matrix must be square, its shape is {found.dims}."
        )
    return found


def _least_degrees(linked: Any) -> list[int]:
    """An order of elimination: always one that has the fewest neighbours left."""
    linked = linked.copy()
    left = list(range(len(linked)))
    order = []
    while left:
        degrees = linked[np.ix_(left, left)].sum(axis=1)
        chosen = left.pop(int(np.argmin(degrees)))
        order.append(chosen)
        around = [place for place in left if linked[chosen, place]]
        linked[np.ix_(around, around)] = True
        linked[around, around] = False
    return order


def _ordering(xp: Any, input: Any) -> Any:  # noqa: A002
    found = _square(input, "SparseMatrixOrderingAMD")
    linked = np.zeros((found.batch, found.rows, found.rows), bool)
    linked[tuple(found.places.T)] = True
    linked |= np.swapaxes(linked, 1, 2)
    linked[:, np.arange(found.rows), np.arange(found.rows)] = False
    made = np.array([_least_degrees(part) for part in linked], np.int32)
    return made.reshape(found.dims[:-1])


sparse_matrix_ordering_op = Op(
    "SparseMatrixOrderingAMD",
    "input: variant -> output: int32",
    shape=unknown,
    reference=_ordering,
    gradient=NOT_DIFFERENTIABLE,
    xla=NO_VARIANTS,
)


def _cholesky(xp: Any, input: Any, permutation: Any, type: Any) -> SparseMatrix:  # noqa: A002
    name = "SparseMatrixSparseCholesky"
    found = _square(input, name)
    checked(input, name, type)
    if permutation.shape != found.dims[:-1]:
        raise ValueError(
            f"{name}: permutation must have shape {found.dims[:-1]}, got "
            f"{permutation.shape}."
        )
    orders = permutation.reshape(found.batch, found.rows)
    if (np.sort(orders, axis=1) != np.arange(found.rows)).any():
        raise ValueError(f"{name}: permutation must hold each row once.")
    whole = found.dense().reshape(found.batch, found.rows, found.rows)
    made = np.zeros_like(whole)
    for batch, order in enumerate(orders):
        try:
            made[batch] = np.linalg.cholesky(whole[batch][np.ix_(order, order)])
        except np.linalg.LinAlgError:
            raise ValueError(
                f"Sparse Cholesky factorization failed for batch index {batch}. The "
                "input might not be valid."
            ) from None
    places = np.argwhere(made)
    return SparseMatrix(places, made[tuple(places.T)], found.dims)


def _cholesky_dims(c: ShapeContext) -> Dims:
    if c.rank(1) not in (None, 1, 2):
        raise c.fail(
            f"SparseMatrixSparseCholesky: permutation must have 1 or 2 axes, got "
            f"{c.shape(1)}."
        )
    return ()


sparse_matrix_cholesky_op = Op(
    "SparseMatrixSparseCholesky",
    f"input: variant, permutation: int32 -> output: variant | type: {KINDS}",
    shape=_cholesky_dims,
    reference=_cholesky,
    gradient=NOT_DIFFERENTIABLE,
    xla=NO_VARIANTS,
)
