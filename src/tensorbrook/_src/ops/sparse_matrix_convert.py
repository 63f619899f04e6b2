"""Sparse matrices from and to tensors."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops import gather
from tensorbrook._src.ops.rules import scalar, unknown
from tensorbrook._src.ops.sparse_matrix_value import (
    KINDS,
    NO_VARIANTS,
    SparseMatrix,
    checked,
    from_indices,
)


def indices_of(matrix: Any, dtype: Any) -> Any:
    """The places of the entries of a matrix in a variant tensor."""
    return csr_to_sparse_tensor_op(matrix, type=dtype).indices


def _from_dense_dims(c: ShapeContext) -> Dims:
    dims = c.shape(0)
    c.check_rank(1, 2)
    if dims is not None and len(dims) not in (2, 3):
        raise c.fail(
            f"DenseToCSRSparseMatrix: dense_input must have 2 or 3 axes, got {dims}."
        )
    indices = c.shape(1)
    if dims and indices and indices[1] not in (None, len(dims)):
        raise c.fail(
            f"DenseToCSRSparseMatrix: indices must have {len(dims)} columns, got "
            f"{indices[1]}."
        )
    return ()


def _from_dense(xp: Any, dense_input: Any, indices: Any) -> Any:
    dims = dense_input.shape
    inside = ((indices >= 0) & (indices < np.array(dims))).all(axis=1)
    values = np.zeros(len(indices), dense_input.dtype)
    values[inside] = dense_input[tuple(indices[inside].T)]
    return from_indices("DenseToCSRSparseMatrix", indices, values, dims)


dense_to_csr_op = Op(
    "DenseToCSRSparseMatrix",
    f"dense_input: T, indices: int64 -> sparse_output: variant | T: {KINDS}",
    shape=_from_dense_dims,
    reference=_from_dense,
    gradient=lambda op, dy: [csr_to_dense_op(dy, type=op.inputs[0].dtype), None],  # type: ignore[has-type]
    xla=NO_VARIANTS,
)


def _from_sparse_dims(c: ShapeContext) -> Dims:
    for index, rank in ((0, 2), (1, 1), (2, 1)):
        c.check_rank(index, rank)
    indices, values, dims = c.shapes()
    if indices and dims and None not in (indices[1], dims[0]):
        if indices[1] != dims[0]:
            raise c.fail(
                f"Index rank ({indices[1]}) and shape rank ({dims[0]}) do not match"
            )
    if indices and values and None not in (indices[0], values[0]):
        if indices[0] != values[0]:
            raise c.fail(
                f"There must be a value for each of {indices[0]} places, got {values[0]}."
            )
    return ()


def _from_sparse_gradient(op: Any, dy: Any) -> list[Any]:
    whole = csr_to_dense_op(dy, type=op.inputs[1].dtype)
    return [None, gather.gather_nd(whole, op.inputs[0]), None]


sparse_tensor_to_csr_op = Op(
    "SparseTensorToCSRSparseMatrix",
    "indices: int64, values: T, dense_shape: int64 -> sparse_matrix: variant | "
    f"T: {KINDS}",
    shape=_from_sparse_dims,
    reference=lambda xp, indices, values, dense_shape: from_indices(
        "SparseTensorToCSRSparseMatrix", indices, values, dense_shape
    ),
    gradient=_from_sparse_gradient,
    xla=NO_VARIANTS,
)


def _to_sparse(xp: Any, sparse_matrix: Any, type: Any) -> Any:  # noqa: A002
    found = checked(sparse_matrix, "CSRSparseMatrixToSparseTensor", type)
    return found.indices(), found.values, np.array(found.dims, np.int64)


csr_to_sparse_tensor_op = Op(
    "CSRSparseMatrixToSparseTensor",
    "sparse_matrix: variant -> indices: int64, values: type, dense_shape: int64 | "
    f"type: {KINDS}",
    shape=lambda c: [(None, None), (None,), (None,)],
    reference=_to_sparse,
    gradient=lambda op, _, dvalues, __: [
        sparse_tensor_to_csr_op(op.outputs[0], dvalues, op.outputs[2])
    ],
    xla=NO_VARIANTS,
)


def _to_dense(xp: Any, sparse_input: Any, type: Any) -> Any:  # noqa: A002
    return checked(sparse_input, "CSRSparseMatrixToDense", type).dense()


def _to_dense_gradient(op: Any, dy: Any) -> list[Any]:
    return [dense_to_csr_op(dy, indices_of(op.inputs[0], dy.dtype))]


csr_to_dense_op = Op(
    "CSRSparseMatrixToDense",
    f"sparse_input: variant -> dense_output: type | type: {KINDS}",
    shape=unknown,
    reference=_to_dense,
    gradient=_to_dense_gradient,
    xla=NO_VARIANTS,
)


def _components(xp: Any, csr_sparse_matrix: Any, index: Any, type: Any) -> Any:  # noqa: A002
    found = checked(csr_sparse_matrix, "CSRSparseMatrixComponents", type)
    if not 0 <= index < found.batch:
        raise ValueError(f"index ({int(index)}) not in [0, {found.batch})")
    mine = found.places[:, 0] == index
    lengths = np.bincount(found.places[mine, 1], minlength=found.rows)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    return starts, found.places[mine, 2], found.values[mine]


def _component_dims(c: ShapeContext) -> list[Dims]:
    c.number(1)
    return [(None,)] * 3


csr_components_op = Op(
    "CSRSparseMatrixComponents",
    "csr_sparse_matrix: variant, index: int32 -> row_ptrs: int32, col_inds: int32, "
    f"values: type | type: {KINDS}",
    shape=_component_dims,
    reference=_components,
    gradient=NOT_DIFFERENTIABLE,
    xla=NO_VARIANTS,
)


def _count(xp: Any, sparse_matrix: Any) -> Any:
    found = checked(sparse_matrix, "SparseMatrixNNZ")
    counts = found.counts()
    return counts if len(found.dims) == 3 else counts[0]


sparse_matrix_nnz_op = Op(
    "SparseMatrixNNZ",
    "sparse_matrix: variant -> nnz: int32",
    shape=unknown,
    reference=_count,
    gradient=NOT_DIFFERENTIABLE,
    xla=NO_VARIANTS,
)


def _zeros(xp: Any, dense_shape: Any, type: Any) -> SparseMatrix:  # noqa: A002
    nothing = np.zeros((0, dense_shape.size), np.int64)
    values = np.zeros(0, type.numpy_dtype)
    return from_indices("SparseMatrixZeros", nothing, values, dense_shape)


def _zeros_dims(c: ShapeContext) -> Dims:
    c.check_rank(0, 1)
    return scalar(c)


sparse_matrix_zeros_op = Op(
    "SparseMatrixZeros",
    f"dense_shape: int64 -> sparse_matrix: variant | type: {KINDS}",
    shape=_zeros_dims,
    reference=_zeros,
    gradient=NOT_DIFFERENTIABLE,
    xla=NO_VARIANTS,
)


def _transposed(xp: Any, input: Any, conjugate: bool, type: Any) -> SparseMatrix:  # noqa: A002
    found = checked(input, "SparseMatrixTranspose", type).transposed()
    return found.like(np.conj(found.values)) if conjugate else found


def _options(op: Any) -> dict[str, Any]:
    return {name: op.attrs[name] for name in ("conjugate", "type")}


sparse_matrix_transpose_op = Op(
    "SparseMatrixTranspose",
    f"input: variant -> output: variant | conjugate: bool = False, type: {KINDS}",
    shape=scalar,
    reference=_transposed,
    gradient=lambda op, dy: [sparse_matrix_transpose_op(dy, **_options(op))],  # type: ignore[has-type]
    xla=NO_VARIANTS,
)
